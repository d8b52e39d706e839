"""Less of a dose: by load, by sets, by repetitions; and of two doses the more careful one. Source: safety.md 2.1 [D].

Loads are in one unit, steps are the smallest ones of the exercise in that unit (None where it takes none).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from .advice import Performance
from .pain.zones import WEEK
from .prescription.dose import DoseValue, Load, Span, plain
from .thresholds import Thresholds

BODY_WEIGHT = Decimal(0)


def done_again(done: Performance, step: Decimal | None) -> DoseValue:
    """What was due the last time, with the sets and the load that were done; none is body weight where it takes one."""
    sets = max(1, min(done.dose.sets, len(done.sets)))
    load = done.load
    if load is None and step is not None:
        load = Load(BODY_WEIGHT)
    return replace(done.dose, sets=sets, load=load)


def red_cut(dose: DoseValue, step: Decimal | None, numbers: Thresholds) -> DoseValue:
    return cut(dose, numbers.red_load_cut, numbers.red_sets_cut, step, numbers)


def cut(dose: DoseValue, percent: int, sets_off: int, step: Decimal | None, numbers: Thresholds) -> DoseValue:
    """Less load by whole steps, and so many sets fewer.

    Where the load cannot fall (none, a band, one step is too much of it) a set goes instead; at one set, repetitions
    or seconds.
    """
    load = lowered(dose.load, percent, step, numbers)
    if load == dose.load:
        sets_off = max(1, sets_off)
    sets = max(1, dose.sets - sets_off)
    if load != dose.load or sets < dose.sets:
        return replace(dose, load=load, sets=sets)
    return _fewer_repetitions(dose, numbers)


def lowered(load: Load | None, percent: int, step: Decimal | None, numbers: Thresholds) -> Load | None:
    """At least that much off, by whole steps; one step less where that would be too much; the same where one is."""
    if load is None or not load.amount or step is None:
        return load
    most = load.amount * numbers.cut_most / 100
    steps = (load.amount * percent / 100 / step).to_integral_value(ROUND_CEILING)
    while steps and steps * step > most:
        steps -= 1
    return Load(plain(load.amount - steps * step), load.unit)


def _fewer_repetitions(dose: DoseValue, numbers: Thresholds) -> DoseValue:
    def fewer(amount: Decimal | int) -> Decimal:
        kept = Decimal(amount) * (100 - numbers.cut_most) / 100
        return max(Decimal(1), kept.to_integral_value(ROUND_FLOOR))

    if dose.reps is not None:
        return replace(dose, reps=Span(fewer(dose.reps.low), fewer(dose.reps.high)))
    return replace(dose, seconds=int(fewer(dose.seconds or 1)))


def share_of(load: Load | None, percent: int, step: Decimal | None) -> Load | None:
    """At most that share of the load, by whole steps."""
    if load is None or not load.amount or step is None:
        return load
    steps = (load.amount * percent / 100 / step).to_integral_value(ROUND_FLOOR)
    return Load(plain(steps * step), load.unit)


def back_up(history: Sequence[Performance], step: Decimal | None, numbers: Thresholds) -> Load | None:
    """The most that a load which came down may be now: a week's growth more than the least of the last week."""
    last = history[0].load
    if last is None or step is None:
        return last
    least = last
    for done in history:
        if done.load is not None and history[0].on - done.on < WEEK and done.load.kg < least.kg:
            least = done.load
    room = least.amount * numbers.step_most / 100
    steps = (room / step).to_integral_value(ROUND_FLOOR)
    return Load(plain(max(last.amount, least.amount + steps * step)), last.unit)


def most_careful(one: DoseValue, other: DoseValue) -> DoseValue:
    """Of each field the more careful value; the tempo, rest and ramp-up sets of the other where it says any."""
    return replace(
        one,
        sets=min(one.sets, other.sets),
        reps=_lower_span(one.reps, other.reps),
        seconds=_lower_seconds(one.seconds, other.seconds),
        load=_lighter(one.load, other.load),
        rpe=_lower_span(one.rpe, other.rpe),
        tempo=other.tempo or one.tempo,
        ramp_up_sets=min(one.ramp_up_sets, other.ramp_up_sets),
    )


def _lower_span(one: Span | None, other: Span | None) -> Span | None:
    if one is None or other is None:
        return one or other
    return Span(min(one.low, other.low), min(one.high, other.high))


def _lower_seconds(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return one or other
    return min(one, other)


def _lighter(one: Load | None, other: Load | None) -> Load | None:
    """The lighter one; none at all is the athlete's own choice, and any load is more careful than that."""
    if one is None or other is None:
        return one or other
    return one if one.kg <= other.kg else other


def at_most(rpe: Span | None, most: Decimal) -> Span:
    if rpe is None:
        return Span(most, most)
    return Span(min(rpe.low, most), min(rpe.high, most))
