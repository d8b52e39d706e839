"""Today as a page: the main card, what is asked beside it, and the week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.evaluation.coming_sessions.closed_sessions import is_closed_by_race
from athletes.localtime import day_in, iso_week, monday_of
from athletes.models import Athlete, Session, SessionStatus
from athletes.records.check_ins import is_asked, is_resting, week_asked
from athletes.training.target import Target

from .cards import (
    LeftOutCard,
    MainCard,
    SessionCard,
    StoppedCard,
    card_without_session,
    heading,
    run_card,
    session_card,
    usual_run,
)
from .context import AskedPlace, TodayContext, UnreadMessage, sessions_around
from .morning import MorningQuestion, morning_questions
from .runs import total_of
from .session_week import SessionWeek, next_two, session_to_offer
from .week_strip import StripDay, week_strip


@dataclass(frozen=True)
class TodayPage:
    """week_words -- what was done this week, of what was planned, and what was run.

    race_note -- why a race leaves no room for strength today; empty where none does
    asked_place, hurts_somewhere -- what is asked of pain; see ``TodayContext``
    """

    heading: str
    today: date
    main_card: MainCard
    race_note: str
    is_run_day: bool
    days: list[StripDay]
    week_words: str
    unfinished: Session | None
    next_two: list[Session]
    mornings: list[MorningQuestion]
    asked_place: AskedPlace | None
    hurts_somewhere: bool
    has_logged: bool
    message: UnreadMessage | None
    is_week_asked: bool

    @property
    def is_stopped(self) -> bool:
        """What to do, whom to call and messages are all that a stopped athlete sees (safety.md 4)."""
        return isinstance(self.main_card, StoppedCard)

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
    is_closed = is_closed_by_race(athlete, today)
    offered = session_to_offer(sessions.only_open() if is_closed else sessions, today)
    coming = next_two(offered, sessions, today)
    run_kind = usual_run(context, offered, today)
    main_card = _main_card(context, sessions, offered, run_kind, coming, today)
    to_do = None if isinstance(main_card, LeftOutCard) else offered
    return TodayPage(
        heading=heading(athlete, to_do, sessions, today, is_run_day=bool(run_kind)),
        today=today,
        main_card=main_card,
        race_note=_race_note(athlete, today) if is_closed and offered is None else "",
        is_run_day=bool(run_kind),
        days=week_strip(sessions.in_week_of(today), context, today),
        week_words=_week_words(sessions, context, today),
        unfinished=sessions.left_open_before(today),
        next_two=coming,
        mornings=morning_questions(athlete, sessions, {run.on for run in context.runs}, at),
        asked_place=context.asked_place,
        hurts_somewhere=context.hurts_somewhere,
        has_logged=sessions.has_begun_any(),
        message=context.message,
        is_week_asked=_is_week_asked(context, at),
    )


def _main_card(
    context: TodayContext,
    sessions: SessionWeek,
    offered: Session | None,
    run_kind: str,
    coming: list[Session],
    today: date,
) -> MainCard:
    """The first of these that holds: stopped, a run, a session, and why there is none."""
    athlete = context.athlete
    if athlete.stopped_at:
        return StoppedCard()
    if run_kind:
        return run_card(context, run_kind, sessions, coming, today)
    if offered:
        return session_card(offered, today, is_first=not sessions.has_begun_before)
    enrollment = athlete.enrollments.active().filter(ends_on__gte=today).first()
    return card_without_session(enrollment, today)


def _race_note(athlete: Athlete, today: date) -> str:
    """Before the race, and after it."""
    race_on = athlete.race_on
    if race_on is None or today > race_on:
        return _("Recover first: no strength so soon after the race.")
    if today == race_on:
        return _("Race day: no strength today.")
    return _("No strength before the race on {day}: keep the legs fresh.").format(day=date_format(race_on, "l"))


def _is_counted(session: Session) -> bool:
    """Whether adherence counts it: planned by a program, and not optional."""
    return session.enrollment_id is not None and not session.is_optional


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
    """“1 of 2 strength · 18 km”; minutes where no distance is known, nothing where nothing was run."""
    counted = [session for session in sessions.in_week_of(today) if _is_counted(session)]
    done = [session for session in counted if session.status == SessionStatus.COMPLETED]
    strength = _("{done} of {planned} strength").format(done=len(done), planned=len(counted))
    ran = total_of([run for run in context.runs if monday_of(run.on) == monday_of(today)], context.athlete)
    return " · ".join(filter(None, [strength, ran]))
