"""Monitoring over thirty days: days with data, minutes of care, the first conversation, and which codes they count for.

The codes are the clinic's own table; none is shipped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.localtime import clinic_day
from athletes.models import Athlete, BillingCode, CareContact, CheckIn, PainReport, Run, Session
from programs.models.keys import keys_of

from .period import ReportPeriod


@dataclass(frozen=True)
class CodeAnswer:
    """Whether the figures are enough for one code. needs -- each thing that it asks for, with the figure"""

    code: BillingCode
    is_met: bool
    needs: Sequence[str]


@dataclass(frozen=True)
class Monitoring:
    """One athlete over a period. days -- with data; conversation -- the first one, None without any"""

    athlete: Athlete
    days: Sequence[date]
    contacts: Sequence[CareContact]
    codes: Sequence[CodeAnswer]

    @property
    def minutes(self) -> int:
        return _minutes(self.contacts)

    @property
    def conversation(self) -> CareContact | None:
        return _first_conversation(self.contacts)

    @property
    def codes_met(self) -> str:
        return ", ".join(answer.code.code for answer in self.codes if answer.is_met)


def monitoring_of(athletes: Iterable[Athlete], period: ReportPeriod) -> list[Monitoring]:
    """Of each athlete, in their order. Six queries, however many athletes."""
    shown = list(athletes)
    keys = keys_of(shown)
    days = _days_with_data(keys, period)
    contacts: dict[int, list[CareContact]] = defaultdict(list)
    for contact in _contacts(keys, period):
        contacts[contact.athlete_id].append(contact)
    codes = list(BillingCode.objects.all())
    found = []
    for athlete in shown:
        own_days, own_contacts = sorted(days[athlete.pk]), contacts[athlete.pk]
        answers = [answer_of(code, len(own_days), own_contacts) for code in codes]
        found.append(Monitoring(athlete, own_days, own_contacts, answers))
    return found


def _contacts(keys: Sequence[int], period: ReportPeriod) -> Iterable[CareContact]:
    """In the order in which they took place."""
    rows: Iterable[CareContact] = (
        CareContact.objects.filter(athlete__in=keys)
        .between(period.begin, period.end)
        .select_related("by")
        .order_by("at", "id")
    )
    return rows


def _days_with_data(keys: Sequence[int], period: ReportPeriod) -> dict[int, set[date]]:
    """By athlete, the days of the period on which they trained, ran, reported pain or answered the weekly check-in."""
    days: dict[int, set[date]] = defaultdict(set)
    span = (period.begin, period.end)
    opened = Session.objects.filter(athlete__in=keys, opened_at__gte=span[0], opened_at__lt=span[1])
    answered = CheckIn.objects.filter(athlete__in=keys, answered_at__gte=span[0], answered_at__lt=span[1])
    instants: list[tuple[int, datetime]] = [
        *opened.values_list("athlete", "opened_at"),
        *answered.values_list("athlete", "answered_at"),
    ]
    for athlete, at in instants:
        days[athlete].add(clinic_day(at))
    between = (period.first, period.last)
    runs = Run.objects.kept().filter(athlete__in=keys, ran_on__range=between)
    pains = PainReport.objects.filter(athlete__in=keys, reported_on__range=between)
    known_days: list[tuple[int, date]] = [
        *runs.values_list("athlete", "ran_on"),
        *pains.values_list("athlete", "reported_on"),
    ]
    for athlete, day in known_days:
        days[athlete].add(day)
    return days


# -- codes -------------------------------------------------------------------------------------


def answer_of(code: BillingCode, days: int, contacts: Sequence[CareContact]) -> CodeAnswer:
    """Whether so many days with data and these contacts are what the code asks for."""
    needs, misses = [], 0
    if code.min_days is not None:
        needs.append(_("{count} of {least} days with data").format(count=days, least=code.min_days))
        misses += days < code.min_days
    if code.min_minutes is not None:
        minutes = _minutes(contacts)
        needs.append(_("{count} of {least} minutes").format(count=minutes, least=code.min_minutes))
        misses += minutes < code.min_minutes
    if code.needs_conversation:
        has_spoken = _first_conversation(contacts) is not None
        needs.append(_("a conversation") if has_spoken else _("no conversation yet"))
        misses += not has_spoken
    return CodeAnswer(code, misses == 0, needs)


def _minutes(contacts: Iterable[CareContact]) -> int:
    return sum(contact.minutes or 0 for contact in contacts)


def _first_conversation(contacts: Iterable[CareContact]) -> CareContact | None:
    return next((contact for contact in contacts if contact.is_conversation), None)


# -- as a table for a spreadsheet ----------------------------------------------------------------


def monitoring_lines(found: Iterable[Monitoring], period: ReportPeriod) -> list[list[str]]:
    """A line for each athlete, below the names of the columns."""
    heading = [_("athlete"), _("from"), _("to"), _("days with data"), _("minutes of care"), _("first conversation")]
    lines = [[*heading, _("codes")]]
    for each in found:
        spoken = clinic_day(each.conversation.at).isoformat() if each.conversation else ""
        span = [period.first.isoformat(), period.last.isoformat()]
        figures = [str(len(each.days)), str(each.minutes), spoken]
        lines.append([each.athlete.user.name, *span, *figures, each.codes_met])
    return lines


def details_of(each: Monitoring) -> list[list[str]]:
    """Each day and each contact that was counted, for the file of one athlete."""
    lines: list[list[str]] = [[], [_("days with data")], *([day.isoformat()] for day in each.days)]
    lines += [[], [_("contact"), _("day"), _("minutes"), _("by")]]
    for contact in each.contacts:
        by = contact.by.name if contact.by else ""
        lines.append([str(contact), clinic_day(contact.at).isoformat(), str(contact.minutes or ""), by])
    return lines


def days_words(count: int) -> str:
    return ngettext("{count} day", "{count} days", count).format(count=count)
