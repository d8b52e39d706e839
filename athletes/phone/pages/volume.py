"""Strength and running beside each other, week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.localtime import monday_of
from athletes.models import Athlete, Run, Session, SessionStatus
from athletes.records.runs import distance_unit
from programs.rules.distance import Distance
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
        label = _("Running by week in {unit}: {last} in the last week, {most} at most, in the week of {day}.").format(
            unit=self.unit, last=self.last, most=most.amount, day=date_format(most.monday, "j M")
        )
        bars = [(date_format(week.monday, "j M"), float(week.amount), week.sessions) for week in self.weeks]
        return week_bars(label, bars)


def volume(athlete: Athlete, runs: Sequence[Run], sessions: Sequence[Session], today: date) -> Volume | None:
    """The weeks from the first run on, at most twelve; None without a run. runs, sessions -- of any order."""
    if not runs:
        return None
    unit = distance_unit(athlete) if all(run.distance_km for run in runs) else "min"
    last = monday_of(today)
    first = max(monday_of(min(run.ran_on for run in runs)), last - timedelta(weeks=BARS - 1))
    mondays = [first + timedelta(weeks=place) for place in range((last - first).days // 7 + 1)]
    done = [each for each in sessions if each.status == SessionStatus.COMPLETED]
    return Volume(
        unit,
        [
            _week(
                athlete,
                monday,
                [run for run in runs if monday_of(run.ran_on) == monday],
                [each for each in done if monday_of(each.planned_on) == monday],
                unit,
            )
            for monday in mondays
        ],
    )


def _week(athlete: Athlete, monday: date, runs: list[Run], done: list[Session], unit: str) -> WeekVolume:
    if unit == "min":
        amount = Decimal(sum(run.minutes or 0 for run in runs))
    else:
        km = sum((run.distance_km or Decimal(0) for run in runs), Decimal(0))
        amount = Distance.from_km(km, distance_unit(athlete), 1).amount
    loads = [run.load for run in runs] + [load_of(each) for each in done]
    known = [load for load in loads if load is not None]
    return WeekVolume(monday, len(runs), amount, len(done), sum(known) if len(known) == len(loads) else None)


def load_of(session: Session) -> int | None:
    """Effort times minutes of one session; None where one of them is not known."""
    if session.session_rpe is None or session.minutes is None:
        return None
    return int(session_load(session.session_rpe, session.minutes))
