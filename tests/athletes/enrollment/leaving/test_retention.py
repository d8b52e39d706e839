"""How long a record is kept: by the clinic's period after the last care, and by a legal hold."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest

from athletes.enrollment.leaving.erasing import erase
from athletes.enrollment.leaving.retention import hold, kept_until, last_care_on, why_kept
from athletes.errors import RefusedError
from athletes.models import Assessment, Athlete
from athletes.records.messages import send_message
from athletes.records.runs import RunItem, record_run
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(time_machine, settings):
    time_machine.move_to(MONDAY, tick=False)
    settings.RECORD_RETENTION_YEARS = 7


def test_a_record_without_care_is_bound_by_no_period(ana, enrollment, carla):
    assert last_care_on(ana) is None
    erase(athlete=ana, reason="mistake", by=carla, at=MONDAY)
    assert not Athlete.objects.filter(pk=ana.pk).exists()


def test_seven_years_after_the_last_session_it_may_go(ana, first_session, carla):
    do(first_session, ana, MONDAY)
    assert kept_until(ana) == date(2033, 11, 2)
    last_day, day_after = MONDAY.replace(year=2033), MONDAY.replace(year=2033) + timedelta(days=1)
    with pytest.raises(RefusedError, match="November 2, 2033"):
        erase(athlete=ana, reason="kept", by=carla, at=last_day)
    assert why_kept(ana, day_after) == ""


def test_a_message_and_a_test_are_care_too(ana, thea):
    Assessment.objects.create(athlete=ana, kind="step_down", left=4, right=5, tested_on=date(2026, 10, 1))
    assert last_care_on(ana) == date(2026, 10, 1)
    send_message(athlete=ana, author=thea, text="See you.", at=MONDAY)
    assert last_care_on(ana) == date(2026, 11, 2)


def test_the_29th_of_february_has_an_end_in_every_year(ana):
    Assessment.objects.create(athlete=ana, kind="step_down", left=4, right=5, tested_on=date(2024, 2, 29))
    assert kept_until(ana) == date(2031, 2, 28)


def test_a_clinic_without_a_period_keeps_only_what_is_held(ana, first_session, settings):
    settings.RECORD_RETENTION_YEARS = 0
    do(first_session, ana, MONDAY)
    assert why_kept(ana, MONDAY) == ""
    hold(athlete=ana, reason="Letter of counsel")
    assert "Letter of counsel" in why_kept(ana, MONDAY)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_a_hold_says_why(ana, reason):
    with pytest.raises(RefusedError):
        hold(athlete=ana, reason=reason)


def test_a_run_is_care_too(ana):
    easy = RunItem("easy", MONDAY.date(), 1, uuid.uuid4(), minutes=40)
    record_run(athlete=ana, run_id=uuid.uuid4(), item=easy, at=MONDAY)
    assert last_care_on(ana) == date(2026, 11, 2)
