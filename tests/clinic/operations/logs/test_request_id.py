"""One id from the proxy to the worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from celery import shared_task
from django.test import Client

from clinic.celery import app
from clinic.operations.logs.request_id import NONE, WithRequestId, current_request_id, traced

GIVEN = "0a1b2c3d-0000-4000-8000-0123456789ab"
ROOT = Path(__file__).resolve().parents[4]


@shared_task(name="tests.say_id")
def say_id() -> str:
    return current_request_id()


@pytest.fixture
def sent(monkeypatch) -> list[dict[str, Any]]:
    """The headers with which tasks are put into the queue."""
    put: list[dict[str, Any]] = []
    monkeypatch.setattr(
        type(app.amqp),
        "send_task_message",
        property(lambda amqp: lambda *args, headers=None, **options: put.append(headers or {})),
    )
    return put


def test_the_answer_says_the_proxy_s_id_and_whatever_else_is_sent_gets_a_new_one():
    client = Client()
    assert client.get("/healthz", headers={"X-Request-ID": GIVEN})["X-Request-ID"] == GIVEN
    for made_up in ("", "x", GIVEN.upper(), f"{GIVEN} {GIVEN}", "Ana Silva"):
        assert client.get("/healthz", headers={"X-Request-ID": made_up})["X-Request-ID"] not in {made_up, GIVEN}
    assert current_request_id() == NONE


def test_what_django_says_of_an_answer_has_its_id(db, caplog):
    caplog.handler.addFilter(WithRequestId())
    Client().get("/nothing-here/", headers={"X-Request-ID": GIVEN})
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert record.request_id == GIVEN


def test_a_task_goes_on_under_the_id_of_who_asked_and_has_its_own_otherwise(sent):
    with traced(GIVEN):
        say_id.apply_async()
    say_id.apply_async()
    (of_request, of_nobody) = sent
    assert of_request["request_id"] == GIVEN
    assert "request_id" not in of_nobody


def test_a_worker_s_lines_have_the_id_of_the_task_s_headers():
    say_id.push_request(id="11111111-2222-4333-8444-555555555555", request_id=GIVEN)
    assert say_id() == GIVEN
    say_id.pop_request()
    say_id.push_request(id="11111111-2222-4333-8444-555555555555")
    assert say_id() == "11111111-2222-4333-8444-555555555555"
    say_id.pop_request()


def test_the_proxy_puts_its_own_id_in_place_of_the_callers():
    assert "header_up X-Request-ID {http.request.uuid}" in (ROOT / "deploy" / "Caddyfile").read_text()
