"""What the therapist should know of one region: pain over its limit, mornings, discomfort that stays, a stop."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypedDict

from athletes.localtime import iso_week
from athletes.models import Athlete, Flag, FlagKind
from athletes.models.pain import place_to_store
from athletes.problems.episodes import Finding
from athletes.problems.figures import (
    MorningFigures,
    PainFigures,
    PersistentFigures,
    ScreenFigures,
    StopFigures,
    UnsaidFigures,
)
from programs.models import Tissue
from programs.rules.pain.zones import Zone, are_unanswered, is_persistent, is_red_again, is_rising
from programs.rules.thresholds import Thresholds

from .levels import PlaceLevel
from .site_reports import ONE_DAY
from .zones import RatedReading, RegionStatus

#: Pain of these last days is flagged, also when the phone sends it late; what is older is history.
LATE_REPORT_WINDOW = timedelta(days=14)
#: A task for the therapist is due within (clinical.md 2.3 and 2.4).
DUE_PERSISTENT = timedelta(hours=72)
DUE_TASK = timedelta(days=2)
#: How many scores and mornings a flag shows.
SCORES_SHOWN, MORNINGS_SHOWN, REDS_SHOWN = 5, 3, 2


class _Site(TypedDict):
    """What the figures of every region say: where it is."""

    place: str
    region: str
    side: str


def find_pain_problems(
    region: RegionStatus, known: Sequence[Flag], athlete: Athlete, at: datetime, numbers: Thresholds
) -> Iterator[Finding]:
    """Everything that this region raises by clinical.md 2.3 to 2.5.

    known -- the athlete's flags, open or resolved lately
    """
    today = athlete.today(at)
    decided_at = _last_decision(region, known)
    for rated in region.readings:
        if rated.on >= today - LATE_REPORT_WINDOW:
            yield from _find_in_reading(region, rated, decided_at)
    if is_rising(region.mornings, today, numbers):
        yield _rise(region, at)
    yield from _find_persistent(region, known, athlete, at, numbers)
    yield from _find_unsaid(region, today, numbers)


def find_unanswered_signs(levels: Iterable[PlaceLevel], athlete: Athlete) -> Iterator[Finding]:
    """Pain over a bone whose warning signs nobody has answered: said on the day itself."""
    for place in levels:
        if place.asked_since is None:
            continue
        on = athlete.today(place.asked_since)
        score = place.region.worst_days.get(on, 0)
        figures = ScreenFigures(**_site(place.region), score=score, on=on)
        yield Finding(FlagKind.SCREEN, f"{on}:{_key(place.region)}", figures)


def _find_unsaid(region: RegionStatus, today: date, numbers: Thresholds) -> Iterator[Finding]:
    """Mornings after sessions that nobody answered, so many in a row (safety.md 3)."""
    sessions = [rated.reading for rated in region.readings if rated.is_strength and rated.on + ONE_DAY < today]
    if are_unanswered([reading.next_morning for reading in sessions], numbers):
        last = sessions[-1].on
        figures = UnsaidFigures(**_site(region), mornings=numbers.unanswered_mornings, on=last)
        yield Finding(FlagKind.UNSAID, f"{last}:{_key(region)}", figures)


def _last_decision(region: RegionStatus, known: Sequence[Flag]) -> datetime | None:
    """When pain of this place was last resolved, by the therapist or by itself: what was reported after it is news."""
    resolved: list[datetime] = []
    for flag in known:
        if flag.kind == FlagKind.PAIN and flag.resolved_at is not None and flag.cause.endswith(f":{_key(region)}"):
            resolved.append(flag.resolved_at)
    return max(resolved, default=None)


def _find_in_reading(region: RegionStatus, rated: RatedReading, decided_at: datetime | None) -> Iterator[Finding]:
    """What one day raises: the worst of a stop, pain over the limit that nobody decided about, and a bad morning."""
    reading = rated.reading
    during = reading.during or 0
    cause = f"{reading.on}:{_key(region)}"
    if rated.zone == Zone.STOP:
        yield Finding(FlagKind.STOP, f"bone:{cause}", StopFigures(**_site(region), score=during))
    elif during > region.limit and not reading.is_soreness:
        worst = region.worst_reports[reading.on]
        if decided_at is not None and worst.reported_at <= decided_at:
            return
        figures = PainFigures(
            **_site(region),
            score=during,
            limit=region.limit,
            on=reading.on,
            exercise=worst.exercise.name if worst.exercise else "",
            session=worst.session_id,
        )
        yield Finding(FlagKind.PAIN, cause, figures)
    elif reading.next_morning is not None and rated.zone == Zone.RED:
        yield Finding(
            FlagKind.MORNING,
            cause,
            MorningFigures(**_site(region), morning=reading.next_morning, usual=region.usual_morning, on=reading.on),
        )


def _rise(region: RegionStatus, at: datetime) -> Finding:
    """Mornings that rise, said once for each week in which one was answered."""
    latest = sorted(region.mornings)[-MORNINGS_SHOWN:]
    figures = MorningFigures(**_site(region), mornings=tuple(region.mornings[on] for on in latest))
    return Finding(FlagKind.MORNING, f"drift:{iso_week(latest[-1])}:{_key(region)}", figures, at + DUE_TASK)


def _find_persistent(
    region: RegionStatus, known: Sequence[Flag], athlete: Athlete, at: datetime, numbers: Thresholds
) -> Iterator[Finding]:
    """Discomfort that stays, counted from the athlete's day after that on which the therapist last resolved it."""
    today, after = athlete.today(at), date.min
    for flag in known:
        if not _is_persistent_flag_of(region, flag):
            continue
        if flag.resolved_at is None:
            return  # said already, and the therapist has not answered
        after = max(after, athlete.today(flag.resolved_at))
    scores = {on: score for on, score in region.worst_days.items() if on > after}
    reds = [on for on in region.red_days if on > after]
    if is_persistent(scores, today, numbers) and not _is_agreed_tendon(region):
        yield _staying(region, scores, at)
    elif is_red_again(reds, today, numbers):
        yield _red_again(region, reds, at)


def _is_persistent_flag_of(region: RegionStatus, flag: Flag) -> bool:
    return flag.kind == FlagKind.PERSISTENT and flag.cause.startswith(f"{_key(region)}:")


def _staying(region: RegionStatus, scores: Mapping[date, int], at: datetime) -> Finding:
    latest = sorted(scores)[-SCORES_SHOWN:]
    figures = PersistentFigures(**_site(region), scores=tuple(scores[on] for on in latest))
    return Finding(FlagKind.PERSISTENT, f"{_key(region)}:{max(scores)}", figures, at + DUE_PERSISTENT)


def _red_again(region: RegionStatus, reds: Sequence[date], at: datetime) -> Finding:
    figures = PersistentFigures(**_site(region), reds=tuple(reds[-REDS_SHOWN:]))
    return Finding(FlagKind.PERSISTENT, f"{_key(region)}:red:{max(reds)}", figures, at + DUE_TASK)


def _is_agreed_tendon(region: RegionStatus) -> bool:
    """A tendon whose pain the therapist has agreed to train with: it follows its own rule (clinical.md 2.4)."""
    return region.profile.tissue == Tissue.TENDON and region.profile.set_by_id is not None


def _key(region: RegionStatus) -> str:
    return ":".join(region.site)


def _site(region: RegionStatus) -> _Site:
    profile = region.profile
    place = place_to_store(profile.region, profile.side)
    return {"place": place, "region": profile.region, "side": profile.side}
