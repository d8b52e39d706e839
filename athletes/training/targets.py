"""The targets of a session: offered before it begins and frozen when it does.

An offer is computed from the plan and the last performances; looking at it stores nothing. It is
signed, so that the phone may give it back with the first set and the server freezes exactly what
the athlete saw, even if the plan was edited in between.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject
from django.utils.crypto import constant_time_compare, salted_hmac

from athletes.models import Athlete, Session, SetLog, Suggestion, SuggestionState
from programs.models import Dose, Exercise, Pattern, Prescription
from programs.models.plan import item_of
from programs.outline import Planned, planned
from programs.rules.advice import Change
from programs.rules.easing import may_jump
from programs.rules.prescription.coverage import contacts
from programs.rules.prescription.dose import DoseValue, Load, Span, parse
from programs.rules.prescription.tempo import Tempo
from programs.rules.thresholds import about
from programs.thresholds import clinic_thresholds

from .clearance import is_cleared
from .loads import in_unit, load_step, unit_named
from .performances import last_performances
from .target import Target

_SALT = "athletes.training.targets"

#: With fewer exercises, once some are left out, there is no session.
LEAST_EXERCISES = 3
#: No clinic stops plyometrics earlier than this before a race: outside of it the clinic's number is not asked for.
_RACE_NEAR = about("taper_plyometrics").high
#: What a target needs of the suggestion that was accepted for it.
_ACCEPTED_COLUMNS = {
    "change": "change",
    "reason": "reason",
    "load_kg": "load_kg",
    "load_unit": "load_unit",
    "reps": "reps",
    "sets_off": "sets_off",
    "dose": "dose",
    "instead_id": "instead",
    "place": KT("figures__place"),
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row of the plan that the rules leave out of this session. reason -- an ``AdviceReason``; place -- in words"""

    exercise: str
    reason: str
    place: str


@dataclass(frozen=True, slots=True)
class Offer:
    """The targets of one session with the signature that proves them.

    left_out -- what the plan has and today does not; only known of an offer that is new
    """

    id: str
    targets: list[Target]
    left_out: list[LeftOut] = field(default_factory=list)

    @property
    def is_too_little(self) -> bool:
        """Whether so much is left out that no session is left: it is not offered (safety.md 2.1)."""
        return bool(self.left_out) and len(self.targets) < LEAST_EXERCISES

    def to_json(self) -> list[dict[str, object]]:
        """The documents of the targets; the id goes beside them."""
        return _documents(self.targets)

    @classmethod
    def from_json(cls, targets_id: str, documents: Iterable[Any]) -> Offer:
        """An offer as the phone gives it back; whether it is ours, ``is_genuine`` says.

        Raises UnreadableTargetError.
        """
        return cls(targets_id, _targets(documents))


def offer(session: Session, due: Planned | None = None) -> Offer:
    """The provisional targets of a session not yet begun; the frozen ones of a session that has.

    due -- the planned workout, where the caller has it already.
    """
    if session.targets is not None:
        return Offer(targets_id_of(session), frozen_targets(session))
    due = due or planned_workout(session)
    if due is None:
        return Offer(sign(session, []), [])
    accepted = [_accepted(dose) for _row, dose in due.entries]
    instead = _exercises_instead(accepted)
    slugs = [row.exercise.slug for row, _dose in due.entries]
    last = last_performances(session.athlete, slugs)
    targets: list[Target] = []
    left_out: list[LeftOut] = []
    for (row, dose), word in zip(due.entries, accepted, strict=True):
        if word is not None and word.change == Change.LEAVE_OUT:
            left_out.append(LeftOut(row.exercise.name, word.reason, word.figures.get("place", "")))
            continue
        target = _target(row, dose, session.athlete, last.get(row.exercise.slug, []), word)
        if word is not None and word.instead_id is not None:
            target = _replaced(target, instead[word.instead_id])
        targets.append(target)
    return Offer(sign(session, targets), targets, left_out)


def _exercises_instead(accepted: Iterable[Suggestion | None]) -> dict[int, Exercise]:
    """The exercises that come instead, by key; no query where none does."""
    keys = {word.instead_id for word in accepted if word is not None and word.instead_id is not None}
    if not keys:
        return {}
    return Exercise.objects.in_bulk(keys)


def _replaced(target: Target, exercise: Exercise) -> Target:
    """The target with the exercise that the rules put in its place, at the dose that they give it."""
    swapped = target.swapped_with(exercise)
    if swapped.takes_load:
        return replace(swapped, load=target.load)
    return swapped


# -- frozen ----------------------------------------------------------------------------------


def freeze(session: Session, offered: Offer) -> None:
    """The session keeps these targets from now on; the caller saves it."""
    session.targets = {"id": offered.id, "entries": offered.to_json()}


def frozen_targets(session: Session) -> list[Target]:
    """What was due when the session began; nothing where it has not."""
    return _targets(_frozen(session))


def frozen_target(session: Session, prescription_id: int | None) -> Target | None:
    """What was due of one prescription when the session began; None for an extra set."""
    for document in _frozen(session):
        if document["prescription"] == prescription_id:
            return Target.from_json(document)
    return None


def prescribed_sets(session: Session) -> int:
    """Sets that the frozen targets ask for; a left and right pair is one set."""
    sets = 0
    for target in frozen_targets(session):
        sets += target.sets
    return sets


def targets_id_of(session: Session) -> str:
    """The id of the offer that was frozen; empty where the session has not begun."""
    if session.targets is None:
        return ""
    return str(session.targets.get("id", ""))


def _documents(targets: Iterable[Target]) -> list[dict[str, object]]:
    return [target.to_json() for target in targets]


def _targets(documents: Iterable[Any]) -> list[Target]:
    return [Target.from_json(document) for document in documents]


def _frozen(session: Session) -> list[Any]:
    if session.targets is None:
        return []
    return list(session.targets.get("entries", []))


# -- the plan --------------------------------------------------------------------------------


def planned_workout(session: Session) -> Planned | None:
    """The workout in its program week, in one query; None when the plan has lost it.

    Plyometric rows are left out until the therapist has cleared the athlete (clinical.md 3.3): one
    query more, where there are any.
    """
    if session.week is None or session.workout is None:
        return None
    due = planned(session.workout, session.week, _with_accepted(session))
    if due is None:
        return None
    return without_barred_plyometrics(due, session.athlete, session.planned_on)


def without_barred_plyometrics(due: Planned, athlete: Athlete, on: date) -> Planned:
    """The workout as this athlete may do it on that day: plyometric rows only once cleared, not in the week
    after a red session (clinical.md 2.3), and not in the last days before the goal race (1.2).
    """
    others = []
    for row, dose in due.entries:
        if row.exercise.pattern != Pattern.PLYOMETRIC:
            others.append((row, dose))
    has_plyometrics = len(others) < len(due.entries)
    if not has_plyometrics:
        return due
    if is_cleared(athlete) and not _is_off(athlete, on):
        return due
    return Planned(due.week, due.workout, others)


def _is_off(athlete: Athlete, on: date) -> bool:
    """Whether plyometrics rest on that day, though the athlete is cleared."""
    if athlete.plyometrics_off_until is not None and on < athlete.plyometrics_off_until:
        return True
    if athlete.race_on is None:
        return False
    days = (athlete.race_on - on).days
    return 0 <= days <= _RACE_NEAR and not may_jump(days, clinic_thresholds())


def _with_accepted(session: Session) -> QuerySet[Dose]:
    """Doses, each with the suggestion that the therapist accepted for it in that session: no query of its own."""
    accepted = Suggestion.objects.filter(
        session=session, target=OuterRef("prescription_id"), state=SuggestionState.ACCEPTED
    )
    columns = accepted.values(columns=JSONObject(**_ACCEPTED_COLUMNS))
    return Dose.objects.annotate(accepted=Subquery(columns[:1]))


def _accepted(dose: Dose) -> Suggestion | None:
    columns = getattr(dose, "accepted", None)
    if columns is None:
        return None
    place = columns.pop("place", None)
    suggestion = Suggestion(**columns, figures={"place": place or ""})
    if suggestion.load_kg is not None:
        suggestion.load_kg = Decimal(str(suggestion.load_kg))  # JSON has it as a float
    return suggestion


# -- one target ------------------------------------------------------------------------------


def _target(
    row: Prescription, dose: Dose, athlete: Athlete, last_sets: Sequence[SetLog], accepted: Suggestion | None
) -> Target:
    """One target. accepted -- a suggestion's load and repetitions go before last time's."""
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
    return Target(
        prescription_id=row.pk,
        exercise_slug=exercise.slug,
        exercise_name=exercise.name,
        pattern=exercise.pattern,
        cue=exercise.short_cue,
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
        change_place=accepted.figures.get("place", "") if accepted else "",
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


# -- signature -------------------------------------------------------------------------------


def sign(session: Session, targets: Iterable[Target], *, secret: str | None = None) -> str:
    """The targets_id: proves that the server offered exactly these targets for this session."""
    canonical = json.dumps(_documents(targets), sort_keys=True, separators=(",", ":"))
    secret = secret or settings.SECRET_KEY
    return salted_hmac(_SALT, f"{session.pk}:{canonical}", secret=secret, algorithm="sha256").hexdigest()[:40]


def is_genuine(session: Session, offered: Offer) -> bool:
    """Whether the server made this offer for this session, with today's secret or a former one."""
    for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]:
        if constant_time_compare(offered.id, sign(session, offered.targets, secret=secret)):
            return True
    return False
