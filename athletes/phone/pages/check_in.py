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
    """About the week that is asked for now, with what was answered so far."""
    about = week_asked(athlete, at)
    week, monday = iso_week(about), monday_of(about)
    stored = athlete.check_ins.filter(week=week).first()
    barrier = athlete.barriers.filter(week=week).first()
    region, side = place_reported_last(athlete)
    return CheckInPage(
        id=stored.pk if stored else check_in_id(athlete, week),
        week=week,
        monday=monday,
        missed=_count_missed(athlete, monday, at),
        stored=stored,
        barrier=barrier.kind if barrier else "",
        last_region=region,
        last_side=side,
    )


def _count_missed(athlete: Athlete, monday: date, at: datetime) -> int:
    """Sessions of the week that are past and were neither done nor begun."""
    until = min(athlete.today(at), monday + timedelta(days=6))
    due = athlete.sessions.counted().between(monday, until)
    return due.exclude(status__in=[SessionStatus.COMPLETED, SessionStatus.OPEN]).count()


def place_reported_last(athlete: Athlete) -> tuple[str, str]:
    """Region and side that a form of pain starts at; empty before anything was reported."""
    last = athlete.pain_reports.first()
    if last is None:
        return "", ""
    return last.region, last.side
