"""Who asked for a discovery call and waits, as the caseload shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.models import DiscoveryCall, User
from athletes.models.people import clinic_time_zone
from athletes.workdays import is_overdue, working_days_between

SHOWN = 20


@dataclass(frozen=True)
class Waiting:
    call: DiscoveryCall
    days: int
    is_overdue: bool

    @property
    def waited(self) -> str:
        """“3 working days, overdue”."""
        words = ngettext("{days} working day", "{days} working days", self.days).format(days=self.days)
        if self.is_overdue:
            return words + ", " + _("overdue")
        return words


def calls_waiting(user: User, at: datetime) -> list[Waiting]:
    """The calls that nobody has made yet, the longest wait first; one query."""
    zone = ZoneInfo(clinic_time_zone())
    today = at.astimezone(zone).date()
    found = []
    for call in DiscoveryCall.objects.visible_to(user).waiting()[:SHOWN]:
        asked_on = call.asked_at.astimezone(zone).date()
        found.append(Waiting(call, working_days_between(asked_on, today), is_overdue(asked_on, today)))
    return found
