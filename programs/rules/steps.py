"""A dose one step further, and a lighter one: what filling right and a lighter week do to a cell.

Sources: clinical.md 4.2 (load at most 10 % a week, one thing changes at a time) and 4.3 (a lighter
week cuts 30-50 % of the sets, effort at most 6, contacts about halved).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from math import ceil
from typing import Literal

from .dose import MAX_LOAD_KG, MAX_REPS, MAX_SECONDS, MAX_SETS, DoseValue, Load, Span, plain

Step = Literal["same", "rep", "set", "rpe", "load"]
STEPS: tuple[Step, ...] = ("same", "rep", "set", "rpe", "load")

MAX_LOAD_GROWTH = Decimal("0.10")
LOAD_GROWTH = Decimal("0.025")
#: What plates and dumbbells come in, by the unit that was typed.
LOAD_GRAIN = {"kg": Decimal("0.5"), "lb": Decimal(1)}
SECONDS_STEP = 5
LIGHTER_SETS_CUT = 0.3
LIGHTER_RPE = Decimal(6)
LIGHTER_CONTACTS = 0.5


def stepped(dose: DoseValue, step: Step, ceiling: Decimal | None = None) -> DoseValue:
    """The dose one step further; the same dose where the step has nothing to change or would pass the ceiling.

    step -- ``rep`` (+1 repetition, or +5 seconds of a timed dose), ``set`` (+1), ``rpe`` (+0.5),
    ``load`` (+2.5 %, to the next half kilogram or pound, never above +10 %), ``same``.
    ceiling -- the highest repetitions (or seconds), sets, effort, or load in the unit that was typed.
    """
    further = _STEPS[step](dose)
    if further is None or (ceiling is not None and _measure(further, step) > ceiling):
        return dose
    return further


def _rep(dose: DoseValue) -> DoseValue | None:
    if dose.reps is None:
        seconds = (dose.seconds or 0) + SECONDS_STEP
        return replace(dose, seconds=seconds) if seconds <= MAX_SECONDS else None
    reps = Span(dose.reps.low + 1, dose.reps.high + 1)
    return replace(dose, reps=reps) if reps.high <= MAX_REPS else None


def _set(dose: DoseValue) -> DoseValue | None:
    return replace(dose, sets=dose.sets + 1) if dose.sets < MAX_SETS else None


def _rpe(dose: DoseValue) -> DoseValue | None:
    if dose.rpe is None or dose.rpe.high >= 10:
        return None
    half = Decimal("0.5")
    return replace(dose, rpe=Span(plain(dose.rpe.low + half), plain(dose.rpe.high + half)))


def _load(dose: DoseValue) -> DoseValue | None:
    if dose.load is None or not dose.load.amount:
        return None
    amount, grain = dose.load.amount, LOAD_GRAIN[dose.load.unit]
    wanted = (amount * (1 + LOAD_GROWTH) / grain).quantize(Decimal(1), ROUND_HALF_UP) * grain
    most = (amount * (1 + MAX_LOAD_GROWTH) / grain).quantize(Decimal(1), ROUND_DOWN) * grain
    next_amount = min(max(wanted, amount + grain), most)
    further = Load(plain(next_amount), dose.load.unit)
    return replace(dose, load=further) if amount < next_amount and further.kg <= MAX_LOAD_KG else None


_STEPS: dict[Step, Callable[[DoseValue], DoseValue | None]] = {
    "same": lambda dose: dose,
    "rep": _rep,
    "set": _set,
    "rpe": _rpe,
    "load": _load,
}


def _measure(dose: DoseValue, step: Step) -> Decimal:
    """What a ceiling is compared with."""
    if step == "set":
        return Decimal(dose.sets)
    if step == "rpe":
        return dose.rpe.high if dose.rpe else Decimal(0)
    if step == "load":
        return dose.load.amount if dose.load else Decimal(0)
    return dose.reps.high if dose.reps else Decimal(dose.seconds or 0)


def load_growth(before: DoseValue, after: DoseValue) -> Decimal:
    """How much the load grows from one dose to the next, as a fraction: 0.10 is ten percent.

    0 where one of the two has no external load.
    """
    if before.load is None or after.load is None or not before.load.kg:
        return Decimal(0)
    return after.load.kg / before.load.kg - 1


def lighter(dose: DoseValue, *, is_plyometric: bool = False) -> DoseValue:
    """The dose of a lighter week: 30-50 % fewer sets, effort at most 6, contacts about halved; the load stays.

    A single set stays a single set.
    """
    sets = max(1, dose.sets - ceil(LIGHTER_SETS_CUT * dose.sets))
    reps = dose.reps
    if is_plyometric and reps is not None:
        wanted = max(Decimal(1), (reps.high * dose.sets * Decimal(LIGHTER_CONTACTS) / sets).to_integral_value())
        reps = Span(min(reps.low, wanted), wanted) if wanted < reps.high else reps
    rpe = dose.rpe and Span(min(dose.rpe.low, LIGHTER_RPE), min(dose.rpe.high, LIGHTER_RPE))
    return replace(dose, sets=sets, reps=reps, rpe=rpe)
