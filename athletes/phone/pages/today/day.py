"""What is today: one card for each state of the day, the first that holds (docs/athlete.md).

Heading, card, button and week say the same thing, because they come from the same answer: ``ahead_of``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.models import Athlete, Enrollment, RunKind
from athletes.training.session_week import Ahead, SessionWeek
from athletes.training.targets import offer

from .cards import (
    Card,
    EndedCard,
    NoProgramCard,
    PausedCard,
    RaceDayCard,
    RecoverCard,
    RestCard,
    RunCard,
    StartsSoonCard,
    StoppedCard,
)
from .context import TodayContext
from .runs import last_of_kind, run_words
from .strength import done_card, held_back_card, still_open_card, strength_card


@dataclass(frozen=True)
class Day:
    """What one athlete's day is chosen from. ahead -- what to do and what comes"""

    context: TodayContext
    sessions: SessionWeek
    ahead: Ahead
    today: date

    @property
    def athlete(self) -> Athlete:
        return self.context.athlete

    @cached_property
    def enrollment(self) -> Enrollment | None:
        """The one that is followed, else the latest; asked only where there is nothing to do."""
        return self.athlete.enrollments.select_related("program").followed_first().first()


def card_of(day: Day) -> Card:
    """The first state that holds."""
    for choose in _STATES:
        card = choose(day)
        if card is not None:
            return card
    return RestCard(_race_note(day), day.ahead.later)


# -- one state each, in the order in which they are asked ---------------------------------------


def _stopped(day: Day) -> Card | None:
    return StoppedCard() if day.athlete.stopped_at else None


def _to_do(day: Day) -> Card | None:
    """What is open, due today, or missed with room for it."""
    if day.ahead.now is None:
        return None
    return strength_card(day.ahead.now, day.today, is_first=not day.sessions.has_begun_before)


def _paused(day: Day) -> Card | None:
    until = day.sessions.paused_until
    if until is None or not day.sessions.is_paused_on(day.today):
        return None
    return PausedCard(until, day.ahead.later)


def _without_program(day: Day) -> Card | None:
    enrollment = day.enrollment
    if enrollment is None:
        return NoProgramCard()
    if enrollment.is_running_on(day.today):
        return None
    counted = list(enrollment.sessions.counted().filter(planned_on__lt=day.today))
    done = [session for session in counted if session.finished_at is not None]
    if not done:
        return NoProgramCard()
    weeks = {session.week_id for session in done}
    return EndedCard(enrollment.program.name, len(weeks), len(done), len(counted))


def _starts_soon(day: Day) -> Card | None:
    enrollment = day.enrollment
    if enrollment is None or enrollment.starts_on <= day.today or day.sessions.has_begun_any():
        return None
    first = day.ahead.later or enrollment.sessions.upcoming(day.today).select_related("week", "workout").first()
    if first is None:
        return None
    minutes = offer(first).minutes(is_top_up=first.is_optional)
    return StartsSoonCard(
        enrollment.program.name, enrollment.program.weeks.count(), first, (first.planned_on - day.today).days, minutes
    )


def _race_day(day: Day) -> Card | None:
    return RaceDayCard(day.athlete.goal_race) if day.athlete.race_on == day.today else None


def _after_race(day: Day) -> Card | None:
    race_on = day.athlete.race_on
    if race_on is None or race_on >= day.today or not day.ahead.is_closed_by_race:
        return None
    return RecoverCard(day.ahead.later, any(run.on >= race_on for run in day.context.runs))


def _still_open(day: Day) -> Card | None:
    session = day.sessions.left_open_before(day.today)
    return still_open_card(session, day.today) if session else None


def _done(day: Day) -> Card | None:
    session = day.sessions.completed_on(day.today)
    return done_card(session, day.ahead) if session else None


def _held_back(day: Day) -> Card | None:
    session = day.sessions.held_on(day.today)
    return held_back_card(session) if session else None


def _run(day: Day) -> Card | None:
    """The usual run, until one is logged; not now where runs are."""
    kind = day.context.usual.get(day.today.weekday(), RunKind.REST)
    if kind == RunKind.REST or day.context.has_run_on(day.today) or not day.context.may_run:
        return None
    return RunCard(run_words(kind), last_of_kind(day.context, kind), _race_note(day), day.ahead.later)


_STATES: tuple[Callable[[Day], Card | None], ...] = (
    _stopped,
    _to_do,
    _paused,
    _without_program,
    _starts_soon,
    _race_day,
    _after_race,
    _still_open,
    _done,
    _held_back,
    _run,
)


def _race_note(day: Day) -> str:
    """Why the days before the race have no strength; empty on all others."""
    race_on = day.athlete.race_on
    if race_on is None or race_on <= day.today or not day.ahead.is_closed_by_race:
        return ""
    return _("No strength before the race on {day}: keep the legs fresh.").format(day=date_format(race_on, "l"))
