"""Who opened an athlete's data, for the athlete to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from athletes.access.requests import athlete_required
from athletes.enrollment.leaving.traces import Person
from athletes.models import Athlete

from .models import AccessLog

#: As far back as the page reads, in rows of the log.
LATEST = 2000
#: What was opened, by the start of the page's name; the first that fits.
SUBJECTS = (
    ("GET admin:athletes_session", _("a session of yours")),
    ("GET admin:athletes_painreport", _("what you said about pain")),
    ("GET admin:athletes_run", _("your runs")),
    ("GET admin:athletes_checkin", _("your weekly check-in")),
    ("GET admin:athletes_athlete_messages", _("your messages")),
    ("GET admin:athletes_athlete_record_file", _("downloaded your whole record")),
    ("GET admin:athletes_mail", _("the mails you got")),
    ("GET admin:athletes_discoverycall", _("the call you asked for")),
    ("GET admin:athletes_enrollment", _("your program")),
    ("GET admin:programs_program", _("your program")),
    ("GET admin:athletes_athlete_changelist", _("a list with you on it")),
    ("GET admin:", _("your record")),
    ("POST admin:", _("changed something of yours")),
)
ANYTHING_ELSE = _("your data")


@dataclass
class PersonalAccess:
    """One person on one day: what was opened, each once, and how often in all."""

    who: str
    subjects: list[str] = field(default_factory=list)
    times: int = 0

    def add(self, subject: str) -> None:
        self.times += 1
        if subject not in self.subjects:
            self.subjects.append(subject)


@dataclass
class AccessDay:
    on: date
    by_person: dict[str, PersonalAccess] = field(default_factory=dict)

    def add(self, who: str, subject: str) -> None:
        self.by_person.setdefault(who, PersonalAccess(who)).add(subject)

    @property
    def people(self) -> list[PersonalAccess]:
        return [self.by_person[who] for who in sorted(self.by_person)]


@require_safe
@athlete_required
def access_history(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Everybody but the athlete, day by day, the latest first."""
    context = {"days": access_days(athlete), "athlete": athlete, "tab": "settings"}
    return render(request, "clinic/access_history.html", context)


def access_days(athlete: Athlete) -> list[AccessDay]:
    """Who else opened this athlete's data: by day in the athlete's zone, the latest first, and by person."""
    days: dict[date, AccessDay] = {}
    rows = AccessLog.objects.about(athlete.pk).exclude(actor=athlete.pk).select_related("actor")[:LATEST]
    for row in rows:
        on = athlete.today(row.at)
        who = str(row.actor or _("somebody whose account is gone"))
        days.setdefault(on, AccessDay(on)).add(who, subject_of(row.action))
    return list(days.values())


def subject_of(action: str) -> str:
    """What a row of the log was about, in the athlete's words."""
    for start, words in SUBJECTS:
        if action.startswith(start):
            return str(words)
    return str(ANYTHING_ELSE)


def forget_addresses(person: Person) -> None:
    """Of an athlete who is erased: that their record was opened stays, from where they opened it goes."""
    AccessLog.objects.filter(actor=person.key).update(actor=None, address=None)
