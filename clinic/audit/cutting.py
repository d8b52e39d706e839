"""The oldest part of the access log goes when its time is over, by whole seals: what stays can be verified as before.

A row of the log itself says up to where, and is sealed like any other. The anchor file is never cut: its lines say when
the seals were made that are gone, and which of them was the last before those that are left.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from athletes.access.events import EventKind, record_event
from athletes.models import Athlete
from clinic.models import AccessLog, AccessSeal

#: Never too short, whatever years lie in between.
YEAR = timedelta(days=366)
#: So much is left to come together: each part that goes leaves a row.
PART = timedelta(days=31)
#: Rows that go at once: the transaction ends within seconds, and the next hour takes more.
MOST_ROWS = 200_000


@transaction.atomic
def cut_access_log(at: datetime) -> int:
    """Delete what is older than the clinic keeps, a month or more at a time; returns how many rows went.

    Nothing goes that names an athlete under a legal hold, and nothing after it. The newest seal stays in any case.
    """
    last_row = _end_of_part(at)
    if last_row is None:
        return 0
    record_event(EventKind.LOG_CUT, note=str(last_row))
    gone, _by_model = AccessLog.objects.filter(id__lte=last_row).delete()
    AccessSeal.objects.filter(last_row__lte=last_row).delete()
    return gone


def _end_of_part(at: datetime) -> int | None:
    """The last row of the part that goes now; None where nothing does."""
    if not settings.ACCESS_LOG_RETENTION_YEARS:
        return None
    over_since = at - YEAR * settings.ACCESS_LOG_RETENTION_YEARS
    if not AccessSeal.objects.filter(at__lt=over_since - PART).exists():
        return None
    newest = AccessSeal.objects.order_by("-id").values("id")[:1]
    over = AccessSeal.objects.filter(at__lt=over_since).exclude(id__in=newest).order_by("id")
    held = _first_row_on_hold()
    if held is not None:
        over = over.filter(last_row__lt=held)
    end, rows = None, 0
    for last_row, count in over.values_list("last_row", "count").iterator():
        rows += count
        if end is not None and rows > MOST_ROWS:
            break
        end = last_row
    return end


def _first_row_on_hold() -> int | None:
    held = list(Athlete.objects.exclude(legal_hold="").values_list("pk", flat=True))
    if not held:
        return None
    return AccessLog.objects.about(*held).order_by("id").values_list("id", flat=True).first()


def first_row_kept() -> int | None:
    """The first row after the last part that went, as the log itself says; None where nothing ever did."""
    said = AccessLog.objects.filter(kind=EventKind.LOG_CUT).order_by("-id").values_list("note", flat=True).first()
    return int(said) + 1 if said else None
