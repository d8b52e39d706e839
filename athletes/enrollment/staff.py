"""Verbs of staff: an invitation to choose a password, as often as it takes, and the password with which they join."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from athletes.access.events import EventKind, record_event
from athletes.errors import RefusedError
from athletes.mail.links import STAFF_INVITE, STAFF_INVITE_LIFETIME
from athletes.mail.planner import plan_mail
from athletes.models import Mail, MailKind, User


@transaction.atomic
def invite_staff(*, user: User, at: datetime) -> Mail:
    """Put an invitation to choose a password in the ledger; twice in one minute is one.

    Raises RefusedError for an athlete, and for who is not at work or has a password already.
    """
    if not user.is_staff:
        words = _("{name} is an athlete: who is prescribed a program is invited with it.")
        raise RefusedError(words.format(name=user))
    if not user.is_active:
        raise RefusedError(_("{name} is not active: turn that on first.").format(name=user))
    if user.has_usable_password():
        words = _("{name} has joined already. A forgotten password is chosen anew at “Forgot your password?”.")
        raise RefusedError(words.format(name=user))
    minute = at.replace(second=0, microsecond=0)
    return plan_mail(user, MailKind.STAFF_INVITE, occasion=minute.isoformat(), at=at, window=STAFF_INVITE_LIFETIME)


@transaction.atomic
def join(*, user: User, password: str, at: datetime) -> User:
    """The password that an invited member of staff chose: every invitation ends with it.

    password -- valid by the settings' rules. Who was here before, and chooses one anew, joined when they did.
    """
    user.set_password(password)
    if user.last_login is None:
        user.joined_at = at
    user.save(update_fields=["password", "joined_at"])
    record_event(EventKind.LINK_USED, by=user, account=user.pk, note=STAFF_INVITE)
    return user
