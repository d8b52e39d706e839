"""Lists of big tables: one order, no whole count, and days to choose without asking which of them have a row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from athletes.desk.admin import long_lists
from athletes.models import PainReport
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
LIST = reverse("admin:athletes_painreport_changelist")


@pytest.fixture
def reports(ana) -> list[PainReport]:
    """A report each day from the last of October 2025 to the second of November 2026, the score by its number."""
    made = []
    for number in range(368):
        at = MONDAY - timedelta(days=number)
        made.append(PainReport(athlete=ana, region="knee", score=number % 11, reported_on=at.date(), reported_at=at))
    return PainReport.objects.bulk_create(made)


def rows_of(answer):
    return [report.reported_on for report in answer.context["cl"].result_list]


def titles(answer):
    return [choice.title for choice in answer.context["cl"].calendar.choices]


def test_a_list_stands_in_its_own_order_whatever_the_address_asks_for(as_thea, reports):
    newest = rows_of(as_thea.get(LIST))
    assert newest == sorted(newest, reverse=True)
    assert newest[0] == MONDAY.date()
    assert rows_of(as_thea.get(f"{LIST}?o=3")) == newest
    assert "sortable" not in as_thea.get(LIST).content.decode().partition("<tbody>")[0].rpartition("<thead>")[2]


def test_a_list_is_turned_page_by_page(as_thea, reports):
    first, second = (rows_of(as_thea.get(f"{LIST}?p={page}")) for page in (1, 2))
    assert len(first) == len(second) == long_lists.PER_PAGE
    assert first[-1] > second[0]


def test_rows_behind_the_last_page_are_not_counted_and_said_to_be_there(as_thea, reports, monkeypatch):
    monkeypatch.setattr(long_lists, "MOST_PAGES", 2)
    answer = as_thea.get(LIST)
    assert answer.context["cl"].result_count == 100
    assert "There are more than can be shown here." in answer.content.decode()
    monkeypatch.setattr(long_lists, "MOST_PAGES", 8)
    answer = as_thea.get(LIST)
    assert answer.context["cl"].result_count == 368
    assert "There are more than can be shown here." not in answer.content.decode()


def test_no_statement_counts_or_reads_without_an_end(as_thea, reports, monkeypatch):
    for query in ("", "?region__exact=hip", "?q=Ana", "?reported_on__year=2026"):
        with CaptureQueriesContext(connection) as captured:
            as_thea.get(f"{LIST}{query}")
        of_list = [each["sql"] for each in captured if 'FROM "athletes_painreport"' in each["sql"]]
        assert [sql for sql in of_list if "LIMIT" not in sql and "MIN(" not in sql] == []


@pytest.mark.parametrize(
    ("query", "shown", "back"),
    [
        ("", ["2025", "2026"], None),
        ("?reported_on__year=2025", ["October 2025", "November 2025", "December 2025"], "All dates"),
        ("?reported_on__year=2025&reported_on__month=10", ["October 31"], "2025"),
        ("?reported_on__year=2026&reported_on__month=11", ["November 1", "November 2"], "2026"),
        ("?reported_on__year=2026&reported_on__month=11&reported_on__day=2", ["November 2"], "November 2026"),
    ],
)
def test_the_days_between_the_first_row_and_the_last_can_be_chosen(as_thea, reports, query, shown, back):
    answer = as_thea.get(LIST + query)
    calendar = answer.context["cl"].calendar
    assert titles(answer) == shown
    assert (calendar.back and calendar.back.title) == back
    assert all(f">{title}</a>" in answer.content.decode() for title in shown[:-1])


def test_a_day_of_the_calendar_leads_to_its_rows(as_thea, reports):
    answer = as_thea.get(f"{LIST}?reported_on__year=2026&reported_on__month=11")
    day = as_thea.get(LIST + answer.context["cl"].calendar.choices[0].link)
    assert [str(on) for on in rows_of(day)] == ["2026-11-01"]


def test_days_are_those_of_the_rows_that_somebody_may_see(as_tom, as_thea, reports):
    """Tom sees no report: no calendar stands above an empty list."""
    assert as_tom.get(LIST).context["cl"].calendar is None
    assert 'class="toplinks"' not in as_tom.get(LIST).content.decode()
    assert 'class="toplinks"' in as_thea.get(LIST).content.decode()


def test_a_search_finds_the_rows_of_people_by_every_word_of_it(as_carla, reports, ben):
    PainReport.objects.create(athlete=ben, region="hip", score=1, reported_on=MONDAY.date(), reported_at=MONDAY)
    found = as_carla.get(f"{LIST}?q=Carter+ben").context["cl"].result_list
    assert [report.athlete for report in found] == [ben]
    assert list(as_carla.get(f"{LIST}?q=Carter+Ana").context["cl"].result_list) == []


def test_a_name_that_many_have_is_asked_for_by_more_of_it(as_carla, reports, ben, monkeypatch):
    monkeypatch.setattr(long_lists, "MOST_PEOPLE", 1)
    assert "Type more of it." not in as_carla.get(f"{LIST}?q=a").content.decode()  # one of them has reports
    PainReport.objects.create(athlete=ben, region="hip", score=1, reported_on=MONDAY.date(), reported_at=MONDAY)
    assert "Type more of it." in as_carla.get(f"{LIST}?q=a").content.decode()
    assert "Type more of it." not in as_carla.get(f"{LIST}?q=Ana").content.decode()
