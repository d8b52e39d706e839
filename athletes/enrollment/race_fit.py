"""Which weeks of a program no longer fit before the goal race: time off, repeats and moves push them behind it.

The race only takes away, and never pulls a plan forward (safety.md 2.1): the therapist sees what falls out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from athletes.models import Enrollment
from programs.models import Week


@dataclass(frozen=True, slots=True)
class RaceFit:
    """week -- of the program, in which the race is; after -- the weeks that would come after it, in order

    is_taper_after -- one of them is a race week or a lighter one of the plan's own
    left_out -- weeks that repeats took out of the plan, so that the race week stays where it is
    """

    race_on: date
    week: int
    after: Sequence[int]
    is_taper_after: bool
    left_out: Sequence[int]


def race_fit(enrollment: Enrollment, today: date) -> RaceFit | None:
    """What falls out; None without a race ahead, and where everything fits. One query."""
    race_on = enrollment.athlete.race_on
    if race_on is None or race_on < today:
        return None
    sessions = enrollment.sessions.filter(is_optional=False, week__isnull=False).select_related("week")
    before: list[Week] = []
    after: list[Week] = []
    for session in sessions.order_by("planned_on"):
        assert session.week is not None
        weeks = before if session.planned_on <= race_on else after
        weeks.append(session.week)
    return _fit(race_on, before, after) if before else None


def _fit(race_on: date, before: Sequence[Week], after: Sequence[Week]) -> RaceFit | None:
    """before, after -- the week of each session, by date; before is not empty"""
    week = before[-1].number
    later = {each.number: each for each in after if each.number > week}
    laid_out = {each.number for each in [*before, *after]}
    left_out = [number for number in range(min(laid_out), week) if number not in laid_out]
    if not later and not left_out:
        return None
    is_taper_after = any(each.is_race or each.is_deload for each in later.values())
    return RaceFit(race_on, week, list(later), is_taper_after, left_out)
