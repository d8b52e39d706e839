"""What is wrong with outgoing mail, found by looking at the ledger and not by waiting for a complaint."""

from __future__ import annotations

import logging
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.localtime import clinic_day
from athletes.mail.kinds import RECURRING_KINDS
from athletes.mail.planner import schedule_reminder
from athletes.models import Athlete, LoopBeat, Mail, MailChannel, MailKind, MailReason, MailState, User

from .mailbox import trouble_with_mailbox

log = logging.getLogger(__name__)

#: The loop is silent when it has not finished a tick for this long.
SILENT_AFTER = timedelta(minutes=10)
#: What is due goes out within a tick or two; a row that is older than this, and may go out, is stuck.
OVERDUE_AFTER = timedelta(minutes=15)
#: Whoever wants the weekly mail has a due time within this.
DUE_WITHIN = timedelta(days=8)
#: A row that was planned further ahead than this was planned by another clock.
CLOCKS_DIFFER = timedelta(minutes=5)
#: So long a mail that did not arrive is told of.
TOLD_FOR = timedelta(days=7)
NEVER_SENT = [MailReason.HELD]


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong. code -- its name in the probe; words -- for the clinic admin, with what to do"""

    code: str
    count: int
    words: str


#: What other packages watch, and clinic admins are told of in the same way.
OTHERS: list[Callable[[datetime], list[Trouble]]] = []


def also_watch(find: Callable[[datetime], list[Trouble]]) -> None:
    """For the packages above: what they find is told with the rest."""
    OTHERS.append(find)


def findings(at: datetime) -> list[Trouble]:
    """All that is wrong now, the worst first; changes nothing."""
    found: list[Trouble | None] = [
        *_of_the_loop(at), _overdue(at), _unknown(at), _failed(at), _expired(at), _bad_addresses(at),
        _of_the_mailbox(), _without_due_time(at), _unknown_zones(),
    ]  # fmt: skip
    for find in OTHERS:
        found += find(at)
    return [finding for finding in found if finding and finding.count]


def repair(at: datetime) -> int:
    """Mend what can be mended without sending anything twice; returns how many rows.

    A missing due time is set anew. A day of digests that lies ahead is forgotten: the ledger's own constraint keeps a
    second digest of one day away.
    """
    repaired = LoopBeat.objects.filter(digests_on__gt=clinic_day(at)).update(digests_on=None)
    for athlete in _lost(at).select_related("user"):
        try:
            schedule_reminder(athlete, after=at)
            repaired += 1
        except Exception:  # such as a zone that nobody knows: it stays a finding
            log.exception("the due times of athlete %s cannot be set", athlete.pk)
    return repaired


# -- the loop itself -------------------------------------------------------------------------


def _of_the_loop(at: datetime) -> list[Trouble]:
    beat = LoopBeat.objects.first()
    if beat is None:
        return [_silent(), *_ahead(at)]
    found = _ahead(at)
    if at - beat.at > SILENT_AFTER:
        found.insert(0, _silent())
    if beat.held_since:
        words = _(
            "A backup was restored: no mail goes out before your administrator lets it (send_reminders --resume)."
        )
        found.append(Trouble("held", 1, words))
    if beat.trouble_since:
        words = _("No e-mail has been accepted for a while. The mail server said: {said}")
        found.append(Trouble("resting", 1, words.format(said=beat.trouble_said or beat.trouble)))
    return found


def _of_the_mailbox() -> Trouble | None:
    said = trouble_with_mailbox()
    if not said:
        return None
    words = _("The mailbox of returned mail cannot be read, so bounces are not heard of: {said}")
    return Trouble("mailbox", 1, words.format(said=said))


def _silent() -> Trouble:
    return Trouble("silent", 1, _("The mail loop is silent. Are the worker and beat running?"))


def _ahead(at: datetime) -> list[Trouble]:
    """What a clock that was once ahead has left behind."""
    found = []
    later = at + CLOCKS_DIFFER
    last_planned = Mail.objects.order_by("-planned_at", "-id").values_list("planned_at", flat=True).first()
    if (last_planned and last_planned > later) or LoopBeat.objects.filter(at__gt=later).exists():
        found.append(Trouble("clock", 1, _("Mail was planned for a later time than now. Check this server’s clock.")))
    if LoopBeat.objects.filter(digests_on__gt=clinic_day(at)).exists():
        found.append(Trouble("digests", 1, _("The digest is marked as sent for a day that has not come yet.")))
    return found


# -- its rows --------------------------------------------------------------------------------


def _overdue(at: datetime) -> Trouble:
    """What comes round may wait for the morning, and what goes to phones too."""
    rows = Mail.objects.due(at).filter(send_after__lte=at - OVERDUE_AFTER, channel=MailChannel.EMAIL)
    count = rows.exclude(kind__in=RECURRING_KINDS).count()
    words = ngettext("{count} mail is overdue.", "{count} mails are overdue.", count)
    return Trouble("overdue", count, words.format(count=count))


def _recent(at: datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(planned_at__gt=at - TOLD_FOR).exclude(kind=MailKind.MAIL_TROUBLE)


def _unknown(at: datetime) -> Trouble:
    count = _recent(at).filter(state=MailState.UNKNOWN).count()
    words = ngettext(
        "It is not known whether {count} mail arrived. Choose it in the list: leave, send again, or mark as sent.",
        "It is not known whether {count} mails arrived. Choose them in the list: leave, send again, or mark as sent.",
        count,
    )
    return Trouble("unknown", count, words.format(count=count))


def _failed(at: datetime) -> Trouble:
    count = _recent(at).filter(state=MailState.FAILED).count()
    words = ngettext(
        "{count} mail failed. The list says why; choose Send again.",
        "{count} mails failed. The list says why; choose Send again.",
        count,
    )
    return Trouble("failed", count, words.format(count=count))


def _expired(at: datetime) -> Trouble:
    """What was planned and wanted, and found no time at which it could go out."""
    count = _recent(at).filter(state=MailState.SKIPPED, reason=MailReason.EXPIRED).count()
    words = ngettext(
        "{count} mail was not sent in time.", "{count} mails were not sent in time.", count
    )  # fmt: skip
    return Trouble("expired", count, words.format(count=count))


def _bad_addresses(at: datetime) -> Trouble:
    count = User.objects.filter(is_active=True, bad_address_since__gt=at - TOLD_FOR).count()
    words = ngettext(
        "{count} address was refused this week. Ask for another one, or try it again on the record.",
        "{count} addresses were refused this week. Ask for others, or try them again on the record.",
        count,
    )
    return Trouble("bad_addresses", count, words.format(count=count))


# -- its people ------------------------------------------------------------------------------


def _lost(at: datetime) -> QuerySet[Athlete]:
    """Who wants the weekly mail, and is never going to be due."""
    is_lost = Q(reminder_due_at__isnull=True) | Q(reminder_due_at__gt=at + DUE_WITHIN)
    return Athlete.objects.filter(is_lost, wants_reminders=True, user__is_active=True, archived_at__isnull=True)


def _without_due_time(at: datetime) -> Trouble:
    count = _lost(at).count()
    words = ngettext(
        "{count} athlete wants the weekly mail and has no time at which it is due.",
        "{count} athletes want the weekly mail and have no time at which it is due.",
        count,
    )
    return Trouble("no_due_time", count, words.format(count=count))


def _unknown_zones() -> Trouble:
    zones = Athlete.objects.filter(user__is_active=True).values_list("time_zone", flat=True).distinct()
    unknown = [zone for zone in zones.order_by("time_zone") if zone not in zoneinfo.available_timezones()]
    words = _("The time zone {zones} is not known, so athletes there get no mail. Choose another on their record.")
    return Trouble("time_zone", len(unknown), words.format(zones=", ".join(unknown[:3])))
