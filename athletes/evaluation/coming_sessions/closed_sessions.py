"""Sessions that nobody can be asked for are left out by themselves: near a race, and in a stop (safety.md 2)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from athletes.localtime import first_day_anywhere
from athletes.models import Athlete, EnrollmentStatus, Excuse, Session, SessionChange, SessionStatus
from athletes.training.race import AROUND_RACE, leaves_no_room
from programs.rules.thresholds import Thresholds

ONE_DAY = timedelta(days=1)


def close_near_race(athlete: Athlete, today: date, numbers: Thresholds, at: datetime) -> list[SessionChange]:
    """Leave out what lies too near the race, bring back what no longer does; returns what was changed, and why.

    A session that is left out counts as excused. Only sessions to come that nobody has begun are touched. One query,
    and three statements where something changed.
    """
    closed = Q(status=SessionStatus.SKIPPED, excuse=Excuse.RACE)
    race_on = athlete.race_on
    if race_on is not None:
        near = Q(planned_on__range=(race_on - AROUND_RACE, race_on + AROUND_RACE))
        closed |= near & Q(status=SessionStatus.PLANNED)
    to_come = athlete.sessions.filter(closed, planned_on__gte=today, enrollment__status=EnrollmentStatus.ACTIVE)
    changed: list[Session] = []
    changes: list[SessionChange] = []
    for session in to_come.select_related("enrollment__program"):
        is_closed, is_near = session.status == SessionStatus.SKIPPED, _is_too_near(race_on, session, numbers)
        if is_closed == is_near:
            continue
        if is_near:
            session.status, session.excuse = SessionStatus.SKIPPED, Excuse.RACE
        else:
            session.status, session.excuse = SessionStatus.PLANNED, ""
        changed.append(session)
        changes.append(_change(athlete, session, at, is_closed=is_near))
    if changed:
        Session.objects.bulk_update(changed, ["status", "excuse"])
        SessionChange.objects.bulk_create(changes)
    return changes


def excuse_stopped(at: datetime) -> int:
    """Sessions whose day passed while training is stopped are excused, and not missed; returns how many. One statement
    where there are any.
    """
    stopped = Session.objects.filter(status=SessionStatus.PLANNED, athlete__stopped_at__isnull=False)
    passed = stopped.filter(planned_on__lt=first_day_anywhere(at))
    return passed.update(status=SessionStatus.SKIPPED, excuse=Excuse.STOP)


def _change(athlete: Athlete, session: Session, at: datetime, *, is_closed: bool) -> SessionChange:
    """By the rules, and by nobody."""
    reason = _("Too near the race.") if is_closed else _("The race was moved.")
    now_on = None if is_closed else session.planned_on
    return SessionChange(
        athlete=athlete, session=session, was_on=session.planned_on, now_on=now_on, reason=reason, at=at
    )


def _is_too_near(race_on: date | None, session: Session, numbers: Thresholds) -> bool:
    if race_on is None:
        return False
    return leaves_no_room(race_on, session.planned_on, session.race_distance(), numbers)
