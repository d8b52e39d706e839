"""The question about yesterday's session, and its answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from athletes.models import Athlete, Moment, Session
from athletes.records.pain import report_id
from athletes.training.pain_limits import limits_of

from .context import sessions_around
from .session_week import SessionWeek

#: Until when it is asked, by the athlete's clock (ui.md 2.4).
MORNING_ENDS = 14


@dataclass(frozen=True)
class MorningQuestion:
    """How is the place that hurt last, with the first steps today?

    report -- the report's identity; score -- the answer that is stored already; limit -- of that place
    """

    session: Session
    region: str
    side: str
    place: str
    report: uuid.UUID
    score: int | None
    limit: int

    @property
    def is_answered(self) -> bool:
        return self.score is not None

    @property
    def is_over_limit(self) -> bool:
        return self.score is not None and self.score > self.limit


def morning_asked(athlete: Athlete, at: datetime) -> MorningQuestion | None:
    """The question that Today asks this morning, if any."""
    return morning_question(athlete, sessions_around(athlete, athlete.today(at)), at)


def morning_question(athlete: Athlete, sessions: SessionWeek, at: datetime) -> MorningQuestion | None:
    """Asked until 14:00 of the day after a session, about the place that was reported last (clinical.md 2.3)."""
    local = at.astimezone(athlete.tzinfo)
    session = sessions.begun_on(local.date() - timedelta(days=1))
    if session is None or local.hour >= MORNING_ENDS:
        return None
    report = report_id(session, "", Moment.NEXT_MORNING)
    last = athlete.pain_reports.exclude(pk=report).order_by("-reported_at").first()
    if last is None:
        return None
    score = athlete.pain_reports.filter(pk=report).values_list("score", flat=True).first()
    limit = limits_of(athlete).at(last.region, last.side)
    return MorningQuestion(session, last.region, last.side, last.place, report, score, limit)
