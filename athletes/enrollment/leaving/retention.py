"""How long a record has to be kept: a legal hold, and the clinic's retention period after the last care."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import Athlete
from athletes.models.athletes import MAX_HOLD
from programs.dates import date_format

#: What counts as care that was given or received, and when it took place.
CARE = (
    ("sessions", "opened_at"),
    ("pain_reports", "reported_at"),
    ("check_ins", "answered_at"),
    ("runs", "received_at"),
    ("contacts", "at"),
    ("care_notes", "at"),
    ("messages", "sent_at"),
)


def last_care_on(athlete: Athlete) -> date | None:
    """The clinic's day on which something was last done with the athlete, or by them; None where nothing ever was."""
    days = []
    for related, moment in CARE:
        latest: datetime | None = getattr(athlete, related).aggregate(latest=Max(moment))["latest"]
        if latest is not None:
            days.append(clinic_day(latest))
    tested_on: date | None = athlete.assessments.aggregate(latest=Max("tested_on"))["latest"]
    if tested_on is not None:
        days.append(tested_on)
    return max(days, default=None)


def kept_until(athlete: Athlete) -> date | None:
    """The last day on which the record has to be kept; None where no care is in it, or the clinic sets no period."""
    last = last_care_on(athlete)
    if last is None or not settings.RECORD_RETENTION_YEARS:
        return None
    year = last.year + settings.RECORD_RETENTION_YEARS
    if (last.month, last.day) == (2, 29):
        last -= timedelta(days=1)  # not every year has that day
    return last.replace(year=year)


def past_their_period(at: datetime) -> list[Athlete]:
    """Archived records that have been kept as long as they have to be, and that no legal hold keeps."""
    found = []
    for athlete in Athlete.objects.filter(archived_at__lt=at, legal_hold="").order_by("pk"):
        until = kept_until(athlete)
        if until is not None and until < clinic_day(at):
            found.append(athlete)
    return found


def why_kept(athlete: Athlete, at: datetime) -> str:
    """Why the record may not be erased now, in a sentence; empty where it may."""
    if athlete.legal_hold:
        return _("A legal hold is on this record: {reason}").format(reason=athlete.legal_hold)
    until = kept_until(athlete)
    if until is not None and until >= clinic_day(at):
        return _(
            "The clinic keeps records for {years} years after the last care. This one must be kept until {day}."
        ).format(years=settings.RECORD_RETENTION_YEARS, day=date_format(until, "F j, Y"))
    return ""


@transaction.atomic
def hold(*, athlete: Athlete, reason: str) -> Athlete:
    """Nothing of the record may be erased until the hold is lifted. Raises RefusedError without a reason."""
    reason = reason.strip()
    if not reason or len(reason) > MAX_HOLD:
        raise RefusedError(_("Say why, in up to 200 characters."), field="hold")
    return _set_hold(athlete, reason)


@transaction.atomic
def lift_hold(*, athlete: Athlete) -> Athlete:
    """The record may be erased again, once its retention period is over. The change log keeps who, when and why."""
    return _set_hold(athlete, "")


def _set_hold(athlete: Athlete, reason: str) -> Athlete:
    athlete.legal_hold = reason
    athlete.save(update_fields=["legal_hold"])
    return athlete
