"""What is today: one card for each state of the day, the first that holds (docs/athlete.md).

Heading, card, button and week say the same thing, because they come from the same answer: ``ahead_on``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.translation import gettext as _

from athletes.models import Athlete, Enrollment, RunKind, Session
from athletes.training.session_week import Ahead, SessionWeek
from programs.dates import date_format

from .cards import (
    Card,
    DoneCard,
    EndedCard,
    HeldBackCard,
    NoProgramCard,
    PausedCard,
    RaceDayCard,
    RecoverCard,
    RestCard,
    RunCard,
    StartsSoonCard,
    StillOpenCard,
    StoppedCard,
)
from .context import TodayContext
from .runs import last_of_kind, run_words
from .strength import strength_card


@dataclass
class Followed:
    """The program of an athlete: asked only where there is nothing to do, and once for all days."""

    athlete: Athlete

    @cached_property
    def enrollment(self) -> Enrollment | None:
        """The one that is followed, else the latest."""
        return self.athlete.enrollments.select_related("program").followed_first().first()

    def counted_before(self, day: date) -> list[Session]:
        """Its sessions that adherence counts, of the days before that one."""
        return [session for session in self._counted if session.planned_on < day]

    @cached_property
    def _counted(self) -> list[Session]:
        return [] if self.enrollment is None else list(self.enrollment.sessions.counted())


@dataclass(frozen=True)
class Day:
    """What one athlete's day is chosen from. today -- the day; ahead -- what to do on it and what comes"""

    context: TodayContext
    sessions: SessionWeek
    ahead: Ahead
    today: date
    followed: Followed

    @property
    def athlete(self) -> Athlete:
        return self.context.athlete


def card_of(day: Day) -> Card:
    """The first state that holds."""
    return next(cards_of(day))


def cards_of(day: Day) -> Iterator[Card]:
    """Every state that holds, in order: the next one is what the day is where the phone knows better of the first."""
    for choose in _STATES:
        card = choose(day)
        if card is not None:
            yield card
    yield RestCard(_race_note(day), day.ahead.later)


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
    if day.sessions.is_followed_on(day.today):
        return None
    enrollment = day.followed.enrollment
    if enrollment is None:
        return NoProgramCard()
    if enrollment.is_running_on(day.today):
        return None
    counted = day.followed.counted_before(day.today)
    done = [session for session in counted if session.finished_at is not None]
    if not done:
        return NoProgramCard()
    weeks = {session.week_id for session in done}
    return EndedCard(enrollment.program.name, len(weeks), len(done), len(counted))


def _starts_soon(day: Day) -> Card | None:
    if day.sessions.has_begun_any() or day.sessions.has_started_by(day.today):
        return None
    enrollment = day.followed.enrollment
    if enrollment is None or enrollment.starts_on <= day.today:
        return None
    first = day.ahead.later or enrollment.sessions.upcoming(day.today).select_related("week", "workout").first()
    if first is None:
        return None
    return StartsSoonCard(enrollment.program, first, (first.planned_on - day.today).days)


def _race_day(day: Day) -> Card | None:
    return RaceDayCard(day.athlete.goal_race) if day.athlete.race_on == day.today else None


def _after_race(day: Day) -> Card | None:
    race_on = day.athlete.race_on
    if race_on is None or race_on >= day.today or not day.ahead.is_closed_by_race:
        return None
    return RecoverCard(day.ahead.later, any(run.on >= race_on for run in day.context.runs))


def _still_open(day: Day) -> Card | None:
    session = day.sessions.left_open_before(day.today)
    return StillOpenCard(session, day.today) if session else None


def _done(day: Day) -> Card | None:
    session = day.sessions.completed_on(day.today)
    return DoneCard(session, day.ahead.later) if session else None


def _held_back(day: Day) -> Card | None:
    session = day.sessions.held_on(day.today)
    return HeldBackCard(session) if session else None


def _run(day: Day) -> Card | None:
    """The usual run, until one is logged; not now where runs are."""
    kind = day.context.usual.get(day.today.weekday(), RunKind.REST)
    if kind == RunKind.REST or day.context.has_run_on(day.today) or not day.context.may_run:
        return None
    return RunCard(run_words(kind), last_of_kind(day.context, kind), _race_note(day), day.ahead.later)


#: In the order in which they are asked; the phone asks in the same one (static/js/what-is-today.js).
_STATES: tuple[Callable[[Day], Card | None], ...] = (
    _stopped,
    _to_do,
    _race_day,
    _after_race,
    _paused,
    _done,
    _without_program,
    _starts_soon,
    _still_open,
    _held_back,
    _run,
)


def _race_note(day: Day) -> str:
    """Why the days before the race have no strength; empty on all others."""
    race_on = day.athlete.race_on
    if race_on is None or race_on <= day.today or not day.ahead.is_closed_by_race:
        return ""
    return _("No strength before the race on {day}: keep the legs fresh.").format(day=date_format(race_on, "l"))
