"""Problems that the rules have settled close by themselves, and stay readable (safety.md 6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import starmap

from athletes.models import Athlete, Enrollment, Flag, FlagKind, KeptPlan
from athletes.problems.episodes import settle
from athletes.problems.figures import SiteFigures
from athletes.problems.kinds import figures_of
from athletes.problems.problem import pain_of, subject_of
from athletes.training.pain_limits import BodySite
from programs.rules.pain.levels import Level
from programs.rules.pain.zones import Zone, is_persistent, is_rising
from programs.rules.thresholds import Thresholds

from .pain.levels import PlaceLevel
from .recent_training import RecentTraining


@dataclass(frozen=True, slots=True)
class Now:
    """What is so now, as far as an open flag can be over by it.

    levels -- of each watched place; found -- the kinds that the rules find still
    trained_at -- when the last session ended, None without one in six weeks
    """

    athlete: Athlete
    levels: Mapping[BodySite, PlaceLevel]
    found: Collection[FlagKind]
    trained_at: datetime | None
    enrollment: Enrollment | None
    today: date
    numbers: Thresholds

    @classmethod
    def of(
        cls,
        training: RecentTraining,
        levels: Sequence[PlaceLevel],
        found: Collection[FlagKind],
        numbers: Thresholds,
    ) -> Now:
        last = training.last_finished
        session = training.next_session
        return cls(
            athlete=training.athlete,
            levels={place.region.site: place for place in levels},
            found=found,
            trained_at=last.finished_at if last else None,
            enrollment=session.enrollment if session else None,
            today=training.today,
            numbers=numbers,
        )


def settle_what_is_over(known: Sequence[Flag], now: Now, at: datetime) -> None:
    """Close the open flags whose reason is over. One query more where pain is open, and statements for what closes.

    known -- the athlete's flags before this look
    """
    over = []
    for flag in known:
        is_over = _IS_OVER.get(FlagKind(flag.kind))
        if flag.resolved_at is None and is_over is not None and is_over(flag, now):
            over.append(flag)
    pain = [flag for flag in over if FlagKind(flag.kind) in _OF_A_PLACE]
    if pain:
        kept = KeptPlan.objects.filter(athlete=now.athlete, until__gte=now.today)
        subjects = set(starmap(pain_of, kept.values_list("region", "side")))
        over = [flag for flag in over if subject_of(flag) not in subjects]  # kept as written is not over
    settle(flags=over, at=at)


# -- one kind after the other ----------------------------------------------------------------


def _place_of(flag: Flag, now: Now) -> PlaceLevel | None:
    figures = figures_of(flag)
    return now.levels.get(figures.site) if isinstance(figures, SiteFigures) else None


def _is_calm(place: PlaceLevel) -> bool:
    """Green, with no red session that good ones have not ended yet."""
    return place.region.zone is Zone.GREEN and place.region.episode is None


def _is_pain_over(flag: Flag, now: Now) -> bool:
    """What was red has ended, and the place is green."""
    place = _place_of(flag, now)
    return place is not None and place.level is Level.CLEAR and place.region.zone is Zone.GREEN


def _are_mornings_quiet(flag: Flag, now: Now) -> bool:
    place = _place_of(flag, now)
    if place is None:
        return False
    return _is_calm(place) and not is_rising(place.region.mornings, now.today, now.numbers)


def _is_gone(flag: Flag, now: Now) -> bool:
    """Discomfort that does not stay any more."""
    place = _place_of(flag, now)
    if place is None:
        return False
    return _is_calm(place) and not is_persistent(place.region.worst_days, now.today, now.numbers)


def _are_signs_answered(flag: Flag, now: Now) -> bool:
    place = _place_of(flag, now)
    return place is None or place.asked_since is None


def _is_morning_said(flag: Flag, now: Now) -> bool:
    return FlagKind.UNSAID not in now.found


def _has_trained_since(flag: Flag, now: Now) -> bool:
    return now.trained_at is not None and now.trained_at > flag.raised_at


def _is_not_found(flag: Flag, now: Now) -> bool:
    """The rules would not say it any more."""
    return FlagKind(flag.kind) not in now.found


def _is_phase_earned(flag: Flag, now: Now) -> bool:
    return now.enrollment is not None and not now.enrollment.awaited_phase


_OF_A_PLACE = frozenset({FlagKind.PAIN, FlagKind.MORNING, FlagKind.PERSISTENT})
#: When each kind is over; what is missing here waits for a person.
_IS_OVER: dict[FlagKind, Callable[[Flag, Now], bool]] = {
    FlagKind.SCREEN: _are_signs_answered,
    FlagKind.PAIN: _is_pain_over,
    FlagKind.MORNING: _are_mornings_quiet,
    FlagKind.PERSISTENT: _is_gone,
    FlagKind.UNSAID: _is_morning_said,
    FlagKind.MISSED: _has_trained_since,
    FlagKind.SILENT: _has_trained_since,
    FlagKind.PHASE: _is_phase_earned,
    FlagKind.HEAVY: _is_not_found,
    FlagKind.STEP: _is_not_found,
    FlagKind.LIGHTER: _is_not_found,
    FlagKind.STALLED: _is_not_found,
    FlagKind.READY: _is_not_found,
}
