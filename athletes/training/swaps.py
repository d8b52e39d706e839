"""Something else instead: what may be offered for an exercise, and a target as it is done then.

Offered for each reason: what the therapist wrote for this row, else what the library suggests, else a
neighbor in the same pattern (clinical.md 4.2: swaps stay in the pattern).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Window
from django.db.models.functions import RowNumber

from athletes.models import Session, Swap
from programs.models import Alternative, Caution, Exercise, ExerciseAlternative, Pattern, Status, SwapReason
from programs.models.prepared import prepared
from programs.rules.prescription.coverage import minimum_version

from .target import Target, prescriptions_of, slugs_of
from .targets import offer

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
        due: dict[str, Exercise] = {}
        keys: set[int] = set()
        patterns: set[str] = set()
        for exercise in _with_neighbors(slugs=slugs_of(targets)):
            due[exercise.slug] = exercise
            keys.add(exercise.pk)
            patterns.add(exercise.pattern)
        cautions = Caution.objects.filter(condition__in=list(conditions))
        return cls(
            due=due,
            by_therapist=_written(prescriptions_of(targets)),
            by_library=_suggested(keys),
            without_equipment=_without_equipment(patterns),
            cautioned=set(cautions.values_list("exercise_id", flat=True)),
        )

    def instead_of(self, target: Target, reason: str) -> Exercise | None:
        """The first that names one: the therapist for this reason or for any, the library, a neighbor."""
        own = self.due.get(target.exercise_slug)
        if own is None:
            return None
        for written_for in (reason, SwapReason.ANY):
            written = self.by_therapist.get((target.prescription_id, written_for))
            if written is not None and written.status != Status.DRAFT:
                return written
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
        nearest: Exercise | None = None
        for exercise in self.without_equipment.get(own.pattern, []):
            if exercise.measure != own.measure or exercise.pk == own.pk:
                continue
            if nearest is None or abs(exercise.level - own.level) < abs(nearest.level - own.level):
                nearest = exercise
        return nearest


def _written(prescriptions: Collection[int]) -> dict[tuple[int, str], Exercise]:
    written: dict[tuple[int, str], Exercise] = {}
    for row in _written_for(prescriptions=list(prescriptions)):
        written[row.prescription_id, row.reason] = row.exercise
    return written


def _suggested(exercises: Collection[int]) -> dict[tuple[int, str], Exercise]:
    suggested: dict[tuple[int, str], Exercise] = {}
    for row in _suggested_for(exercises=list(exercises)):
        suggested[row.exercise_id, row.reason] = row.instead
    return suggested


def _without_equipment(patterns: set[str]) -> dict[str, list[Exercise]]:
    """By pattern, what needs nothing: one for each measure and level, so that a large library costs no more.

    Plyometrics are swapped only for what a therapist wrote.
    """
    found: dict[str, list[Exercise]] = defaultdict(list)
    for exercise in _free_in(patterns=sorted(patterns - {Pattern.PLYOMETRIC})):
        found[exercise.pattern].append(exercise)
    return found


@prepared
def _with_neighbors(*, slugs: list[str]) -> QuerySet[Exercise]:
    return Exercise.objects.filter(slug__in=slugs).select_related("easier", "harder")


@prepared
def _written_for(*, prescriptions: list[int]) -> QuerySet[Alternative]:
    """The first in order comes last, and wins."""
    return Alternative.objects.filter(prescription__in=prescriptions).select_related("exercise").order_by("-order")


@prepared
def _suggested_for(*, exercises: list[int]) -> QuerySet[ExerciseAlternative]:
    """The oldest comes last, and wins."""
    return ExerciseAlternative.objects.filter(exercise__in=exercises).select_related("instead").order_by("-id")


@prepared
def _free_in(*, patterns: list[str]) -> QuerySet[Exercise]:
    position = Window(RowNumber(), partition_by=["pattern", "measure", "level"], order_by="name")
    free = Exercise.objects.filter(equipment__isnull=True, pattern__in=patterns, status=Status.PUBLISHED)
    return free.annotate(position=position).filter(position=1).order_by("level", "name")


def as_done(target: Target, swap: Swap | None) -> Target:
    """The target with the other exercise in its place; as prescribed without a swap, and where it is left out."""
    if swap is None or swap.instead is None:
        return target
    return target.swapped_with(swap.instead)


def by_prescription(swaps: Iterable[Swap]) -> dict[int, Swap]:
    """The choice for each target, by the row of the program."""
    return {swap.prescription_id: swap for swap in swaps}


def with_swaps(targets: Iterable[Target], standing: Mapping[int, Swap]) -> list[Target]:
    """Each target as it is done. standing -- the choice for it, where there is one"""
    return [as_done(target, standing.get(target.prescription_id)) for target in targets]


def targets_done(session: Session) -> list[Target]:
    """The targets of a session as they are done: swaps in place, and without what is left out."""
    standing = by_prescription(session.swaps.standing().select_related("instead"))
    done = []
    for target in offer(session).targets:
        swap = standing.get(target.prescription_id)
        if swap is None or not swap.is_skip:
            done.append(as_done(target, swap))
    return done


def minimum_prescriptions(targets: Sequence[Target]) -> set[int]:
    """The prescriptions that the minimum version of a session keeps."""
    kept: set[int] = set()
    for position in minimum_version([target.pattern for target in targets]):
        kept.add(targets[position].prescription_id)
    return kept
