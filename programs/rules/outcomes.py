"""Outcome totals: what each named measure ranges over, which way is better, and the change that matters.

Totals only: the items of a questionnaire belong to their authors. Source: clinical.md 6, safety.md 8.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

#: Weeks of a program after which a total is taken.
WEEKS = (0, 6, 12)
#: A total belongs to the week it lies nearest to, up to half the way to the next.
NEAR = timedelta(weeks=3)


class Worth(StrEnum):
    """What a change is worth."""

    BETTER = "better"
    WORSE = "worse"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """One named measure.

    low, high -- its range; matters -- the least change that matters, in points of the total
    is_more_better -- whether a higher total is the better one; has_side -- it is taken of one side
    source -- where the change that matters comes from
    """

    code: str
    name: str
    low: int
    high: int
    matters: Decimal
    is_more_better: bool
    has_side: bool
    source: str


MEASURES = (
    Questionnaire("visa_a", "VISA-A", 0, 100, Decimal(14), True, True, "Lagas 2021, at 12 weeks"),
    Questionnaire("tendins_a", "TENDINS-A", 0, 100, Decimal(12), False, True, "Murphy 2024"),
    Questionnaire("akps", "AKPS", 0, 100, Decimal(10), True, True, "Crossley 2004: 8 to 10"),
    Questionnaire("lefs", "LEFS", 0, 80, Decimal(9), True, False, "Binkley 1999"),
    Questionnaire("uwri", "UWRI", 0, 36, Decimal(5), True, False, "Nelson 2020"),
    Questionnaire("psfs", "PSFS", 0, 10, Decimal(2), True, False, "Stratford 1995"),
)
BY_CODE = {measure.code: measure for measure in MEASURES}


def judge(first: Decimal, last: Decimal, measure: Questionnaire) -> Worth:
    """Whether the total has changed by as much as matters, and which way."""
    gain = last - first if measure.is_more_better else first - last
    if abs(gain) < measure.matters:
        return Worth.SMALL
    return Worth.BETTER if gain > 0 else Worth.WORSE


def week_of(on: date, starts_on: date) -> int | None:
    """The week, 0, 6 or 12, that a total of that day stands for; None where it lies between.

    starts_on -- the first day of the program
    """
    for week in WEEKS:
        if abs(on - (starts_on + timedelta(weeks=week))) < NEAR:
            return week
    return None


def due_weeks(starts_on: date, today: date) -> list[int]:
    """The weeks whose total could have been taken by now, from a week before on."""
    return [week for week in WEEKS if starts_on + timedelta(weeks=week - 1) <= today]
