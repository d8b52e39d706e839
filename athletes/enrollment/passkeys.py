"""Verbs of passkeys: the phone's own lock in place of a mailed code. Athletes only, and never required.

The ceremony is allauth's and fido2's. What a browser sends is anybody's: whatever a parser makes of it, it is refused
in one way, and what was stored stays.
"""

from __future__ import annotations

import json
import logging
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.mail.planner import plan_mail
from athletes.models import MailKind, User

log = logging.getLogger(__name__)

#: So many passkeys of one person; who has more phones than that removes one first.
MOST_PASSKEYS = 10
#: Characters of what a browser sends; a real one has about a thousand.
LONGEST_CREDENTIAL = 8000
#: How long the note about a new passkey may wait to go out.
NOTE_WINDOW = timedelta(days=7)


def passkeys_of(user: User) -> QuerySet[Authenticator]:
    """A person's own passkeys, the first one first."""
    own: QuerySet[Authenticator] = Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN)
    return own.order_by("created_at", "pk")


def begin_passkey(user: User) -> dict[str, Any]:
    """What the browser is asked to make, as WebAuthn's JSON; the session keeps the challenge."""
    options: dict[str, Any] = auth.begin_registration(user, passwordless=True)
    return options


@transaction.atomic
def add_passkey(*, user: User, credential: str, label: str, at: datetime) -> Authenticator:
    """Store what the browser made after ``begin_passkey``, and tell its owner by mail.

    credential -- WebAuthn's JSON, as the browser sent it; label -- how its owner will know it again
    Raises RefusedError where it does not answer the challenge, or there are too many.
    """
    if passkeys_of(user).count() >= MOST_PASSKEYS:
        raise RefusedError(_("You have {count} passkeys. Remove one first.").format(count=MOST_PASSKEYS))
    made = _parsed(credential)
    try:
        auth.parse_registration_response(made)
        auth.complete_registration(made)
    except Exception as error:
        log.info("a passkey was refused: %s", type(error).__name__)
        raise RefusedError(_("That did not work. Nothing was set up; please try once more.")) from error
    passkey: Authenticator = auth.WebAuthn.add(user, label, made).instance
    plan_mail(user, MailKind.PASSKEY, occasion=f"passkey-{passkey.pk}", at=at, window=NOTE_WINDOW)
    return passkey


def begin_sign_in() -> dict[str, Any]:
    """What the browser is asked to sign with any passkey of this site; the session keeps the challenge."""
    options: dict[str, Any] = auth.begin_authentication()
    return options


def owner_of(credential: str) -> User | None:
    """Whose passkey answered ``begin_sign_in``, where it is an athlete's who may sign in; its use is noted."""
    try:
        answer = _parsed(credential)
        auth.parse_authentication_response(answer)
        passkey = auth.complete_authentication(auth.extract_user_from_response(answer), answer)
    except Exception as error:  # noqa: BLE001 - see above
        log.info("a passkey was not recognized: %s", type(error).__name__)
        return None
    owner = User.objects.filter(pk=passkey.user_id, is_active=True).first()
    if owner is None or not owner.is_athlete:
        return None  # staff have a password and a second factor
    passkey.record_usage()
    return owner


def remove_passkey(passkey: Authenticator) -> None:
    """It opens nothing any more. The phone may still offer it, and hears then that it is not known."""
    passkey.delete()


def _parsed(credential: str) -> dict[str, Any]:
    """Raises RefusedError for what is too long, or no JSON object."""
    try:
        found = json.loads(credential) if len(credential) <= LONGEST_CREDENTIAL else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise RefusedError(_("That did not work. Nothing was set up; please try once more."))
    return found
