"""What the clinic keeps of its own care, beside the page: the latest notes and contacts."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import CharField, F, IntegerField, QuerySet, Value

from athletes.models import Athlete, CareContact

SHOWN_NOTES = 12
SHOWN_CONTACTS = 5
NOTE = "note"


@dataclass(frozen=True, slots=True)
class NoteLine:
    """by -- who wrote it; empty where it came with the discovery call"""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ContactLine:
    """how -- "Call: reached"; by -- who logged it, empty where that account is gone"""

    key: int
    how: str
    minutes: int | None
    note: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """The latest first. has_more_notes -- there are, or may be, older ones"""

    notes: list[NoteLine] = field(default_factory=list)
    contacts: list[ContactLine] = field(default_factory=list)

    @property
    def has_more_notes(self) -> bool:
        return len(self.notes) >= SHOWN_NOTES


def kept_lately(athlete: Athlete) -> Kept:
    """One query for both."""
    notes = _latest(athlete.care_notes.all(), SHOWN_NOTES)
    contacts = _latest(athlete.contacts.all(), SHOWN_CONTACTS)
    none = Value("", CharField())
    no_minutes = Value(None, IntegerField())
    columns = ("row_kind", "pk", "row_at", "said", "said_by", "row_result", "row_minutes")
    rows = (
        notes.annotate(row_kind=Value(NOTE, CharField()), row_at=F("at"), said=F("text"), said_by=F("author__name"))
        .annotate(row_result=none, row_minutes=no_minutes).values_list(*columns)
        .union(
            contacts.annotate(row_kind=F("kind"), row_at=F("at"), said=F("note"), said_by=F("by__name"))
            .annotate(row_result=F("result"), row_minutes=F("minutes")).values_list(*columns),
            all=True,
        )
        .order_by("-row_at", "-pk")
    )  # fmt: skip
    kept = Kept()
    for kind, key, at, said, by, result, minutes in rows:
        if kind == NOTE:
            kept.notes.append(NoteLine(said, by or "", at))
        else:
            how = str(CareContact(kind=kind, result=result))
            kept.contacts.append(ContactLine(key, how, minutes, said, by or "", at))
    return kept


def _latest(rows: QuerySet[Any], count: int) -> QuerySet[Any]:
    """So many of them, in a form that can be put together with others: SQLite takes no limit within a union."""
    latest = rows.order_by("-at", "-pk").values("pk")[:count]
    found: QuerySet[Any] = rows.model._default_manager.filter(pk__in=latest)
    return found.order_by()
