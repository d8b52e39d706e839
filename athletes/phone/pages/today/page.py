"""Today as a page: the main card, what is asked beside it, and the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from athletes.localtime import day_in, iso_week, monday_of
from athletes.models import Session
from athletes.models.sessions import completed_of
from athletes.records.check_ins import is_asked, is_resting, week_asked
from athletes.training.race import race_near
from athletes.training.session_week import SessionWeek, ahead_on, sessions_around
from athletes.training.target import Target

from .cards import Card, RunCard, SessionCard, StillOpenCard, StoppedCard
from .context import AskedPlace, TodayContext, UnreadMessage
from .day import Day, Followed, card_of
from .morning import MorningQuestion, morning_questions
from .outlook import outlook
from .runs import total_of
from .week_strip import StripDay, week_strip


@dataclass(frozen=True)
class TodayPage:
    """week_words -- what was done this week, of what was planned, and what was run.

    unfinished -- a session of an earlier day that is still open, where the main card speaks of another one
    next_two -- what the phone keeps: the session to do, and the one after it; outlook -- and what the days to come are
    asked_place, hurts_somewhere -- what is asked of pain; see ``TodayContext``
    """

    heading: str
    today: date
    main_card: Card
    days: list[StripDay]
    week_words: str
    unfinished: Session | None
    next_two: list[Session]
    outlook: dict[str, Any]
    mornings: list[MorningQuestion]
    asked_place: AskedPlace | None
    hurts_somewhere: bool
    has_logged: bool
    is_new: bool
    message: UnreadMessage | None
    is_week_asked: bool

    @property
    def is_stopped(self) -> bool:
        """What to do, whom to call and messages are all that a stopped athlete sees (safety.md 4)."""
        return isinstance(self.main_card, StoppedCard)

    @property
    def is_run_day(self) -> bool:
        return isinstance(self.main_card, RunCard)

    @property
    def targets(self) -> list[Target]:
        """The exercises of the session that the main card offers."""
        if isinstance(self.main_card, SessionCard):
            return self.main_card.targets
        return []


def today_page(context: TodayContext, at: datetime) -> TodayPage:
    """Everything on Today, in a number of queries that does not grow with what was logged."""
    athlete = context.athlete
    today = athlete.today(at)
    sessions = sessions_around(athlete, today)
    race, followed = race_near(athlete, today), Followed(athlete)
    ahead = ahead_on(today, athlete, sessions, race)
    main_card = card_of(Day(context, sessions, ahead, today, followed))
    is_asked_for = isinstance(main_card, StillOpenCard)
    return TodayPage(
        heading=main_card.heading_for(athlete.user.first_name),
        today=today,
        main_card=main_card,
        days=week_strip(sessions.in_week_of(today), context, today),
        week_words=_week_words(sessions, context, today),
        unfinished=None if is_asked_for else sessions.left_open_before(today),
        next_two=ahead.next_two,
        outlook=outlook(context, sessions, today, race, followed),
        mornings=morning_questions(athlete, sessions, {run.on for run in context.runs}, at),
        asked_place=context.asked_place,
        hurts_somewhere=context.hurts_somewhere,
        has_logged=sessions.has_begun_any(),
        is_new=context.is_new,
        message=context.message,
        is_week_asked=_is_week_asked(context, at),
    )


def _is_counted(session: Session) -> bool:
    """Whether adherence counts it: planned by a program, not optional, and not held back."""
    return session.enrollment_id is not None and not session.is_optional and not session.is_held_back


def _is_week_asked(context: TodayContext, at: datetime) -> bool:
    """Whether the check-in is asked for now, was not answered yet, and does not rest."""
    athlete = context.athlete
    week = week_asked(athlete, at)
    if not is_asked(athlete, at) or context.answered_week >= iso_week(week):
        return False
    return not is_resting(_last_answered_on(context), week)


def _last_answered_on(context: TodayContext) -> date:
    """The Monday of the last week that was answered; the day of joining before the first."""
    if context.answered_week:
        return day_in(context.answered_week)
    athlete = context.athlete
    return athlete.today(athlete.user.joined_at)


def _week_words(sessions: SessionWeek, context: TodayContext, today: date) -> str:
    """“1 of 2 strength · 18 km”; minutes where no distance is known, nothing where nothing was planned or run."""
    counted = list(filter(_is_counted, sessions.in_week_of(today)))
    done = completed_of(counted)
    strength = _("{done} of {planned} strength").format(done=len(done), planned=len(counted)) if counted else ""
    ran = total_of([run for run in context.runs if monday_of(run.on) == monday_of(today)], context.athlete)
    return " · ".join(filter(None, [strength, ran]))
