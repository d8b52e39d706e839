"""When the coming sessions hold less than the plan says: a race is near, or the last week was too much."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from athletes.models import Athlete, FlagKind, Session, SessionStatus
from athletes.problems.episodes import Finding
from athletes.training.targets import frozen_targets
from programs.rules.easing import Ease, allowed
from programs.rules.returning import offers_lighter_week
from programs.rules.schedule import is_near_race
from programs.rules.thresholds import Thresholds

from .pain_zones import RegionStatus

_WEEK = timedelta(days=7)


def set_reductions(
    athlete: Athlete,
    coming: Iterable[Session],
    past: Iterable[Session],
    judged: Iterable[RegionStatus],
    today: date,
    numbers: Thresholds,
) -> dict[UUID, Ease]:
    """Why each coming session holds fewer sets, by its id; none where the plan's own week is a light one.

    past -- begun sessions of the last six weeks
    """
    is_too_much = _was_too_much(past, judged, today, numbers)
    found: dict[UUID, Ease] = {}
    for session in coming:
        if session.week is None or session.week.is_deload or session.week.is_race:
            continue
        if ease := _before_race(athlete, session, numbers) or ("lighter_week" if is_too_much else ""):
            found[session.pk] = ease
    return found


def _before_race(athlete: Athlete, session: Session, numbers: Thresholds) -> Ease:
    days = _days_to_race(athlete, session.planned_on)
    said = allowed(days, session.race_distance(), numbers) if days is not None and days >= 0 else ""
    if said == "taper":
        return "taper"
    return "primer" if said == "primer" else ""


def _days_to_race(athlete: Athlete, on: date) -> int | None:
    return (athlete.goal_race_on - on).days if athlete.goal_race_on else None


def _was_too_much(past: Iterable[Session], judged: Iterable[RegionStatus], today: date, numbers: Thresholds) -> bool:
    """Two red days in a week, or two sessions far harder than earlier ones of the same plan (clinical.md 4.3)."""
    reds = {on for each in judged for on in each.reds if on > today - _WEEK}
    done = [each for each in past if each.status == SessionStatus.COMPLETED and each.session_rpe is not None]
    done.sort(key=lambda each: (each.finished_at, each.planned_on), reverse=True)
    last, earlier = done[:2], done[2:]
    usual = [_usual_effort(_plan(each), earlier) for each in last]
    before = [effort for effort in usual if effort is not None]
    after = [each.session_rpe or 0 for each in last] if len(before) == len(last) else []
    return offers_lighter_week(reds_in_week=len(reds), before=before, after=after, numbers=numbers)


def _usual_effort(plan: list[tuple[object, ...]], earlier: Iterable[Session]) -> Decimal | None:
    """The mean effort of earlier sessions of that plan; None without one, and for a session without a plan."""
    efforts = [Decimal(each.session_rpe or 0) for each in earlier if plan and _plan(each) == plan]
    return sum(efforts, Decimal(0)) / len(efforts) if efforts else None


def _plan(session: Session) -> list[tuple[object, ...]]:
    """What a session asked for, loads aside."""
    return [(target.exercise_slug, target.sets, target.reps, target.seconds) for target in frozen_targets(session)]


def too_near_a_race(athlete: Athlete, coming: Sequence[Session], numbers: Thresholds) -> Iterable[Finding]:
    """Planned sessions that the race leaves no room for, just before it or after it (clinical.md 7, H3)."""
    for session in coming:
        days = _days_to_race(athlete, session.planned_on)
        if days is None or not is_near_race(days, session.race_distance(), numbers):
            continue
        if days < 0 or allowed(days, session.race_distance(), numbers) == "nothing":
            figures = {"on": str(session.planned_on), "race": str(athlete.goal_race_on), "session": str(session.pk)}
            yield Finding(FlagKind.RACE, f"{session.pk}:{athlete.goal_race_on}", figures)
