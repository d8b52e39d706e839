"""Mail in words: when the next one comes, or why not, and what the page that stops one says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.mail.eligibility import next_mail
from athletes.models import Athlete, MailKind

WHY_NOT = {
    "stopped": gettext_lazy("The weekly mail is off."),
    "ignored": gettext_lazy("Three weekly mails had no answer, so they stopped. Turn them on again any time."),
    "training stopped": gettext_lazy("No weekly mail while training is stopped."),
    "asked for erasure": gettext_lazy("No weekly mail while the request to erase everything stands."),
    "race week": gettext_lazy("No weekly mail in the week of the race."),
    "program paused": gettext_lazy("No weekly mail while the program is paused."),
    "no program": gettext_lazy("No weekly mail without a program."),
}


Words = str | Promise


@dataclass(frozen=True)
class Stopping:
    """What the page behind a mail's one-click stop says."""

    question: Words
    off: Words
    no_more: Words


STOPPING: dict[str, Stopping] = {
    MailKind.WEEKLY_REMINDER: Stopping(
        gettext_lazy("Stop the weekly mail?"),
        gettext_lazy("The weekly mail is off"),
        gettext_lazy("You will get no more reminders."),
    ),
    MailKind.NUDGE: Stopping(
        gettext_lazy("Stop the second mail of a week?"),
        gettext_lazy("The second mail of a week is off"),
        gettext_lazy("The weekly mail still comes, and nothing more."),
    ),
    MailKind.MORNING: Stopping(
        gettext_lazy("Stop the mail on the morning after?"),
        gettext_lazy("The mail on the morning after is off"),
        gettext_lazy("The question still stands on Today."),
    ),
    MailKind.DIGEST: Stopping(
        gettext_lazy("Stop the daily digest?"),
        gettext_lazy("The daily digest is off"),
        gettext_lazy("The caseload still says who needs a look. What is urgent still comes by mail."),
    ),
}


def next_mail_words(athlete: Athlete, at: datetime) -> str:
    """One sentence, in the athlete's own time."""
    due_at, reason = next_mail(athlete, at)
    if reason in WHY_NOT:
        return str(WHY_NOT[reason])
    if due_at is None:
        return ""
    when = date_format(due_at.astimezone(athlete.tzinfo), "l j F, H:i")
    if reason == "paused":
        return _("Paused. The next weekly mail comes on {when}.").format(when=when)
    return _("The next weekly mail comes on {when}.").format(when=when)
