"""What holds by itself: the table of safety.md 2, its bounds (2.1), and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.advice import CUTS, AdviceReason, Change, DoneSet, Performance
from programs.rules.governor import Neighbor, RowFacts, govern, most_careful
from programs.rules.pain.levels import Level
from programs.rules.prescription.dose import DoseValue, Load, Span, parse
from programs.rules.prescription.tempo import Tempo

DAY = date(2026, 11, 2)
STEP = Decimal("2.5")
DUE = parse("3x8-10 @6-7 3-1-1-0")


def did(dose=DUE, kg="40", *, ago=0, sets=None, **more) -> Performance:
    done = tuple(DoneSet(8) for _each in range(sets or dose.sets))
    load = None if kg is None else Load(Decimal(kg))
    return Performance(DAY - timedelta(days=ago), dose, done, load, **more)


def facts(*history, due=DUE, **more) -> RowFacts:
    return RowFacts(**{"due": due, "history": history, "step": STEP} | more)


BEFORE = Neighbor(exercise="step-up", history=[did(parse("2x8 @6"), "20")], step=STEP)
HEAVY = parse("5x5 50kg @8")

TABLE = {
    "nothing holds": (facts(did()), "as written"),
    "red: ten percent and a set": (facts(did(), level=Level.RED), "2x8-10 35kg @6-7"),
    "red over a typed load that is lighter still": (
        facts(did(), level=Level.RED, due=parse("3x8-10 30kg @6-7 3-1-1-0")),
        "2x8-10 30kg @6-7",
    ),
    "red holds off what the plan adds": (facts(did(), level=Level.RED, due=HEAVY), "2x5 35kg @6-7"),
    "red where one step is too much: a set": (facts(did(kg="10"), level=Level.RED), "2x8-10 10kg @6-7"),
    "red at body weight: a set": (facts(did(kg=None), level=Level.RED, step=None), "2x8-10 None @6-7"),
    "red at one set of body weight: repetitions": (
        facts(did(parse("1x10 @6"), None), level=Level.RED, step=None, due=parse("1x10 @6")),
        "1x8 None @6",
    ),
    "red at one set that is held: seconds": (
        facts(did(parse("1x30s"), None), level=Level.RED, step=None, due=parse("1x30s")),
        "1x24 None @None",
    ),
    "red at one repetition: there is nothing to take off": (
        facts(did(parse("1x1 @6"), None), level=Level.RED, step=None, due=parse("1x1 @6")),
        "leave_out",
    ),
    "red without a history: what was done before, less of it": (
        facts(level=Level.RED, predecessor=BEFORE),
        "step-up: 1x8 17.5kg @6",
    ),
    "red, first time, nothing before: the easier one at one set": (
        facts(level=Level.RED, regression="box-squat"),
        "box-squat: 1x8-10 None @6",
    ),
    "red, first time, nothing at all": (facts(level=Level.RED), "leave_out"),
    "red again: what was done before": (
        facts(did(), level=Level.RED_AGAIN, predecessor=BEFORE),
        "step-up: 2x8 20kg @6",
    ),
    "mornings rise: what was done before": (
        facts(did(), level=Level.RISING, predecessor=BEFORE),
        "step-up: 2x8 20kg @6",
    ),
    "red again, nothing before": (facts(did(), level=Level.RED_AGAIN), "leave_out"),
    "out": (facts(did(), level=Level.OUT, predecessor=BEFORE), "leave_out"),
    "held: the last dose again": (facts(did(), level=Level.HOLD, due=HEAVY), "3x5 40kg @6-7"),
    "held, and the plan is lighter: the plan": (
        facts(did(HEAVY, "50"), level=Level.HOLD, due=parse("2x5 40kg @6")),
        "as written",
    ),
    "held: half a session is half a session": (facts(did(sets=1), level=Level.HOLD), "1x8-10 40kg @6-7"),
    "held: nothing new enters": (facts(level=Level.HOLD, predecessor=BEFORE), "step-up: 2x8 20kg @6"),
    "held in the first session: very light": (facts(level=Level.HOLD, due=HEAVY), "5x5 bw @6"),
    "a week and a day off": (facts(did(), gap_days=8), "3x8-10 35kg @6-7"),
    "a week off": (facts(did(), gap_days=7), "as written"),
    "two weeks and a day off": (facts(did(kg="50"), gap_days=15), "3x8-10 40kg @6-7"),
    "five weeks off": (facts(did(), gap_days=29, due=HEAVY), "5x5 27.5kg @6"),
    "the second session after five weeks": (
        facts(did(kg="30"), gap_days=3, is_starting_again=True, due=HEAVY),
        "5x5 50kg @6",
    ),
    "the second session after five weeks, of a row that came down": (
        facts(did(kg="30", is_cut=True), gap_days=3, is_starting_again=True, due=HEAVY),
        "5x5 32.5kg @6",
    ),
    "nothing rises in the first sessions back": (
        facts(did(kg="30"), gap_days=3, is_starting_again=True, due=parse("3x8-10 @6")),
        "as written",
    ),
    "five weeks off, a new exercise": (facts(gap_days=29), "3x8-10 None @6"),
    "taper": (facts(did(), ease="taper"), "2x8-10 None @6-7"),
    "primer": (facts(did(), ease="primer"), "1x8-10 32.5kg @6-7"),
    "causes do not add up": (facts(did(), level=Level.RED, gap_days=8, ease="taper"), "2x8-10 35kg @6-7"),
}


@pytest.mark.parametrize("name", TABLE)
def test_what_is_done_by_itself(name):
    row, expected = TABLE[name]
    assert said_of(row) == expected


def said_of(row: RowFacts) -> str:
    """The dose that is due, in short; “as written” where the rules leave the plan alone."""
    advice = govern(row)
    if advice is None:
        return "as written"
    if advice.dose is None:
        return advice.change
    dose = advice.dose
    said = f"{dose.sets}x{dose.reps or dose.seconds} {dose.load} @{dose.rpe}"
    return f"{advice.instead}: {said}" if advice.instead else said


def test_a_cut_is_counted_from_before_the_pain_so_that_cuts_do_not_add_up():
    cut = did(kg="35", ago=0, is_cut=True)
    full = did(kg="40", ago=4)
    again = govern(facts(cut, full, level=Level.RED, hurt_since=DAY - timedelta(days=4)))
    assert str(again.load) == "35kg"


def test_a_step_back_holds_no_more_sets_than_the_row_itself_did():
    row = facts(did(parse("1x8 @6")), level=Level.RED_AGAIN, predecessor=BEFORE)
    assert said_of(row) == "step-up: 1x8 20kg @6"


def test_what_comes_for_another_row_already_leaves_nothing_new_in_a_hold():
    assert said_of(facts(level=Level.HOLD, is_predecessor_taken=True)) == "leave_out"


@pytest.mark.parametrize(
    ("history", "comes"),
    [
        ([did(parse("1x6 @6"), None, ago=1)], "1x6"),  # came in after the pain, light already
        ([did(parse("2x8 @6"), None, ago=1), did(parse("3x8 @6"), None, ago=9)], "2x8"),  # cut once, from before it
        ([did(parse("3x8 @6"), None, ago=1), did(parse("3x8 @6"), None, ago=9)], "2x8"),  # not cut yet
        ([did(parse("1x8 @6"), None, ago=1), did(parse("3x8 @6"), None, ago=9)], "1x8"),  # lower for another cause
    ],
)
def test_what_comes_instead_is_cut_from_before_the_pain_too(history, comes):
    before = Neighbor(exercise="step-up", history=history)
    row = facts(level=Level.RED, hurt_since=DAY - timedelta(days=4), predecessor=before)
    assert said_of(row) == f"step-up: {comes} None @6"


def test_what_came_down_comes_back_by_a_week_of_growth_at_most():
    back = govern(facts(did(kg="30", is_cut=True), due=parse("3x8-10 40kg @6-7 3-1-1-0")))
    assert (back.reason, str(back.load)) == ("came_down", "32.5kg")
    assert govern(facts(did(kg="37.5", is_cut=True), due=parse("3x8-10 40kg @6-7 3-1-1-0"))) is None


def test_where_the_plan_names_no_load_nothing_raises_what_came_down():
    assert govern(facts(did(kg="30", is_cut=True))) is None


@pytest.mark.parametrize(("level", "reason"), [(Level.HOLD, "amber"), (Level.RED, "red")])
def test_the_cause_is_the_gravest_that_bites(level, reason):
    row = facts(did(), level=level, due=HEAVY, gap_days=8)
    assert govern(row).reason == ("red" if level is Level.RED else "gap")
    assert govern(replace(row, gap_days=0)).reason == reason


def test_a_held_row_may_not_rise_and_a_free_one_may():
    assert facts(did()).may_rise()
    assert not facts(did(), level=Level.HOLD).may_rise()
    assert not facts(did(), gap_days=8).may_rise()
    assert not facts(did(), ease="taper").may_rise()


# -- over random rows ------------------------------------------------------------------------

loads = st.one_of(st.none(), st.integers(0, 60).map(lambda steps: Load(STEP * steps)))
spans = st.tuples(st.integers(1, 12), st.integers(0, 4)).map(lambda low: Span(Decimal(low[0]), Decimal(sum(low))))
doses = st.builds(
    DoseValue,
    sets=st.integers(1, 5),
    reps=spans,
    load=loads,
    rpe=st.one_of(st.none(), st.integers(5, 9).map(lambda rpe: Span(Decimal(rpe), Decimal(rpe)))),
    tempo=st.sampled_from([None, Tempo("3-1-1-0")]),
)


@st.composite
def histories(draw, least: int = 0) -> list[Performance]:
    history, ago = [], 0
    for _session in range(draw(st.integers(least, 4))):
        dose = draw(doses)
        done = tuple(DoneSet(5) for _each in range(draw(st.integers(1, dose.sets))))
        history.append(Performance(DAY - timedelta(days=ago), dose, done, dose.load, is_cut=draw(st.booleans())))
        ago += draw(st.integers(1, 9))
    return history


ANY_ROW = {
    "due": doses,
    "history": histories(),
    "step": st.just(STEP),
    "level": st.sampled_from(list(Level)),
    "hurt_since": st.one_of(st.none(), st.integers(0, 20).map(lambda ago: DAY - timedelta(days=ago))),
    "predecessor": st.one_of(st.none(), st.just(BEFORE)),
    "regression": st.sampled_from(["", "box-squat"]),
    "gap_days": st.integers(0, 60),
    "ease": st.sampled_from(["", "taper", "primer", "lighter_week", "lighter_repeat"]),
}


def rows(**own) -> st.SearchStrategy[RowFacts]:
    return st.builds(RowFacts, **ANY_ROW | own)


def amounts(dose: DoseValue) -> tuple[int, Decimal, Decimal]:
    return dose.sets, dose.reps.high, dose.rpe.high if dose.rpe else Decimal(10)


@given(rows())
def test_nothing_that_is_governed_asks_for_more_than_the_plan(row):
    advice = govern(row)
    if advice is not None and advice.dose is not None and not advice.instead:
        assert all(mine <= planned for mine, planned in zip(amounts(advice.dose), amounts(row.due), strict=True))
        assert row.due.load is None or advice.dose.load.kg <= row.due.load.kg


@given(rows(history=histories(1), level=st.sampled_from([Level.HOLD, Level.RED])))
def test_a_row_that_pain_holds_never_rises_above_what_was_done(row):
    advice = govern(row)
    dose = row.due if advice is None else advice.dose
    if dose is None or (advice is not None and advice.instead):
        return
    last = max(row.history, key=lambda done: done.load.kg if done.load else 0)
    assert dose.sets <= max(done.dose.sets for done in row.history)
    if dose.load is not None and last.load is not None:
        assert dose.load.kg <= last.load.kg


@given(rows(history=histories(1), level=st.just(Level.RED), gap_days=st.integers(0, 28), ease=st.just("")))
def test_red_never_takes_more_than_a_fifth_off_the_load(row):
    base = next((done for done in row.history if not row.hurt_since or done.on <= row.hurt_since), row.history[-1])
    latest = row.history[0]
    advice = govern(replace(row, due=replace(row.due, load=None)))
    if advice is None or advice.dose is None or advice.instead:
        return
    dose = advice.dose
    lowest = [each.load.kg if each.load else Decimal(0) for each in (base, latest)]
    if dose.load is not None:
        assert dose.load.kg >= min(lowest) * Decimal("0.8")


@given(doses, doses)
def test_the_more_careful_of_two_doses_is_neither_more_than_one_nor_the_other(one, other):
    both = most_careful(one, other)
    for each in (one, other):
        assert both.sets <= each.sets
        assert both.reps.low <= each.reps.low
        assert each.load is None or both.load.kg <= each.load.kg


def test_out_leaves_the_row_out():
    assert govern(facts(did(), level=Level.OUT)).change is Change.LEAVE_OUT


def test_in_the_first_sessions_back_nothing_rises_and_what_came_down_stays_bounded():
    """An effort of 6 by the plan itself was no hold, and the next step came; a cut was forgotten after one session."""
    assert not facts(did(kg="30"), is_starting_again=True).may_rise()
    assert AdviceReason.STILL_EASY in CUTS
