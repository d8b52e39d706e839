"""Plyometric rows of the coming sessions: the step, and the contacts that fit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.plyometrics import ContactHistory, plyometric_step_on
from athletes.evaluation.suggestions import accept
from athletes.models import FlagKind, Session
from athletes.training.clearance import clear
from athletes.training.targets import offer
from programs.models import Dose, Exercise, Prescription
from programs.rules.thresholds import DEFAULTS
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def jumps(weeks) -> list[Session]:
    """The last exercise of every workout is a two-leg P1 jump: 3 x 10 contacts a session."""
    jump = Exercise.objects.get(slug="supported-pogo")
    for row in Prescription.objects.filter(workout__program=weeks[0].enrollment.program, order=1):
        row.exercise = jump
        row.save()
        row.doses.update(sets=3, reps_low=10, reps_high=10, seconds=None, rpe_low=None, rpe_high=None)
    return weeks


def jump_advice(session) -> list[tuple[str, str, int]]:
    rows = session.suggestions.filter(exercise__pattern="plyometric")
    return [(each.change, each.reason, each.sets_off) for each in rows]


def test_contacts_over_the_first_weeks_cap_are_cut_by_whole_sets(ana, thea, jumps):
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    assert jump_advice(jumps[0]) == []  # 30 of 30
    assert jump_advice(jumps[1]) == [("fewer_sets", "contacts", 2)]  # 60 in a first week of 40


def test_without_a_clearance_nothing_is_said_of_jumps(ana, jumps):
    evaluate(ana, MONDAY)
    assert jump_advice(jumps[1]) == []


def test_an_exercise_above_the_step_is_said_to_the_therapist_and_not_changed(ana, thea, jumps):
    hop = Exercise.objects.filter(pattern="plyometric", level=3).first()
    Prescription.objects.filter(workout=jumps[0].workout, order=1).update(exercise=hop)
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    assert jump_advice(jumps[0]) == [("easier", "step", 0)]
    flag = ana.flags.get(kind=FlagKind.STEP)
    assert flag.figures["step"] == "1"
    assert not ana.flags.filter(kind=FlagKind.HEAVY).exists()
    with pytest.raises(RefusedError):
        accept(suggestions=jumps[0].suggestions.filter(reason="step"), by=thea, at=MONDAY)


def test_jumps_stay_out_of_the_last_days_before_the_race(ana, thea, jumps):
    clear(athlete=ana, by=thea, at=MONDAY)
    patterns = lambda: {entry["pattern"] for entry in offer(jumps[2]).entries}  # noqa: E731
    for days, may_jump in ((4, True), (3, False), (0, False), (-1, True)):
        ana.goal_race_on = jumps[2].planned_on + days * DAY
        ana.save()
        jumps[2].athlete = ana
        assert ("plyometric" in patterns()) is may_jump


def test_plyometrics_after_months_begin_a_step_lower(ana, thea, weeks):
    clearance = clear(athlete=ana, by=thea, at=MONDAY - 100 * DAY, step=4)
    since = (MONDAY - 100 * DAY).date()
    jumped = ContactHistory(since, {weeks[4].planned_on - 40 * DAY: 30}, frozenset(), frozenset())
    nothing = ContactHistory(since, {}, frozenset(), frozenset())
    assert [plyometric_step_on(weeks[4], clearance, each, DEFAULTS) for each in (jumped, nothing)] == [3, 3]


def test_the_second_session_of_a_week_gets_what_the_first_left(ana, thea, jumps):
    Dose.objects.filter(prescription__exercise__pattern="plyometric").update(sets=4)
    clear(athlete=ana, by=thea, at=MONDAY)
    evaluate(ana, MONDAY)
    figures = {each.session_id: each.figures for each in ana.suggestions.filter(reason="contacts")}
    assert figures[jumps[0].pk]["most"] == "30"
    assert figures[jumps[1].pk]["most"] == "10"
