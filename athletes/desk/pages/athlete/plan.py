"""The plan at a glance: its weeks with their phases, what was done in each, and where the athlete is now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from athletes.models import Enrollment, Session
from programs.models import Week

from ..caseload_row import square_of

SQUARES = {
    "done": _("done"),
    "partial": _("partly done"),
    "missed": _("missed"),
    "excused": _("excused"),
    "ahead": _("ahead"),
}


@dataclass(frozen=True)
class PlanWeek:
    """One week. from_day -- of its first session, None where none is dated; squares -- a state for each session"""

    number: int
    is_lighter: bool
    from_day: date | None
    squares: list[str]

    @property
    def named_squares(self) -> list[tuple[str, str]]:
        """Each with what it is called."""
        return [(square, str(SQUARES[square])) for square in self.squares]

    @property
    def squares_label(self) -> str:
        return ", ".join(name for _square, name in self.named_squares)

    is_current: bool


@dataclass(frozen=True)
class PlanPhase:
    """Weeks in a row with the same phase; its name may be empty."""

    name: str
    weeks: list[PlanWeek]
    is_current: bool


@dataclass(frozen=True)
class PlanGlance:
    enrollment: Enrollment
    phases: list[PlanPhase]
    done: int
    due: int

    @property
    def count(self) -> int:
        """Weeks in all."""
        return sum(len(phase.weeks) for phase in self.phases)

    @property
    def current(self) -> int:
        """The number of the week that is on."""
        for phase in self.phases:
            for week in phase.weeks:
                if week.is_current:
                    return week.number
        return self.count

    @property
    def phase(self) -> str:
        """What is on now."""
        return next((phase.name for phase in self.phases if phase.is_current), "")


def plan_of(enrollment: Enrollment, weeks: Sequence[Week], sessions: Sequence[Session], today: date) -> PlanGlance:
    """weeks -- of the program, by number; sessions -- of the enrollment, by day"""
    of_week: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        if session.week_id is not None:
            of_week[session.week_id].append(session)
    current = _current(weeks, of_week, today)
    phases = []
    for name, members in groupby(weeks, key=lambda week: week.phase):
        shown = [_plan_week(week, of_week[week.pk], today, current) for week in members]
        phases.append(PlanPhase(name, shown, any(week.is_current for week in shown)))
    squares = _squares(sessions, today)
    done = squares.count("done") + squares.count("partial")
    return PlanGlance(enrollment, phases, done, done + squares.count("missed"))


def _squares(sessions: Iterable[Session], today: date) -> list[str]:
    return [square_of(session, today) for session in sessions]


def _current(weeks: Sequence[Week], of_week: dict[int, list[Session]], today: date) -> int:
    """The first week with a session from today on, else the last."""
    for week in weeks:
        if any(session.planned_on >= today for session in of_week[week.pk]):
            return week.number
    return weeks[-1].number if weeks else 0


def _plan_week(week: Week, sessions: Sequence[Session], today: date, current: int) -> PlanWeek:
    return PlanWeek(
        number=week.number,
        is_lighter=week.is_lighter,
        from_day=min((session.planned_on for session in sessions), default=None),
        squares=_squares(sessions, today),
        is_current=week.number == current,
    )
