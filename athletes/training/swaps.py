"""Something else instead: what may be offered for an exercise, and a target as it is done then.

Offered for each reason: what the therapist wrote for this row, else what the library suggests, else a
neighbor in the same pattern (clinical.md 4.2: swaps stay in the pattern).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Window
from django.db.models.functions import RowNumber

from athletes.models import Swap
from programs.models import Alternative, Caution, Exercise, ExerciseAlternative, Pattern, Status, SwapReason
from programs.rules.prescription.coverage import minimum_version

from .target import Target

#: Reasons that an alternative answers; short of time an exercise is left out.
ANSWERED = (SwapReason.HURTS, SwapReason.EQUIPMENT, SwapReason.EASY)


@dataclass(frozen=True)
class SwapChoice:
    """One line of the sheet: a reason and what to do instead."""

    reason: str
    instead: Exercise

    @property
    def label(self) -> str:
        return str(SwapReason(self.reason).label)


def choices_for(targets: Iterable[Target], conditions: Iterable[str] = ()) -> dict[int, list[SwapChoice]]:
    """What each target may be swapped for, by prescription, a choice for each reason, in five queries whatever
    their number.

    conditions -- the athlete's: what has a caution for one of them is offered only where the therapist wrote it
    """
    targets = list(targets)
    alternatives = _Alternatives.for_targets(targets, conditions)
    choices: dict[int, list[SwapChoice]] = defaultdict(list)
    for target in targets:
        for reason in ANSWERED:
            instead = alternatives.instead_of(target, reason)
            if instead is not None and instead.slug != target.exercise_slug:
                choices[target.prescription_id].append(SwapChoice(reason, instead))
    return dict(choices)


@dataclass(frozen=True, slots=True)
class _Alternatives:
    """All that could be done instead of some targets, read at once.

    by_therapist -- by prescription and reason; by_library -- by exercise and reason
    without_equipment -- by pattern
    """

    due: dict[str, Exercise]
    by_therapist: dict[tuple[int, str], Exercise]
    by_library: dict[tuple[int, str], Exercise]
    without_equipment: dict[str, list[Exercise]]
    cautioned: set[int]

    @classmethod
    def for_targets(cls, targets: Sequence[Target], conditions: Iterable[str]) -> _Alternatives:
        slugs = [target.exercise_slug for target in targets]
        exercises = list(Exercise.objects.filter(slug__in=slugs).select_related("easier", "harder"))
        cautions = Caution.objects.filter(condition__in=list(conditions))
        return cls(
            due={exercise.slug: exercise for exercise in exercises},
            by_therapist=_written([target.prescription_id for target in targets]),
            by_library=_suggested([exercise.pk for exercise in exercises]),
            without_equipment=_without_equipment({exercise.pattern for exercise in exercises}),
            cautioned=set(cautions.values_list("exercise_id", flat=True)),
        )

    def instead_of(self, target: Target, reason: str) -> Exercise | None:
        """The first that names one: the therapist for this reason or for any, the library, a neighbor."""
        own = self.due.get(target.exercise_slug)
        if own is None:
            return None
        for written_for in (reason, SwapReason.ANY):
            if (target.prescription_id, written_for) in self.by_therapist:
                return self.by_therapist[target.prescription_id, written_for]
        for exercise in (self.by_library.get((own.pk, reason)), self._neighbor(own, reason)):
            if exercise is not None and self._is_offered(exercise):
                return exercise
        return None

    def _is_offered(self, exercise: Exercise) -> bool:
        return exercise.status == Status.PUBLISHED and exercise.pk not in self.cautioned

    def _neighbor(self, own: Exercise, reason: str) -> Exercise | None:
        """Next to it in the same pattern: easier where it hurts, harder where it is easy, else without equipment."""
        if reason == SwapReason.EQUIPMENT:
            return self._without_equipment_near(own)
        neighbor = own.easier if reason == SwapReason.HURTS else own.harder
        if neighbor is None or neighbor.pattern != own.pattern:
            return None
        return neighbor

    def _without_equipment_near(self, own: Exercise) -> Exercise | None:
        """Of those measured alike, the one nearest in level."""
        free = self.without_equipment.get(own.pattern, [])
        alike = [exercise for exercise in free if exercise.measure == own.measure and exercise.pk != own.pk]
        return min(alike, key=lambda exercise: abs(exercise.level - own.level), default=None)


def _written(prescriptions: Collection[int]) -> dict[tuple[int, str], Exercise]:
    rows = Alternative.objects.filter(prescription__in=prescriptions).select_related("exercise").order_by("-order")
    return {(row.prescription_id, row.reason): row.exercise for row in rows}


def _suggested(exercises: Collection[int]) -> dict[tuple[int, str], Exercise]:
    rows = ExerciseAlternative.objects.filter(exercise__in=exercises).select_related("instead").order_by("-id")
    return {(row.exercise_id, row.reason): row.instead for row in rows}


def _without_equipment(patterns: set[str]) -> dict[str, list[Exercise]]:
    """By pattern, what needs nothing: one for each measure and level, so that a large library costs no more.

    Plyometrics are swapped only for what a therapist wrote.
    """
    position = Window(RowNumber(), partition_by=["pattern", "measure", "level"], order_by="name")
    free = Exercise.objects.filter(
        equipment__isnull=True, pattern__in=patterns - {Pattern.PLYOMETRIC}, status=Status.PUBLISHED
    )
    found: dict[str, list[Exercise]] = defaultdict(list)
    for exercise in free.annotate(position=position).filter(position=1).order_by("level", "name"):
        found[exercise.pattern].append(exercise)
    return found


def as_done(target: Target, swap: Swap | None) -> Target:
    """The target with the other exercise in its place; as prescribed without a swap, and where it is left out."""
    if swap is None or swap.instead is None:
        return target
    return target.swapped_with(swap.instead)


def minimum_prescriptions(targets: Sequence[Target]) -> set[int]:
    """The prescriptions that the minimum version of a session keeps."""
    kept = minimum_version([target.pattern for target in targets])
    return {targets[position].prescription_id for position in kept}
