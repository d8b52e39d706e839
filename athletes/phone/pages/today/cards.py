"""The main card of Today: one type for each state of the day, with its heading, its words and its template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.models import Session
from athletes.training.target import Target

from .lighter import LighterRow

#: Longer ago a weekday says nothing.
WEEK = 7


@dataclass(frozen=True)
class Card:
    """What is today. heading -- the day in three words, true by itself; template -- that shows the card"""

    template: ClassVar[str]

    @property
    def heading(self) -> str:
        raise NotImplementedError


# -- no strength, and why ----------------------------------------------------------------------


@dataclass(frozen=True)
class StoppedCard(Card):
    """Training is stopped: nothing is offered until a therapist has called."""

    template: ClassVar[str] = "athletes/today/stopped.html"

    @property
    def heading(self) -> str:
        return _("No training for now")


@dataclass(frozen=True)
class PausedCard(Card):
    """The program is paused, and goes on from a day. next -- the first session after it"""

    template: ClassVar[str] = "athletes/today/paused.html"
    until: date
    next: Session | None

    @property
    def heading(self) -> str:
        return _("Paused until {day}").format(day=date_format(self.until, "F j"))


@dataclass(frozen=True)
class NoProgramCard(Card):
    """The therapist has not prescribed a program yet."""

    template: ClassVar[str] = "athletes/today/no_program.html"

    @property
    def heading(self) -> str:
        return _("Welcome")


@dataclass(frozen=True)
class EndedCard(Card):
    """The program is over, and nothing follows yet. done, planned -- counted sessions of it"""

    template: ClassVar[str] = "athletes/today/ended.html"
    program: str
    weeks: int
    done: int
    planned: int

    @property
    def heading(self) -> str:
        return ngettext("{count} week done", "{count} weeks done", self.weeks).format(count=self.weeks)


@dataclass(frozen=True)
class StartsSoonCard(Card):
    """The program has not begun. days -- until its first session"""

    template: ClassVar[str] = "athletes/today/starts_soon.html"
    program: str
    weeks: int
    first: Session
    days: int
    minutes: int

    @property
    def heading(self) -> str:
        return ngettext("{count} day to go", "{count} days to go", self.days).format(count=self.days)


@dataclass(frozen=True)
class RaceDayCard(Card):
    """The goal race is today. race -- its name, where it has one"""

    template: ClassVar[str] = "athletes/today/race_day.html"
    race: str

    @property
    def heading(self) -> str:
        return _("Race day")


@dataclass(frozen=True)
class RecoverCard(Card):
    """The days after the race. next -- the first strength after it; has_run -- a run was logged since"""

    template: ClassVar[str] = "athletes/today/recover.html"
    next: Session | None
    has_run: bool

    @property
    def heading(self) -> str:
        return _("Recover first")


@dataclass(frozen=True)
class HeldBackCard(Card):
    """So much of the session is left out for pain that none is left. said -- why, in one sentence"""

    template: ClassVar[str] = "athletes/today/held_back.html"
    on: date
    said: str

    @property
    def heading(self) -> str:
        return _("No strength today")


@dataclass(frozen=True)
class RunCard(Card):
    """A day without strength on which the athlete usually runs. last -- the last such run, or empty"""

    template: ClassVar[str] = "athletes/today/run.html"
    title: str
    last: str
    race_note: str
    next: Session | None

    @property
    def heading(self) -> str:
        return _("Run day")


@dataclass(frozen=True)
class RestCard(Card):
    """Nothing to do today. race_note -- why a race leaves no room; next -- the session that is planned next"""

    template: ClassVar[str] = "athletes/today/rest.html"
    race_note: str
    next: Session | None

    @property
    def heading(self) -> str:
        return _("Rest day")


# -- strength ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class SessionCard(Card):
    """The session to do now, and why. is_first -- the athlete has never begun one: the card says what to expect.

    day -- the heading; lighter -- what less is asked of than the plan has, and when_it_ends in words
    """

    template: ClassVar[str] = "athletes/today/session.html"
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


@dataclass(frozen=True)
class StillOpenCard(Card):
    """A session that was begun on an earlier day, and never finished. done, count -- its sets"""

    template: ClassVar[str] = "athletes/today/still_open.html"
    session: Session
    title: str
    begun_on: date
    today: date
    done: int
    count: int

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
class AlmostDoneCard(Card):
    """Every set is done; how hard it was and whether anything hurt is not said yet."""

    template: ClassVar[str] = "athletes/today/almost_done.html"
    session: Session
    title: str
    done: int
    count: int

    @property
    def heading(self) -> str:
        return _("Almost done")


@dataclass(frozen=True)
class DoneCard(Card):
    """Today's session is finished. facts -- minutes, effort, and whether anything hurt; next -- what comes"""

    template: ClassVar[str] = "athletes/today/done.html"
    session: Session
    title: str
    done: int
    count: int
    facts: str
    next: Session | None

    @property
    def heading(self) -> str:
        return _("Done for today")
