"""Mail in words: when the next one comes, or why not, and what the page that stops one says."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.localtime import clinic_day, day_in, instant_or_none
from athletes.mail.preferences import next_mail
from athletes.models import Athlete, MailReason
from programs.dates import date_format

Words = str | Promise
ISO_WEEK = re.compile(r"\d{4}-W\d{2}")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

#: Why a row of the ledger is in the state it is in.
REASONS: dict[str, Words] = {
    MailReason.DEACTIVATED: gettext_lazy("deactivated"),
    MailReason.BAD_ADDRESS: gettext_lazy("bad address"),
    MailReason.TRAINING_STOPPED: gettext_lazy("training stopped"),
    MailReason.ERASURE_ASKED: gettext_lazy("asked for erasure"),
    MailReason.ARCHIVED: gettext_lazy("archived: no longer in care"),
    MailReason.STOPPED: gettext_lazy("stopped"),
    MailReason.IGNORED: gettext_lazy("ignored"),
    MailReason.PAUSED: gettext_lazy("paused"),
    MailReason.PROGRAM_PAUSED: gettext_lazy("program paused"),
    MailReason.NO_PROGRAM: gettext_lazy("no program"),
    MailReason.RACE_WEEK: gettext_lazy("race week"),
    MailReason.LOGGED_ALREADY: gettext_lazy("logged already"),
    MailReason.ANSWERED_ALREADY: gettext_lazy("answered already"),
    MailReason.NOTHING_PLANNED: gettext_lazy("nothing planned"),
    MailReason.FIRST_DAY_TO_COME: gettext_lazy("the first day of the week is still to come"),
    MailReason.NOT_THIS_DAY: gettext_lazy("not due on this day"),
    MailReason.NO_SESSION_YESTERDAY: gettext_lazy("no session yesterday"),
    MailReason.NOTHING_TO_ASK: gettext_lazy("nothing to ask"),
    MailReason.NOBODY_FLAGGED: gettext_lazy("no one needs a look"),
    MailReason.READ_ALREADY: gettext_lazy("read already"),
    MailReason.JOINED_ALREADY: gettext_lazy("has chosen a password already"),
    MailReason.NO_PHONE: gettext_lazy("no phone with reminders"),
    MailReason.EXPIRED: gettext_lazy("expired"),
    MailReason.CHECK_FAILED: gettext_lazy("could not be checked"),
    MailReason.NOT_WRITTEN: gettext_lazy("could not be written"),
    MailReason.RELAY_AWAY: gettext_lazy("relay away"),
    MailReason.RELAY_SAID: gettext_lazy("relay said {smtp_code}"),
    MailReason.PROVIDER_SAID: gettext_lazy("provider said {smtp_code}"),
    MailReason.PROVIDER_REFUSED: gettext_lazy("provider refused"),
    MailReason.NO_ANSWER: gettext_lazy("no answer: it may have arrived"),
    MailReason.MAILBOX_FULL: gettext_lazy("mailbox full"),
    MailReason.ADDRESS_REFUSED: gettext_lazy("address refused"),
    MailReason.ADDRESS_REFUSED_FOR_NOW: gettext_lazy("address refused for now"),
    MailReason.PUSH_SAID: gettext_lazy("push service said {smtp_code}"),
    MailReason.PUSH_AWAY: gettext_lazy("push service away"),
    MailReason.SENDER_HELD_UP: gettext_lazy("sender was held up"),
    MailReason.SENDER_DIED: gettext_lazy("sender died"),
    MailReason.RETRIED: gettext_lazy("again, sender died"),
    MailReason.RESTORED_BACKUP: gettext_lazy("restored backup"),
    MailReason.HELD: gettext_lazy("held by the clinic"),
    MailReason.MARKED_SENT: gettext_lazy("marked by the clinic"),
    MailReason.SENT_AGAIN: gettext_lazy("again, by the clinic"),
}


def reason_words(reason: str) -> str:
    """A row's reason as people read it; a code from another version of the program stands for itself.

    reason -- a ``MailReason``, perhaps with the relay's number; or empty
    """
    code, _colon, smtp_code = reason.partition(":")
    words = REASONS.get(code)
    if words is None:
        return reason
    return str(words).format(smtp_code=smtp_code)


#: What an athlete reads where no weekly mail comes.
WHY_NO_WEEKLY_MAIL: dict[MailReason, Words] = {
    MailReason.STOPPED: gettext_lazy("The weekly mail is off."),
    MailReason.IGNORED: gettext_lazy("Three weekly mails had no answer, so they stopped. Turn them on again any time."),
    MailReason.TRAINING_STOPPED: gettext_lazy("No weekly mail while training is stopped."),
    MailReason.ERASURE_ASKED: gettext_lazy("No weekly e-mail while the request to erase everything is open."),
    MailReason.ARCHIVED: gettext_lazy("No weekly mail: care at the clinic has ended."),
    MailReason.RACE_WEEK: gettext_lazy("No weekly mail in the week of the race."),
    MailReason.PROGRAM_PAUSED: gettext_lazy("No weekly mail while the program is paused."),
    MailReason.NO_PROGRAM: gettext_lazy("No weekly mail without a program."),
}


def occasion_words(occasion: str) -> str:
    """What a row of the ledger is about, where that is a week or a day; empty where it is the key of another row."""
    if ISO_WEEK.fullmatch(occasion):
        return _("week of {day}").format(day=date_format(day_in(occasion), "M j"))
    at = instant_or_none(occasion)
    if at is not None:
        return date_format(clinic_day(at), "D, M j")
    if ISO_DAY.fullmatch(occasion):
        return date_format(date.fromisoformat(occasion), "D, M j")
    return ""


def next_mail_words(athlete: Athlete, at: datetime) -> str:
    """One sentence, in the athlete's own time. The time ends it: “p.m.” has its point already."""
    coming = next_mail(athlete, at)
    if coming.reason in WHY_NO_WEEKLY_MAIL:
        return str(WHY_NO_WEEKLY_MAIL[coming.reason])
    if coming.due_at is None:
        return _("The weekly mail comes on the day before the first session of a week.")
    due = coming.due_at.astimezone(athlete.tzinfo)
    when = _("{day} at {time}").format(day=date_format(due, "l, F j"), time=date_format(due, "g:i a"))
    if coming.reason == MailReason.PAUSED:
        return _("Paused. The next weekly mail comes on {when}").format(when=when)
    return _("The next weekly mail comes on {when}").format(when=when)
