"""Invitations to those whom an import has added: only when somebody says so, once for each."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from athletes.mail.planner import plan_mails
from athletes.models import Athlete, AthleteImport, MailKind, User
from athletes.models.athletes import AthleteQuerySet

from .prescribing import INVITE_WINDOW


def not_invited(job: AthleteImport, by: User) -> AthleteQuerySet:
    """Whom the import has added and nobody has invited yet, as far as this person may see them."""
    added = Athlete.objects.visible_to(by).filter(pk__in=job.report.get("added_keys", []), user__is_active=True)
    return added.exclude(user__mails__kind=MailKind.INVITE)


@transaction.atomic
def invite_added(*, job: AthleteImport, by: User, at: datetime) -> int:
    """Put an invitation in the ledger for each of them, to go out with the next tick; returns how many."""
    users = [athlete.user for athlete in not_invited(job, by).select_related("user")]
    return plan_mails(users, MailKind.INVITE, occasion=f"import-{job.pk}", at=at, window=INVITE_WINDOW)
