"""What an athlete notes about an exercise, for the next time that it comes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from athletes.models import Athlete, ExerciseNote
from programs.models import Exercise

from .clock import when_done
from .merge import Verdict


@transaction.atomic
def write_note(
    *, athlete: Athlete, exercise: Exercise, text: str, at: datetime, written_at: datetime | None = None
) -> Verdict:
    """Keep the note in place of the former one; an empty text takes it back. What was written last stands.

    written_at -- by the phone's clock: a note that waited on the phone does not replace a later one of another phone
    """
    written = when_done(written_at, at)
    former = athlete.exercise_notes.select_for_update(of=("self",)).filter(exercise=exercise).first()
    if former is not None and former.written_at > written:
        return Verdict.STALE
    values = {"text": text.strip(), "written_at": written, "received_at": at}
    ExerciseNote.objects.update_or_create(athlete=athlete, exercise=exercise, defaults=values)
    return Verdict.APPLIED
