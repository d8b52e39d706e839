"""Who said what about one athlete lately: answers and words of their own, and what was noted at the clinic."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import F, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.models import CareContact, ContactKind, ContactResult, FlagAct, Session
from athletes.problems.caseload import CaseReport

#: How many lines the review shows.
SHOWN = 4


@dataclass(frozen=True, slots=True)
class Said:
    """One line: the words, who said them, and when."""

    words: str
    by: str
    at: datetime


def said_of(
    name: str, reports: Iterable[CaseReport], session: Session | None, noted: Iterable[Said], *, shown: int = SHOWN
) -> list[Said]:
    """The latest first.

    name -- the athlete's; reports -- of the place that is decided about; session -- their last one, for its note
    noted -- at the clinic
    """
    said = [*_answered(reports), *noted]
    if session is not None and session.note and session.finished_at is not None:
        said.append(Said(_("“{note}”").format(note=session.note), name, session.finished_at))
    said.sort(key=attrgetter("at"), reverse=True)
    return said[:shown]


def _answered(reports: Iterable[CaseReport]) -> list[Said]:
    """How often the place was not calm within an hour."""
    restless = list(filter(None, map(attrgetter("asked_at"), reports)))
    if not restless:
        return []
    words = ngettext("Not calm within an hour, once.", "Not calm within an hour, {count} times.", len(restless))
    return [Said(words.format(count=len(restless)), _("asked after sessions"), restless[-1])]


def noted_at_the_clinic(athlete_id: int) -> list[Said]:
    """Contacts, and notes of decisions; a call that decided something stands in both, and is one line. One query."""
    acts = FlagAct.objects.filter(athlete=athlete_id, by__isnull=False).exclude(note="")
    contacts = CareContact.objects.filter(athlete=athlete_id)
    columns = ("at", "by__name", "note", "contact_kind", "contact_result")
    both = (
        acts.annotate(contact_kind=Value(""), contact_result=Value("")).values_list(*columns).order_by()
        .union(contacts.annotate(contact_kind=F("kind"), contact_result=F("result")).values_list(*columns).order_by())
        .order_by("-at")[: 3 * SHOWN]
    )  # fmt: skip
    lines: dict[tuple[datetime, str], Said] = {}
    for at, by, note, kind, result in both:
        words = ": ".join(filter(None, [_how_it_went(kind, result), note]))
        if result or (at, by) not in lines:
            lines[at, by] = Said(words, by, at)
    return list(lines.values())


def _how_it_went(kind: str, result: str) -> str:
    """“Voicemail”, “Visit, reached”; empty for a decision."""
    if not result:
        return ""
    label = str(ContactResult(result).label)
    if kind == ContactKind.CALL:
        return label
    return f"{ContactKind(kind).label}, {label.lower()}"
