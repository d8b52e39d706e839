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
MIN_RPE, MAX_RPE = 1, 10

Unit = Literal["kg", "lb"]


@dataclass(frozen=True, slots=True)
class Load:
    """External load as it was typed: 24 kg, 53 lb, or body weight (amount 0, printed ``bw``)."""

    amount: Decimal
    unit: Unit = "kg"

    @property
    def kg(self) -> Decimal:
        """Kilograms, rounded to 0.1 g: enough that 135 lb comes back as 135 lb."""
        kg = self.amount if self.unit == "kg" else self.amount * KG_PER_LB
        return kg.quantize(Decimal("0.0001"))

    @classmethod
    def from_kg(cls, kg: Decimal, unit: Unit) -> Load:
        """The stored kilograms in the unit that was typed, to 0.01."""
        amount = kg if unit == "kg" else kg / KG_PER_LB
        return cls(plain(amount.quantize(Decimal("0.01"))), unit)

    def __str__(self) -> str:
        return "bw" if not self.amount else f"{plain(self.amount)}{self.unit}"


@dataclass(frozen=True, slots=True)
class Span:
    """A closed range, low to high; equal ends print as one figure."""

    low: Decimal
    high: Decimal

    def __str__(self) -> str:
        low, high = plain(self.low), plain(self.high)
        return f"{low}" if low == high else f"{low}-{high}"


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
        return replace(
            self,
            tempo=self.tempo or tempo,
            rest_seconds=rest_seconds if self.rest_seconds is None else self.rest_seconds,
        )


def plain(number: Decimal) -> Decimal:
    """A decimal without trailing zeros or exponent: 24.50 -> 24.5, 1E+2 -> 100."""
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if number == whole else number.normalize()


# -- printing --------------------------------------------------------------------------------


def print_dose(dose: DoseValue | None, *, is_unilateral: bool = False) -> str:
    """The shorthand of a dose; "-" for an empty cell. ``/side`` follows from the exercise."""
    if dose is None:
        return "-"
    ramp_up = f"{dose.ramp_up_sets}w+" if dose.ramp_up_sets else ""
    work = f"{dose.seconds}s" if dose.reps is None else f"{dose.reps}"
    side = "/side" if is_unilateral else ""
    tokens = [f"{ramp_up}{dose.sets}x{work}{side}"]
    if dose.load is not None:
        tokens.append(str(dose.load))
    if dose.rpe is not None:
        tokens.append(f"@{dose.rpe}")
    if dose.tempo is not None:
        tokens.append(str(dose.tempo))
    if dose.rest_seconds is not None:
        tokens.append(f"r{dose.rest_seconds}")
    return " ".join(tokens)


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
        figures = re.findall(r"\d{1,6}", text[:60], re.A)[:2]
        fits = len(figures) == 2 and int(figures[0]) <= MAX_SETS and int(figures[1]) <= MAX_REPS
        example = "x".join(figures) if fits else "3x8"
        raise ShorthandError("sets", text, f"write {example} (sets x reps) or 4x30s (sets x seconds)")
    ramp_up, sets, low, high, is_seconds, side = match.groups()
    if side and is_unilateral is False:
        raise ShorthandError("side", token, "this exercise works both sides at once; leave out /side")
    _check("sets", token, int(sets), 1, MAX_SETS)
    ramp_up_sets = int(ramp_up or 0)
    _check("sets", token, ramp_up_sets, 0, 5)
    if is_seconds:
        if high:
            raise ShorthandError("sets", token, "give one number of seconds, like 4x30s")
        _check("sets", token, int(low), 1, MAX_SECONDS)
        return DoseValue(sets=int(sets), seconds=int(low), ramp_up_sets=ramp_up_sets)
    _check("sets", token, int(low), 1, MAX_REPS)
    _check("sets", token, int(high or low), int(low), MAX_REPS)
    return DoseValue(sets=int(sets), reps=Span(Decimal(low), Decimal(high or low)), ramp_up_sets=ramp_up_sets)


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
    amount = plain(Decimal(match[1].replace(",", ".")))
    if not amount:
        raise ShorthandError("load", token, "write bw for no external load")
    load = Load(amount, "lb" if match[2].lower() == "lb" else "kg")
    if load.kg > MAX_LOAD_KG:
        raise ShorthandError("load", token, f"give at most {MAX_LOAD_KG} kg")
    return replace(dose, load=load)


def _parse_rpe(dose: DoseValue, token: str) -> DoseValue:
    match = _RPE.fullmatch(token)
    if match is None:
        raise ShorthandError("rpe", token, "write effort like @7, @6-7 or @7.5")
    low, high = (plain(Decimal(x.replace(",", "."))) for x in (match[1], match[2] or match[1]))
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


def _check(part: str, token: str, value: int, low: int, high: int) -> None:
    if not low <= value <= high:
        raise ShorthandError(part, token, f"{value} is outside {low} to {high}")
