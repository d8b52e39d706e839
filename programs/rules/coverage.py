"""What a workout covers and what it lacks.

Source: the clinic's rule (four patterns in each session), clinical.md 1.2 (force dose) and 3.1 (contacts).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from .dose import DoseValue
from .minutes import Item

REQUIRED_PATTERNS = ("single_leg", "hip_hinge", "calf_achilles", "lateral_hip")
MAX_PLYOMETRIC_EXERCISES = 2
MINIMUM_EXERCISES = 3
MINUTES_NORMAL = (30, 45)
MINUTES_DELOAD_OR_RACE = (20, 45)

#: "Heavy enough for running economy": repetitions + repetitions in reserve (1.2, about 80 % 1RM).
FORCE_DOSE_LIMIT = Decimal(7)
FORCE_PATTERNS = ("single_leg", "hip_hinge")


def missing_patterns(items: Iterable[Item]) -> list[str]:
    """The required patterns that no exercise covers, in the clinic's order."""
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
    """Ground contacts of a whole workout."""
    return sum(contacts(item) for item in items)


def minutes_window(*, is_deload: bool, is_race: bool) -> tuple[int, int]:
    """Lowest and highest minutes a workout should take in such a week (section 0)."""
    return MINUTES_DELOAD_OR_RACE if is_deload or is_race else MINUTES_NORMAL


def minimum_version(patterns: Sequence[str]) -> list[int]:
    """Places of the three exercises that a short day keeps, in their order (product.md A5) [D].

    patterns -- of the workout's exercises, in order. One of each required pattern in the clinic's order,
    then whatever comes first; plyometrics only where nothing else is left.
    """
    first = [patterns.index(pattern) for pattern in REQUIRED_PATTERNS if pattern in patterns]
    spare = sorted(
        (place for place in range(len(patterns)) if place not in first),
        key=lambda place: (patterns[place] == "plyometric", place),
    )
    return sorted([*first, *spare][:MINIMUM_EXERCISES])


def is_force_dose(item: Item) -> bool:
    """Whether a loaded single-leg or hinge dose is heavy enough: reps + (10 - RPE) <= 7.

    Counts with the fewest repetitions at the highest effort that the dose allows.
    """
    return (
        item.pattern in FORCE_PATTERNS
        and item.is_loaded
        and reps_and_reserve(item.dose) is not None
        and (reps_and_reserve(item.dose) or 0) <= FORCE_DOSE_LIMIT
    )


def reps_and_reserve(dose: DoseValue) -> Decimal | None:
    """Repetitions plus repetitions in reserve; None for a timed dose or one without effort."""
    if dose.reps is None or dose.rpe is None:
        return None
    return dose.reps.low + 10 - dose.rpe.high
