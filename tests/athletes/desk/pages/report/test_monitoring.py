"""Monitoring: which days count, whose minutes, what is a conversation, and what a code asks for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.desk.pages.report.monitoring import answer_of, monitoring_lines, monitoring_of
from athletes.desk.pages.report.period import days_until
from athletes.models import BillingCode, Run
from athletes.records.care.contacts import log_contact
from tests.clock import at
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
PERIOD = days_until(date(2026, 11, 30), 30)
DAY = timedelta(days=1)


def of(athlete):
    return monitoring_of([athlete], PERIOD)[0]


def call(athlete, by, when, minutes=10, result="reached", kind="call"):
    return log_contact(
        athlete=athlete, kind=kind, result=result, by=by, took_place_at=when, at=when, minutes=minutes, note=f"{when}"
    )


def test_a_day_with_a_session_a_run_and_pain_is_one_day(ana, enrollment, first_session):
    do(first_session, ana, MONDAY)
    hurt(ana, 2, session=first_session)
    Run.objects.create(
        athlete=ana, kind="easy", ran_on=MONDAY.date(), minutes=30, received_at=MONDAY, edit_id=ana.owner_mark
    )
    assert of(ana).days == [date(2026, 11, 2)]


def test_a_late_evening_counts_for_the_day_of_the_clinic(ana, enrollment, first_session):
    do(first_session, ana, at("2026-11-03 23:30 America/New_York"))
    assert of(ana).days == [date(2026, 11, 3)]


@pytest.mark.parametrize(
    ("when", "counts"),
    [
        ("2026-10-31 23:59 America/New_York", False),
        ("2026-11-01 00:00 America/New_York", True),
        ("2026-11-30 23:59 America/New_York", True),
        ("2026-12-01 00:00 America/New_York", False),
    ],
)
def test_thirty_days_begin_and_end_at_midnight_of_the_clinic(ana, thea, when, counts):
    call(ana, thea, at(when))
    assert bool(of(ana).contacts) == counts


def test_minutes_of_every_contact_and_the_first_that_was_a_conversation(ana, ben, thea, tom):
    call(ana, thea, MONDAY, 3, "voicemail")
    call(ana, thea, MONDAY + DAY, 5, kind="mail")
    spoken = call(ana, thea, MONDAY + 2 * DAY, None)
    call(ana, thea, MONDAY + 3 * DAY, 20, kind="visit")
    call(ben, tom, MONDAY, 50)
    found = of(ana)
    assert (found.minutes, found.conversation) == (28, spoken)


@pytest.mark.parametrize(
    ("rule", "days", "is_met"),
    [
        ({"min_days": 16}, 15, False),
        ({"min_days": 16}, 16, True),
        ({"min_minutes": 20}, 0, True),
        ({"min_minutes": 21}, 30, False),
        ({"needs_conversation": True}, 0, True),
        ({"min_days": 2, "min_minutes": 20, "needs_conversation": True}, 1, False),
        ({"min_days": 2, "min_minutes": 20, "needs_conversation": True}, 2, True),
    ],
)
def test_a_code_counts_when_all_that_it_asks_for_is_there(ana, thea, rule, days, is_met):
    contacts = [call(ana, thea, MONDAY, 20)]
    answer = answer_of(BillingCode(code="A1", **rule), days, contacts)
    assert answer.is_met == is_met
    assert len(answer.needs) == len(rule)


def test_without_a_conversation_the_code_says_so(ana, thea):
    contacts = [call(ana, thea, MONDAY, 20, "voicemail")]
    answer = answer_of(BillingCode(code="A1", needs_conversation=True), 30, contacts)
    assert (answer.is_met, answer.needs) == (False, ["no conversation yet"])


def test_it_takes_six_queries_for_one_and_for_many(ana, ben, thea, tom, enrollment, django_assert_num_queries):
    BillingCode.objects.create(code="A1", description="Data", min_days=1)
    for number in range(5):
        call(ana, thea, MONDAY + number * DAY)
        call(ben, tom, MONDAY + number * DAY)
    with django_assert_num_queries(6):
        monitoring_of([ana], PERIOD)
    with django_assert_num_queries(6):
        monitoring_of([ana, ben], PERIOD)


def test_the_file_has_a_line_for_each_with_the_codes_that_count(ana, thea):
    BillingCode.objects.create(code="A1", description="Talk", needs_conversation=True)
    call(ana, thea, MONDAY)
    (_heading, line) = monitoring_lines([of(ana)], PERIOD)
    assert line == ["Ana Silva", "2026-11-01", "2026-11-30", "0", "10", "2026-11-02", "A1"]
