"""The therapist's chart: figures that a therapist reads, over any length, at a fixed cost."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.desk.pages.chart import chart_of
from athletes.evaluation.evaluate import evaluate
from athletes.models import FlagKind, SetLog
from athletes.records.runs import RunItem, record_run
from programs.models import Prescription
from programs.rules.distance import Distance
from tests.doing import train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def trained(weeks, ana):
    """Six sessions at RPE 8 for 40 minutes."""
    Prescription.objects.filter(workout__program=weeks[0].enrollment.program).update(tempo="free")
    for number, session in enumerate(weeks[:6]):
        train(session, ana, MONDAY + (session.planned_on - weeks[0].planned_on), rpe="9", load=str(40 + 5 * number))
        session.minutes = 40
        session.save()
    return weeks[5].planned_on


def test_an_estimated_maximum_is_drawn_only_from_sets_that_allow_it(ana, trained):
    SetLog.objects.update(reps=5, seconds=None, rpe=8)
    page = chart_of(ana, MONDAY + 18 * DAY)
    assert page.progress.lift is not None
    assert page.estimate is None or len(page.estimate.days) >= 3
    slug = next(lift.slug for lift in page.progress.lifts if "step-up" in lift.slug or "rdl" in lift.slug)
    SetLog.objects.filter(exercise__slug=slug).update(load_kg=60)
    estimate = chart_of(ana, MONDAY + 18 * DAY, slug=slug).estimate
    shown = {value for _on, value in estimate.days}
    assert shown == {Decimal(73)}  # five at RPE 8: clinical.md 4.4
    SetLog.objects.filter(exercise__slug=slug).update(rpe=5)  # five in reserve: not near enough to the limit
    assert chart_of(ana, MONDAY + 18 * DAY, slug=slug).estimate is None


def test_a_week_of_load_says_running_and_strength_apart_and_together(ana, trained):
    item = RunItem("easy", (MONDAY + 15 * DAY).date(), 1, uuid4(), distance=Distance(Decimal(8), "km"),
                   minutes=50, effort=4)  # fmt: skip
    record_run(athlete=ana, run_id=uuid4(), item=item, at=MONDAY + 15 * DAY)
    week = chart_of(ana, MONDAY + 30 * DAY).loads[2]
    assert (week.running, week.strength, week.total) == (200, 480, 680)
    # three days: 240, 200, 240 of seven
    assert (week.monotony, week.strain) == (Decimal("0.9"), 585)


def test_monotony_is_not_said_of_a_week_that_is_not_over_or_has_a_gap(ana, trained):
    page = chart_of(ana, MONDAY + 18 * DAY)
    assert page.loads[0].monotony is None
    ana.sessions.filter(planned_on=trained).update(minutes=None)
    week = chart_of(ana, MONDAY + 30 * DAY).loads[2]
    assert (week.strength, week.total, week.monotony) == (None, None, None)


def test_the_force_dose_counts_weeks_with_a_heavy_single_leg_or_hinge_set(ana, trained):
    page = chart_of(ana, MONDAY + 18 * DAY)
    assert [is_met for _monday, is_met in page.force_weeks] == [False] * 3
    SetLog.objects.update(reps=5, seconds=None, rpe=8)
    page = chart_of(ana, MONDAY + 18 * DAY)
    assert [is_met for _monday, is_met in page.force_weeks] == [True] * 3
    assert page.is_force_met


def test_work_that_stays_light_for_four_weeks_is_said_once(ana, weeks):
    for session in weeks[:8]:
        train(session, ana, MONDAY + (session.planned_on - weeks[0].planned_on), rpe="6")
    evaluate(ana, MONDAY + 24 * DAY + timedelta(hours=1))
    flag = ana.flags.get(kind=FlagKind.LIGHT)
    assert flag.figures == {"weeks": 4, "rpe": "6.0"}


def test_the_page_costs_the_same_however_long_the_history(as_thea, ana, trained, time_machine):
    time_machine.move_to(MONDAY + 18 * DAY, tick=False)
    asked = []
    for weeks in ("26", "12", "520"):
        with CaptureQueriesContext(connection) as captured:
            page = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/chart/", {"weeks": weeks}).content.decode()
        asked.append(len(captured))
        assert "Session load" in page
    assert asked[1] == asked[2] <= 20


def test_what_was_due_is_read_once_for_the_line_and_for_nothing_else(ana, trained):
    """It is a document of some kilobytes in each session."""
    with CaptureQueriesContext(connection) as asked:
        chart_of(ana, MONDAY + 18 * DAY)
    documents = [query["sql"] for query in asked if '"athletes_session"."targets"' in query["sql"].partition("FROM")[0]]
    assert len(documents) == 1


def test_a_session_counts_for_the_day_on_which_it_was_begun_in_the_athletes_zone(ana, trained):
    """Half past eleven on a Sunday evening in Boston is Monday in UTC."""
    last = ana.sessions.completed().latest("opened_at")
    sunday = MONDAY + 20 * DAY
    ana.sessions.filter(pk=last.pk).update(opened_at=sunday + timedelta(hours=14, minutes=30), planned_on=sunday.date())
    before = chart_of(ana, MONDAY + 30 * DAY).loads
    ana.sessions.filter(pk=last.pk).update(opened_at=sunday + timedelta(hours=24))
    after = chart_of(ana, MONDAY + 30 * DAY).loads
    assert (before[2].strength, after[2].strength, after[1].strength) == (480, 240, 240)
