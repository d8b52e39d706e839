"""The week on Today: a square for strength, a circle for a run, and a word below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.localtime import monday_of
from athletes.models import Excuse, Session, SessionStatus

from .context import TodayContext
from .runs import RunMark, run_mark

WEEKDAYS = [
    gettext_lazy("Mon"),
    gettext_lazy("Tue"),
    gettext_lazy("Wed"),
    gettext_lazy("Thu"),
    gettext_lazy("Fri"),
    gettext_lazy("Sat"),
    gettext_lazy("Sun"),
]


class DayState(StrEnum):
    """What a day is for strength."""

    DONE = "done"
    OPEN = "open"
    PLANNED = "planned"
    MISSED = "missed"
    SKIPPED = "skipped"
    HELD = "held"
    REST = "rest"


_WORDS = {
    DayState.DONE: gettext_lazy("done"),
    DayState.OPEN: gettext_lazy("open"),
    DayState.PLANNED: gettext_lazy("due"),
    DayState.MISSED: gettext_lazy("missed"),
    DayState.SKIPPED: gettext_lazy("skipped"),
    DayState.HELD: gettext_lazy("left out"),
    DayState.REST: gettext_lazy("rest"),
}
#: Classes and icon of a day's mark; a day of rest has a dot.
_MARKS = {
    DayState.DONE: ("day strength done", "check"),
    DayState.OPEN: ("day strength", "strength"),
    DayState.PLANNED: ("day strength", "strength"),
    DayState.MISSED: ("day missed", "strength"),
    DayState.SKIPPED: ("day missed", "strength"),
    DayState.HELD: ("day missed", "strength"),
    DayState.REST: ("day rest", ""),
}


#: Left out by itself: nobody was asked for it.
_NOT_DUE = frozenset({Excuse.RACE, Excuse.STOP})


@dataclass(frozen=True)
class StripDay:
    """One day of the strip. session -- its id, or empty; run -- what was run, or usually is, where there is one"""

    name: str
    on: date
    session: str
    state: DayState
    is_today: bool
    run: RunMark | None

    @property
    def is_run_only(self) -> bool:
        return self.state == DayState.REST and self.run is not None

    @property
    def has_run_beside(self) -> bool:
        return self.state != DayState.REST and self.run is not None

    @property
    def classes(self) -> str:
        if self.is_run_only:
            return "day done" if self.run and self.run.is_done else "day"
        return _MARKS[self.state][0]

    @property
    def icon(self) -> str:
        return _MARKS[self.state][1]

    @property
    def label(self) -> str:
        """What was run, “today”, or the state in a word."""
        if self.state == DayState.REST and self.run:
            return self.run.amount or self._when(DayState.PLANNED)
        return self._when(self.state)

    def _when(self, state: DayState) -> str:
        if self.is_today and state == DayState.PLANNED:
            return _("today")
        return str(_WORDS[state])


def week_strip(week: Sequence[Session], context: TodayContext, today: date) -> list[StripDay]:
    """week -- the sessions of this week in the order of their dates; the first of a day is shown."""
    by_day = {session.planned_on: session for session in reversed(week)}
    days = []
    for weekday, name in enumerate(WEEKDAYS):
        on = monday_of(today) + timedelta(days=weekday)
        session = by_day.get(on)
        run = run_mark(context, on, is_past=on < today)
        session_id = str(session.pk) if session else ""
        days.append(StripDay(str(name), on, session_id, state_of(session, today), on == today, run))
    return days


def state_of(session: Session | None, today: date) -> DayState:
    if session is None or (session.status == SessionStatus.SKIPPED and session.excuse in _NOT_DUE):
        return DayState.REST
    if session.status == SessionStatus.COMPLETED:
        return DayState.DONE
    if session.is_held_back:
        return DayState.HELD
    if session.status == SessionStatus.PLANNED and session.planned_on < today:
        return DayState.MISSED
    return DayState(session.status)
