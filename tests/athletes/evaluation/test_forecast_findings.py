"""What of the advice ahead becomes a flag."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from athletes.evaluation.forecast import Forecast
from athletes.evaluation.forecast_findings import find_in_forecast
from athletes.evaluation.recent_training import RecentTraining
from athletes.models import Athlete, FlagKind, Session, Suggestion
from athletes.problems.episodes import Finding
from athletes.problems.figures import AdviceFigures, LightFigures
from programs.models import Exercise
from programs.rules.advice import AdviceReason, Change, DoneSet, Performance
from programs.rules.prescription.dose import DoseValue, Load
from programs.rules.thresholds import DEFAULTS
from tests.doing import train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


TODAY = MONDAY.date()


def suggestion(change, reason, *, state="waiting", name="Step-up", **figures) -> Suggestion:
    return Suggestion(exercise=Exercise(pk=1, name=name), change=change, reason=reason, state=state, figures=figures)


def found(*suggestions, histories=None, exercises=None, begun=()) -> dict[str, Finding]:
    """What is raised, by its kind."""
    training = RecentTraining(Athlete(user_id=1), TODAY, list(begun), [Session(planned_on=TODAY)])
    forecast = Forecast(list(suggestions), histories or {}, exercises or {})
    return {finding.kind: finding for finding in find_in_forecast(forecast, training, DEFAULTS)}


@pytest.mark.parametrize(
    ("change", "reason", "kind"),
    [
        (Change.MORE_LOAD, AdviceReason.TOP_OF_RANGE, FlagKind.READY),
        (Change.HARDER, AdviceReason.EASY_TWICE, FlagKind.READY),
        (Change.LIGHTER, AdviceReason.SHORT_SETS, FlagKind.HEAVY),
        (Change.EASIER, AdviceReason.MISSES, FlagKind.HEAVY),
        (Change.LIGHTER, AdviceReason.RESTART, FlagKind.LIGHTER),
        (Change.EASIER, AdviceReason.STEP, FlagKind.STEP),
    ],
)
def test_each_piece_of_advice_raises_its_own_flag_and_no_other(change, reason, kind):
    assert set(found(suggestion(change, reason, step="1"))) == {kind}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Change.SLOWER, AdviceReason.TOP_OF_RANGE),  # said in the review only
        (Change.ASK, AdviceReason.ADD_LOAD),
        (Change.LIGHTER, AdviceReason.RED),  # pain has a flag of its own
        (Change.LIGHTER, AdviceReason.PRIMER),  # what a race takes off comes by its date
        (Change.FEWER_SETS, AdviceReason.TAPER),
        (Change.LIGHTER, AdviceReason.GAP),  # shown where it is held, and nothing to decide
        (Change.FEWER_SETS, AdviceReason.LIGHTER_WEEK),
        (Change.FEWER_SETS, AdviceReason.CONTACTS),
    ],
)
def test_some_advice_raises_none(change, reason):
    assert found(suggestion(change, reason)) == {}


def test_what_is_decided_raises_nothing_any_more():
    assert found(suggestion(Change.MORE_LOAD, AdviceReason.TOP_OF_RANGE, state="accepted")) == {}
    assert found(suggestion(Change.LIGHTER, AdviceReason.SHORT_SETS, state="declined")) == {}


def test_a_flag_names_the_first_exercise_and_how_many_there_are():
    first = suggestion(Change.MORE_LOAD, AdviceReason.FAR_BELOW)
    second = suggestion(Change.MORE_REPS, AdviceReason.STEP_TOO_BIG, name="Calf raise")
    figures = found(first, second)[FlagKind.READY].figures
    assert figures == AdviceFigures(count=2, exercise="Step-up", reason="far_below", change="more_load")


def test_a_row_above_the_step_says_the_step():
    assert found(suggestion(Change.EASIER, AdviceReason.STEP, step="1"))[FlagKind.STEP].figures.step == "1"


def test_a_plan_that_stays_above_the_step_is_said_once_until_the_step_or_the_jump_is_another(monkeypatch):
    above = suggestion(Change.EASIER, AdviceReason.STEP, step="1")
    cause = found(above)[FlagKind.STEP].cause
    monkeypatch.setattr("tests.athletes.evaluation.test_forecast_findings.TODAY", TODAY + 7 * DAY)
    assert found(above)[FlagKind.STEP].cause == cause
    assert found(suggestion(Change.EASIER, AdviceReason.STEP, step="2"))[FlagKind.STEP].cause != cause
    above.exercise_id = 2
    assert found(above)[FlagKind.STEP].cause != cause


def test_steps_are_said_once_for_the_session_that_showed_them_and_lighter_once_a_week():
    last = Session(pk=uuid4(), finished_at=MONDAY)
    ready = suggestion(Change.MORE_LOAD, AdviceReason.TOP_OF_RANGE)
    assert found(ready, begun=[last])[FlagKind.READY].cause == str(last.pk)
    assert found(ready)[FlagKind.READY].cause == "begin"
    lighter = suggestion(Change.LIGHTER, AdviceReason.RESTART, state="accepted")
    assert found(lighter)[FlagKind.LIGHTER].cause == "restart:2026-W45"


# -- standing still --------------------------------------------------------------------------


def performances(*loads_kg, rpe="6", days=7) -> list[Performance]:
    """The latest first, so many days apart."""
    done = []
    for number, kg in enumerate(loads_kg):
        load = None if kg is None else Load(Decimal(kg))
        effort = None if rpe is None else Decimal(rpe)
        on = TODAY - number * days * DAY
        done.append(Performance(on=on, dose=DoseValue(sets=1), sets=(DoneSet(8, effort),), load=load))
    return done


LUNGE = {1: Exercise(pk=1, name="Lunge", pattern="single_leg")}


@pytest.mark.parametrize(
    ("loads", "is_raised"), [(("40", "40", "40"), True), (("40", "40", "38"), False), (("40", "40"), False)]
)
def test_a_load_stands_still_after_three_sessions(loads, is_raised):
    raised = found(histories={1: performances(*loads)}, exercises=LUNGE)
    assert (FlagKind.STALLED in raised) is is_raised


def test_a_load_that_stands_still_is_not_said_where_the_rules_advise_something():
    history = {1: performances("40", "40", "40")}
    raised = found(suggestion(Change.ASK, AdviceReason.STEP_TOO_BIG), histories=history, exercises=LUNGE)
    assert FlagKind.STALLED not in raised


@pytest.mark.parametrize(
    ("rpe", "pattern", "is_raised"),
    [("6", "single_leg", True), ("7", "single_leg", False), (None, "single_leg", False), ("6", "trunk", False)],
)
def test_four_weeks_of_single_leg_and_hinge_work_at_a_low_effort_stay_light(rpe, pattern, is_raised):
    exercises = {1: Exercise(pk=1, name="Lunge", pattern=pattern)}
    raised = found(histories={1: performances("40", "41", "42", "43", rpe=rpe)}, exercises=exercises)
    assert (FlagKind.LIGHT in raised) is is_raised
    if is_raised:
        assert raised[FlagKind.LIGHT].figures == LightFigures(weeks=4, rpe=Decimal(6))


# -- through the doors -----------------------------------------------------------------------


def test_a_load_that_stands_still_for_three_sessions_is_said_with_its_load(ana, weeks):
    for number, session in enumerate(weeks[:5:2]):
        assert not ana.flags.filter(kind=FlagKind.STALLED).exists(), number
        train(session, ana, MONDAY + (session.planned_on - weeks[0].planned_on), rpe="7.5")
    assert {flag.figures["load"] for flag in ana.flags.filter(kind=FlagKind.STALLED)} == {"40 kg"}
