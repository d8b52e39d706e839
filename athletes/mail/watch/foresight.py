"""What one athlete would get at a moment, and why not: the real checks and the real words, and nothing is kept."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from athletes.mail import compose, planner
from athletes.mail.eligibility import eligible, skip_reason, why_not_eligible
from athletes.mail.kinds import DEFINITIONS, RecurringMail
from athletes.models import Athlete, Mail, MailKind, MailReason

#: What ends somebody's mail without a sign-in is theirs alone: who looks at the words does not get it.
OWN_LINK = re.compile(r"(/unsubscribe/)\S+")


@dataclass(frozen=True)
class Foreseen:
    """One mail that comes round, as it would be then. reason -- why it would not go out; empty where it would"""

    kind: MailKind
    due_at: datetime | None
    reason: str = ""
    subject: str = ""
    text: str = ""


def foresee(athlete: Athlete, at: datetime) -> list[Foreseen]:
    """Each mail that comes round for an athlete, as if it were due at that moment."""
    recurring = [definition for definition in DEFINITIONS if isinstance(definition, RecurringMail)]
    return [_foresee_one(athlete, definition, at) for definition in recurring]


def _foresee_one(athlete: Athlete, recurring: RecurringMail, at: datetime) -> Foreseen:
    """The row is put into the ledger, asked about, and taken back: the claim's own question is asked of rows."""
    with transaction.atomic():
        foreseen = _as_if_due(athlete, recurring, at)
        transaction.set_rollback(True)
    return foreseen


def _as_if_due(athlete: Athlete, recurring: RecurringMail, at: datetime) -> Foreseen:
    due_at = recurring.due_at(athlete)
    then = copy(athlete)
    setattr(then, recurring.due_field, at)
    mail = planner.row_of(recurring, then, at)
    of_occasion = Mail.objects.filter(
        recipient=athlete.pk, kind=mail.kind, channel=mail.channel, occasion=mail.occasion
    )
    of_occasion.update(occasion="set aside")  # the row that the ledger may have already
    mail.save()
    if not Mail.objects.filter(eligible(at, [recurring.kind]), pk=mail.pk).exists():
        return Foreseen(recurring.kind, due_at, why_not_eligible(mail, at))
    if reason := skip_reason(mail, at):
        return Foreseen(recurring.kind, due_at, reason)
    if not recurring.needed_by([then], at):
        return Foreseen(recurring.kind, due_at, MailReason.NOT_THIS_DAY)
    message = compose.compose(mail, at=at)
    return Foreseen(recurring.kind, due_at, "", str(message.subject), OWN_LINK.sub(r"\1…", str(message.body)))
