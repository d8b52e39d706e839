"""Verbs of the clinic's own figures: drafted, reviewed as drawn, published, and taken back.

What is reviewed is drawn and kept as two files at that moment, and exactly those are published: nobody solves a pose
while an athlete waits, and nothing is shown that nobody has looked at.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from programs.figures.motions import MotionError, motions
from programs.models import Exercise, FigureCorrection, FigureReview, FigureStanding

from .documents import Document, document_of
from .drawing import DrawnFigure, draw
from .shown import forget_what_was_read


class FigureRefusedError(ValueError):
    """The figures stay as they are; the message says why, in words for a person."""


def shipped_document(slug: str) -> Document | None:
    """The motion that we ship for an exercise, as a document of its own."""
    motion = motions().get(slug)
    return document_of(motion) if motion else None


def in_work(exercise: Exercise) -> FigureCorrection | None:
    return FigureCorrection.objects.in_work().filter(exercise=exercise).select_related("drawn_by").first()


def published(exercise: Exercise) -> FigureCorrection | None:
    return FigureCorrection.objects.shown().filter(exercise=exercise).select_related("reviewed_by").first()


@transaction.atomic
def save_draft(
    *, exercise: Exercise, document: Document, by: Any, at: datetime, seen: str, may_take_over: bool = False
) -> FigureCorrection:
    """Keeps a document as the draft of an exercise; a reviewed one that is changed is a draft again.

    seen -- ``stamp_of`` what the form was filled from; may_take_over -- whether somebody else's draft may be changed
    Raises FigureRefusedError where it was changed meanwhile, and for a draft that is somebody else's.
    """
    draft = FigureCorrection.objects.in_work().filter(exercise=exercise).select_for_update().first()
    if draft is not None and draft.drawn_by_id == by.pk and draft.document == document:
        return draft  # a double click
    if stamp_of(draft) != seen:
        raise FigureRefusedError(
            _("Someone else saved this figure in the meantime. Yours is not saved yet: look at theirs in another tab.")
        )
    if draft is None:
        return FigureCorrection.objects.create(exercise=exercise, document=document, drawn_by=by, drawn_at=at)
    if draft.drawn_by_id != by.pk and not may_take_over:
        raise FigureRefusedError(_("{name} is working on this figure.").format(name=draft.drawn_by or _("Someone")))
    draft.document, draft.drawn_by, draft.drawn_at = document, by, at
    draft.standing, draft.version = FigureStanding.DRAFT, draft.version + 1
    draft.reviewed_by, draft.reviewed_at = None, None
    draft.drawing, draft.moving, draft.still = "", "", ""
    draft.save()
    return draft


def stamp_of(draft: FigureCorrection | None) -> str:
    """What tells one save from the next."""
    return f"{draft.pk}.{draft.version}" if draft else ""


@transaction.atomic
def review_draft(*, draft: FigureCorrection, by: Any, at: datetime) -> FigureCorrection:
    """Draws what stands there and keeps it as reviewed by this person.

    Raises FigureRefusedError where a check finds something: a picture of what nobody can do is worse than none.
    """
    if draft.standing != FigureStanding.DRAFT:
        raise FigureRefusedError(_("Only a draft is reviewed."))
    drawn = _draw(draft)
    if drawn.findings:
        said = "; ".join(finding.words for finding in drawn.findings)
        raise FigureRefusedError(_("It cannot be shown yet: {findings}").format(findings=said))
    slug = draft.exercise.slug
    draft.drawing = sha256(drawn.moving.encode()).hexdigest()[:16]
    draft.moving.save(f"{slug}.{draft.drawing}.svg", ContentFile(drawn.moving), save=False)
    draft.still.save(f"{slug}.{draft.drawing}.still.svg", ContentFile(drawn.still), save=False)
    draft.standing, draft.reviewed_by, draft.reviewed_at = FigureStanding.REVIEWED, by, at
    draft.save()
    said_of_it = {"is_accepted": True, "note": "", "reviewed_by": by, "reviewed_at": at}
    FigureReview.objects.update_or_create(exercise=draft.exercise, drawing=draft.drawing, defaults=said_of_it)
    return draft


def _draw(draft: FigureCorrection) -> DrawnFigure:
    try:
        return draw(draft.document, slug=draft.exercise.slug, tempo=draft.exercise.default_tempo)
    except MotionError as error:
        raise FigureRefusedError(str(error)) from error


@transaction.atomic
def publish_figure(*, figure: FigureCorrection, by: Any, at: datetime) -> FigureCorrection:
    """Shows a reviewed figure, or a former one again, in place of what is shown now.

    Raises FigureRefusedError without a review.
    """
    if not figure.drawing or figure.standing == FigureStanding.DRAFT:
        raise FigureRefusedError(_("A figure is reviewed before it is published."))
    for other in FigureCorrection.objects.shown().filter(exercise=figure.exercise).exclude(pk=figure.pk):
        other.standing = FigureStanding.FORMER
        other.save(update_fields=["standing"])
    figure.standing, figure.published_by, figure.published_at = FigureStanding.PUBLISHED, by, at
    figure.save(update_fields=["standing", "published_by", "published_at"])
    forget_what_was_read()
    return figure


@transaction.atomic
def back_to_shipped(*, exercise: Exercise) -> FigureCorrection:
    """Shows the figure that we ship, or none, and keeps the clinic's. Raises FigureRefusedError where none is shown."""
    figure = published(exercise)
    if figure is None:
        raise FigureRefusedError(_("No figure of the clinic is shown."))
    figure.standing = FigureStanding.FORMER
    figure.save(update_fields=["standing"])
    forget_what_was_read()
    return figure


@transaction.atomic
def set_aside(*, draft: FigureCorrection) -> FigureCorrection:
    """Ends the work on a draft; its numbers can be taken up again."""
    draft.standing = FigureStanding.FORMER
    draft.save(update_fields=["standing"])
    return draft
