"""A dose one step further, and a lighter one: what filling right and a lighter week do to a cell.

Sources: clinical.md 4.2 (a load grows by so much a week at most, one thing changes at a time) and 4.3 (what a
lighter week leaves out). How much is the clinic's to say: ``rules.numbers``.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Literal, assert_never

from .. import easing
from ..thresholds import DEFAULTS, Thresholds
from .dose import MAX_LOAD_KG, MAX_REPS, MAX_RPE, MAX_SECONDS, MAX_SETS, DoseValue, Load, Span, plain

Step = Literal["same", "rep", "set", "rpe", "load"]
STEPS: tuple[Step, ...] = ("same", "rep", "set", "rpe", "load")

#: The smallest step that a load is filled right with, as a fraction (4.2).
LOAD_GROWTH = Decimal("0.025")
#: What plates and dumbbells come in, by the unit that was typed.
LOAD_GRAIN = {"kg": Decimal("0.5"), "lb": Decimal(1)}
SECONDS_STEP = 5


def stepped(dose: DoseValue, step: Step, ceiling: Decimal | None = None, numbers: Thresholds = DEFAULTS) -> DoseValue:
    """The dose one step further; the same dose where the step has nothing to change or would pass the ceiling.

    step -- ``rep`` (+1 repetition, or +5 seconds of a timed dose), ``set`` (+1), ``rpe`` (+0.5),
    ``load`` (+2.5 %, to the next half kilogram or pound, never above what a load may grow in a week), ``same``.
    ceiling -- the highest repetitions (or seconds), sets, effort, or load in the unit that was typed.
    """
    further = _step_of(dose, step, numbers)
    if further is None:
        return dose
    if ceiling is not None and _measure(further, step) > ceiling:
        return dose
    return further


def _step_of(dose: DoseValue, step: Step, numbers: Thresholds) -> DoseValue | None:
    """None where the step has nothing to change, or leads past what can be stored."""
    match step:
        case "same":
            return dose
        case "rep":
            return _rep(dose)
        case "set":
            return _set(dose)
        case "rpe":
            return _rpe(dose)
        case "load":
            return _load(dose, numbers)
        case _:
            assert_never(step)


def _rep(dose: DoseValue) -> DoseValue | None:
    if dose.reps is None:
        return _longer(dose)
    reps = Span(dose.reps.low + 1, dose.reps.high + 1)
    if reps.high > MAX_REPS:
        return None
    return replace(dose, reps=reps)


def _longer(dose: DoseValue) -> DoseValue | None:
    seconds = (dose.seconds or 0) + SECONDS_STEP
    if seconds > MAX_SECONDS:
        return None
    return replace(dose, seconds=seconds)


def _set(dose: DoseValue) -> DoseValue | None:
    if dose.sets >= MAX_SETS:
        return None
    return replace(dose, sets=dose.sets + 1)


def _rpe(dose: DoseValue) -> DoseValue | None:
    if dose.rpe is None or dose.rpe.high >= MAX_RPE:
        return None
    half = Decimal("0.5")
    return replace(dose, rpe=Span(plain(dose.rpe.low + half), plain(dose.rpe.high + half)))


def _load(dose: DoseValue, numbers: Thresholds) -> DoseValue | None:
    if dose.load is None or not dose.load.amount:
        return None
    amount, grain = dose.load.amount, LOAD_GRAIN[dose.load.unit]
    wanted = (amount * (1 + LOAD_GROWTH) / grain).quantize(Decimal(1), ROUND_HALF_UP) * grain
    most = (amount * (1 + max_load_growth(numbers)) / grain).quantize(Decimal(1), ROUND_DOWN) * grain
    next_amount = min(max(wanted, amount + grain), most)
    further = Load(plain(next_amount), dose.load.unit)
    if next_amount <= amount or further.kg > MAX_LOAD_KG:
        return None
    return replace(dose, load=further)


def _measure(dose: DoseValue, step: Step) -> Decimal:
    """What a ceiling is compared with."""
    if step == "set":
        return Decimal(dose.sets)
    if step == "rpe" and dose.rpe is not None:
        return dose.rpe.high
    if step == "load" and dose.load is not None:
        return dose.load.amount
    if dose.reps is not None:
        return dose.reps.high
    return Decimal(dose.seconds or 0)


def max_load_growth(numbers: Thresholds = DEFAULTS) -> Decimal:
    """How much a load may grow in a week, as a fraction: 0.10 is ten percent (4.2)."""
    return Decimal(numbers.step_most) / 100


def load_growth(before: DoseValue, after: DoseValue) -> Decimal:
    """How much the load grows from one dose to the next, as a fraction: 0.10 is ten percent.

    0 where one of the two has no external load.
    """
    if before.load is None or after.load is None or not before.load.kg:
        return Decimal(0)
    return after.load.kg / before.load.kg - 1


def lighter(dose: DoseValue, *, is_plyometric: bool = False, numbers: Thresholds = DEFAULTS) -> DoseValue:
    """The dose of a lighter week: fewer sets, less effort, of plyometrics fewer contacts; the load stays (4.3).

    A single set stays a single set.
    """
    sets = dose.sets - easing.sets_off(dose.sets, "lighter_week", numbers)
    easier = replace(dose, sets=sets, rpe=_capped(dose.rpe, numbers.deload_rpe))
    if not is_plyometric or dose.reps is None:
        return easier
    kept = Decimal(100 - numbers.deload_contacts_cut) / 100
    reps = max(Decimal(1), (dose.reps.high * dose.sets * kept / sets).to_integral_value())
    if reps >= dose.reps.high:
        return easier
    return replace(easier, reps=Span(min(dose.reps.low, reps), reps))


def _capped(rpe: Span | None, most: Decimal) -> Span | None:
    if rpe is None:
        return None
    return Span(min(rpe.low, most), min(rpe.high, most))
