"""What would make an entry of the library complete: asked of the database, once for any number of exercises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import Exercise, ExerciseAlternative, Pattern, Status, SwapReason
from programs.own_figures.shown import drawn_exercises
from programs.regions import REBOUNDS

#: Nobody has to wait for a wall.
ALWAYS_THERE = "wall"
LOWEST_LEVEL, HIGHEST_LEVEL = 1, 5
_items = Exercise.equipment.through.objects.filter(exercise_id=OuterRef("pk"))


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that an entry may lack. code -- of the column that says so; field -- where the form asks for it"""

    code: str
    words: str | Promise
    field: str
    condition: Callable[[], Q]

    @property
    def column(self) -> str:
        return f"lacks_{self.code}"


def _has_no_alternative(reason: str) -> Q:
    written = ExerciseAlternative.objects.filter(exercise=OuterRef("pk"), reason=reason)
    return ~Q(Exists(written.filter(instead__status=Status.PUBLISHED)))


def _without_cues() -> Q:
    return Q(short_cue="") | Q(setup_cue="") | Q(execution_cue="") | Q(common_fault="")


def _is_jump() -> Q:
    return Q(pattern=Pattern.PLYOMETRIC) | Q(slug__in=REBOUNDS)


def _has_no_easier_answer() -> Q:
    """Nothing is easier than the first level: where that hurts, it is left out."""
    return Q(level__gt=LOWEST_LEVEL) & ~Q(pattern=Pattern.MOBILITY) & _has_no_alternative(SwapReason.HURTS)


def _has_no_answer_without_equipment() -> Q:
    """Asked where something may be taken; a jump is never swapped for want of a box."""
    needs_something = Q(Exists(_items.exclude(equipment__slug=ALWAYS_THERE)))
    return needs_something & ~_is_jump() & _has_no_alternative(SwapReason.EQUIPMENT)


def _has_no_harder_answer() -> Q:
    """Which jump comes next is a therapist's to clear, not a choice in a session."""
    may_be_harder = Q(level__lt=HIGHEST_LEVEL) & ~_is_jump() & ~Q(pattern=Pattern.MOBILITY)
    return may_be_harder & _has_no_alternative(SwapReason.EASY)


def _has_no_easier_neighbor() -> Q:
    return Q(easier__isnull=True, level__gt=LOWEST_LEVEL) & ~Q(pattern=Pattern.MOBILITY)


def _has_no_harder_neighbor() -> Q:
    return Q(harder__isnull=True, level__lt=HIGHEST_LEVEL) & ~Q(pattern=Pattern.MOBILITY)


def _has_no_picture() -> Q:
    return Q(image="", video="") & ~Q(slug__in=drawn_exercises())


ALTERNATIVES = "library_alternatives-group"
#: In the order in which they matter to an athlete.
GAPS = (
    Gap("cues", _("cues"), "id_short_cue", _without_cues),
    Gap("hurts", _("swap for “hurts”"), ALTERNATIVES, _has_no_easier_answer),
    Gap("equipment", _("swap for “taken”"), ALTERNATIVES, _has_no_answer_without_equipment),
    Gap("easy", _("swap for “too easy”"), ALTERNATIVES, _has_no_harder_answer),
    Gap("easier", _("easier neighbor"), "id_easier", _has_no_easier_neighbor),
    Gap("harder", _("harder neighbor"), "id_harder", _has_no_harder_neighbor),
    Gap("picture", _("picture"), "id_image", _has_no_picture),
    Gap("review", _("review"), "standing", lambda: Q(reviewed_on__isnull=True)),
)


def with_gaps(exercises: QuerySet[Exercise]) -> QuerySet[Exercise]:
    """The exercises with a column for each thing that they may lack."""
    columns = {gap.column: ExpressionWrapper(gap.condition(), output_field=BooleanField()) for gap in GAPS}
    return exercises.annotate(**columns)


def incomplete(exercises: QuerySet[Exercise]) -> QuerySet[Exercise]:
    return exercises.filter(_any_gap())


def complete(exercises: QuerySet[Exercise]) -> QuerySet[Exercise]:
    return exercises.exclude(_any_gap())


def _any_gap() -> Q:
    found = Q()
    for gap in GAPS:
        found |= gap.condition()
    return found


def gaps_of(exercise: Exercise) -> list[Gap]:
    """What an exercise lacks that came from ``with_gaps``; nothing is asked again."""
    return [gap for gap in GAPS if getattr(exercise, gap.column)]
