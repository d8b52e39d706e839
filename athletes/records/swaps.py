"""Verbs of swaps: something else instead of a prescribed exercise, or nothing, and why."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError
from athletes.models import Session, SessionStatus, Swap
from athletes.training.swaps import SwapChoice, by_prescription, choices_for, minimum_prescriptions
from athletes.training.target import Target, prescriptions_of
from athletes.training.targets import offer
from programs.models import Exercise, Pattern, SwapReason

from .clock import when_done
from .merge import Edit, Verdict, verdict_on
from .pain import hurt_somewhere


@dataclass(frozen=True, slots=True)
class SwapItem:
    """One choice as the phone states it. instead -- the other exercise's slug, empty to leave it out

    done_at -- when it was chosen, by the phone's clock
    """

    prescription_id: int
    reason: str
    rev: int
    edit_id: uuid.UUID
    instead: str = ""
    is_withdrawn: bool = False
    done_at: datetime | None = None

    @property
    def is_skip(self) -> bool:
        return not self.instead

    @property
    def is_for_pain(self) -> bool:
        return self.reason == SwapReason.HURTS and not self.is_withdrawn


def merge_swaps(
    session: Session, items: Sequence[SwapItem], at: datetime, *, targets: Sequence[Target] | None = None
) -> dict[int, Verdict]:
    """Store choices, the highest (rev, edit_id) of each target; a verdict for each, by prescription. Invalid are
    what is not offered, and all of a session that is finished. The caller holds the session's row.

    targets -- those that the phone had, where they are genuine; the session's own or today's without
    """
    if not items:
        return {}
    if targets is None:
        targets = offer(session).targets
    due = prescriptions_of(targets)
    choices = choices_for(targets, session.athlete.conditions)
    stored: dict[int, Edit] = {**by_prescription(session.swaps.all())}
    verdicts: dict[int, Verdict] = {}
    for item in items:
        verdict = verdict_on(item, stored.get(item.prescription_id))
        instead = _chosen(item, choices.get(item.prescription_id, []))
        is_offered = item.prescription_id in due and (instead is not None or item.is_skip)
        if verdict == Verdict.APPLIED and (_is_finished(session) or not is_offered):
            verdict = Verdict.INVALID
        if verdict == Verdict.APPLIED:
            _store(session, item, instead, at)
            stored[item.prescription_id] = item
        verdicts[item.prescription_id] = verdict
    return verdicts


def tell_of_pain(session: Session, items: Iterable[SwapItem], verdicts: Mapping[int, Verdict], at: datetime) -> None:
    """What was swapped or left out because it hurt is pain, and is asked about. Call it once all else is stored."""
    hurting = {}
    for each in items:
        if each.is_for_pain and _applied(each, verdicts):
            hurting[each.prescription_id] = each
    if not hurting:
        return
    for target in offer(session).targets:
        item = hurting.get(target.prescription_id)
        if item is not None:
            on = session.athlete.today(when_done(item.done_at, at))
            hurt_somewhere(athlete=session.athlete, how="swap", on=on, exercise=target.exercise_name, at=at)


def _applied(item: SwapItem, verdicts: Mapping[int, Verdict]) -> bool:
    return verdicts.get(item.prescription_id) == Verdict.APPLIED


def _chosen(item: SwapItem, choices: Iterable[SwapChoice]) -> Exercise | None:
    """The exercise that was chosen, where it is among the choices for that reason."""
    for choice in choices:
        if (choice.reason, choice.instead.slug) == (item.reason, item.instead):
            return choice.instead
    return None


def _is_finished(session: Session) -> bool:
    return session.status == SessionStatus.COMPLETED


def _store(session: Session, item: SwapItem, instead: Exercise | None, at: datetime) -> Swap:
    identity = {"session": session, "prescription_id": item.prescription_id}
    values = {
        "athlete": session.athlete,
        "instead": instead,
        "reason": item.reason,
        "swapped_at": when_done(item.done_at, at),
        "is_withdrawn": item.is_withdrawn,
        "rev": item.rev,
        "edit_id": item.edit_id,
    }
    new = values | identity | {"id": uuid.uuid5(session.pk, f"swap/{item.prescription_id}")}
    return Swap.objects.update_or_create(**identity, defaults=values, create_defaults=new)[0]


@transaction.atomic
def record_swap(*, session: Session, prescription_id: int, reason: str, instead: str, at: datetime) -> Swap:
    """Do something else instead of a target, or leave it out (instead, a slug, is empty); the last choice stands.

    Raises RefusedError for a session that is finished, and for an exercise that is not offered for this
    target and reason.
    """
    item = _next(session, prescription_id, reason, instead)
    verdicts = merge_swaps(session, [item], at)
    if verdicts[prescription_id] != Verdict.APPLIED:
        if _is_finished(session):
            raise RefusedError(_("This session is finished: what was done stays as it is."))
        raise RefusedError(_("This exercise is not offered here. Ask your therapist."))
    tell_of_pain(session, [item], verdicts, at)
    if reason == SwapReason.QUALITY:
        _end_other_jumps(session, prescription_id, at)
    swap: Swap = session.swaps.select_related("instead").get(prescription_id=prescription_id)
    return swap


def _end_other_jumps(session: Session, prescription_id: int, at: datetime) -> None:
    """A heavy or noisy landing ends the jumps of the day, whichever exercise it came in (clinical.md 3.3)."""
    standing = set(session.swaps.standing().values_list("prescription_id", flat=True))
    last_sets = dict(session.sets.kept().values_list("prescription_id").annotate(last=Max("number")))
    for target in offer(session).targets:
        key = target.prescription_id
        is_done = last_sets.get(key, 0) >= target.sets  # what was done is not left out
        if target.pattern == Pattern.PLYOMETRIC and key not in {prescription_id, *standing} and not is_done:
            merge_swaps(session, [_next(session, key, SwapReason.QUALITY, "")], at)


def undo_swap(*, session: Session, prescription_id: int, at: datetime) -> None:
    """Take a swap back: the prescribed exercise after all. Nothing happens where none stands."""
    former = session.swaps.standing().filter(prescription_id=prescription_id).first()
    if former is not None:
        withdrawn = _next(session, prescription_id, former.reason, "")
        merge_swaps(session, [replace(withdrawn, is_withdrawn=True)], at)


@transaction.atomic
def shorten_session(*, session: Session, at: datetime) -> None:
    """The minimum version: all but three exercises are left out for want of time, and what was begun stays.

    Raises RefusedError for a session that is finished.
    """
    if _is_finished(session):
        raise RefusedError(_("This session is finished: what was done stays as it is."))
    due = offer(session).targets
    kept = minimum_prescriptions(due)
    begun = set(session.sets.kept().values_list("prescription_id", flat=True))
    for target in due:
        if target.prescription_id not in kept | begun:
            skip = target.prescription_id
            record_swap(session=session, prescription_id=skip, reason=SwapReason.TIME, instead="", at=at)


@transaction.atomic
def restore_session(*, session: Session, at: datetime) -> None:
    """All exercises after all: what was left out for want of time is to be done again."""
    for skipped in session.swaps.standing().filter(reason=SwapReason.TIME, instead=None):
        undo_swap(session=session, prescription_id=skipped.prescription_id, at=at)


def _next(session: Session, prescription_id: int, reason: str, instead: str) -> SwapItem:
    """A choice one revision above what is stored."""
    former = session.swaps.filter(prescription_id=prescription_id).first()
    rev = 1 if former is None else former.rev + 1
    return SwapItem(prescription_id, reason, rev, uuid.uuid4(), instead)
