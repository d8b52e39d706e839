"""What a workout covers and what it lacks.

Source: the clinic's rule (four patterns in each session), clinical.md 1.2 (force dose) and 3.1 (contacts).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from ..load import is_heavy_enough
from ..thresholds import DEFAULTS, Thresholds
from .minutes import Item

REQUIRED_PATTERNS = ("single_leg", "hip_hinge", "calf_achilles", "lateral_hip")
MINIMUM_EXERCISES = 3
FORCE_PATTERNS = ("single_leg", "hip_hinge")


def missing_patterns(items: Iterable[Item]) -> list[str]:
    """The required patterns that no exercise of a workout covers, in the clinic's order (the clinic's rule)."""
    covered = {item.pattern for item in items}
    return [pattern for pattern in REQUIRED_PATTERNS if pattern not in covered]


def contacts(item: Item) -> int:
    """Ground contacts of one exercise: sets x reps x contacts per rep x sides (3.1).

    A range of repetitions counts with its upper end.
    """
    if item.dose.reps is None:
        return 0
    return item.dose.sets * int(item.dose.reps.high) * item.contacts_per_rep * item.sides


def total_contacts(items: Iterable[Item]) -> int:
    """Ground contacts of a whole workout (3.1)."""
    return sum(map(contacts, items))


def minutes_window(*, is_deload: bool, is_race: bool, numbers: Thresholds = DEFAULTS) -> tuple[int, int]:
    """Lowest and highest minutes a workout should take in such a week (section 0)."""
    if is_deload or is_race:
        return numbers.minutes_low_lighter, numbers.minutes_high
    return numbers.minutes_low, numbers.minutes_high


def fits_exercises(count: int, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether a workout of so many exercises holds neither too few nor too many (5.2)."""
    return numbers.exercises_low <= count <= numbers.exercises_high


def fits_plyometrics(count: int, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether so many plyometric exercises may stand in one workout (3.3)."""
    return count <= numbers.plyometric_exercises


def minimum_version(patterns: Sequence[str]) -> list[int]:
    """Places of the three exercises that a short day keeps, in their order (product.md A5) [D].

    patterns -- of the workout's exercises, in order. One of each required pattern in the clinic's order,
    then whatever comes first; plyometrics only where nothing else is left.
    """
    required = [patterns.index(pattern) for pattern in REQUIRED_PATTERNS if pattern in patterns]
    others, jumps = [], []
    for place, pattern in enumerate(patterns):
        if place in required:
            continue
        if pattern == "plyometric":
            jumps.append(place)
        else:
            others.append(place)
    kept = [*required, *others, *jumps][:MINIMUM_EXERCISES]
    return sorted(kept)


def is_force_dose(item: Item, numbers: Thresholds = DEFAULTS) -> bool:
    """Whether a loaded single-leg or hinge dose is heavy enough for running economy (1.2).

    Counts with the fewest repetitions at the highest effort that the dose allows.
    """
    if item.pattern not in FORCE_PATTERNS or not item.is_loaded:
        return False
    dose = item.dose
    if dose.reps is None or dose.rpe is None:
        return False
    return is_heavy_enough(dose.reps.low, dose.rpe.high, numbers)


def lacks_force_dose(weeks: Sequence[Iterable[Item]], numbers: Thresholds = DEFAULTS) -> bool:
    """Whether a program that is long enough holds no heavy enough dose in time (0 and 1.2).

    weeks -- what all workouts of a week hold, the first week first
    """
    due = numbers.force_by_week
    if len(weeks) < due:
        return False
    early = chain.from_iterable(weeks[:due])
    return not any(is_force_dose(item, numbers) for item in early)
