"""How long requests take: figures, the log of slow queries, the header while debugging; never a value or an address."""

from __future__ import annotations

import pytest

TOKEN = "a token of twenty-four letters"


@pytest.fixture
def figures(client, settings):
    settings.METRICS_TOKEN = TOKEN
    return lambda: client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).content.decode()


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_status_and_not_by_address(client, figures):
    client.get("/exercises/nobody-has-this/")
    text = figures()
    assert 'clinic_request_seconds_count{route="exercise",status="302"}' in text
    assert 'clinic_request_database_seconds_count{route="exercise"}' in text
    assert "nobody-has-this" not in text


@pytest.mark.django_db
def test_a_slow_query_is_a_line_without_its_values(as_ana, settings, caplog):
    settings.SLOW_QUERY_MS = 0
    as_ana.get("/")
    lines = [record.getMessage() for record in caplog.records if record.name == "clinic.http.timing"]
    assert any("for a query of today: SELECT" in line for line in lines)
    assert not any("ana@" in line for line in lines)


@pytest.mark.django_db
def test_a_query_that_is_quick_is_not_told(as_ana, settings, caplog):
    settings.SLOW_QUERY_MS = 60_000
    as_ana.get("/")
    assert not [record for record in caplog.records if record.name == "clinic.http.timing"]


@pytest.mark.django_db
@pytest.mark.parametrize("is_debugging", [True, False])
def test_while_debugging_each_answer_says_what_it_took(as_ana, settings, is_debugging):
    settings.DEBUG = is_debugging
    header = as_ana.get("/").headers.get("Server-Timing", "")
    assert ("queries" in header) is is_debugging
