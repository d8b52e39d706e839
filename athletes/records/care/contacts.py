"""Verbs of the log of contacts, and of the next visit. The athlete never sees the log."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.errors import NotTheirsError, RefusedError
from athletes.models import Athlete, CareContact, ContactKind, ContactResult, User
from athletes.models.care.contacts import MAX_MINUTES
from athletes.models.messages import MAX_TEXT

#: The same contact again within this time is a double click.
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=2)
#: What took place longer ago is no contact of this episode of care.
LOGGED_WITHIN = timedelta(days=366)
#: A visit is booked no further ahead.
BOOKED_WITHIN = timedelta(days=366)


@transaction.atomic
def log_contact(
    *,
    athlete: Athlete,
    kind: str,
    result: str,
    by: User,
    took_place_at: datetime,
    at: datetime,
    minutes: int | None = None,
    note: str = "",
) -> CareContact:
    """Write down one contact. Safe to repeat.

    kind, result -- of ``ContactKind`` and ``ContactResult``; minutes -- None where nobody counted
    Raises RefusedError for a time to come or more than a year ago, minutes outside of 1 to 480, a voicemail that is no
    call, and a note of more than 2,000 characters.
    """
    contact = CareContact(athlete=athlete, kind=kind, result=result, minutes=minutes, note=note.strip(), by=by)
    contact.at, contact.logged_at = took_place_at, at
    _check(contact, at)
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    recent = athlete.contacts.filter(by=by, kind=kind, result=result, at=took_place_at, note=contact.note)
    same: CareContact | None = recent.filter(logged_at__gt=at - DOUBLE_SUBMIT_WINDOW).first()
    if same is None:
        contact.save()
    return same or contact


@transaction.atomic
def correct_contact(
    *,
    contact: CareContact,
    kind: str,
    result: str,
    by: User,
    took_place_at: datetime,
    at: datetime,
    minutes: int | None = None,
    note: str = "",
) -> CareContact:
    """Say better what was written down; the history of changes keeps what it was.

    Raises NotTheirsError for anybody but its author, and RefusedError as ``log_contact`` does.
    """
    if contact.by_id != by.pk:
        raise NotTheirsError
    contact.kind, contact.result, contact.minutes, contact.note = kind, result, minutes, note.strip()
    contact.at, contact.logged_at = took_place_at, at
    _check(contact, at)
    contact.save()
    return contact


@transaction.atomic
def remove_contact(*, contact: CareContact, by: User) -> None:
    """Written down by mistake: it goes, and the history of changes keeps who took it away.

    Raises NotTheirsError for anybody but its author.
    """
    if contact.by_id != by.pk:
        raise NotTheirsError
    contact.delete()


def _check(contact: CareContact, now: datetime) -> None:
    if contact.at > now:
        raise RefusedError(_("That is still to come. Book it as the next visit instead."), field="at")
    if contact.at < now - LOGGED_WITHIN:
        raise RefusedError(_("That was more than a year ago."), field="at")
    if contact.minutes is not None and not 1 <= contact.minutes <= MAX_MINUTES:
        raise RefusedError(_("Minutes are 1 to 480."), field="minutes")
    if contact.result == ContactResult.VOICEMAIL and contact.kind != ContactKind.CALL:
        raise RefusedError(_("Only a call can end in voicemail."), field="result")
    if len(contact.note) > MAX_TEXT:
        raise RefusedError(_("A note has at most 2,000 characters."), field="note")


@transaction.atomic
def set_next_visit(*, athlete: Athlete, visit_at: datetime | None, at: datetime) -> None:
    """Book the next visit, or none. Raises RefusedError for a time that is past, or more than a year ahead."""
    if visit_at is not None and visit_at <= at:
        raise RefusedError(_("That time is past. Log a visit that took place as a contact."), field="visit_at")
    if visit_at is not None and visit_at > at + BOOKED_WITHIN:
        raise RefusedError(_("Book a visit within a year."), field="visit_at")
    athlete.next_visit_at = visit_at
    athlete.save(update_fields=["next_visit_at"])
