"""The contact sheet of all figures: how each exercise is done, its common fault, and what was said of its drawing."""

from __future__ import annotations

from dataclasses import dataclass

from programs.library.figure_reviews import reviews_of
from programs.models import Exercise, FigureReview, Pattern, Status
from programs.own_figures.shown import ShownFault, ShownFigure, drawn_exercises, fault_of, figure_of


@dataclass(frozen=True, slots=True)
class SheetCard:
    exercise: Exercise
    figure: ShownFigure
    fault: ShownFault | None
    review: FigureReview | None


@dataclass(frozen=True, slots=True)
class FigureSheet:
    """cards -- of the chosen pattern, by pattern and name; reviewed -- how many of them were accepted"""

    cards: list[SheetCard]
    patterns: list[tuple[str, str]]
    pattern: str
    without: list[Exercise]

    @property
    def reviewed(self) -> int:
        return sum(card.review is not None and card.review.is_accepted for card in self.cards)


def figure_sheet(pattern: str) -> FigureSheet:
    """pattern -- one of ``Pattern``; anything else shows all"""
    exercises = Exercise.objects.exclude(status=Status.ARCHIVED).order_by("pattern", "name")
    chosen = pattern if pattern in Pattern.values else ""
    if chosen:
        exercises = exercises.filter(pattern=chosen)
    drawn = list(exercises.filter(slug__in=drawn_exercises()))
    reviews = reviews_of(drawn)
    cards = []
    for exercise in drawn:
        figure = figure_of(exercise.slug)
        assert figure is not None
        cards.append(SheetCard(exercise, figure, fault_of(exercise.slug), reviews.get(exercise.slug)))
    patterns = [(each.value, str(each.label)) for each in Pattern]
    return FigureSheet(cards, patterns, chosen, list(exercises.exclude(slug__in=drawn_exercises())))
