"""Who opened an athlete's data, for the athlete to read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from athletes.access.events import EventKind
from athletes.access.requests import athlete_required
from athletes.models import Athlete
from clinic.models import AccessLog

from .pages import Words, page_words

#: As far back as the page reads, in rows of the log.
LATEST = 2000
#: What others did, in the athlete's words; {what} is theirs.
DEEDS: dict[str, Words] = {
    EventKind.OPENED: "{what}",
    EventKind.TRIED: "{what}",
    EventKind.CHANGED: _("changed {what}"),
    EventKind.EXPORTED: _("downloaded {what}"),
    EventKind.DENIED: _("tried to open {what} and was refused"),
    EventKind.LINK_MADE: _("made a link that signs you in"),
    EventKind.LINK_USED: _("used a link that signs you in"),
    EventKind.COVER_BEGUN: _("said who covers for your therapist"),
    EventKind.COVER_CHANGED: _("said who covers for your therapist"),
    EventKind.COVER_ENDED: _("said who covers for your therapist"),
    EventKind.HANDED_OVER: _("said who your therapist is"),
    EventKind.ADDRESS_CHANGED: _("changed your e-mail address"),
    EventKind.SIGNED_OUT_EVERYWHERE: _("signed you out everywhere"),
}
THEIR_LINK_WAS_USED = _("the link they made was used to sign in as you")


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
    """Who else opened this athlete's data: by day in the athlete's zone, the latest first, and by person.

    A link that staff made and that somebody used, the athlete too, stands under the name of who made it.
    """
    days: dict[date, AccessDay] = {}
    by_others = ~Q(actor=athlete.pk) & Q(actor__isnull=False)
    by_a_link_of_others = Q(kind=EventKind.LINK_USED, account__isnull=False)
    rows = (
        AccessLog.objects.about(athlete.pk).filter(by_others | by_a_link_of_others, kind__in=list(DEEDS)).found_first()
    )
    for row in rows.select_related("actor", "account")[:LATEST]:
        on = athlete.today(row.at)
        who, what = _entry(row, athlete)
        days.setdefault(on, AccessDay(on)).add(who, what)
    return list(days.values())


def _entry(row: AccessLog, athlete: Athlete) -> tuple[str, str]:
    """Whose entry a row is, and what it says."""
    gone = _("someone whose account is gone")
    if row.actor_id == athlete.pk:
        return str(row.account or gone), str(THEIR_LINK_WAS_USED)
    return str(row.actor or gone), subject_of(row)


def subject_of(row: AccessLog) -> str:
    """What a row of the log was about, in the athlete's words."""
    return str(DEEDS[row.kind]).format(what=page_words(row.action).theirs)
