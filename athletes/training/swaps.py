"""Something else instead: what may be offered for an exercise, and the athlete's choice with its reason.

Offered for each reason: what the therapist wrote for this row, else what the library suggests, else a
neighbor in the same pattern (clinical.md 4.2: swaps stay in the pattern).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError
from athletes.models import Session, SessionStatus, Swap
from programs.models import Alternative, Caution, Exercise, ExerciseAlternative, Pattern, Status, SwapReason
from programs.rules.coverage import minimum_version

from .targets import Json, offer, step_of

#: Reasons that an alternative answers; short of time an exercise is left out.
ANSWERED = (SwapReason.HURTS, SwapReason.EQUIPMENT, SwapReason.EASY)


@dataclass(frozen=True)
class Choice:
    """One line of the sheet: a reason and what to do instead."""

    reason: str
    instead: Exercise

    @property
    def label(self) -> str:
        return str(SwapReason(self.reason).label)


def choices_for(entries: Iterable[Json], conditions: Iterable[str] = ()) -> dict[int, list[Choice]]:
    """What each target may be swapped for, a choice for each reason, in five queries whatever their number.

    conditions -- the athlete's: what has a caution for one of them is offered only where the therapist wrote it
    """
    listed, careful = list(entries), _cautioned(conditions)
    exercises = {each.slug: each for each in _exercises(entry["exercise"] for entry in listed)}
    written = _written([entry["prescription"] for entry in listed])
    suggested = _suggested(exercise.pk for exercise in exercises.values())
    spare = _without_equipment({exercise.pattern for exercise in exercises.values()})
    found: dict[int, list[Choice]] = {}
    for entry in listed:
        own = exercises.get(entry["exercise"])
        if own is None:
            continue
        for reason in ANSWERED:
            target = entry["prescription"]
            instead = written.get((target, reason)) or written.get((target, SwapReason.ANY))
            if instead is None:
                others = (suggested.get((own.pk, reason)), _neighbor(own, reason, spare))
                instead = next((each for each in others if each and _is_offered(each, careful)), None)
            if instead is not None and instead.pk != own.pk:
                found.setdefault(target, []).append(Choice(reason, instead))
    return found


def _cautioned(conditions: Iterable[str]) -> set[int]:
    return set(Caution.objects.filter(condition__in=list(conditions)).values_list("exercise_id", flat=True))


def _is_offered(exercise: Exercise, careful: set[int]) -> bool:
    return exercise.status == Status.PUBLISHED and exercise.pk not in careful


def _exercises(slugs: Iterable[str]) -> Iterable[Exercise]:
    return Exercise.objects.filter(slug__in=list(slugs)).select_related("easier", "harder")


def _written(prescriptions: list[int]) -> dict[tuple[int, str], Exercise]:
    rows = Alternative.objects.filter(prescription__in=prescriptions).select_related("exercise").order_by("-order")
    return {(row.prescription_id, row.reason): row.exercise for row in rows}


def _suggested(exercises: Iterable[int]) -> dict[tuple[int, str], Exercise]:
    rows = ExerciseAlternative.objects.filter(exercise__in=list(exercises)).select_related("instead").order_by("-id")
    return {(row.exercise_id, row.reason): row.instead for row in rows}


def _without_equipment(patterns: set[str]) -> dict[str, list[Exercise]]:
    """By pattern, what needs nothing: one for each measure and level, so that a large library costs no more.

    Plyometrics are swapped only for what a therapist wrote.
    """
    first = Window(RowNumber(), partition_by=["pattern", "measure", "level"], order_by="name")
    free = Exercise.objects.filter(
        equipment__isnull=True, pattern__in=patterns - {Pattern.PLYOMETRIC}, status=Status.PUBLISHED
    )
    found: dict[str, list[Exercise]] = {}
    for exercise in free.annotate(place=first).filter(place=1).order_by("level", "name"):
        found.setdefault(exercise.pattern, []).append(exercise)
    return found


def _neighbor(own: Exercise, reason: str, spare: dict[str, list[Exercise]]) -> Exercise | None:
    if reason == SwapReason.EQUIPMENT:
        near = (each for each in spare.get(own.pattern, []) if each.measure == own.measure and each.pk != own.pk)
        return min(near, key=lambda each: abs(each.level - own.level), default=None)
    neighbor = own.easier if reason == SwapReason.HURTS else own.harder
    return neighbor if neighbor is not None and neighbor.pattern == own.pattern else None


@dataclass(frozen=True, slots=True)
class SwapItem:
    """One choice as the phone states it. instead -- the other exercise's slug, empty to leave it out."""

    target: int
    reason: str
    rev: int
    edit_id: uuid.UUID
    instead: str = ""
    is_withdrawn: bool = False

    @property
    def version(self) -> tuple[int, str]:
        return self.rev, str(self.edit_id)


def merge_swaps(
    session: Session, items: Iterable[SwapItem], at: datetime, *, entries: list[Json] | None = None
) -> dict[int, str]:
    """Store choices, the highest (rev, edit_id) of each target; a verdict for each: applied, duplicate, stale, or
    invalid for what is not offered and for a session that is finished. The caller holds the session's row.

    entries -- the targets that the phone had, where they are genuine; the session's own or today's without
    """
    listed = list(items)
    if not listed:
        return {}
    due = {entry["prescription"]: entry for entry in (offer(session).entries if entries is None else entries)}
    choices = choices_for(due.values(), session.athlete.conditions)
    stored = {each.target: (each.rev, str(each.edit_id)) for each in session.swaps.all()}
    verdicts: dict[int, str] = {}
    for item in listed:
        former = stored.get(item.target)
        if former and item.version <= former:
            verdicts[item.target] = "duplicate" if item.version == former else "stale"
            continue
        instead = _found(item, choices.get(item.target, []))
        is_known = item.target in due and (instead is not None or not item.instead)
        verdicts[item.target] = "applied" if is_known and not _is_finished(session) else "invalid"
        if verdicts[item.target] == "applied":
            _store(session, item, instead, at)
            stored[item.target] = item.version
    return verdicts


def _found(item: SwapItem, choices: list[Choice]) -> Exercise | None:
    same = (each.instead for each in choices if (each.reason, each.instead.slug) == (item.reason, item.instead))
    return next(same, None)


def _is_finished(session: Session) -> bool:
    return session.status == SessionStatus.COMPLETED


def _store(session: Session, item: SwapItem, instead: Exercise | None, at: datetime) -> Swap:
    identity = {"session": session, "target": item.target}
    values = {
        "athlete": session.athlete,
        "instead": instead,
        "reason": item.reason,
        "swapped_at": at,
        "is_withdrawn": item.is_withdrawn,
        "rev": item.rev,
        "edit_id": item.edit_id,
    }
    new = values | identity | {"id": uuid.uuid5(session.pk, f"swap/{item.target}")}
    return Swap.objects.update_or_create(**identity, defaults=values, create_defaults=new)[0]


@transaction.atomic
def record_swap(*, session: Session, target: int, reason: str, instead: str, at: datetime) -> Swap:
    """Do something else instead of a target, or leave it out (instead, a slug, is empty); the last choice stands.

    Raises RefusedError for a session that is finished, and for an exercise that is not offered for this
    target and reason.
    """
    item = _next(session, target, reason, instead)
    if merge_swaps(session, [item], at)[target] != "applied":
        if _is_finished(session):
            raise RefusedError(_("This session is finished: what was done stays as it is."))
        raise RefusedError(_("This exercise is not offered here. Ask your therapist."))
    made: Swap = session.swaps.select_related("instead").get(target=target)
    return made


def undo_swap(*, session: Session, target: int, at: datetime) -> None:
    """Take a swap back: the prescribed exercise after all. Nothing happens where none stands."""
    former = session.swaps.standing().filter(target=target).first()
    if former is not None:
        withdrawn = _next(session, target, former.reason, "")
        merge_swaps(session, [replace(withdrawn, is_withdrawn=True)], at)


@transaction.atomic
def shorten_session(*, session: Session, at: datetime) -> None:
    """The minimum version: all but three exercises are left out for want of time, and what was begun stays.

    Raises RefusedError for a session that is finished.
    """
    if _is_finished(session):
        raise RefusedError(_("This session is finished: what was done stays as it is."))
    entries = offer(session).entries
    begun = set(session.sets.kept().values_list("target", flat=True))
    core = core_of(entries)
    for entry in entries:
        target = entry["prescription"]
        if target not in core and target not in begun:
            record_swap(session=session, target=target, reason=SwapReason.TIME, instead="", at=at)


@transaction.atomic
def restore_session(*, session: Session, at: datetime) -> None:
    """All exercises after all: what was left out for want of time is to be done again."""
    for skipped in session.swaps.standing().filter(reason=SwapReason.TIME, instead=None):
        undo_swap(session=session, target=skipped.target, at=at)


def core_of(entries: list[Json]) -> set[int]:
    """The targets that the minimum version keeps."""
    return {entries[place]["prescription"] for place in minimum_version([entry["pattern"] for entry in entries])}


def _next(session: Session, target: int, reason: str, instead: str) -> SwapItem:
    """A choice one revision above what is stored."""
    former = session.swaps.filter(target=target).first()
    return SwapItem(target, reason, former.rev + 1 if former else 1, uuid.uuid4(), instead)


def swapped(entry: Json, done: Swap | None) -> Json:
    """A target as it is done: with the other exercise in its place, its dose carried over where it fits."""
    return entry if done is None or done.instead is None else swap_in(entry, done.instead)


def swap_in(entry: Json, other: Exercise) -> Json:
    """A target with another exercise in its place."""
    is_timed = other.measure == "seconds"
    changed = {
        "exercise": other.slug,
        "name": other.name,
        "cue": other.short_cue,
        "is_unilateral": other.is_unilateral,
        "measure": other.measure,
        "load": None,
        "load_step": str(step_of(other, entry["unit"])) if other.is_loaded else None,
        "contacts": 0,
        "guidance": "",
        "note": "",
    }
    if is_timed != (entry["reps"] is None):
        amount = other.default_amount
        changed |= {"reps": None if is_timed else [amount, amount], "seconds": amount if is_timed else None}
    if entry["tempo"] == "hold" or is_timed:
        changed["tempo"] = other.default_tempo
    return entry | changed
