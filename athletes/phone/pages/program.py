"""The program on the phone: its weeks as they are planned, and the next session as it will be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from athletes.models import Athlete, Enrollment, Session
from athletes.training.clearance import is_cleared
from athletes.training.session_week import Ahead, ahead_of, sessions_around
from athletes.training.targets import Offer, offer
from athletes.wording.suggestions import told
from programs.models import Program, Week
from programs.outline import Outline, Planned, outline


@dataclass(frozen=True)
class ProgramPage:
    """weeks -- each with its workouts; current -- the number of the week that is on now

    ahead -- what Today offers, and what comes; offered, said -- how the first of them differs from the plan
    then -- the program that comes after this one
    """

    plan: Outline
    weeks: Sequence[tuple[Week, list[Planned]]]
    current: int
    ahead: Ahead
    offered: Offer | None
    said: str
    is_cleared: bool
    then: Program | None

    @property
    def next_session(self) -> Session | None:
        return self.ahead.first


def program_page(athlete: Athlete, enrollment: Enrollment, at: datetime) -> ProgramPage:
    plan = outline(Program.objects.with_plan().get(pk=enrollment.program_id))
    today = athlete.today(at)
    ahead = ahead_of(athlete, sessions_around(athlete, today), today)
    session = ahead.first
    offered = offer(session) if session else None
    return ProgramPage(
        plan=plan,
        weeks=[(week, plan.in_week(week.number)) for week in plan.weeks],
        current=_current_week(enrollment, session, plan, at),
        ahead=ahead,
        offered=offered,
        said=told(offered.targets, offered.left_out, therapist=athlete.therapist.name) if offered else "",
        is_cleared=is_cleared(athlete),
        then=_program_after(athlete),
    )


def _program_after(athlete: Athlete) -> Program | None:
    waiting = athlete.enrollments.upcoming().select_related("program").first()
    return waiting.program if waiting else None


def _current_week(enrollment: Enrollment, session: Session | None, plan: Outline, at: datetime) -> int:
    """The week of the session that comes; where none does, of the next that is planned, or the last week."""
    if session is None:
        session = enrollment.sessions.upcoming(enrollment.athlete.today(at)).select_related("week").first()
    if session is None or session.week is None:
        return len(plan.weeks)
    return session.week.number
