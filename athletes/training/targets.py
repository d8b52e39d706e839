"""Targets: what is due in one session, offered before it begins and frozen when it does.

An offer is computed from the plan and the last performances; looking at it stores nothing. It is
signed, so that the phone may give it back with the first set and the server freezes exactly what
the athlete saw, even if the plan was edited in between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import JSONObject
from django.utils.crypto import constant_time_compare, salted_hmac

from athletes.models import Athlete, Session, SetLog, Suggestion, SuggestionState
from programs.models import Dose, Exercise, Pattern, Prescription
from programs.models.plan import item_of
from programs.outline import Planned, planned
from programs.rules.coverage import contacts
from programs.rules.dose import KG_PER_LB, Load, Unit, plain
from programs.rules.easing import may_jump
from programs.rules.progression import Change
from programs.rules.thresholds import about
from programs.thresholds import clinic_thresholds

from .clearance import is_cleared

Json = dict[str, Any]
_SALT = "athletes.training.targets"

#: No clinic stops plyometrics earlier than this before a race: outside of it the clinic's number is not asked for.
_RACE_NEAR = about("taper_plyometrics").high
#: The step of a pound stepper for each step in kilograms: what plates and dumbbells come in.
LB_STEPS = {Decimal(1): Decimal("2.5"), Decimal(2): Decimal(5), Decimal("2.5"): Decimal(5)}


@dataclass(frozen=True, slots=True)
class Offer:
    """The targets of one session with the signature that proves them."""

    id: str
    entries: list[Json]


def offer(session: Session, due: Planned | None = None) -> Offer:
    """The provisional targets of a session not yet begun; the frozen ones of a session that has.

    due -- the planned workout, where the caller has it already.
    """
    if session.targets is not None:
        return Offer(session.targets["id"], session.targets["entries"])
    due = due or planned_workout(session)
    if due is None:
        return Offer(sign(session, []), [])
    last = last_performances(session.athlete, [row.exercise.slug for row, _dose in due.entries])
    entries = [
        _entry(row, dose, session.athlete, last.get(row.exercise.slug, []), _accepted(dose))
        for row, dose in due.entries
    ]
    return Offer(sign(session, entries), entries)


def planned_workout(session: Session) -> Planned | None:
    """The workout in its program week, in one query; None when the plan has lost it.

    Plyometric rows are left out until the therapist has cleared the athlete (clinical.md 3.3): one
    query more, where there are any.
    """
    if session.week is None or session.workout is None:
        return None
    due = planned(session.workout, session.week, _with_accepted(session))
    return without_waiting(due, session.athlete, session.planned_on) if due else None


def _with_accepted(session: Session) -> QuerySet[Dose]:
    """Doses, each with the suggestion that the therapist accepted for it in that session: no query of its own."""
    accepted = Suggestion.objects.filter(
        session=session, target=OuterRef("prescription_id"), state=SuggestionState.ACCEPTED
    )
    columns = {name: name for name in ("change", "reason", "load_kg", "load_unit", "reps", "sets_off")}
    return Dose.objects.annotate(accepted=Subquery(accepted.values(said=JSONObject(**columns))[:1]))


def _accepted(dose: Dose) -> Suggestion | None:
    said = getattr(dose, "accepted", None)
    if said is None:
        return None
    load = None if said["load_kg"] is None else Decimal(str(said["load_kg"]))
    return Suggestion(**said | {"load_kg": load})


def without_waiting(due: Planned, athlete: Athlete, on: date) -> Planned:
    """The workout as this athlete may do it on that day: plyometric rows only once cleared, not in the week
    after a red session (clinical.md 2.3), and not in the last days before the goal race (1.2).
    """
    kept = [(row, dose) for row, dose in due.entries if row.exercise.pattern != Pattern.PLYOMETRIC]
    if len(kept) == len(due.entries) or (is_cleared(athlete) and not _is_off(athlete, on)):
        return due
    return Planned(due.week, due.workout, kept)


def _is_off(athlete: Athlete, on: date) -> bool:
    if athlete.plyometrics_off_until is not None and on < athlete.plyometrics_off_until:
        return True
    days = (athlete.goal_race_on - on).days if athlete.goal_race_on else -1
    return 0 <= days <= _RACE_NEAR and not may_jump(days, clinic_thresholds())


def _entry(row: Prescription, dose: Dose, athlete: Athlete, last: list[SetLog], taken: Suggestion | None) -> Json:
    """One target. taken -- the accepted suggestion: its load and repetitions go before last time's."""
    exercise, value = row.exercise, dose.value
    used = max((done for done in last if done.load_kg), key=lambda done: done.number, default=None)
    load = _due_load(value.load, used.load if used else None, taken)
    load = in_unit(load, athlete.unit) if load else None
    off = min(taken.sets_off, value.sets - 1) if taken else 0
    return {
        "prescription": row.pk,
        "exercise": exercise.slug,
        "name": exercise.name,
        "pattern": exercise.pattern,
        "cue": exercise.short_cue,
        "is_unilateral": exercise.is_unilateral,
        "measure": exercise.measure,
        "superset": row.superset,
        "sets": value.sets - off,
        "ramp_up_sets": value.ramp_up_sets,
        "reps": None if value.reps is None else _reps(int(value.reps.low), int(value.reps.high), taken),
        "seconds": value.seconds,
        "load": None if load is None else str(load.amount),
        "unit": athlete.unit,
        "load_step": str(step_of(exercise, athlete.unit)) if load is not None or exercise.is_loaded else None,
        "rpe": None if value.rpe is None else [str(value.rpe.low), str(value.rpe.high)],
        "tempo": str(value.tempo or row.tempo),
        "rest_seconds": row.rest_seconds if value.rest_seconds is None else value.rest_seconds,
        "guidance": dose.guidance,
        "note": dose.note or row.note,
        "contacts": contacts(item_of(row, dose)) * (value.sets - off) // value.sets,
    } | ({"why": taken.reason} if taken else {})


def _due_load(planned: Load | None, used: Load | None, taken: Suggestion | None) -> Load | None:
    """The load that is due: a step that was accepted, else the plan's own, else last time's. A cut is never heavier
    than the plan.
    """
    if taken is None or taken.load is None:
        return planned or used
    if planned is None or taken.change == Change.MORE_LOAD:
        return taken.load
    return min(planned, taken.load, key=lambda each: each.kg) if taken.change == Change.LIGHTER else planned


def _reps(low: int, high: int, taken: Suggestion | None) -> list[int]:
    """The range, begun at the repetitions to aim at where one more is the step."""
    aim = taken.reps if taken and taken.change == Change.MORE_REPS else None
    return [low, high] if aim is None else [max(low, aim), max(high, aim)]


def in_unit(load: Load, unit: Unit | str) -> Load:
    """The load in that unit; a converted one is rounded to what equipment comes in (1 lb, 0.5 kg)."""
    if load.unit == unit:
        return load
    if unit == "lb":
        return Load((load.kg / KG_PER_LB).quantize(Decimal(1), ROUND_HALF_UP), "lb")
    return Load(plain((load.kg * 2).quantize(Decimal(1), ROUND_HALF_UP) / 2), "kg")


def step_of(exercise: Exercise, unit: str) -> Decimal:
    """How far one tap of the stepper goes, in that unit."""
    step = exercise.load_step_kg or Decimal("2.5")
    return plain(step) if unit == "kg" else LB_STEPS.get(plain(step), Decimal(10))


def last_performances(
    athlete: Athlete, slugs: Iterable[str], *, before: Session | None = None
) -> dict[str, list[SetLog]]:
    """The sets of the latest session with each exercise, by its slug, in order.

    before -- leave out this session: the one that is shown.
    Two queries whatever the history's length.
    """
    sets = SetLog.objects.kept().filter(athlete=athlete, exercise=OuterRef("pk"))
    if before is not None:
        sets = sets.exclude(session=before)
    latest = sets.order_by("-performed_on", "-received_at").values("session")[:1]
    exercises = Exercise.objects.filter(slug__in=list(slugs)).annotate(
        last=Subquery(latest, output_field=UUIDField())  # SQLite gives text back for a foreign key
    )
    found = {pk: (slug, last) for pk, slug, last in exercises.values_list("pk", "slug", "last") if last}
    rows = SetLog.objects.kept().filter(session__in={last for _slug, last in found.values()}, exercise__in=found)
    performances: dict[str, list[SetLog]] = {}
    for done in rows.order_by("number", "side"):
        slug, session_id = found[done.exercise_id]
        if session_id == done.session_id:
            performances.setdefault(slug, []).append(done)
    return performances


# -- signature -------------------------------------------------------------------------------


def sign(session: Session, entries: list[Json], *, secret: str | None = None) -> str:
    """The targets_id: proves that the server offered exactly these entries for this session."""
    canonical = json.dumps(entries, sort_keys=True, separators=(",", ":"))
    secret = secret or settings.SECRET_KEY
    return salted_hmac(_SALT, f"{session.pk}:{canonical}", secret=secret, algorithm="sha256").hexdigest()[:40]


def is_genuine(session: Session, targets_id: str, entries: list[Json]) -> bool:
    """Whether the server offered these entries under this id, with today's secret or a former one."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(targets_id, sign(session, entries, secret=secret)) for secret in secrets)
