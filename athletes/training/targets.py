"""The targets of a session: offered before it begins and frozen when it does.

An offer is computed from the plan and the last performances; looking at it stores nothing. It is
signed, so that the phone may give it back with the first set and the server freezes exactly what
the athlete saw, even if the plan was edited in between.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import JSONObject
from django.utils.crypto import constant_time_compare, salted_hmac

from athletes.models import Athlete, Session, SetLog, Suggestion, SuggestionState
from programs.models import Dose, Exercise, Pattern
from programs.models.prepared import prepared
from programs.outline import Planned, cells_of, planned_of
from programs.rules.advice import Change
from programs.rules.easing import may_jump
from programs.rules.prescription.minutes import workout_minutes
from programs.rules.thresholds import about
from programs.thresholds import clinic_thresholds

from .clearance import is_cleared
from .due_target import due_target
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
    "region": KT("figures__region"),
    "side": KT("figures__side"),
    "place": KT("figures__place"),
    "calm": KT("figures__calm"),
}


@dataclass(frozen=True, slots=True)
class Lightened:
    """A row of the plan of which the rules ask for less in this session.

    reason -- an ``AdviceReason``; place -- where it hurts, in words; calm -- up to that score, 0 to 10, a session of
    the place is a good one, None where no place is why
    was -- what the plan has; now -- what is due instead, None where it is left out
    """

    reason: str
    place: str
    calm: int | None
    was: Target
    now: Target | None

    @classmethod
    def of(cls, word: Suggestion, was: Target, now: Target | None) -> Lightened:
        calm = word.figures.get("calm")
        return cls(word.reason, word.place, int(calm) if calm else None, was, now)

    @property
    def exercise(self) -> str:
        return self.was.exercise_name

    @property
    def is_less(self) -> bool:
        """Whether any figure differs: a hold may ask for just what the plan has."""
        if self.now is None:
            return True
        return _figures(self.now) != _figures(self.was)


def _figures(target: Target) -> tuple[object, ...]:
    return target.exercise_slug, target.sets, target.reps, target.seconds, target.load


@dataclass(frozen=True, slots=True)
class Offer:
    """The targets of one session with the signature that proves them.

    lightened -- where today differs from the plan because less is asked; only known of an offer that is new
    last_sets -- what was done the last time of each exercise that is planned; only known of an offer that is new, too
    """

    id: str
    targets: list[Target]
    lightened: list[Lightened] = field(default_factory=list)
    last_sets: Mapping[str, list[SetLog]] = field(default_factory=dict, compare=False)

    @property
    def left_out(self) -> list[Lightened]:
        """What the plan has and today does not."""
        return [row for row in self.lightened if row.now is None]

    @property
    def is_too_little(self) -> bool:
        """Whether so much is left out that no session is left: it is not offered (safety.md 2.1)."""
        return bool(self.left_out) and len(self.targets) < LEAST_EXERCISES

    def minutes(self, *, is_top_up: bool) -> int:
        """About how long these targets take."""
        return round(workout_minutes([target.as_item() for target in self.targets], is_top_up=is_top_up))

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
    never: dict[str, list[SetLog]] = {slug: [] for slug in due.exercise_slugs}
    last = never | last_performances(session.athlete, due.exercise_slugs)
    targets, lightened = _due_of(session.athlete, due, last)
    return Offer(sign(session, targets), targets, lightened, last)


def due_without_loads(athlete: Athlete, due: Planned) -> list[Target]:
    """What a planned workout asks for, but for the loads of the last time: enough to say how long it takes.

    No query where no exercise comes instead of another.
    """
    targets, _lightened = _due_of(athlete, due, {})
    return targets


def _due_of(athlete: Athlete, due: Planned, last: Mapping[str, list[SetLog]]) -> tuple[list[Target], list[Lightened]]:
    """The targets, and where they ask for less than the plan. last -- what was done the last time, by exercise"""
    accepted = [_accepted(dose) for _row, dose in due.entries]
    instead = _exercises_instead(accepted)
    targets: list[Target] = []
    lightened: list[Lightened] = []
    for (row, dose), word in zip(due.entries, accepted, strict=True):
        planned_target = due_target(row, dose, athlete, last.get(row.exercise.slug, []))
        if word is None:
            targets.append(planned_target)
            continue
        target = due_target(row, dose, athlete, last.get(row.exercise.slug, []), word)
        now = _as_accepted(target, word, instead)
        if now is not None:
            targets.append(now)
        if not word.is_raise:
            lightened.append(Lightened.of(word, planned_target, now))
    return targets, lightened


def _as_accepted(target: Target, word: Suggestion, instead: Mapping[int, Exercise]) -> Target | None:
    """The target with the exercise that comes in its place, where one does; None where the row is left out."""
    if word.change == Change.LEAVE_OUT:
        return None
    if word.instead_id is None:
        return target
    return _replaced(target, instead[word.instead_id])


def _exercises_instead(accepted: Iterable[Suggestion | None]) -> dict[int, Exercise]:
    """The exercises that come instead, by key; no query where none does."""
    keys = {word.instead_id for word in accepted if word is not None and word.instead_id is not None}
    if not keys:
        return {}
    return Exercise.objects.in_bulk(keys)


def _replaced(target: Target, exercise: Exercise) -> Target:
    """The target with the exercise that the rules put in its place, at the dose that they give it."""
    swapped = target.swapped_with(exercise)
    if exercise.contacts_per_rep and swapped.reps is not None:
        jumps = swapped.sets * int(swapped.reps.high)
        swapped = replace(swapped, contacts=jumps * exercise.contacts_per_rep * exercise.sides)
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
    return list(map(Target.from_json, documents))


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
    doses = _doses_of(session=session.pk, week=session.week.pk, workout=session.workout.pk)
    due = planned_of(session.workout, session.week, doses)
    if due is None:
        return None
    return without_barred_plyometrics(due, session.athlete, session.planned_on)


def planned_workouts(sessions: Iterable[Session]) -> dict[UUID, Planned]:
    """The same for many sessions, by their keys; what the plan has lost is not among them.

    Two queries for all, and one for each that has plyometrics.
    sessions -- each with its week, its workout and its athlete
    """
    of_plan = []
    for session in sessions:
        if session.week is not None and session.workout is not None:
            of_plan.append((session, session.week, session.workout))
    cells: dict[tuple[int | None, int | None], list[Dose]] = defaultdict(list)
    doses = Dose.objects.filter(
        week__in=[week.pk for _session, week, _workout in of_plan],
        prescription__workout__in=[workout.pk for _session, _week, workout in of_plan],
    )
    for dose in doses.select_related("prescription__exercise").order_by("prescription__order"):
        cells[dose.week_id, dose.prescription.workout_id].append(dose)
    words = _accepted_in(session for session, _week, _workout in of_plan)
    found = {}
    for session, week, workout in of_plan:
        entries = []
        for dose in cells[week.pk, workout.pk]:
            word = words.get((session.pk, dose.prescription_id))
            if word is not None:
                dose = copy(dose)
                dose.accepted = word  # type: ignore[attr-defined]
            entries.append((dose.prescription, dose))
        if entries:
            due = Planned(week, workout, entries)
            found[session.pk] = without_barred_plyometrics(due, session.athlete, session.planned_on)
    return found


def _accepted_in(sessions: Iterable[Session]) -> dict[tuple[UUID, int], dict[str, Any]]:
    """The suggestions that were accepted for these sessions, as ``_doses_of`` reads each."""
    accepted = Suggestion.objects.filter(session__in=[each.pk for each in sessions], state=SuggestionState.ACCEPTED)
    rows = accepted.values_list("session_id", "target", JSONObject(**_ACCEPTED_COLUMNS))
    return {(session, target): columns for session, target, columns in rows}


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
    if may_jump_on(athlete, on):
        return due
    return Planned(due.week, due.workout, others)


def may_jump_on(athlete: Athlete, on: date) -> bool:
    """Whether the therapist has cleared the athlete for plyometrics, and nothing keeps them out on that day."""
    return is_cleared(athlete) and not _is_off(athlete, on)


def _is_off(athlete: Athlete, on: date) -> bool:
    """Whether plyometrics rest on that day, though the athlete is cleared."""
    if athlete.plyometrics_off_until is not None and on < athlete.plyometrics_off_until:
        return True
    if athlete.race_on is None:
        return False
    days = (athlete.race_on - on).days
    return 0 <= days <= _RACE_NEAR and not may_jump(days, clinic_thresholds())


@prepared
def _doses_of(*, session: UUID, week: int, workout: int) -> QuerySet[Dose]:
    """What the plan has there, each with the suggestion that was accepted for it in that session."""
    accepted = Suggestion.objects.filter(
        session=session, target=OuterRef("prescription_id"), state=SuggestionState.ACCEPTED
    )
    columns = accepted.values(columns=JSONObject(**_ACCEPTED_COLUMNS))
    return cells_of(Dose.objects.annotate(accepted=Subquery(columns[:1])), week=week, workout=workout)


def _accepted(dose: Dose) -> Suggestion | None:
    columns = getattr(dose, "accepted", None)
    if columns is None:
        return None
    columns = dict(columns)  # the row may be read again
    figures = {name: columns.pop(name, None) or "" for name in ("region", "side", "place", "calm")}
    suggestion = Suggestion(**columns, figures=figures)
    if suggestion.load_kg is not None:
        suggestion.load_kg = Decimal(str(suggestion.load_kg))  # JSON has it as a float
    return suggestion


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
