"""The weekly check-in: which week it is about, and whether to ask what kept the athlete."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from athletes.localtime import iso_week, monday_of
from athletes.models import Athlete, CheckIn, SessionStatus
from athletes.records.check_ins import check_in_id, week_asked


@dataclass(frozen=True)
class CheckInPage:
    """missed -- sessions of the week that are past and were not done; stored -- this week's answers so far."""

    id: uuid.UUID
    week: str
    monday: date
    missed: int
    stored: CheckIn | None
    barrier: str
    last_region: str
    last_side: str

    @property
    def asks_what_kept(self) -> bool:
        return bool(self.missed or self.barrier)


def check_in_page(athlete: Athlete, at: datetime) -> CheckInPage:
    about = week_asked(athlete, at)
    week, monday = iso_week(about), monday_of(about)
    due = athlete.sessions.counted().between(monday, min(athlete.today(at), monday + timedelta(days=6)))
    missed = due.exclude(status=SessionStatus.COMPLETED).exclude(status=SessionStatus.OPEN)
    named = athlete.barriers.filter(week=week).first()
    stored = athlete.check_ins.filter(week=week).first()
    last = athlete.pain_reports.first()
    return CheckInPage(
        id=stored.pk if stored else check_in_id(athlete, week),
        week=week,
        monday=monday,
        missed=missed.count(),
        stored=stored,
        barrier=named.kind if named else "",
        last_region=last.region if last else "",
        last_side=last.side if last else "",
    )
