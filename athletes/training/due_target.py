"""One row of the plan becomes a target: the plan's dose, last time's load, and what was accepted for the row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from athletes.models import Athlete, SetLog, Suggestion
from programs.models import Dose, Prescription
from programs.models.plan import item_of
from programs.rules.advice import Change
from programs.rules.prescription.coverage import contacts
from programs.rules.prescription.dose import DoseValue, Load, Span, parse
from programs.rules.prescription.tempo import Tempo
from programs.translating import words_of

from .loads import in_unit, load_step, unit_named
from .target import Target


def due_target(
    row: Prescription, dose: Dose, athlete: Athlete, last_sets: Sequence[SetLog], accepted: Suggestion | None = None
) -> Target:
    """What is due of one row of the plan.

    last_sets -- of the exercise, when it was done last; accepted -- what the rules or the therapist made of the row:
    its load and repetitions go before last time's
    """
    exercise, value = row.exercise, dose.value
    contacts_a_set = contacts(item_of(row, dose)) // value.sets
    if accepted is not None and accepted.dose:
        value = _governed(value, accepted.dose)
        load, sets = value.load or _last_load(last_sets), value.sets
    else:
        load = _due_load(value.load, _last_load(last_sets), accepted)
        sets = _due_sets(value.sets, accepted)
    if load is not None:
        load = in_unit(load, athlete.unit)
    words = words_of(exercise)
    return Target(
        prescription_id=row.pk,
        exercise_slug=exercise.slug,
        exercise_name=words.name,
        pattern=exercise.pattern,
        cue=words.short_cue,
        is_unilateral=exercise.is_unilateral,
        measure=exercise.measure,
        superset=row.superset,
        sets=sets,
        ramp_up_sets=value.ramp_up_sets,
        reps=_due_reps(value.reps, accepted),
        seconds=value.seconds,
        load=load,
        unit=unit_named(athlete.unit),
        load_step=load_step(exercise, athlete.unit) if load is not None or exercise.is_loaded else None,
        rpe=value.rpe,
        tempo=value.tempo or Tempo.parse(row.tempo),
        rest_seconds=row.rest_seconds if value.rest_seconds is None else value.rest_seconds,
        guidance=dose.guidance,
        note=dose.note or row.note,
        contacts=contacts_a_set * sets,
        change_reason=accepted.reason if accepted else "",
        change_place=accepted.place if accepted else "",
    )


def _governed(planned: DoseValue, dose: str) -> DoseValue:
    """The whole dose that the rules give; the rest between sets is the plan's."""
    value = parse(dose)
    assert value is not None
    return replace(value, rest_seconds=planned.rest_seconds)


def _last_load(last_sets: Sequence[SetLog]) -> Load | None:
    """What was used last time: the load of the last set that had one."""
    last: SetLog | None = None
    for done in last_sets:
        if done.load_kg and (last is None or done.number > last.number):
            last = done
    if last is None:
        return None
    return last.load


def _due_load(planned: Load | None, used: Load | None, accepted: Suggestion | None) -> Load | None:
    """The load that is due: a step that was accepted, else the plan's own, else last time's. A cut is never heavier
    than the plan.
    """
    if accepted is None or accepted.load is None:
        return planned or used
    if planned is None or accepted.change == Change.MORE_LOAD:
        return accepted.load
    if accepted.change == Change.LIGHTER and accepted.load.kg < planned.kg:
        return accepted.load
    return planned


def _due_sets(planned: int, accepted: Suggestion | None) -> int:
    """What is left of the planned sets; one always is."""
    if accepted is None:
        return planned
    return max(1, planned - accepted.sets_off)


def _due_reps(planned: Span | None, accepted: Suggestion | None) -> Span | None:
    """The range, begun at the repetitions to aim at where one more is the step."""
    if planned is None or accepted is None or accepted.change != Change.MORE_REPS or accepted.reps is None:
        return planned
    aim = Decimal(accepted.reps)
    return Span(max(planned.low, aim), max(planned.high, aim))
