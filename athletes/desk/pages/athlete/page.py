"""The athlete's page: header, what is open with its decision, the next session, the plan, what happened, and notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import filterfalse

from django_stubs_ext import WithAnnotations

from athletes.models import Athlete
from athletes.training.session_week import ahead_of, sessions_around
from programs.models import Week

from ..review import Review, SuggestionLine
from .facts import PageFacts, WaitingProgram
from .header import AthleteHeader, header_of
from .next_session import NextSession, next_session_of
from .plan import PlanGlance, plan_of
from .timeline import Timeline


@dataclass(frozen=True)
class AthletePage:
    """waiting -- the program that begins after the one that runs"""

    header: AthleteHeader
    review: Review
    next: NextSession | None
    plan: PlanGlance | None
    timeline: Timeline
    waiting: WaitingProgram | None = None

    @property
    def held(self) -> list[SuggestionLine]:
        """What the rules hold in the session that comes next."""
        return list(filter(self._is_next, self.review.by_rule))

    @property
    def held_later(self) -> list[SuggestionLine]:
        """What they hold in those after it."""
        return list(filterfalse(self._is_next, self.review.by_rule))

    def _is_next(self, line: SuggestionLine) -> bool:
        return self.next is not None and line.suggestion.session_id == self.next.session.pk


def athlete_page(
    athlete: WithAnnotations[Athlete, PageFacts], review: Review, timeline: Timeline, at: datetime
) -> AthletePage:
    """Five queries, and three for what comes next.

    athlete -- with the facts of ``with_page_facts``; review -- what is open and decided here
    timeline -- the page of it that was asked for
    """
    today, enrollment = athlete.today(at), review.case.enrollment
    around = sessions_around(athlete, today, whole=enrollment)
    plan = None
    if enrollment is not None:
        weeks = list(Week.objects.filter(program=enrollment.program_id).order_by("number"))
        plan = plan_of(
            enrollment, weeks, [each for each in around.sessions if each.enrollment_id == enrollment.pk], today
        )
    coming = ahead_of(athlete, around, today).first
    header = header_of(
        athlete,
        case=review.case,
        week=plan.current if plan else 0,
        weeks=plan.count if plan else 0,
        phase=plan.phase if plan else "",
        next_session=coming,
        at=at,
    )
    return AthletePage(header, review, next_session_of(athlete, coming), plan, timeline, athlete.waiting)
