"""The main card of Today: one type for each state of the day, with its heading, its words and its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.models import Session
from athletes.records.sets import sets_to_do
from athletes.training.session_week import day_begun
from athletes.training.target import Target
from athletes.training.targets import offer
from athletes.wording.doses import title_of
from athletes.wording.suggestions import told
from programs.dates import date_format
from programs.models import Program

from .lighter import LighterRow

#: Longer ago a weekday says nothing.
WEEK = 7


class TodayState(StrEnum):
    """What a day is, in the order in which it is asked: the first that holds. Each is the name of a card's template.

    The phone asks in the same order (``static/js/what-is-today.js``).
    """

    STOPPED = "stopped"
    SESSION = "session"
    ALMOST_DONE = "almost_done"
    RACE_DAY = "race_day"
    RECOVER = "recover"
    PAUSED = "paused"
    DONE = "done"
    NO_PROGRAM = "no_program"
    ENDED = "ended"
    STARTS_SOON = "starts_soon"
    STILL_OPEN = "still_open"
    HELD_BACK = "held_back"
    RUN = "run"
    REST = "rest"


@dataclass(frozen=True)
class Card:
    """What is today. heading -- the day in three words, true by itself; about -- session, run, race, or why not"""

    state: ClassVar[TodayState]

    @property
    def heading(self) -> str:
        raise NotImplementedError

    @property
    def about(self) -> str:
        raise NotImplementedError

    def heading_for(self, name: str) -> str:
        """The heading, and whose day it is."""
        return f"{self.heading}, {name}"

    @property
    def template(self) -> str:
        return f"athletes/today/{self.state}.html"


# -- no strength, and why ----------------------------------------------------------------------


@dataclass(frozen=True)
class StoppedCard(Card):
    """Training is stopped: nothing is offered until a therapist has called."""

    state = TodayState.STOPPED

    @property
    def heading(self) -> str:
        return _("No training for now")

    @property
    def about(self) -> str:
        return _("Training is stopped for now")


@dataclass(frozen=True)
class PausedCard(Card):
    """The program is paused, and goes on from a day. next -- the first session after it"""

    state = TodayState.PAUSED
    until: date
    next: Session | None

    @property
    def heading(self) -> str:
        return _("Paused until {day}").format(day=date_format(self.until, "F j"))

    @property
    def about(self) -> str:
        return _("Your program is paused")

    def heading_for(self, name: str) -> str:
        """A date is long enough by itself."""
        return self.heading


@dataclass(frozen=True)
class NoProgramCard(Card):
    """The therapist has not prescribed a program yet."""

    state = TodayState.NO_PROGRAM

    @property
    def heading(self) -> str:
        return _("Welcome")

    @property
    def about(self) -> str:
        return _("Your program is on its way")


@dataclass(frozen=True)
class EndedCard(Card):
    """The program is over, and nothing follows yet. done, planned -- counted sessions of it"""

    state = TodayState.ENDED
    program: str
    weeks: int
    done: int
    planned: int

    @property
    def heading(self) -> str:
        return ngettext("{count} week done", "{count} weeks done", self.weeks).format(count=self.weeks)

    @property
    def about(self) -> str:
        return self.program


@dataclass(frozen=True)
class StartsSoonCard(Card):
    """The program has not begun. days -- until its first session"""

    state = TodayState.STARTS_SOON
    plan: Program
    first: Session
    days: int

    @property
    def about(self) -> str:
        return self.plan.name

    @cached_property
    def weeks(self) -> int:
        return self.plan.weeks.count()

    @cached_property
    def minutes(self) -> int:
        return offer(self.first).minutes(is_top_up=self.first.is_optional)

    @property
    def heading(self) -> str:
        return ngettext("{count} day to go", "{count} days to go", self.days).format(count=self.days)


@dataclass(frozen=True)
class RaceDayCard(Card):
    """The goal race is today. race -- its name, where it has one"""

    state = TodayState.RACE_DAY
    race: str

    @property
    def heading(self) -> str:
        return _("Race day")

    @property
    def about(self) -> str:
        return self.race or _("Your race")


@dataclass(frozen=True)
class RecoverCard(Card):
    """The days after the race. next -- the first strength after it; has_run -- a run was logged since"""

    state = TodayState.RECOVER
    next: Session | None
    has_run: bool

    @property
    def heading(self) -> str:
        return _("Recover first")

    @property
    def about(self) -> str:
        if self.next is None:
            return _("No strength for now")
        return _("No strength before {day}").format(day=date_format(self.next.planned_on, "l, F j"))


@dataclass(frozen=True)
class HeldBackCard(Card):
    """So much of the session is left out for pain that none is left."""

    state = TodayState.HELD_BACK
    session: Session

    @property
    def on(self) -> date:
        return self.session.planned_on

    @cached_property
    def said(self) -> str:
        """Why, in one sentence."""
        offered = offer(self.session)
        return told(offered.targets, offered.left_out, therapist=self.session.athlete.therapist.name)

    @property
    def heading(self) -> str:
        return _("No strength today")

    @property
    def about(self) -> str:
        return _("No strength on {day}").format(day=date_format(self.on, "l"))


@dataclass(frozen=True)
class RunCard(Card):
    """A day without strength on which the athlete usually runs. last -- the last such run, or empty"""

    state = TodayState.RUN
    title: str
    last: str
    race_note: str
    next: Session | None

    @property
    def heading(self) -> str:
        return _("Run day")

    @property
    def about(self) -> str:
        return self.title


@dataclass(frozen=True)
class RestCard(Card):
    """Nothing to do today. race_note -- why a race leaves no room; next -- the session that is planned next"""

    state = TodayState.REST
    race_note: str
    next: Session | None

    @property
    def heading(self) -> str:
        return _("Rest day")

    @property
    def about(self) -> str:
        return _("Nothing to do today")


# -- strength ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class SessionCard(Card):
    """The session to do now, and why. is_first -- the athlete has never begun one: the card says what to expect.

    day -- the heading; lighter -- what less is asked of than the plan has, and when_it_ends in words
    """

    state = TodayState.SESSION
    session: Session
    day: str
    eyebrow: str
    title: str
    facts: str
    reason: str
    button: str
    targets: list[Target]
    lighter: Sequence[LighterRow]
    when_it_ends: str
    is_first: bool

    @property
    def heading(self) -> str:
        return self.day

    @property
    def about(self) -> str:
        return self.title


class BegunCard(Card):
    """Of a session that was begun: its title, and its sets."""

    session: Session

    @property
    def title(self) -> str:
        return title_of(self.session)

    @property
    def about(self) -> str:
        return self.title

    @cached_property
    def _sets(self) -> tuple[int, int]:
        return sets_to_do(self.session)

    @property
    def done(self) -> int:
        return self._sets[0]

    @property
    def count(self) -> int:
        return self._sets[1]


@dataclass(frozen=True)
class StillOpenCard(BegunCard):
    """A session that was begun on an earlier day, and never finished."""

    state = TodayState.STILL_OPEN
    session: Session
    today: date

    @property
    def begun_on(self) -> date:
        return day_begun(self.session) or self.session.planned_on

    @property
    def heading(self) -> str:
        days = (self.today - self.begun_on).days
        if days == 1:
            return _("Yesterday is still open")
        return _("{day} is still open").format(day=date_format(self.begun_on, "l" if days < WEEK else "F j"))

    @property
    def left(self) -> int:
        return max(0, self.count - self.done)


@dataclass(frozen=True)
class AlmostDoneCard(BegunCard):
    """Every set is done; how hard it was and whether anything hurt is not said yet."""

    state = TodayState.ALMOST_DONE
    session: Session

    @property
    def heading(self) -> str:
        return _("Almost done")


@dataclass(frozen=True)
class DoneCard(BegunCard):
    """Today's session is finished. next -- what comes"""

    state = TodayState.DONE
    session: Session
    next: Session | None

    @property
    def heading(self) -> str:
        return _("Done for today")

    @property
    def facts(self) -> str:
        """Minutes, effort, and whether anything hurt."""
        parts = []
        if self.session.minutes:
            parts.append(_("{count} min").format(count=self.session.minutes))
        if self.session.session_rpe is not None:
            parts.append(_("effort {number}").format(number=self.session.session_rpe))
        if self.session.nothing_hurt:
            parts.append(_("nothing hurt"))
        return " · ".join(parts)

    @property
    def share_text(self) -> str:
        """What one may tell anybody: neither the body nor the exercises."""
        sets = ngettext("{count} set", "{count} sets", self.done).format(count=self.done)
        if not self.session.minutes:
            return _("Strength session done: {sets}.").format(sets=sets)
        return _("Strength session done: {sets} in {minutes} min.").format(sets=sets, minutes=self.session.minutes)
