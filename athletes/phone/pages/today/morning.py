"""The questions about yesterday's session, one for each place that is watched, and their answers."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from athletes.models import Athlete, Moment, Session
from athletes.records.pain import report_id
from athletes.training.pain_limits import limits_from
from programs.thresholds import clinic_thresholds

from .context import sessions_around
from .session_week import SessionWeek

#: Until when it is asked, by the athlete's clock (ui.md 2.4).
MORNING_ENDS = 14


@dataclass(frozen=True)
class MorningQuestion:
    """How is a place that is watched, with the first steps today?

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


def mornings_asked(athlete: Athlete, at: datetime) -> list[MorningQuestion]:
    """The questions that Today asks this morning."""
    return morning_questions(athlete, sessions_around(athlete, athlete.today(at)), at)


def morning_questions(athlete: Athlete, sessions: SessionWeek, at: datetime) -> list[MorningQuestion]:
    """Asked until 14:00 of the day after a session, about every place that is watched (clinical.md 2.3, safety.md 3).

    One query on such a morning, and two more where there is a place to ask about.
    """
    local = at.astimezone(athlete.tzinfo)
    session = sessions.begun_on(local.date() - timedelta(days=1))
    if session is None or local.hour >= MORNING_ENDS:
        return []
    profiles = list(athlete.pain_profiles.all())
    if not profiles:
        return []
    numbers = clinic_thresholds()
    yesterday = local.date() - timedelta(days=1)
    limits = limits_from(athlete.pain_limit, profiles, numbers)
    scores = _scores(athlete, session)
    questions = []
    for profile in profiles:
        if not profile.is_watched_on(yesterday, numbers.watch_days):
            continue
        place = profile.region, profile.side
        question = MorningQuestion(
            session=session,
            region=profile.region,
            side=profile.side,
            place=str(profile),
            report=report_id(session, ":".join(place), Moment.NEXT_MORNING),
            score=scores.get(place),
            limit=limits.at(*place),
        )
        questions.append(question)
    return questions


def _scores(athlete: Athlete, session: Session) -> dict[tuple[str, str], int]:
    """What was answered already, by place."""
    answers = athlete.pain_reports.filter(session=session, moment=Moment.NEXT_MORNING).order_by("reported_at")
    return {(region, side): score for region, side, score in answers.values_list("region", "side", "score")}
