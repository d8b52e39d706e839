"""What raised a flag, typed: one class for each shape of ``Flag.figures``, with its way into JSON and back.

Nothing else reads or writes the stored form. What is empty is not stored: it was never said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Self, get_type_hints
from uuid import UUID

from athletes.models.pain import place_name

#: How a stored value becomes one of that type; any other type is stored as it is.
_READERS: dict[object, Callable[[Any], object]] = {
    date: date.fromisoformat,
    date | None: date.fromisoformat,
    Decimal: Decimal,
    Decimal | None: Decimal,
    UUID: UUID,
    UUID | None: UUID,
    tuple[int, ...]: tuple,
    tuple[str, ...]: tuple,
    tuple[date, ...]: lambda days: tuple(map(date.fromisoformat, days)),
}


def _as_is(value: object) -> object:
    return value


def _to_json(value: object) -> object:
    if isinstance(value, tuple):
        return list(map(_to_json, value))
    if isinstance(value, date | Decimal | UUID):
        return str(value)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a rule saw. By itself: a flag whose kind says everything."""

    def to_json(self) -> dict[str, object]:
        """For ``Flag.figures``: dates, decimals and ids as text."""
        stored = {}
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                stored[field.name] = _to_json(value)
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What ``to_json`` stored. Raises TypeError where a figure that has no default is missing."""
        stored = cls._as_read(stored)
        values: dict[str, Any] = {}
        for name, kind in _kinds_of(cls).items():  # type: ignore[arg-type]  # a class is hashable
            value = stored.get(name)
            if value is not None and value != "":
                values[name] = _READERS.get(kind, _as_is)(value)
        return cls(**values)

    @classmethod
    def _as_read(cls, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        return stored


@cache
def _kinds_of(figures: type[Figures]) -> dict[str, Any]:
    """The type of each figure; working it out of the annotations takes longer than all else of a flag."""
    return get_type_hints(figures)


# -- pain ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteFigures(Figures):
    """Where it is. place -- in words: "Left knee"."""

    place: str
    region: str = ""
    side: str = ""

    @classmethod
    def _as_read(cls, stored: Mapping[str, Any]) -> Mapping[str, Any]:
        """With the place in the reader's words: it is stored in those of whoever caused it."""
        if not stored.get("region"):
            return stored
        return {**stored, "place": place_name(stored["region"], stored.get("side", ""))}

    @property
    def site(self) -> tuple[str, str]:
        return self.region, self.side


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFigures(SiteFigures):
    """Why training stopped: pain over bone (score, 0 to 10), or warning signs that lead somewhere."""

    score: int = 0
    signs: tuple[str, ...] = ()
    route: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PainFigures(SiteFigures):
    """Pain, 0 to 10, over the limit. exercise -- by name, where it was said; session -- its id"""

    score: int
    limit: int
    on: date
    exercise: str = ""
    session: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MorningFigures(SiteFigures):
    """One morning, 0 to 10, far over the usual one; or mornings that rise from week to week, the latest last."""

    morning: int | None = None
    usual: Decimal | None = None
    on: date | None = None
    mornings: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersistentFigures(SiteFigures):
    """Discomfort that stays: the scores, 0 to 10, of its last days; or the days that were red."""

    scores: tuple[int, ...] = ()
    reds: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenFigures(SiteFigures):
    """Pain, 0 to 10, that asks for the warning signs, and its day."""

    score: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnsaidFigures(SiteFigures):
    """So many mornings in a row without an answer, after the sessions up to that day."""

    mornings: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnplacedFigures(Figures):
    """What was said to hurt on that day without a place. how -- swap, excuse or barrier; exercise -- by name"""

    how: str
    on: date
    exercise: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInFigures(Figures):
    """The weekly check. changed -- 0 to 3; worst -- pain, 0 to 10, where it was said"""

    changed: int
    worst: int | None = None


# -- training --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedFigures(Figures):
    """Sessions of one week. on -- the day of the last one that was missed"""

    missed: int
    planned: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SilentFigures(Figures):
    """Days without a word, and since when."""

    days: int
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSpikeFigures(Figures):
    """How much longer than any run of the thirty days before, in percent."""

    percent: int
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseFigures(Figures):
    """The phase that would begin on that day, and the metrics whose condition is not met.

    repeats -- how often the week before it was repeated
    """

    phase: str
    on: date
    missing: tuple[str, ...]
    repeats: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BarrierFigures(Figures):
    """The barrier that was named again, and how often in eight weeks."""

    kind: str
    times: int


# -- progression -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceFigures(Figures):
    """What the rules advise: the first exercise by name with its reason and change, and how many there are.

    step -- the plyometric step that the athlete stands on, where that is the reason
    """

    count: int
    exercise: str
    reason: str
    change: str
    step: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StalledFigures(Figures):
    """A load, in words with its unit, that stands still for so many sessions."""

    exercise: str
    load: str = ""
    sessions: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LightFigures(Figures):
    """The highest effort (RPE) of so many weeks."""

    weeks: int
    rpe: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFigures(Figures):
    """The conditions of the plyometric gate by name, as ``rules.plyometrics.gate`` answers them.

    adherence and symmetry -- percent; pain and morning -- 0 to 10; heel_raises and step_downs -- the weaker side
    """

    strength_weeks: int | None = None
    adherence: int | None = None
    pain: int | None = None
    morning: int | None = None
    red_flags: int | None = None
    heel_raises: int | None = None
    symmetry: int | None = None
    step_downs: int | None = None
