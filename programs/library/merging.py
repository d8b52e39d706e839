"""One exercise that was written twice becomes one: the plan and the library's part of it.

What athletes did with it is theirs: ``athletes.training.exercise_merging`` moves that in the same transaction.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from programs.models import Alternative, Caution, Exercise, ExerciseAlternative, FigureCorrection, Prescription, Status

from .comparing import ComparedRow, compare
from .publishing import LibraryRefusedError

#: What must agree, or sets of the two could not stand in one row.
AGREEING = ("pattern", "laterality", "measure", "contacts_per_rep")
MEDIA = ("image", "video")


@dataclass(frozen=True, slots=True)
class LibraryMoves:
    """What moves of the plan and the library. differing -- rows of a comparison that the kept one's words replace"""

    programs: int
    prescriptions: int
    alternatives: int
    cautions: int
    media: list[str]
    differing: list[ComparedRow]


def check_mergeable(keep: Exercise, drop: Exercise) -> None:
    """Raises LibraryRefusedError for what is not one exercise written twice."""
    if keep.pk == drop.pk:
        raise LibraryRefusedError(_("Choose two exercises."))
    if keep.status != Status.PUBLISHED:
        raise LibraryRefusedError(_("“{name}” is not published. Keep the other one.").format(name=keep.name))
    if drop.merged_into_id is not None:
        raise LibraryRefusedError(_("“{name}” was already merged.").format(name=drop.name))
    for field in AGREEING:
        if getattr(keep, field) != getattr(drop, field):
            words = _("They are not one exercise: {field} differs.")
            raise LibraryRefusedError(words.format(field=_label_of(field)))


def _label_of(name: str) -> str:
    return str(getattr(Exercise._meta.get_field(name), "verbose_name", name))


def library_moves(keep: Exercise, drop: Exercise) -> LibraryMoves:
    """What a merge would move; nothing is stored."""
    rows = Prescription.objects.filter(exercise=drop)
    written = Alternative.objects.filter(exercise=drop).count()
    own = ExerciseAlternative.objects.filter(exercise=drop).count()
    elsewhere = ExerciseAlternative.objects.filter(instead=drop).count()
    cautions = Caution.objects.filter(exercise=drop).count() + Caution.objects.filter(swap=drop).count()
    return LibraryMoves(
        programs=rows.values("workout__program").distinct().count(),
        prescriptions=rows.count(),
        alternatives=written + own + elsewhere,
        cautions=cautions,
        media=list(map(_label_of, _media_to_move(keep, drop))),
        differing=[row for row in compare(keep, drop) if row.differs],
    )


@transaction.atomic
def merge_in_library(*, keep: Exercise, drop: Exercise) -> None:
    """Point every plan and every entry of the library at the kept one; the other is archived, and says where it went.

    Raises LibraryRefusedError, as ``check_mergeable``.
    """
    check_mergeable(keep, drop)
    Prescription.objects.filter(exercise=drop).update(exercise=keep)
    _move_chosen_alternatives(keep, drop)
    _move_alternatives(keep, drop)
    _move_cautions(keep, drop)
    _move_neighbors(keep, drop)
    _move_own_figures(keep, drop)
    _move_media(keep, drop)
    for earlier in drop.duplicates.all():
        earlier.merged_into = keep
        earlier.save(update_fields=["merged_into"])
    drop.status, drop.merged_into, drop.easier, drop.harder = Status.ARCHIVED, keep, None, None
    drop.save()


def _move_chosen_alternatives(keep: Exercise, drop: Exercise) -> None:
    """Those that a therapist wrote for a row; the row's own exercise is none."""
    for chosen in Alternative.objects.filter(exercise=drop).select_related("prescription"):
        others = Alternative.objects.filter(prescription=chosen.prescription, reason=chosen.reason, exercise=keep)
        if chosen.prescription.exercise_id == keep.pk or others.exists():
            chosen.delete()
        else:
            chosen.exercise = keep
            chosen.save(update_fields=["exercise"])
    Alternative.objects.filter(exercise=keep, prescription__exercise=keep).delete()


def _move_alternatives(keep: Exercise, drop: Exercise) -> None:
    """Of the library: each once, and none to itself."""
    for row in ExerciseAlternative.objects.filter(exercise=drop):
        _repoint(row, exercise=keep, instead=row.instead)
    for row in ExerciseAlternative.objects.filter(instead=drop):
        _repoint(row, exercise=row.exercise, instead=keep)


def _repoint(row: ExerciseAlternative, *, exercise: Exercise, instead: Exercise) -> None:
    same = ExerciseAlternative.objects.filter(exercise=exercise, instead=instead, reason=row.reason)
    if exercise == instead or same.exists():
        row.delete()
        return
    row.exercise, row.instead = exercise, instead
    row.save(update_fields=["exercise", "instead"])


def _move_cautions(keep: Exercise, drop: Exercise) -> None:
    """A caution of either holds for the kept one. What has no swap left is left out instead."""
    known = set(keep.cautions.values_list("condition", flat=True))
    for caution in Caution.objects.filter(exercise=drop):
        if caution.condition in known:
            caution.delete()
            continue
        caution.exercise = keep
        if caution.swap_id == keep.pk:
            caution.swap = None
        caution.save(update_fields=["exercise", "swap"])
    for caution in Caution.objects.filter(swap=drop):
        caution.swap = None if caution.exercise_id == keep.pk else keep
        caution.save(update_fields=["swap"])


def _move_neighbors(keep: Exercise, drop: Exercise) -> None:
    for link in ("easier", "harder"):
        for other in Exercise.objects.filter(**{link: drop}).exclude(pk__in=[keep.pk, drop.pk]):
            setattr(other, link, keep)
            other.save(update_fields=[link])
        neighbor = getattr(keep, link)
        if neighbor is None or neighbor == drop:
            inherited = getattr(drop, link)
            setattr(keep, link, None if inherited == keep else inherited)
    keep.save(update_fields=["easier", "harder"])


def _media_to_move(keep: Exercise, drop: Exercise) -> list[str]:
    return [name for name in MEDIA if getattr(drop, name) and not getattr(keep, name)]


def _move_own_figures(keep: Exercise, drop: Exercise) -> None:
    """What the clinic drew of the one that goes, unless the kept one has drawings of its own: those stand."""
    if not FigureCorrection.objects.filter(exercise=keep).exists():
        FigureCorrection.objects.filter(exercise=drop).update(exercise=keep)


def _move_media(keep: Exercise, drop: Exercise) -> None:
    """A picture or video that only the other one has; its file stays where it lies."""
    moved = _media_to_move(keep, drop)
    if not moved:
        return
    for name in moved:
        setattr(keep, name, getattr(drop, name))
        setattr(drop, name, "")
    keep.media_text = keep.media_text or drop.media_text
    keep.save(update_fields=[*moved, "media_text"])
