"""The questions about yesterday's training, one for each place that is watched, and their answers."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from athletes.models import Athlete, Moment, PainProfile, Session
from athletes.records.pain import morning_report_id, report_id
from athletes.training.pain_limits import limits_from
from athletes.training.session_week import SessionWeek, sessions_around
from programs.models import Tissue
from programs.thresholds import clinic_thresholds

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MorningQuestion:
    """How is a place that is watched, with the first steps today?

    session -- yesterday's; None where it was a run
    report -- the report's identity; score -- the answer that is stored already; limit -- of that place
    is_joint -- it is also asked whether it had calmed down within an hour
    """

    session: Session | None
    region: str
    side: str
    place: str
    report: uuid.UUID
    score: int | None
    limit: int
    is_joint: bool

    @property
    def is_answered(self) -> bool:
        return self.score is not None

    @property
    def is_over_limit(self) -> bool:
        return self.score is not None and self.score > self.limit


def mornings_asked(athlete: Athlete, at: datetime) -> list[MorningQuestion]:
    """The questions that Today asks this morning."""
    today = athlete.today(at)
    days = athlete.runs.kept().filter(ran_on=today - ONE_DAY).values_list("ran_on", flat=True)
    return morning_questions(athlete, sessions_around(athlete, today), set(days), at)


def morning_questions(
    athlete: Athlete, sessions: SessionWeek, run_days: Collection[date], at: datetime
) -> list[MorningQuestion]:
    """Asked all day after a session or a run, about every place that is watched (clinical.md 2.3, safety.md 3).

    run_days -- days with a run
    One query on such a day, and two more where there is a place to ask about.
    """
    today = athlete.today(at)
    yesterday = today - ONE_DAY
    session = sessions.begun_on(yesterday)
    if session is None and yesterday not in run_days:
        return []
    profiles = list(athlete.pain_profiles.all())
    if not profiles:
        return []
    numbers = clinic_thresholds()
    limits = limits_from(athlete.pain_limit, profiles, numbers)
    scores = _scores(athlete, today)
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
            report=_report(athlete, session, yesterday, profile),
            score=scores.get(place),
            limit=limits.at(*place),
            is_joint=profile.tissue == Tissue.JOINT,
        )
        questions.append(question)
    return questions


def _report(athlete: Athlete, session: Session | None, on: date, profile: PainProfile) -> uuid.UUID:
    if session is None:
        return morning_report_id(athlete, on, profile.region, profile.side)
    return report_id(session, f"{profile.region}:{profile.side}", Moment.NEXT_MORNING)


def _scores(athlete: Athlete, today: date) -> dict[tuple[str, str], int]:
    """What was answered already, by place."""
    answers = athlete.pain_reports.filter(reported_on=today, moment=Moment.NEXT_MORNING).order_by("reported_at")
    return {(region, side): score for region, side, score in answers.values_list("region", "side", "score")}
