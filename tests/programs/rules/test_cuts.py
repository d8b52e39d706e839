"""Less of a dose, by hand-counted examples: safety.md 2.1."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from programs.rules.advice import DoneSet, Performance
from programs.rules.cuts import at_most, back_up, cut, done_again, lowered, most_careful, red_cut, share_of
from programs.rules.prescription.dose import Load, Span, parse
from programs.rules.thresholds import DEFAULTS

STEP = Decimal("2.5")
DAY = date(2026, 11, 2)


def kg(amount) -> Load:
    return Load(Decimal(amount))


def did(dose, load, *, ago=0, sets=3) -> Performance:
    return Performance(DAY - timedelta(days=ago), parse(dose), (DoneSet(8),) * sets, load)


@pytest.mark.parametrize(
    ("load", "percent", "step", "left"),
    [
        (kg(40), 10, STEP, kg("35")),  # 4 kg are two steps, never one
        (kg(50), 10, STEP, kg("45")),
        (kg(10), 10, STEP, kg(10)),  # one step were a quarter of it
        (kg(40), 10, None, kg(40)),
        (None, 10, STEP, None),
    ],
)
def test_a_load_falls_by_whole_steps_and_never_by_more_than_may_go_at_once(load, percent, step, left):
    assert lowered(load, percent, step, DEFAULTS) == left


def test_where_the_load_cannot_fall_a_set_goes_and_at_one_set_repetitions():
    assert cut(parse("3x8 10kg"), 10, 0, STEP, DEFAULTS) == parse("2x8 10kg")
    assert red_cut(parse("1x10"), None, DEFAULTS).reps == Span(Decimal(8), Decimal(8))
    assert red_cut(parse("1x30s"), None, DEFAULTS).seconds == 24


def test_a_red_day_takes_load_and_a_set():
    assert red_cut(parse("3x8 40kg"), STEP, DEFAULTS) == parse("2x8 35kg")


def test_a_share_of_a_load_is_never_more_than_that_share():
    assert share_of(kg(50), 80, STEP) == kg(40)
    assert share_of(kg(51), 80, STEP) == kg(40)
    assert share_of(None, 80, STEP) is None


def test_done_again_is_what_was_done_and_not_what_was_due():
    again = done_again(did("4x8 50kg", kg(40), sets=2), STEP)
    assert (again.sets, again.load) == (2, kg(40))
    assert done_again(did("3x8", None), STEP).load == kg(0)
    assert done_again(did("3x8", None), None).load is None


def test_what_came_down_comes_back_from_the_least_of_the_week():
    week = [did("3x8", kg(32), ago=0), did("3x8", kg(30), ago=3), did("3x8", kg(20), ago=7)]
    assert back_up(week, STEP, DEFAULTS) == kg("32.5")
    assert back_up(week[:1], Decimal(10), DEFAULTS) == kg(32)  # no whole step fits: it stays


def test_of_two_doses_each_field_takes_the_more_careful():
    one, other = parse("3x8-10 40kg @7 3-1-1-0"), parse("4x6-12 35kg @6")
    assert most_careful(one, other) == parse("3x6-10 35kg @6 3-1-1-0")
    assert most_careful(parse("3x8"), parse("3x8 20kg")).load == kg(20)


def test_an_effort_is_held_to_the_most():
    assert at_most(None, Decimal(6)) == Span(Decimal(6), Decimal(6))
    assert at_most(Span(Decimal(5), Decimal(8)), Decimal(6)) == Span(Decimal(5), Decimal(6))
