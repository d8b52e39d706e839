"""Which weeks of a program no longer fit before the goal race: time off, repeats and moves push them behind it.

The race only takes away, and never pulls a plan forward (safety.md 2.1): the therapist sees what falls out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from athletes.models import Enrollment


@dataclass(frozen=True, slots=True)
class RaceFit:
    """week -- of the program, in which the race is; after -- the weeks that would come after it, in order

    is_taper_after -- one of them is a race week or a lighter one of the plan's own
    """

    race_on: date
    week: int
    after: Sequence[int]
    is_taper_after: bool


def race_fit(enrollment: Enrollment, today: date) -> RaceFit | None:
    """What falls out; None without a race ahead, and where everything fits. One query."""
    race_on = enrollment.athlete.race_on
    if race_on is None or race_on < today:
        return None
    sessions = enrollment.sessions.filter(is_optional=False, week__isnull=False).select_related("week")
    week, after, is_taper_after = 0, [], False
    for session in sessions.order_by("planned_on"):
        assert session.week is not None
        number = session.week.number
        if session.planned_on <= race_on:
            week = number
        elif number > week and number not in after:
            after.append(number)
            is_taper_after = is_taper_after or session.week.is_race or session.week.is_deload
    return RaceFit(race_on, week, after, is_taper_after) if week and after else None
