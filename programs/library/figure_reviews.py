"""Reviews of figures: each is of the drawing that was looked at, and another drawing needs another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from programs.models import Exercise, FigureReview
from programs.own_figures.shown import figure_of

from .publishing import LibraryRefusedError


@transaction.atomic
def review_figure(*, exercise: Exercise, by: Any, at: datetime, is_accepted: bool, note: str = "") -> FigureReview:
    """Keeps what was said of the drawing as it is now, in place of what was said of it before.

    Raises LibraryRefusedError where nothing is drawn, and where it is not accepted without a word.
    """
    figure = figure_of(exercise.slug)
    if figure is None:
        raise LibraryRefusedError(_("This exercise has no figure."))
    if not is_accepted and not note:
        raise LibraryRefusedError(_("Say what is wrong with the figure."))
    said = {"is_accepted": is_accepted, "note": note, "reviewed_by": by, "reviewed_at": at}
    review, _is_new = FigureReview.objects.update_or_create(exercise=exercise, drawing=figure.drawing, defaults=said)
    return review


def reviews_of(exercises: Iterable[Exercise]) -> dict[str, FigureReview]:
    """What was said of each drawing that stands, by the exercise's slug; one query."""
    drawings = {exercise.pk: figure.drawing for exercise in exercises if (figure := figure_of(exercise.slug))}
    reviews = FigureReview.objects.filter(exercise_id__in=drawings).select_related("exercise", "reviewed_by")
    return {review.exercise.slug: review for review in reviews if review.drawing == drawings[review.exercise_id]}


def accepted_review(exercise: Exercise) -> FigureReview | None:
    """Who accepted the drawing that an athlete sees; nothing where nobody has."""
    review = reviews_of([exercise]).get(exercise.slug)
    return review if review is not None and review.is_accepted else None
