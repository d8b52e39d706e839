"""Twelve weeks of runs around the strength days: some mix all kinds, some know one pace only."""

from __future__ import annotations

import random
import uuid
from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from athletes.enrollment.schedule import state_usual_week
from athletes.localtime import instant, iso_week
from athletes.models import Athlete, RunKind
from athletes.records.runs import RunItem, WorstPain, distance_unit, record_run, record_runs
from programs.rules.distance import Distance

from .people import Persona, Story, dice_of, uuid_from

#: Minutes and kilometers of a usual run; weeks vary around it.
USUAL = {RunKind.EASY: (40, 7), RunKind.TEMPO: (45, 9), RunKind.INTERVALS: (50, 9), RunKind.LONG: (80, 14)}
#: How hard a run is; seven for all others.
EFFORT = {RunKind.EASY: 3, RunKind.LONG: 5}
#: The long run farthest from strength, a hard day or two between.
KINDS_BY_WISH = (RunKind.LONG, RunKind.EASY, RunKind.INTERVALS, RunKind.TEMPO)
DAYS_BY_WISH = (6, 5, 2, 3, 1, 4, 0)

Runs = dict[uuid.UUID, RunItem]


def run(athlete: Athlete, persona: Persona, since: date, now: datetime) -> None:
    dice = dice_of(f"{persona.name} runs")
    has_mix = bool(persona.goal) or dice.random() < 0.7
    usual_week = _usual_week(persona, has_mix=has_mix)
    state_usual_week(athlete=athlete, kinds=usual_week)
    until = _last_day(athlete, persona, now)
    runs = _runs(athlete, usual_week, since, until, dice)
    hurting: Runs = {}
    fine: Runs = {}
    for key, item in runs.items():
        if persona.is_hurt and item.ran_on >= until - timedelta(days=7):
            hurting[key] = item
        else:
            fine[key] = item
    _record_by_week(athlete, fine)
    for key, item in hurting.items():
        pain = WorstPain(dice.choice((2, 3)), persona.sore_region, "left")
        record_run(athlete=athlete, run_id=key, item=replace(item, pain=pain), at=_evening_of(athlete, item.ran_on))


def _last_day(athlete: Athlete, persona: Persona, now: datetime) -> date:
    """Who waits for the next phase misses strength days, not runs."""
    today = athlete.today(now)
    if persona.story == Story.PHASE:
        return today
    return today - timedelta(weeks=persona.quiet_weeks)


def _usual_week(persona: Persona, *, has_mix: bool) -> list[str]:
    """Seven days: what is run on each; a rest day after the long run."""
    week: list[str] = [RunKind.REST] * 7
    free_days = [day for day in DAYS_BY_WISH if day not in persona.weekdays]
    for day, kind in zip(free_days, KINDS_BY_WISH, strict=False):
        week[day] = kind if has_mix else RunKind.EASY
    return week


def _runs(athlete: Athlete, usual_week: list[str], since: date, until: date, dice: random.Random) -> Runs:
    days_run = []
    for day in range((until - since).days):
        on = since + timedelta(days=day)
        if usual_week[on.weekday()] != RunKind.REST and dice.random() < 0.85:
            days_run.append(on)
    runs: Runs = {}
    for on in days_run:
        week = (on - since).days // 7
        key = uuid_from(dice)
        runs[key] = _one_run(athlete, on, RunKind(usual_week[on.weekday()]), week, dice)
    return runs


def _one_run(athlete: Athlete, on: date, kind: RunKind, week: int, dice: random.Random) -> RunItem:
    """A little longer each week; every fourth long run is a short one."""
    minutes, km = USUAL[kind]
    share = Decimal(100 + 2 * week + dice.randrange(-8, 9)) / 100
    if kind == RunKind.LONG and week % 4 == 3:
        share *= Decimal("0.75")
    unit = distance_unit(athlete)
    return RunItem(
        kind=kind,
        ran_on=on,
        rev=1,
        edit_id=uuid_from(dice),
        minutes=round(minutes * share / 5) * 5,
        distance=Distance(Distance.from_km(km * share, unit, 1).amount, unit),
        effort=EFFORT.get(kind, 7) + dice.choice((-1, 0, 0, 1)),
    )


def _record_by_week(athlete: Athlete, runs: Runs) -> None:
    """A week at a time, on the evening of its last run."""
    weeks: dict[str, Runs] = defaultdict(dict)
    for key, item in runs.items():
        weeks[iso_week(item.ran_on)][key] = item
    for items in weeks.values():
        last_on = max(item.ran_on for item in items.values())
        record_runs(athlete=athlete, items=items, at=_evening_of(athlete, last_on))


def _evening_of(athlete: Athlete, on: date) -> datetime:
    return instant(athlete.time_zone, on, time(19))
