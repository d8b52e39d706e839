"""The next dose of one exercise: clinical.md 4.2 in its order, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.advice import RAISES, Change, DoneSet, Performance
from programs.rules.prescription.dose import DoseValue, Load, Span
from programs.rules.prescription.tempo import Tempo
from programs.rules.progression import advise

DAY = date(2026, 11, 2)
DOSE = DoseValue(3, Span(Decimal(8), Decimal(10)), rpe=Span(Decimal(6), Decimal(7)), tempo=Tempo("3-1-1-0"))
STEP = Decimal("2.5")
KG = Load(Decimal(40))


def did(*reps, rpe=7, load=KG, dose=DOSE, ago=0):
    effort = None if rpe is None else Decimal(str(rpe))
    sets = tuple(DoneSet(amount, effort if place == len(reps) - 1 else None) for place, amount in enumerate(reps))
    return Performance(DAY - timedelta(days=ago), dose, sets, load)


def bodyweight(*reps, rpe=7, ago=0, dose=DOSE):
    return did(*reps, rpe=rpe, load=None, ago=ago, dose=dose)


TABLE = {
    "no history does nothing": ([], Change.NOTHING, "first_time", None),
    "two sets short": ([did(8, 7, 7)], Change.LIGHTER, "short_sets", "37.5"),
    "one set short repeats nothing away": ([did(8, 8, 7)], Change.MORE_REPS, "one_more", "40"),
    "last set far too hard": ([did(8, 8, 8, rpe=8.5)], Change.LIGHTER, "too_hard", "37.5"),
    "last set a little too hard": ([did(10, 10, 10, rpe=8)], Change.REPEAT, "hard_enough", "40"),
    "short in two running": ([did(8, 8, 7), did(8, 8, 7, ago=4)], Change.LIGHTER, "short_twice", "37.5"),
    "double progression": ([did(10, 10, 10)], Change.MORE_LOAD, "top_of_range", "42.5"),
    "not all sets at the top": ([did(10, 10, 9)], Change.MORE_REPS, "one_more", "40"),
    "effort missing repeats": ([did(10, 10, 10, rpe=None)], Change.REPEAT, "effort_missing", "40"),
    "effort missing below the top repeats": (
        [did(9, 9, 9, rpe=None)],
        Change.REPEAT,
        "effort_missing",
        "40",
    ),
    "a set missing repeats": ([did(10, 10)], Change.REPEAT, "sets_missing", "40"),
    "two over without the effort": ([did(12, 12, 12, rpe=None)], Change.REPEAT, "effort_missing", "40"),
    "far too easy: two steps": (
        [did(10, 10, 10, rpe="4.5", load=Load(Decimal(60)))],
        Change.MORE_LOAD,
        "far_below",
        "65",
    ),
    "far too easy, and two steps are too much: one": (
        [did(10, 10, 10, rpe="4.5")],
        Change.MORE_LOAD,
        "top_of_range",
        "42.5",
    ),
    "far too heavy in a light week is the plan's doing": (
        [replace(did(8, 7, 7, rpe=9), is_light=True), did(10, 10, 10, ago=7)],
        Change.MORE_LOAD,
        "top_of_range",
        "42.5",
    ),
    "step above ten percent: repetitions first": (
        [did(10, 10, 10, load=Load(Decimal(20)))],
        Change.MORE_REPS,
        "step_too_big",
        "20",
    ),
    "three more left in reserve than asked for are three done: the step": (
        [did(10, 10, 10, rpe=3, load=Load(Decimal(20)))],
        Change.MORE_LOAD,
        "step_too_big",
        "22.5",
    ),
    "and then the step": (
        [did(13, 13, 13, load=Load(Decimal(20)))],
        Change.MORE_LOAD,
        "step_too_big",
        "22.5",
    ),
    "not twice in a week past ten percent": (
        [did(10, 10, 10, load=Load(Decimal("42.5"))), did(10, 10, 10, ago=4)],
        Change.REPEAT,
        "week_cap",
        "42.5",
    ),
    "a week later again": (
        [did(10, 10, 10, load=Load(Decimal("42.5"))), did(10, 10, 10, ago=7)],
        Change.MORE_LOAD,
        "top_of_range",
        "45",
    ),
    "body weight slows down": ([bodyweight(10, 10, 10)], Change.SLOWER, "top_of_range", None),
    "what springs back is not slowed: ask for a load": (
        [bodyweight(10, 10, 10, dose=replace(DOSE, tempo=Tempo("1-0-1-0")))],
        Change.ASK,
        "add_load",
        None,
    ),
    "a swing is not slowed": (
        [bodyweight(10, 10, 10, dose=replace(DOSE, tempo=Tempo("1-0-X-0")))],
        Change.ASK,
        "add_load",
        None,
    ),
    "a rebound is not slowed": (
        [bodyweight(10, 10, 10, dose=replace(DOSE, tempo=Tempo("rebound")))],
        Change.ASK,
        "add_load",
        None,
    ),
    "slow already: ask for a load": (
        [bodyweight(10, 10, 10, dose=replace(DOSE, tempo=Tempo("4-1-1-0")))],
        Change.ASK,
        "add_load",
        None,
    ),
    "easy twice: the harder neighbor": (
        [bodyweight(10, 10, 10, rpe=6), bodyweight(10, 10, 10, rpe=6, ago=4)],
        Change.HARDER,
        "easy_twice",
        None,
    ),
    "easy once only slows": (
        [bodyweight(10, 10, 10, rpe=6), bodyweight(10, 10, 10, rpe=6.5, ago=4)],
        Change.SLOWER,
        "top_of_range",
        None,
    ),
    "three misses: the easier neighbor": (
        [bodyweight(7, 7, 7), bodyweight(7, 7, 8, ago=4), bodyweight(7, 7, 8, ago=8)],
        Change.EASIER,
        "misses",
        None,
    ),
    "two misses wait": (
        [bodyweight(7, 7, 7), bodyweight(7, 7, 8, ago=4)],
        Change.MORE_REPS,
        "one_more",
        None,
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_rule_order(name):
    history, change, reason, load = TABLE[name]
    step = None if history and history[0].load is None else STEP
    advice = advise(history, step=step, has_harder=True)
    assert (advice.change, advice.reason) == (change, reason)
    assert (None if advice.load is None else str(advice.load.amount)) == load


def test_more_load_starts_at_the_low_end_of_the_range_again():
    assert advise([did(10, 10, 10)], step=STEP).reps == 8


@pytest.mark.parametrize(
    ("due", "reason"),
    [
        (replace(DOSE, sets=4), "plan_moves"),
        (replace(DOSE, sets=2), "top_of_range"),
        (replace(DOSE, reps=Span(Decimal(8), Decimal(12))), "plan_moves"),
        (replace(DOSE, tempo=Tempo("4-1-1-0")), "plan_moves"),
        (replace(DOSE, reps=Span(Decimal(6), Decimal(8))), "top_of_range"),
        (DOSE, "top_of_range"),
    ],
)
def test_where_the_plan_moves_the_load_stays_and_fewer_repetitions_make_room_for_it(due, reason):
    assert advise([did(10, 10, 10)], step=STEP, due=due).reason == reason


def test_a_timed_dose_is_moved_by_the_plan_alone():
    timed = DoseValue(3, seconds=30, rpe=DOSE.rpe)
    assert advise([did(40, 40, 40, dose=timed)], step=STEP).reason == "timed"


doses = st.builds(
    lambda sets, low, more, rpe, tempo: DoseValue(
        sets,
        Span(Decimal(low), Decimal(low + more)),
        rpe=Span(Decimal(rpe), Decimal(rpe)) if rpe else None,
        tempo=tempo,
    ),
    st.integers(1, 5),
    st.integers(1, 15),
    st.integers(0, 5),
    st.sampled_from([None, 5, 6, 7, 8]),
    st.sampled_from([None, Tempo("3-1-X-0"), Tempo("free")]),
)


@st.composite
def histories(draw):
    """Sessions of one exercise, the latest first, with loads in steps of the rack or none at all."""
    is_loaded, dose, history, ago = draw(st.booleans()), draw(doses), [], 0
    for _session in range(draw(st.integers(0, 5))):
        reps = draw(st.lists(st.integers(0, 20), max_size=dose.sets))
        efforts = [draw(st.sampled_from([None, Decimal(5), Decimal(7), Decimal(9)])) for _each in reps]
        load = Load(STEP * draw(st.integers(0, 60))) if is_loaded else None
        sets = tuple(DoneSet(*each) for each in zip(reps, efforts, strict=True))
        history.append(Performance(DAY - timedelta(days=ago), dose, sets, load))
        ago += draw(st.integers(1, 9))
    return history


@given(histories(), st.booleans())
def test_nothing_rises_while_it_is_held(history, harder):
    advice = advise(history, step=STEP, has_harder=harder, may_rise=False)
    assert advice.change not in RAISES
    if history and history[0].load and advice.load:
        assert advice.load.kg <= history[0].load.kg


@given(histories(), st.booleans())
def test_load_never_grows_by_more_than_ten_percent_in_a_week_but_by_one_step_that_is_more(history, harder):
    advice = advise(history, step=STEP, has_harder=harder)
    if advice.load and history[0].load and advice.load.kg > history[0].load.kg:
        week = [each.load.kg for each in history if each.load and history[0].on - each.on < timedelta(days=7)]
        if advice.reason == "step_too_big":
            assert advice.load.amount == history[0].load.amount + STEP
            spare = max(0, history[0].dose.rpe.low - history[0].effort)
            assert all(done.amount + spare >= history[0].top + 3 for done in history[0].sets)
        else:
            assert advice.load.kg <= min(week) * Decimal("1.1")


@given(histories(), st.booleans())
def test_one_thing_changes_at_a_time_and_the_same_history_gives_the_same_advice(history, harder):
    advice = advise(history, step=STEP, has_harder=harder)
    assert advice == advise(history, step=STEP, has_harder=harder)
    last = history[0] if history else None
    load_moves = bool(last and last.load and advice.load and advice.load != last.load)
    assert load_moves <= (advice.change in {Change.MORE_LOAD, Change.LIGHTER})
    if advice.change is Change.MORE_REPS:
        assert not load_moves


@given(histories(), st.booleans())
def test_missing_data_never_raises_anything(history, harder):
    silent = [replace(each, sets=tuple(DoneSet(done.amount) for done in each.sets)) for each in history]
    assert not advise(silent, step=STEP, has_harder=harder).is_raise
    empty = [replace(each, sets=()) for each in history]
    assert not advise(empty, step=STEP, has_harder=harder).is_raise


def test_slower_comes_with_the_dose_of_that_session():
    advice = advise([bodyweight(10, 10, 10)], step=None, due=DOSE)
    assert advice.dose == replace(DOSE, tempo=Tempo("4-1-1-0"))


def test_a_load_at_the_edge_of_what_can_be_stored_is_not_raised():
    heavy = did(10, 10, 10, load=Load(Decimal(999)))
    assert advise([heavy], step=STEP).change is Change.ASK
