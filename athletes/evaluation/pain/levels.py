"""How far each watched place holds its exercises back today, and what a therapist said to keep as it is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from athletes.models import Athlete, Flag, FlagKind, KeptPlan
from athletes.problems.figures import SiteFigures
from athletes.problems.kinds import figures_of
from athletes.training.pain_limits import BodySite
from programs.models import Exercise, Tissue
from programs.rules.pain.levels import Level, level_of
from programs.rules.pain.zones import Zone, is_rising
from programs.rules.thresholds import Thresholds

from .zones import RegionStatus

#: Flags about a place: once the therapist has resolved one, they have decided about that place.
_ABOUT_A_PLACE = frozenset({FlagKind.SCREEN, FlagKind.PAIN, FlagKind.MORNING, FlagKind.PERSISTENT})


@dataclass(frozen=True, slots=True)
class PlaceLevel:
    """One watched place and its level.

    since -- the first day of its episode; None outside of one
    asked_since -- since when its warning signs are asked about and nobody has answered: until then its rows are out
    is_off -- the therapist has switched its rules off
    """

    region: RegionStatus
    level: Level
    since: date | None = None
    asked_since: datetime | None = None
    is_off: bool = False

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
    decided = decisions_about_places(known)
    return [
        _level_of(region, held, Decision.of(athlete, decided.get(region.site)), kept, today, numbers)
        for region in regions
    ]


@dataclass(frozen=True, slots=True)
class Decision:
    """When the therapist last decided about a place, and the athlete's day of that; None where they never did."""

    at: datetime | None
    on: date | None

    @classmethod
    def of(cls, athlete: Athlete, at: datetime | None) -> Decision:
        return cls(at, None if at is None else athlete.today(at))


def _level_of(
    region: RegionStatus,
    held: Collection[BodySite],
    decision: Decision,
    kept: Iterable[KeptPlan],
    today: date,
    numbers: Thresholds,
) -> PlaceLevel:
    asked_since = region.unanswered_since
    if asked_since is not None and decision.at is not None and decision.at > asked_since:
        asked_since = None
    since = region.episode.since if region.episode else None
    if asked_since is not None:
        return PlaceLevel(region, Level.OUT, since, asked_since)
    level = level_of(
        region.days,
        today,
        is_rising=is_rising(region.mornings, today, numbers),
        is_held=region.site in held,
        decided_on=_decided_on(region, decision),
        numbers=numbers,
    )
    if region.zone is Zone.RED:
        level = max(level, Level.RED)  # red since before what is read here: silence did not end it
    keeping = [word for word in kept if _keeps(word, region, level, since)]
    if keeping:
        level = Level.CLEAR
    return PlaceLevel(region, level, since, is_off=any(word.is_policy_off for word in keeping))


def _decided_on(region: RegionStatus, decision: Decision) -> date | None:
    """The day of the decision; none where what it would be about was reported later on that day."""
    last = region.episode.reds[-1] if region.episode else max(region.worst_reports, default=None)
    told = region.worst_reports.get(last) if last else None
    if decision.at is not None and told is not None and told.reported_at > decision.at:
        return None
    return decision.on


def _keeps(word: KeptPlan, region: RegionStatus, level: Level, since: date | None) -> bool:
    """Whether the therapist's word is about this place, in this episode, at no higher level; or switched its rules off,
    which nobody does for a bone.
    """
    if (word.region, word.side) != region.site:
        return False
    if word.is_policy_off:
        return region.profile.tissue != Tissue.BONE
    return word.since == since and level <= word.level


def decisions_about_places(known: Iterable[Flag]) -> dict[BodySite, datetime]:
    """When the therapist last decided about each place: resolved what was said of it. What settled by itself is none.

    known -- the athlete's flags, open or resolved lately
    """
    decided: dict[BodySite, datetime] = {}
    for flag in known:
        if flag.kind not in _ABOUT_A_PLACE or flag.resolved_at is None or flag.is_settled:
            continue
        figures = figures_of(flag)
        assert isinstance(figures, SiteFigures)
        decided[figures.site] = max(flag.resolved_at, decided.get(figures.site, flag.resolved_at))
    return decided


def is_anything_held(levels: Iterable[PlaceLevel]) -> bool:
    """Whether pain holds anything back now."""
    return any(place.level > Level.CLEAR for place in levels)


def regions_with_rules(levels: Iterable[PlaceLevel]) -> list[RegionStatus]:
    """The places whose rules the therapist has not switched off."""
    return [place.region for place in levels if not place.is_off]


def asked_since(levels: Iterable[PlaceLevel]) -> dict[BodySite, datetime]:
    """The places whose warning signs are asked about, with since when."""
    return {place.region.site: place.asked_since for place in levels if place.asked_since is not None}


def level_for(exercise: Exercise, levels: Iterable[PlaceLevel]) -> PlaceLevel | None:
    """The place that holds this exercise back most; None where it loads none that does."""
    worst: PlaceLevel | None = None
    for place in levels:
        if not place.region.is_loaded_by(exercise) or place.level is Level.CLEAR:
            continue
        if worst is None or place.level > worst.level:
            worst = place
    return worst
