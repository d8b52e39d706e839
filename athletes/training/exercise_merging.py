"""One exercise that was written twice becomes one, with everything that was ever done of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from athletes.models import ExerciseNote, PainReport, Session, SetLog, Suggestion, Swap
from programs.library.merging import LibraryMoves, check_mergeable, library_moves, merge_in_library
from programs.library.publishing import LibraryRefusedError
from programs.models import Exercise

#: Rows that name an exercise and are no more than moved.
MOVED: tuple[tuple[type[models.Model], str], ...] = (
    (SetLog, "exercise"),
    (PainReport, "exercise"),
    (Suggestion, "exercise"),
    (Suggestion, "instead"),
    (Swap, "instead"),
)
_LONGEST_NOTE = 200
_BATCH = 200


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would move. sessions -- that were done with the exercise, or are under way"""

    library: LibraryMoves
    athletes: int
    sessions: int
    sets: int
    notes: int


def preview_merge(keep: Exercise, drop: Exercise) -> MergePreview:
    """What would move, counted; nothing is stored. Raises LibraryRefusedError, as ``merge_exercises``."""
    check_mergeable(keep, drop)
    sets = SetLog.objects.filter(exercise=drop)
    return MergePreview(
        library=library_moves(keep, drop),
        athletes=sets.values("athlete").distinct().count(),
        sessions=sets.values("session").distinct().count(),
        sets=sets.count(),
        notes=ExerciseNote.objects.filter(exercise=drop).count(),
    )


@transaction.atomic
def merge_exercises(*, keep: Exercise, drop: Exercise, typed_name: str) -> Exercise:
    """Everything of the one becomes the other's: plans, sets, pain, notes, alternatives, cautions, pictures.

    What was due when a session began keeps the words it had then. The one that goes stays archived, so that its
    address and a phone without a connection still find the other.
    typed_name -- of the one that goes, by hand: this is not taken back
    Raises LibraryRefusedError for another name, for an exercise that is not published or was merged already, and
    where pattern, sides, measure or contacts differ: their sets could not stand in one row.
    """
    if " ".join(typed_name.split()).casefold() != drop.name.casefold():
        raise LibraryRefusedError(_("Type the name of the one to be merged away: “{name}.”").format(name=drop.name))
    merge_in_library(keep=keep, drop=drop)
    for model, field in MOVED:
        model._default_manager.filter(**{field: drop}).update(**{field: keep})
    _move_notes(keep, drop)
    _readdress_targets(keep, drop)
    return keep


def _move_notes(keep: Exercise, drop: Exercise) -> None:
    """One note for each athlete: where there are two, the newer one first."""
    kept = {note.athlete_id: note for note in ExerciseNote.objects.filter(exercise=keep)}
    for note in ExerciseNote.objects.filter(exercise=drop):
        own = kept.get(note.athlete_id)
        if own is None:
            note.exercise = keep
            note.save(update_fields=["exercise"])
            continue
        newer, older = sorted((own, note), key=lambda each: each.written_at, reverse=True)
        own.text = " / ".join(text for text in (newer.text, older.text) if text)[:_LONGEST_NOTE]
        own.written_at = newer.written_at
        own.save(update_fields=["text", "written_at"])
        note.delete()


def _readdress_targets(keep: Exercise, drop: Exercise) -> None:
    """The frozen targets find the sets that moved: their address is the kept one's, their words stay."""
    changed = []
    for session in Session.objects.begun().only("pk", "targets").iterator(_BATCH):
        if _readdress(session.targets, keep.slug, drop.slug):
            changed.append(session)
    Session.objects.bulk_update(changed, ["targets"], batch_size=_BATCH)


def _readdress(targets: Any, kept: str, dropped: str) -> bool:
    found = list(_of_exercise(targets, dropped))
    for document in found:
        document["exercise"] = kept
    return bool(found)


def _of_exercise(targets: Any, slug: str) -> Iterator[dict[str, Any]]:
    for document in targets.get("entries", []):
        if document.get("exercise") == slug:
            yield document
