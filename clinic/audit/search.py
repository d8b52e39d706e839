"""The access log, asked in words: whose data, by whom, on which days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from athletes.access.events import EventKind
from athletes.localtime import LAST_YEAR, clinic_time_zone, instant
from athletes.models import Athlete, Role, User
from clinic.models import AccessLog, AccessLogQuerySet
from programs.models.fields import is_key
from programs.models.keys import keys_of

from .words import deed_of

PER_PAGE = 100
MOST_PAGES = 200
#: More people of one name than this are asked for by more of it.
MOST_PEOPLE = 50
FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(LAST_YEAR, 12, 31)


class SearchForm(forms.Form):
    """What is left empty does not narrow the search."""

    athlete = forms.CharField(
        label=_("Athlete"), required=False, max_length=120, help_text=_("Part of the name, an address, or the number.")
    )
    person = forms.CharField(label=_("Person who did it"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("Anything")), *EventKind.choices])
    from_on = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until_on = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    page = forms.IntegerField(required=False, min_value=1, max_value=MOST_PAGES, widget=forms.HiddenInput)

    def clean(self) -> None:
        for name in ("from_on", "until_on"):
            day = self.cleaned_data.get(name)
            if day is not None and not FIRST_DAY <= day <= LAST_DAY:
                self.add_error(name, _("Give a day from 2000 on."))


@dataclass(frozen=True)
class LogLine:
    """One row in words. about -- the names of those whom it is about, and of the account"""

    row: AccessLog
    who: str
    deed: str
    about: list[str]


@dataclass(frozen=True)
class Found:
    """A page of the log, the latest first. people -- of the names that were typed, whom they meant

    shown -- the keys of all athletes whose names stand in it; next_page -- None where this is the last
    """

    lines: list[LogLine]
    people: list[User]
    shown: set[int]
    next_page: int | None


def search(form: SearchForm, by: User) -> Found:
    """What a valid form asks for. by -- a clinic admin; the athletes are those that they may see"""
    asked = form.cleaned_data
    rows = AccessLog.objects.select_related("actor", "account").order_by("-at", "-id")
    people: list[User] = []
    if asked["athlete"]:
        athletes = list(_athletes(asked["athlete"], by))
        people += athletes
        number = [int(asked["athlete"])] if is_key(asked["athlete"]) else []  # of a record that was erased
        rows = rows.about(*keys_of(athletes), *number).found_first()
    if asked["person"]:
        named = list(_named(asked["person"])[:MOST_PEOPLE])
        people += named
        rows = rows.of_person(*keys_of(named))
    if asked["kind"]:
        rows = rows.filter(kind=asked["kind"])
    return _page(_in_days(rows, asked["from_on"], asked["until_on"]), asked["page"] or 1, people)


def _athletes(name: str, by: User) -> Iterable[User]:
    mine = Athlete.objects.visible_to(by).values("pk")
    return _named(name).filter(role=Role.ATHLETE, pk__in=mine)[:MOST_PEOPLE]


def _named(text: str) -> QuerySet[User]:
    return User.objects.filter(Q(name__icontains=text) | Q(email__icontains=text)).order_by("name", "pk")


def _in_days(rows: AccessLogQuerySet, from_on: date | None, until_on: date | None) -> AccessLogQuerySet:
    """By the clinic's calendar, the last day included."""
    if from_on is not None:
        rows = rows.filter(at__gte=_midnight(from_on))
    if until_on is not None:
        rows = rows.filter(at__lt=_midnight(until_on + timedelta(days=1)))
    return rows


def _midnight(on: date) -> datetime:
    return instant(clinic_time_zone(), on, time.min)


def _page(rows: AccessLogQuerySet, number: int, people: list[User]) -> Found:
    start = (number - 1) * PER_PAGE
    page = list(rows[start : start + PER_PAGE + 1])
    has_more = len(page) > PER_PAGE and number < MOST_PAGES
    page = page[:PER_PAGE]
    shown = {key for row in page for key in row.athletes}
    names = dict(User.objects.filter(pk__in=shown).values_list("pk", "name"))
    lines = [line_of(row, names) for row in page]
    next_page = number + 1 if has_more else None
    return Found(lines, people, set(names), next_page)


def line_of(row: AccessLog, names: dict[int, str]) -> LogLine:
    """names -- of the athletes that still have an account, by their keys"""
    about = []
    for key in row.athletes:
        about.append(names.get(key) or str(_("record {number}, erased")).format(number=key))
    if row.account is not None:
        about.append(str(row.account))
    return LogLine(row, who_did(row), deed_of(row), about)


def who_did(row: AccessLog) -> str:
    if row.actor is not None:
        return str(row.actor)
    if row.actor_id is not None:
        return str(_("account {number}, gone")).format(number=row.actor_id)
    if row.request_id is None and not row.address_digest:
        return str(_("the clinic itself"))
    return str(_("someone not signed in"))
