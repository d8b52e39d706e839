"""Verbs of the library: how an exercise gets in, is offered, and leaves the offer."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from programs.models import Exercise, ExerciseAlternative, Status
from programs.models.fields import NAME

#: The same copy again within this time is a double click.
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=2)


class LibraryRefusedError(ValueError):
    """The library stays as it is; the message says why, in words for a person."""


def free_slug(name: str) -> str:
    """An address of its own, made of the name."""
    base = slugify(name)[: NAME - 8] or "exercise"
    taken = set(Exercise.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def mark_as_proposed(exercise: Exercise, *, by: Any, at: datetime) -> None:
    """A draft of this person's, which is offered to nobody. The caller saves."""
    exercise.status = Status.DRAFT
    exercise.proposed_by, exercise.proposed_at = by, at
    exercise.reviewed_by, exercise.reviewed_on = None, None


@transaction.atomic
def publish_exercise(*, exercise: Exercise, by: Any, on: date) -> Exercise:
    """Offer an exercise to everybody, as reviewed by this person on this day.

    Raises LibraryRefusedError without its cues, and for one that was merged into another.
    """
    if exercise.merged_into_id is not None:
        raise LibraryRefusedError(_("It was merged into another exercise. Publish that one instead."))
    if not exercise.has_cues:
        raise LibraryRefusedError(_("Write its cues first: without them an athlete cannot be told how to do it."))
    exercise.status, exercise.review_note = Status.PUBLISHED, ""
    exercise.reviewed_by, exercise.reviewed_on = by, on
    exercise.save(update_fields=["status", "review_note", "reviewed_by", "reviewed_on"])
    return exercise


@transaction.atomic
def archive_exercise(*, exercise: Exercise) -> Exercise:
    """Offer it no more; it stays in the programs that have it. Raises LibraryRefusedError for a draft."""
    if exercise.status == Status.DRAFT:
        raise LibraryRefusedError(_("A draft is not offered to anyone. Publish it, send it back, or delete it."))
    exercise.status = Status.ARCHIVED
    exercise.save(update_fields=["status"])
    return exercise


@transaction.atomic
def restore_exercise(*, exercise: Exercise) -> Exercise:
    """Offer an archived exercise again, with the review that it had.

    Raises LibraryRefusedError for a draft, without cues, and for one that was merged into another.
    """
    if exercise.status == Status.DRAFT:
        raise LibraryRefusedError(_("A draft was never offered. Publish it."))
    if exercise.merged_into_id is not None:
        raise LibraryRefusedError(_("It was merged into another exercise, which has its history."))
    if not exercise.has_cues:
        raise LibraryRefusedError(_("Write its cues first: without them an athlete cannot be told how to do it."))
    exercise.status = Status.PUBLISHED
    exercise.save(update_fields=["status"])
    return exercise


@transaction.atomic
def send_back(*, exercise: Exercise, note: str) -> Exercise:
    """Ask who proposed a draft for something. Raises LibraryRefusedError without a note, and for no draft."""
    if exercise.status != Status.DRAFT:
        raise LibraryRefusedError(_("Only a draft can be sent back."))
    if not note.strip():
        raise LibraryRefusedError(_("Say what is missing, so that it can be added."))
    exercise.review_note = " ".join(note.split())[:500]
    exercise.save(update_fields=["review_note"])
    return exercise


@transaction.atomic
def copy_exercise(*, exercise: Exercise, by: Any, at: datetime) -> Exercise:
    """A draft like this exercise, with its equipment and its alternatives; this person's proposal. Safe to repeat.

    Pictures stay behind: they would show the other exercise. So do cautions, which a clinic admin writes.
    """
    name = _("{name} (copy)").format(name=exercise.name[: NAME - 12])
    mine = Exercise.objects.filter(name=name, status=Status.DRAFT, proposed_by=by)
    same = mine.filter(proposed_at__gt=at - DOUBLE_SUBMIT_WINDOW).first()
    if same is not None:
        return same
    equipment = list(exercise.equipment.all())
    alternatives = list(exercise.library_alternatives.all())
    draft = Exercise.objects.get(pk=exercise.pk)
    draft.pk, draft._state.adding = None, True
    draft.name = name
    draft.slug = free_slug(draft.name)
    draft.image, draft.video, draft.media_text = "", "", ""
    draft.merged_into, draft.review_note = None, ""
    mark_as_proposed(draft, by=by, at=at)
    draft.save()
    draft.equipment.set(equipment)
    for alternative in alternatives:
        ExerciseAlternative.objects.create(
            exercise=draft,
            instead_id=alternative.instead_id,
            reason=alternative.reason,
            load_factor=alternative.load_factor,
        )
    return draft
