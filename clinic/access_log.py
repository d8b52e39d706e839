"""Who looked at an athlete's data, for the athlete to read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from athletes.access.requests import athlete_required
from athletes.models import Athlete

from .models import AccessLog

#: As far back as the page reads, in looks.
LATEST = 2000
#: What a look was, by the start of the page's name; the first that fits.
KINDS = (
    ("GET admin:athletes_session", _("a session of yours")),
    ("GET admin:athletes_painreport", _("what you said about pain")),
    ("GET admin:athletes_run", _("your runs")),
    ("GET admin:athletes_checkin", _("your weekly check-in")),
    ("GET admin:athletes_athlete_messages", _("your messages")),
    ("GET admin:athletes_mail", _("the mails you got")),
    ("GET admin:athletes_discoverycall", _("the call you asked for")),
    ("GET admin:athletes_enrollment", _("your program")),
    ("GET admin:programs_program", _("your program")),
    ("GET admin:athletes_athlete_changelist", _("a list with you on it")),
    ("GET admin:", _("your record")),
    ("POST admin:", _("changed something of yours")),
    ("GET", _("your data")),
)


@dataclass(frozen=True)
class Access:
    """One person on one day: what was looked at, and how often in all."""

    who: str
    what: list[str]
    times: int


@dataclass(frozen=True)
class AccessDay:
    on: date
    looks: list[Access]


@require_safe
@athlete_required
def access_history(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Everybody but the athlete, day by day, the latest first."""
    days = accesses_of(athlete)
    return render(request, "clinic/who_looked.html", {"days": days, "athlete": athlete, "tab": "settings"})


def accesses_of(athlete: Athlete) -> list[AccessDay]:
    """The looks of others at this athlete, by day in the athlete's zone and by person."""
    rows = AccessLog.objects.about(athlete.pk).exclude(actor=athlete.pk).select_related("actor")[:LATEST]
    days = groupby(rows, key=lambda row: athlete.today(row.at))
    return [AccessDay(on, _by_person(list(looks))) for on, looks in days]


def _by_person(rows: list[AccessLog]) -> list[Access]:
    people: dict[str, list[str]] = {}
    for row in rows:
        people.setdefault(str(row.actor or _("somebody whose account is gone")), []).append(_what(row.action))
    return [Access(who, list(dict.fromkeys(what)), len(what)) for who, what in sorted(people.items())]


def _what(action: str) -> str:
    return str(next((words for start, words in KINDS if action.startswith(start)), _("your data")))
