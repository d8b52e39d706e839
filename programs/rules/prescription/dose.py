"""The dose of one exercise in one week, and its shorthand.

The shorthand is what therapists type into a cell of the program grid::

    [1w+]3x8-10[/side] [24kg|53lb|bw] [@6-7] [3-1-X-0] [r90]      4x30s      -

``parse`` and ``print_dose`` are inverse: parse(print_dose(d)) == d for every dose.
Tempo and rest stand in a dose only where they differ from the row's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from .errors import ShorthandError
from .tempo import Tempo

KG_PER_LB = Decimal("0.45359237")
#: What can be stored of a dose, and the ends of the repetitions-in-reserve scale.
MAX_SETS, MAX_REPS, MAX_SECONDS, MAX_LOAD_KG, MAX_REST_SECONDS = 20, 1000, 7200, 1000, 900
MAX_RAMP_UP_SETS = 5
MIN_RPE, MAX_RPE = 1, 10

Unit = Literal["kg", "lb"]
KG_PER: dict[Unit, Decimal] = {"kg": Decimal(1), "lb": KG_PER_LB}


@dataclass(frozen=True, slots=True)
class Load:
    """External load as it was typed: 24 kg, 53 lb, or body weight (amount 0, printed ``bw``)."""

    amount: Decimal
    unit: Unit = "kg"

    @property
    def kg(self) -> Decimal:
        """Kilograms, rounded to 0.1 g: enough that 135 lb comes back as 135 lb."""
        return (self.amount * KG_PER[self.unit]).quantize(Decimal("0.0001"))

    @classmethod
    def from_kg(cls, kg: Decimal, unit: Unit) -> Load:
        """The stored kilograms in the unit that was typed, to 0.01."""
        amount = (kg / KG_PER[unit]).quantize(Decimal("0.01"))
        return cls(plain(amount), unit)

    def __str__(self) -> str:
        if not self.amount:
            return "bw"
        return f"{plain(self.amount)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Span:
    """A closed range, low to high; equal ends print as one figure."""

    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        low, high = plain(self.low), plain(self.high)
        if low == high:
            return str(low)
        return f"{low}-{high}"


def reserve_of(rpe: Span) -> Span:
    """Repetitions to leave in reserve at that effort: 10 - RPE."""
    return Span(10 - rpe.high, 10 - rpe.low)


@dataclass(frozen=True, slots=True)
class DoseValue:
    """Sets of repetitions (or seconds) with effort and load.

    reps and seconds are per side for a unilateral exercise; exactly one of the two is given.
    rpe is the repetitions-in-reserve scale 1-10 in halves. tempo and rest_seconds are None
    where the row's own apply.
    """

    sets: int
    reps: Span | None = None
    seconds: int | None = None
    load: Load | None = None
    rpe: Span | None = None
    tempo: Tempo | None = None
    rest_seconds: int | None = None
    ramp_up_sets: int = 0

    def with_defaults(self, tempo: Tempo, rest_seconds: int) -> DoseValue:
        """The same dose with the row's tempo and rest (seconds) where it has none of its own."""
        if self.rest_seconds is not None:
            rest_seconds = self.rest_seconds
        return replace(self, tempo=self.tempo or tempo, rest_seconds=rest_seconds)


def plain(number: Decimal) -> Decimal:
    """A decimal without trailing zeros or exponent: 24.50 -> 24.5, 1E+2 -> 100."""
    whole = number.to_integral_value()
    if number == whole:
        return whole.quantize(Decimal(1))
    return number.normalize()


# -- printing --------------------------------------------------------------------------------


def print_dose(dose: DoseValue | None, *, is_unilateral: bool = False) -> str:
    """The shorthand of a dose; "-" for an empty cell. ``/side`` follows from the exercise."""
    if dose is None:
        return "-"
    tokens = [_print_work(dose, is_unilateral)]
    if dose.load is not None:
        tokens.append(str(dose.load))
    if dose.rpe is not None:
        tokens.append(f"@{dose.rpe}")
    if dose.tempo is not None:
        tokens.append(str(dose.tempo))
    if dose.rest_seconds is not None:
        tokens.append(f"r{dose.rest_seconds}")
    return " ".join(tokens)


def _print_work(dose: DoseValue, is_unilateral: bool) -> str:
    amount = f"{dose.seconds}s" if dose.reps is None else str(dose.reps)
    work = f"{dose.sets}x{amount}"
    if dose.ramp_up_sets:
        work = f"{dose.ramp_up_sets}w+{work}"
    if is_unilateral:
        work += "/side"
    return work


# -- parsing ---------------------------------------------------------------------------------

_WORK = re.compile(r"(?:(\d{1,2})w\+)?(\d{1,4})[x×](\d{1,5})(?:-(\d{1,5}))?(s)?(/side)?", re.I | re.A)
_LOAD = re.compile(r"(\d{1,5}(?:[.,]\d{1,2})?)(kg|lb)", re.I | re.A)
_RPE = re.compile(r"@(\d{1,2}(?:[.,]5)?)(?:-(\d{1,2}(?:[.,]5)?))?", re.A)
_REST = re.compile(r"r(\d{1,4})", re.I | re.A)
_ORDER = ("load", "rpe", "tempo", "rest")


def parse(text: str, *, is_unilateral: bool | None = None) -> DoseValue | None:
    """Read one cell. An empty cell or "-" is None: the exercise is not done that week.

    is_unilateral -- whether the exercise is one-sided, so that a wrong "/side" is refused;
    None when the exercise is not known yet.
    Raises ShorthandError naming the token and what to write instead.
    """
    tokens = text.split()
    if tokens in ([], ["-"]):
        return None
    dose = _parse_work(tokens[0], text, is_unilateral)
    seen = -1
    for token in tokens[1:]:
        part = _part_of(token)
        if _ORDER.index(part) <= seen:
            raise ShorthandError(part, token, "write load, effort, tempo, rest once each and in this order")
        seen = _ORDER.index(part)
        dose = _READERS[part](dose, token)
    return dose


def _parse_work(token: str, text: str, is_unilateral: bool | None) -> DoseValue:
    match = _WORK.fullmatch(token)
    if match is None:
        raise ShorthandError("sets", text, f"write {_example(text)} (sets x reps) or 4x30s (sets x seconds)")
    ramp_up, sets, low, high, is_seconds, side = match.groups()
    if side and is_unilateral is False:
        raise ShorthandError("side", token, "this exercise works both sides at once; leave out /side")
    _check("sets", token, int(sets), 1, MAX_SETS)
    ramp_up_sets = int(ramp_up or 0)
    _check("sets", token, ramp_up_sets, 0, MAX_RAMP_UP_SETS)
    if is_seconds:
        if high:
            raise ShorthandError("sets", token, "give one number of seconds, like 4x30s")
        _check("sets", token, int(low), 1, MAX_SECONDS)
        return DoseValue(sets=int(sets), seconds=int(low), ramp_up_sets=ramp_up_sets)
    _check("sets", token, int(low), 1, MAX_REPS)
    _check("sets", token, int(high or low), int(low), MAX_REPS)
    return DoseValue(sets=int(sets), reps=Span(Decimal(low), Decimal(high or low)), ramp_up_sets=ramp_up_sets)


def _example(text: str) -> str:
    """Sets and repetitions as they were meant, where two figures look like them: 3 by 8 -> 3x8."""
    figures = re.findall(r"\d{1,6}", text[:60], re.A)[:2]
    if len(figures) == 2 and int(figures[0]) <= MAX_SETS and int(figures[1]) <= MAX_REPS:
        return "x".join(figures)
    return "3x8"


def _part_of(token: str) -> str:
    if token.startswith("@"):
        return "rpe"
    if token.lower() == "bw" or re.search(r"(kg|lb)$", token, re.I):
        return "load"
    if re.match(r"r\d", token, re.I):
        return "rest"
    if re.match(r"(\d+-|hold|free|rebound|stick)", token, re.I):
        return "tempo"
    raise ShorthandError("text", token, "write for example 24kg, @6-7, 3-1-X-0 or r90")


def _parse_load(dose: DoseValue, token: str) -> DoseValue:
    if token.lower() == "bw":
        return replace(dose, load=Load(Decimal(0)))
    match = _LOAD.fullmatch(token)
    if match is None:
        raise ShorthandError("load", token, "write a load like 24kg, 52.5lb or bw")
    amount = _figure(match[1])
    if not amount:
        raise ShorthandError("load", token, "write bw for no external load")
    unit: Unit = "lb" if match[2].lower() == "lb" else "kg"
    load = Load(amount, unit)
    if load.kg > MAX_LOAD_KG:
        raise ShorthandError("load", token, f"give at most {MAX_LOAD_KG} kg")
    return replace(dose, load=load)


def _parse_rpe(dose: DoseValue, token: str) -> DoseValue:
    match = _RPE.fullmatch(token)
    if match is None:
        raise ShorthandError("rpe", token, "write effort like @7, @6-7 or @7.5")
    low, high = _figure(match[1]), _figure(match[2] or match[1])
    if not MIN_RPE <= low <= high <= MAX_RPE:
        raise ShorthandError("rpe", token, "give effort from 1 to 10, the lower figure first")
    return replace(dose, rpe=Span(low, high))


def _parse_tempo(dose: DoseValue, token: str) -> DoseValue:
    return replace(dose, tempo=Tempo.parse(token))


def _parse_rest(dose: DoseValue, token: str) -> DoseValue:
    match = _REST.fullmatch(token)
    if match is None:
        raise ShorthandError("rest", token, "write rest in seconds like r90")
    _check("rest", token, int(match[1]), 0, MAX_REST_SECONDS)
    return replace(dose, rest_seconds=int(match[1]))


_READERS = {"load": _parse_load, "rpe": _parse_rpe, "tempo": _parse_tempo, "rest": _parse_rest}


def _figure(text: str) -> Decimal:
    """A figure with a point or a comma."""
    return plain(Decimal(text.replace(",", ".")))


def _check(part: str, token: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ShorthandError(part, token, f"{value} is outside {low} to {high}")
