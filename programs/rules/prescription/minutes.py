"""How long a workout takes. Source: clinical.md 5.2."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .dose import DoseValue
from .tempo import MIN_REP_SECONDS

WARM_UP_SECONDS = 360
FINISH_SECONDS = 90
TRANSITION_SECONDS = 45
SIDE_SWITCH_SECONDS = 8
#: A calf-only top-up has a short warm-up of its own: the shipped top-ups are 6.5 to 8.5 minutes.
TOP_UP_SECONDS = 120
RAMP_UP_SECONDS = 75


@dataclass(frozen=True, slots=True)
class Item:
    """One exercise of a workout in one week, as far as time, pattern and contacts need it.

    dose -- with tempo and rest filled in (DoseValue.with_defaults)
    sides -- 1, or 2 for a unilateral exercise
    contacts_per_rep -- ground contacts of one repetition, 0 for all but plyometrics
    is_loaded -- whether the exercise is normally done with external load
    """

    exercise: str
    pattern: str
    dose: DoseValue
    sides: int = 1
    contacts_per_rep: int = 0
    is_loaded: bool = False


def set_seconds(dose: DoseValue) -> int:
    """Seconds under tension of one set on one side: repetitions x tempo, or the time held.

    A range counts with its upper end: what the athlete may do has to fit.
    """
    if dose.reps is None:
        return dose.seconds or 0
    if dose.tempo is None:
        return int(dose.reps.high) * MIN_REP_SECONDS
    return int(dose.reps.high) * dose.tempo.rep_seconds


def time_under_tension(dose: DoseValue) -> int:
    """Seconds under tension over all sets, per side (5.2)."""
    return dose.sets * set_seconds(dose)


def exercise_seconds(item: Item) -> int:
    """Seconds of one exercise: work on each side, the switch, rests between sets, ramp-up (5.2)."""
    dose = item.dose
    work = dose.sets * (set_seconds(dose) * item.sides + SIDE_SWITCH_SECONDS * (item.sides - 1))
    rests = (dose.sets - 1) * (dose.rest_seconds or 0)
    if dose.ramp_up_sets:
        return work + rests + RAMP_UP_SECONDS
    return work + rests


def workout_minutes(items: Iterable[Item], *, is_top_up: bool = False) -> float:
    """Minutes of a whole workout to one decimal; 0.0 for none (5.2).

    is_top_up -- a calf-only top-up warms up in two minutes and has no finish.
    """
    seconds = list(map(exercise_seconds, items))
    if not seconds:
        return 0.0
    frame = WARM_UP_SECONDS + FINISH_SECONDS
    if is_top_up:
        frame = TOP_UP_SECONDS
    total = frame + sum(seconds) + TRANSITION_SECONDS * (len(seconds) - 1)
    return round(total / 60, 1)
