"""When the coming sessions hold less than the plan says: near a race, after too much, and when a week comes again.

What a race leaves no room for at all is closed by ``closed_sessions``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter
from uuid import UUID

from athletes.models import Athlete, Session, SessionStatus
from athletes.training.targets import frozen_targets
from programs.rules.easing import Ease, allowed
from programs.rules.phases import is_lighter_repeat
from programs.rules.returning import offers_lighter_week
from programs.rules.thresholds import Thresholds

from ..pain.zones import RegionStatus
from ..recent_training import RecentTraining

WEEK = timedelta(days=7)
#: How many of the last sessions are held against earlier ones of the same plan.
SESSIONS_COMPARED = 2

#: What a session asked for, loads aside: exercise, sets, repetitions and seconds of each target.
AskedFor = list[tuple[object, ...]]


def set_reductions(training: RecentTraining, regions: Iterable[RegionStatus], numbers: Thresholds) -> dict[UUID, Ease]:
    """Why each coming session holds fewer sets, by its id (clinical.md 1.2 and 4.3).

    A session is left out where nothing is reduced, and where the plan's own week is a light one.
    """
    was_too_much = _was_too_much(training, regions, numbers)
    reductions: dict[UUID, Ease] = {}
    for session in training.governed:
        if session.week is None or session.week.is_deload or session.week.is_race:
            continue
        reason = _before_race(training.athlete, session, training.day_of(session), numbers)
        if not reason and was_too_much:
            reason = "lighter_week"
        if not reason and _is_lighter_repeat(session, numbers):
            reason = "lighter_repeat"
        if reason:
            reductions[session.pk] = reason
    return reductions


def _is_lighter_repeat(session: Session, numbers: Thresholds) -> bool:
    """Whether a week comes so often again that it is lighter this time, and the phase has no lighter week for it."""
    if not session.is_repeat or session.enrollment is None:
        return False
    return is_lighter_repeat(session.enrollment.repeats, numbers)


def _before_race(athlete: Athlete, session: Session, on: date, numbers: Thresholds) -> Ease:
    days = _days_to_race(athlete, on)
    if days is None:
        return ""
    work = allowed(days, session.race_distance(), numbers)
    if work == "taper":
        return "taper"
    if work == "primer":
        return "primer"
    return ""


def _days_to_race(athlete: Athlete, on: date) -> int | None:
    """Days from then to the goal race, negative after it; None without one."""
    if athlete.race_on is None:
        return None
    return (athlete.race_on - on).days


def _was_too_much(training: RecentTraining, regions: Iterable[RegionStatus], numbers: Thresholds) -> bool:
    """Two red days in a week, or two sessions far harder than earlier ones of the same plan (clinical.md 4.3)."""
    before, after = _compared_efforts(training.begun)
    return offers_lighter_week(
        reds_in_week=len(_red_days_of_the_week(regions, training.today)), before=before, after=after, numbers=numbers
    )


def _red_days_of_the_week(regions: Iterable[RegionStatus], today: date) -> set[date]:
    days: set[date] = set()
    for region in regions:
        for on in region.red_days:
            if on > today - WEEK:
                days.add(on)
    return days


def _compared_efforts(begun: Iterable[Session]) -> tuple[list[Decimal], list[int]]:
    """Session RPE of the last two sessions, and before them the mean of earlier ones of the same plan.

    Both empty where one of the two has no earlier session to be compared with.
    """
    rated = sorted(filter(_is_rated, begun), key=attrgetter("finished_at", "planned_on"), reverse=True)
    last, earlier = rated[:SESSIONS_COMPARED], rated[SESSIONS_COMPARED:]
    before: list[Decimal] = []
    after: list[int] = []
    for session in last:
        usual = _usual_effort(_asked_for(session), earlier)
        if usual is None:
            return [], []
        before.append(usual)
        after.append(session.session_rpe or 0)
    return before, after


def _is_rated(session: Session) -> bool:
    return session.status == SessionStatus.COMPLETED and session.session_rpe is not None


def _usual_effort(asked_for: AskedFor, earlier: Iterable[Session]) -> Decimal | None:
    """The mean effort of earlier sessions of that plan; None without one, and for a session without a plan."""
    if not asked_for:
        return None
    efforts: list[Decimal] = []
    for session in earlier:
        if _asked_for(session) == asked_for:
            efforts.append(Decimal(session.session_rpe or 0))
    if not efforts:
        return None
    return sum(efforts, Decimal(0)) / len(efforts)


def _asked_for(session: Session) -> AskedFor:
    asked_for: AskedFor = []
    for target in frozen_targets(session):
        asked_for.append((target.exercise_slug, target.sets, target.reps, target.seconds))
    return asked_for
