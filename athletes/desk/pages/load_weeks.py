"""Session load week by week, as the chart's table shows it (clinical.md 4.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from django.db.models.functions import Coalesce

from athletes.localtime import instant, monday_of
from athletes.models import Athlete
from programs.rules.load import monotony, session_load, strain
from programs.rules.schedule import week_of

#: Weeks of session load in the table.
LOAD_WEEKS = 12

#: The loads of each day; None stands for one whose effort or minutes are not known.
DayLoads = Mapping[date, Sequence[int | None]]


@dataclass(frozen=True)
class LoadWeek:
    """One week's session load. None where effort or minutes of something are not known.

    monotony, strain -- of a whole week only, from both together
    """

    monday: date
    running: int | None
    strength: int | None
    total: int | None
    monotony: Decimal | None
    strain: int | None


def load_weeks(athlete: Athlete, today: date) -> list[LoadWeek]:
    """The last twelve weeks, running and strength apart and together, the latest first; two queries."""
    this_monday = monday_of(today)
    first = this_monday - timedelta(weeks=LOAD_WEEKS - 1)
    running = _running_loads(athlete, first, today)
    strength = _strength_loads(athlete, first, today)
    weeks = []
    for ago in range(LOAD_WEEKS):
        monday = this_monday - timedelta(weeks=ago)
        weeks.append(load_week(monday, running, strength, today))
    return weeks


def _running_loads(athlete: Athlete, first: date, last: date) -> DayLoads:
    loads: dict[date, list[int | None]] = defaultdict(list)
    runs = athlete.runs.kept().between(first, last)
    for on, effort, minutes in runs.values_list("ran_on", "effort", "minutes"):
        loads[on].append(_load(effort, minutes))
    return loads


def _strength_loads(athlete: Athlete, first: date, last: date) -> DayLoads:
    """By the day on which a session was begun, which need not be the one it was planned for."""
    loads: dict[date, list[int | None]] = defaultdict(list)
    begun_at = Coalesce("opened_at", "finished_at")
    sessions = athlete.sessions.completed().filter(finished_at__isnull=False).annotate(begun_at=begun_at)
    begins_at = instant(athlete.time_zone, first, time(0))
    ends_at = instant(athlete.time_zone, last + timedelta(days=1), time(0))
    nearby = sessions.filter(begun_at__gte=begins_at, begun_at__lt=ends_at)
    for at, effort, minutes in nearby.values_list("begun_at", "session_rpe", "minutes"):
        loads[athlete.today(at)].append(_load(effort, minutes))
    return loads


def _load(effort: int | None, minutes: int | None) -> int | None:
    """None where one of them is not known."""
    if effort is None or minutes is None:
        return None
    return int(session_load(effort, minutes))


def load_week(monday: date, running: DayLoads, strength: DayLoads, today: date) -> LoadWeek:
    """What the days of one week add up to; monotony and strain once it is over and every day is known."""
    days = week_of(monday)
    running_by_day: list[int | None] = []
    strength_by_day: list[int | None] = []
    both_by_day: list[int | None] = []
    for on in days:
        running_load, strength_load = known_sum(running.get(on, ())), known_sum(strength.get(on, ()))
        running_by_day.append(running_load)
        strength_by_day.append(strength_load)
        both_by_day.append(known_sum([running_load, strength_load]))
    evenness, stress = None, None
    if days[-1] < today:
        evenness, stress = _evenness_and_stress(both_by_day)
    return LoadWeek(
        monday=monday,
        running=known_sum(running_by_day),
        strength=known_sum(strength_by_day),
        total=known_sum(both_by_day),
        monotony=evenness,
        strain=stress,
    )


def _evenness_and_stress(by_day: Sequence[int | None]) -> tuple[Decimal | None, int | None]:
    """Monotony in tenths, and strain in whole numbers; neither where a day is not known."""
    known_days = [load for load in by_day if load is not None]
    if len(known_days) < len(by_day):
        return None, None
    evenness, stress = monotony(known_days), strain(known_days)
    tenths = None if evenness is None else evenness.quantize(Decimal("0.1"))
    whole = None if stress is None else int(stress)
    return tenths, whole


def known_sum(values: Sequence[int | None]) -> int | None:
    """The sum; None where one of them is not known."""
    total = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total
