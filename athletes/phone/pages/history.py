"""What was done: the last twelve weeks, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from django.db.models import Max, Prefetch

from athletes.localtime import monday_of
from athletes.models import Athlete, Session, SessionStatus, SetLog
from athletes.records.sets import done_sets
from athletes.training.targets import prescribed_sets
from athletes.wording.doses import title_of

WEEKS = 12


@dataclass(frozen=True)
class Done:
    """One session of the list. pain -- the worst of it, or None where nothing was noted."""

    session: Session
    title: str
    done: int
    count: int
    pain: int | None


@dataclass(frozen=True)
class WeekDone:
    monday: date
    sessions: list[Done]


def history_page(athlete: Athlete, at: datetime) -> list[WeekDone]:
    """Sessions begun in the last twelve weeks, the latest week first, in two queries whatever was logged before."""
    since = monday_of(athlete.today(at)) - timedelta(weeks=WEEKS - 1)
    sets = Prefetch("sets", SetLog.objects.kept(), to_attr="kept_sets")
    begun = (
        Session.objects.filter(athlete=athlete, planned_on__gte=since, targets__isnull=False)
        .exclude(status=SessionStatus.PLANNED)
        .select_related("workout")
        .annotate(worst=Max("pain_reports__score"))
        .prefetch_related(sets)
        .order_by("-planned_on", "-opened_at")
    )
    weeks = groupby(begun, key=lambda session: monday_of(session.planned_on))
    return [WeekDone(monday, [_done(session) for session in sessions]) for monday, sessions in weeks]


def _done(session: Session) -> Done:
    done = done_sets(session, session.kept_sets)  # type: ignore[attr-defined]
    return Done(session, title_of(session), done, prescribed_sets(session), session.worst)  # type: ignore[attr-defined]
