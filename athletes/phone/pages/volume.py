"""Strength and running beside each other, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from athletes.localtime import monday_of
from athletes.models import Athlete, Run, Session, SessionStatus
from athletes.records.runs import distance_unit
from programs.dates import date_format
from programs.rules.distance import Distance, DistanceUnit
from programs.rules.load import session_load

from ..charts import BarChart, week_bars

#: How many weeks the bars show at most.
BARS = 12


@dataclass(frozen=True)
class WeekVolume:
    """One week: runs, what they add up to in the chart's unit, sessions done, and effort times minutes of both.

    load -- None where effort or minutes of one of them are not known
    """

    monday: date
    runs: int
    amount: Decimal
    sessions: int
    load: int | None


@dataclass(frozen=True)
class Volume:
    """unit -- km, mi, or min where a run has no distance."""

    unit: str
    weeks: list[WeekVolume]

    @property
    def has_load(self) -> bool:
        return any(week.load for week in self.weeks)

    @property
    def last(self) -> Decimal:
        return self.weeks[-1].amount

    @property
    def chart(self) -> BarChart:
        most = max(self.weeks, key=lambda week: week.amount)
        label = _(
            "Running by week in {unit}: {last} in the last week; the most was {most}, in the week of {day}."
        ).format(unit=self.unit, last=self.last, most=most.amount, day=date_format(most.monday, "M j"))
        bars = []
        for week in self.weeks:
            bars.append((date_format(week.monday, "M j"), float(week.amount), week.sessions))
        return week_bars(label, bars)


@dataclass(frozen=True)
class DoneInWeek:
    """The runs of one week, and its completed sessions."""

    runs: list[Run] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)

    def amount(self, distances_in: DistanceUnit | None) -> Decimal:
        """How much was run; in minutes where no unit of distance is given."""
        if distances_in is None:
            return Decimal(self.minutes)
        return Distance.from_km(self.km, distances_in, 1).amount

    @property
    def minutes(self) -> int:
        """Of the runs alone; a run without minutes adds nothing."""
        total = 0
        for run in self.runs:
            total += run.minutes or 0
        return total

    @property
    def km(self) -> Decimal:
        total = Decimal(0)
        for run in self.runs:
            total += run.distance_km or 0
        return total

    @property
    def load(self) -> int | None:
        """Of runs and sessions; None where it is not known of one of them."""
        loads = [run.load for run in self.runs]
        loads += map(load_of, self.sessions)
        total = 0
        for load in loads:
            if load is None:
                return None
            total += load
        return total


def volume(athlete: Athlete, runs: Sequence[Run], sessions: Sequence[Session], today: date) -> Volume | None:
    """The weeks from the first run on, at most twelve; None without a run. runs, sessions -- of any order."""
    if not runs:
        return None
    distances_in = None
    if all(run.distance_km for run in runs):
        distances_in = distance_unit(athlete)
    weeks = []
    for monday, done in _done_by_week(runs, sessions, today).items():
        amount = done.amount(distances_in)
        weeks.append(WeekVolume(monday, len(done.runs), amount, len(done.sessions), done.load))
    return Volume(distances_in or "min", weeks)


def _done_by_week(runs: Sequence[Run], sessions: Sequence[Session], today: date) -> dict[date, DoneInWeek]:
    """By Monday, in order; a week without anything done stands between the others. runs -- at least one."""
    done_by_week = _empty_weeks(runs, today)
    for run in runs:
        monday = monday_of(run.ran_on)
        if monday in done_by_week:
            done_by_week[monday].runs.append(run)
    for session in sessions:
        monday = monday_of(session.planned_on)
        if session.status == SessionStatus.COMPLETED and monday in done_by_week:
            done_by_week[monday].sessions.append(session)
    return done_by_week


def _empty_weeks(runs: Sequence[Run], today: date) -> dict[date, DoneInWeek]:
    """From the week of the first run to this one, at most twelve."""
    last_monday = monday_of(today)
    first_run = min(runs, key=lambda run: run.ran_on)
    monday = max(monday_of(first_run.ran_on), last_monday - timedelta(weeks=BARS - 1))
    weeks = {}
    while monday <= last_monday:
        weeks[monday] = DoneInWeek()
        monday += timedelta(weeks=1)
    return weeks


def load_of(session: Session) -> int | None:
    """Effort times minutes of one session; None where one of them is not known."""
    if session.session_rpe is None or session.minutes is None:
        return None
    return int(session_load(session.session_rpe, session.minutes))
