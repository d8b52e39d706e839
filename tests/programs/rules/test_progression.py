"""The next dose of one exercise: clinical.md 4.2 in its order, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.pain import Zone
from programs.rules.prescription.dose import DoseValue, Load, Span
from programs.rules.prescription.tempo import Tempo
from programs.rules.progression import RAISES, Change, DoneSet, Performance, advise

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
    "stop does nothing": ([did(10, 10, 10)], Zone.STOP, Change.NOTHING, "stop", None),
    "no history does nothing": ([], Zone.GREEN, Change.NOTHING, "first_time", None),
    "red takes ten percent off": ([did(10, 10, 10)], Zone.RED, Change.LIGHTER, "red", "35"),
    "amber repeats": ([did(10, 10, 10)], Zone.AMBER, Change.REPEAT, "amber", "40"),
    "two sets short": ([did(8, 7, 7)], Zone.GREEN, Change.LIGHTER, "short_sets", "37.5"),
    "one set short repeats nothing away": ([did(8, 8, 7)], Zone.GREEN, Change.MORE_REPS, "one_more", "40"),
    "last set far too hard": ([did(8, 8, 8, rpe=8.5)], Zone.GREEN, Change.LIGHTER, "too_hard", "37.5"),
    "last set a little too hard": ([did(10, 10, 10, rpe=8)], Zone.GREEN, Change.REPEAT, "hard_enough", "40"),
    "short in two running": ([did(8, 8, 7), did(8, 8, 7, ago=4)], Zone.GREEN, Change.LIGHTER, "short_twice", "37.5"),
    "double progression": ([did(10, 10, 10)], Zone.GREEN, Change.MORE_LOAD, "top_of_range", "42.5"),
    "not all sets at the top": ([did(10, 10, 9)], Zone.GREEN, Change.MORE_REPS, "one_more", "40"),
    "effort missing repeats": ([did(10, 10, 10, rpe=None)], Zone.GREEN, Change.REPEAT, "effort_missing", "40"),
    "effort missing below the top repeats": (
        [did(9, 9, 9, rpe=None)],
        Zone.GREEN,
        Change.REPEAT,
        "effort_missing",
        "40",
    ),
    "a set missing repeats": ([did(10, 10)], Zone.GREEN, Change.REPEAT, "sets_missing", "40"),
    "two for two without effort": (
        [did(10, 10, 12, rpe=None), did(9, 10, 12, rpe=None, ago=7)],
        Zone.GREEN,
        Change.MORE_LOAD,
        "two_for_two",
        "42.5",
    ),
    "two over only once": ([did(10, 10, 12, rpe=None)], Zone.GREEN, Change.REPEAT, "effort_missing", "40"),
    "step above ten percent: repetitions first": (
        [did(10, 10, 10, load=Load(Decimal(20)))],
        Zone.GREEN,
        Change.MORE_REPS,
        "step_too_big",
        "20",
    ),
    "and then the therapist decides": (
        [did(13, 13, 13, load=Load(Decimal(20)))],
        Zone.GREEN,
        Change.ASK,
        "step_too_big",
        "20",
    ),
    "not twice in a week past ten percent": (
        [did(10, 10, 10, load=Load(Decimal("42.5"))), did(10, 10, 10, ago=4)],
        Zone.GREEN,
        Change.REPEAT,
        "week_cap",
        "42.5",
    ),
    "a week later again": (
        [did(10, 10, 10, load=Load(Decimal("42.5"))), did(10, 10, 10, ago=7)],
        Zone.GREEN,
        Change.MORE_LOAD,
        "top_of_range",
        "45",
    ),
    "body weight slows down": ([bodyweight(10, 10, 10)], Zone.GREEN, Change.SLOWER, "top_of_range", None),
    "what springs back is not slowed: ask for a load": (
        [bodyweight(10, 10, 10, dose=replace(DOSE, tempo=Tempo("1-0-1-0")))],
        Zone.GREEN,
        Change.ASK,
        "add_load",
        None,
    ),
    "a swing is not slowed": (
        [bodyweight(10, 10, 10, dose=replace(DOSE, tempo=Tempo("1-0-X-0")))],
        Zone.GREEN,
        Change.ASK,
        "add_load",
        None,
    ),
    "a rebound is not slowed": (
        [bodyweight(10, 10, 10, dose=replace(DOSE, tempo=Tempo("rebound")))],
        Zone.GREEN,
        Change.ASK,
        "add_load",
        None,
    ),
    "slow already: ask for a load": (
        [bodyweight(10, 10, 10, dose=replace(DOSE, tempo=Tempo("4-1-1-0")))],
        Zone.GREEN,
        Change.ASK,
        "add_load",
        None,
    ),
    "easy twice: the harder neighbor": (
        [bodyweight(10, 10, 10, rpe=6), bodyweight(10, 10, 10, rpe=6, ago=4)],
        Zone.GREEN,
        Change.HARDER,
        "easy_twice",
        None,
    ),
    "easy once only slows": (
        [bodyweight(10, 10, 10, rpe=6), bodyweight(10, 10, 10, rpe=6.5, ago=4)],
        Zone.GREEN,
        Change.SLOWER,
        "top_of_range",
        None,
    ),
    "three misses: the easier neighbor": (
        [bodyweight(7, 7, 7), bodyweight(7, 7, 8, ago=4), bodyweight(7, 7, 8, ago=8)],
        Zone.GREEN,
        Change.EASIER,
        "misses",
        None,
    ),
    "two misses wait": (
        [bodyweight(7, 7, 7), bodyweight(7, 7, 8, ago=4)],
        Zone.GREEN,
        Change.MORE_REPS,
        "one_more",
        None,
    ),
}


@pytest.mark.parametrize("name", TABLE)
def test_the_rule_order(name):
    history, zone, change, reason, load = TABLE[name]
    step = None if history and history[0].load is None else STEP
    advice = advise(history, zone, step=step, has_harder=True)
    assert (advice.change, advice.reason) == (change, reason)
    assert (None if advice.load is None else str(advice.load.amount)) == load


def test_more_load_starts_at_the_low_end_of_the_range_again():
    assert advise([did(10, 10, 10)], Zone.GREEN, step=STEP).reps == 8


@pytest.mark.parametrize(
    ("days", "change", "load"),
    [
        (7, Change.MORE_LOAD, "42.5"),
        (8, Change.LIGHTER, "35"),
        (14, Change.LIGHTER, "35"),
        (15, Change.LIGHTER, "30"),
        (29, Change.ASK, "40"),
    ],
)
def test_after_a_gap_the_load_comes_down_before_it_goes_up_again(days, change, load):
    advice = advise([did(10, 10, 10)], Zone.GREEN, step=STEP, gap_days=days)
    assert (advice.change, str(advice.load.amount)) == (change, load)


@pytest.mark.parametrize(
    ("ease", "zone", "change", "load", "off"),
    [
        ("taper", Zone.GREEN, Change.FEWER_SETS, "40", 1),
        ("taper", Zone.AMBER, Change.FEWER_SETS, "40", 1),
        ("lighter_week", Zone.GREEN, Change.FEWER_SETS, "40", 1),
        ("primer", Zone.GREEN, Change.LIGHTER, "30", 2),
        ("taper", Zone.RED, Change.LIGHTER, "35", 1),
        ("taper", Zone.STOP, Change.NOTHING, None, 0),
    ],
)
def test_fewer_sets_keep_the_load_and_raise_nothing(ease, zone, change, load, off):
    advice = advise([did(10, 10, 10)], zone, step=STEP, due=DOSE, ease=ease)
    assert (advice.change, advice.sets_off) == (change, off)
    assert load == (str(advice.load.amount) if advice.load else None)
    assert not advice.is_raise


def test_fewer_sets_need_no_history():
    assert advise([], Zone.GREEN, step=None, due=DOSE, ease="taper").sets_off == 1


def test_red_leaves_out_a_set_but_never_the_last_one():
    assert advise([did(8, 8, 8)], Zone.RED, step=STEP).sets_off == 1
    one = replace(DOSE, sets=1)
    assert advise([did(8, dose=one)], Zone.RED, step=STEP).sets_off == 0


@pytest.mark.parametrize(
    ("due", "reason"),
    [
        (replace(DOSE, sets=4), "plan_moves"),
        (replace(DOSE, sets=2), "plan_moves"),
        (replace(DOSE, reps=Span(Decimal(8), Decimal(12))), "plan_moves"),
        (replace(DOSE, tempo=Tempo("4-1-1-0")), "plan_moves"),
        (replace(DOSE, reps=Span(Decimal(6), Decimal(8))), "top_of_range"),
        (DOSE, "top_of_range"),
    ],
)
def test_where_the_plan_moves_the_load_stays_and_fewer_repetitions_make_room_for_it(due, reason):
    assert advise([did(10, 10, 10)], Zone.GREEN, step=STEP, due=due).reason == reason


def test_a_timed_dose_is_moved_by_the_plan_alone():
    timed = DoseValue(3, seconds=30, rpe=DOSE.rpe)
    assert advise([did(40, 40, 40, dose=timed)], Zone.GREEN, step=STEP).reason == "timed"


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


@given(histories(), st.sampled_from([Zone.AMBER, Zone.RED, Zone.STOP]), st.booleans())
def test_nothing_is_raised_in_amber_red_or_stop(history, zone, harder):
    advice = advise(history, zone, step=STEP, has_harder=harder)
    assert advice.change not in RAISES
    if history and history[0].load and advice.load:
        assert advice.load.kg <= history[0].load.kg


@given(histories(), st.sampled_from(list(Zone)), st.booleans())
def test_load_never_grows_by_more_than_ten_percent_in_a_week(history, zone, harder):
    advice = advise(history, zone, step=STEP, has_harder=harder)
    if advice.load and history[0].load and advice.load.kg > history[0].load.kg:
        week = [each.load.kg for each in history if each.load and history[0].on - each.on < timedelta(days=7)]
        assert advice.load.kg <= min(week) * Decimal("1.1")


@given(histories(), st.sampled_from(list(Zone)), st.booleans())
def test_one_thing_changes_at_a_time_and_the_same_history_gives_the_same_advice(history, zone, harder):
    advice = advise(history, zone, step=STEP, has_harder=harder)
    assert advice == advise(history, zone, step=STEP, has_harder=harder)
    last = history[0] if history else None
    load_moves = bool(last and last.load and advice.load and advice.load != last.load)
    assert load_moves <= (advice.change in {Change.MORE_LOAD, Change.LIGHTER})
    if advice.change is Change.MORE_REPS:
        assert not load_moves


@given(histories(), st.booleans())
def test_missing_data_never_raises_anything(history, harder):
    silent = [replace(each, sets=tuple(DoneSet(done.amount) for done in each.sets)) for each in history]
    advice = advise(silent, Zone.GREEN, step=STEP, has_harder=harder)
    assert not advice.is_raise or advice.reason == "two_for_two"
    empty = [replace(each, sets=()) for each in history]
    assert not advise(empty, Zone.GREEN, step=STEP, has_harder=harder).is_raise


@given(histories(), st.booleans())
def test_a_worse_zone_never_asks_for_more(history, harder):
    loads = []
    for zone in (Zone.GREEN, Zone.AMBER, Zone.RED):
        advice = advise(history, zone, step=STEP, has_harder=harder)
        loads.append(advice.load.kg if advice.load and advice.is_raise else None)
    assert loads[1] is None
    assert loads[2] is None


@pytest.mark.parametrize(
    ("zone", "ease", "days", "load", "off"),
    [
        (Zone.GREEN, "", 20, "30", 0),
        (Zone.AMBER, "", 20, "30", 0),
        (Zone.GREEN, "taper", 20, "30", 1),
        (Zone.AMBER, "lighter_week", 40, "40", 1),
    ],
)
def test_days_off_make_it_lighter_in_amber_and_in_a_lighter_week_too(zone, ease, days, load, off):
    advice = advise([did(10, 10, 10)], zone, step=STEP, due=DOSE, gap_days=days, ease=ease)
    assert (advice.reason, str(advice.load.amount), advice.sets_off) == ("gap", load, off)


def test_after_months_without_a_record_the_therapist_says_how_to_begin():
    assert advise([], Zone.GREEN, step=STEP, due=DOSE, gap_days=50).change is Change.ASK


def test_a_load_at_the_edge_of_what_can_be_stored_is_not_raised():
    heavy = did(10, 10, 10, load=Load(Decimal(999)))
    assert advise([heavy], Zone.GREEN, step=STEP).change is Change.ASK
