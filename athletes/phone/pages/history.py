"""What was done: the last twelve weeks, week by week."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Prefetch
from django.utils.translation import gettext as _

from athletes.localtime import monday_of
from athletes.models import Athlete, Session, SessionStatus, SetLog
from athletes.records.sets import done_sets
from athletes.training.targets import prescribed_sets
from athletes.wording.doses import title_of
from programs.dates import date_format

WEEKS = 12


@dataclass(frozen=True)
class DoneSession:
    """One session of the list. done, count -- sets, of those prescribed; pain -- the worst that was noted, or None."""

    session: Session
    title: str
    done: int
    count: int
    pain: int | None

    @property
    def details(self) -> str:
        """“Monday · not finished · 38 min · effort 6 · worst pain 2”, as far as it is known."""
        session = self.session
        words = [date_format(session.planned_on, "l")]
        if session.status == SessionStatus.OPEN:
            words.append(_("not finished"))
        if session.status == SessionStatus.SKIPPED:
            words.append(_("skipped"))
        if session.minutes is not None:
            words.append(_("{minutes} min").format(minutes=session.minutes))
        if session.session_rpe is not None:
            words.append(_("effort {score}").format(score=session.session_rpe))
        if self.pain is not None:
            words.append(_("worst pain {score}").format(score=self.pain))
        return " · ".join(words)


@dataclass(frozen=True)
class WeekDone:
    monday: date
    sessions: list[DoneSession]


def history_page(athlete: Athlete, at: datetime) -> list[WeekDone]:
    """Sessions begun in the last twelve weeks, the latest week first, in two queries whatever was logged before."""
    since = monday_of(athlete.today(at)) - timedelta(weeks=WEEKS - 1)
    sets = Prefetch("sets", SetLog.objects.kept(), to_attr="kept_sets")
    begun: Iterable[Any] = (
        Session.objects.filter(athlete=athlete, planned_on__gte=since, targets__isnull=False)
        .exclude(status=SessionStatus.PLANNED)
        .select_related("workout")
        .annotate(worst=Max("pain_reports__score"))
        .prefetch_related(sets)
        .order_by("-planned_on", "-opened_at")
    )
    weeks: dict[date, list[DoneSession]] = defaultdict(list)
    for session in begun:
        done, count = done_sets(session, session.kept_sets), prescribed_sets(session)
        row = DoneSession(session, title_of(session), done, count, session.worst)
        weeks[monday_of(session.planned_on)].append(row)
    return [WeekDone(monday, sessions) for monday, sessions in weeks.items()]
