"""How far each watched place holds its exercises back today, and what a therapist said to keep as it is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from athletes.models import Athlete, Flag, FlagKind, KeptPlan
from athletes.problems.figures import SiteFigures
from athletes.problems.kinds import figures_of
from athletes.training.pain_limits import BodySite
from programs.models import Exercise
from programs.rules.pain.levels import Level, level_of
from programs.rules.pain.zones import Zone, is_rising
from programs.rules.thresholds import Thresholds

from .zones import RegionStatus

#: Flags about a place: once the therapist has resolved one, they have decided about that place.
_ABOUT_A_PLACE = frozenset({FlagKind.PAIN, FlagKind.MORNING, FlagKind.PERSISTENT})


@dataclass(frozen=True, slots=True)
class PlaceLevel:
    """One watched place and its level. since -- the first day of its episode; None outside of one"""

    region: RegionStatus
    level: Level
    since: date | None = None

    @property
    def place(self) -> str:
        return str(self.region.profile)


def levels_of(
    athlete: Athlete,
    regions: Iterable[RegionStatus],
    held: Collection[BodySite],
    known: Sequence[Flag],
    today: date,
    numbers: Thresholds,
) -> list[PlaceLevel]:
    """The level of each watched place; one query.

    held -- places whose discomfort waits for the therapist; known -- the athlete's flags, open or resolved lately
    """
    kept = list(KeptPlan.objects.filter(athlete=athlete, until__gte=today))
    decided = _decided_days(athlete, known)
    return [_level_of(region, held, decided.get(region.site), kept, today, numbers) for region in regions]


def _level_of(
    region: RegionStatus,
    held: Collection[BodySite],
    decided_on: date | None,
    kept: Iterable[KeptPlan],
    today: date,
    numbers: Thresholds,
) -> PlaceLevel:
    level = level_of(
        region.days,
        today,
        is_rising=is_rising(region.mornings, today, numbers),
        is_held=region.site in held,
        decided_on=decided_on,
        numbers=numbers,
    )
    if region.zone is Zone.RED:
        level = max(level, Level.RED)  # red since before what is read here: silence did not end it
    since = region.episode.since if region.episode else None
    if any(_keeps(word, region, level, since) for word in kept):
        level = Level.CLEAR
    return PlaceLevel(region, level, since)


def _keeps(word: KeptPlan, region: RegionStatus, level: Level, since: date | None) -> bool:
    """Whether the therapist's word is about this place, in this episode, at no higher level."""
    is_same = (word.region, word.side, word.since) == (*region.site, since)
    return is_same and level <= word.level


def _decided_days(athlete: Athlete, known: Iterable[Flag]) -> dict[BodySite, date]:
    """The last day, by the athlete's clock, on which the therapist decided about each place."""
    decided: dict[BodySite, date] = {}
    for flag in known:
        if flag.kind not in _ABOUT_A_PLACE or flag.resolved_at is None:
            continue
        figures = figures_of(flag)
        assert isinstance(figures, SiteFigures)
        on = athlete.today(flag.resolved_at)
        decided[figures.site] = max(on, decided.get(figures.site, on))
    return decided


def level_for(exercise: Exercise, levels: Iterable[PlaceLevel]) -> PlaceLevel | None:
    """The place that holds this exercise back most; None where it loads none that does."""
    worst: PlaceLevel | None = None
    for place in levels:
        if not place.region.is_loaded_by(exercise) or place.level is Level.CLEAR:
            continue
        if worst is None or place.level > worst.level:
            worst = place
    return worst
