"""Who asked for a discovery call and waits, as the caseload shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.localtime import clinic_day
from athletes.models import DiscoveryCall, User

SHOWN = 20


@dataclass(frozen=True)
class WaitingCall:
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


def calls_waiting(user: User, at: datetime) -> list[WaitingCall]:
    """The calls that nobody has made yet, the longest wait first; one query."""
    today = clinic_day(at)
    calls = DiscoveryCall.objects.visible_to(user).waiting()[:SHOWN]
    return [WaitingCall(call, call.waited(today), call.is_overdue(today)) for call in calls]
