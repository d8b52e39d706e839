"""Verbs of the clinic's notes about an athlete, which the athlete never sees."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.models import Athlete, CareNote, User
from athletes.models.messages import MAX_TEXT

#: The same text again within this time is a double click.
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=2)


@transaction.atomic
def write_care_note(*, athlete: Athlete, author: User, text: str, at: datetime) -> CareNote:
    """Keep a note. Safe to repeat.

    Raises RefusedError for an empty text, or one of more than 2,000 characters.
    """
    text = text.strip()
    if not text or len(text) > MAX_TEXT:
        raise RefusedError(_("Write 1 to 2,000 characters."), field="text")
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    recent = athlete.care_notes.filter(author=author, text=text, at__gt=at - DOUBLE_SUBMIT_WINDOW)
    same: CareNote | None = recent.first()
    return same or CareNote.objects.create(athlete=athlete, author=author, text=text, at=at)
