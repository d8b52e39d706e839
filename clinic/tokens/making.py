"""Tokens are made and revoked. The text is shown once: what is kept is its digest."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from athletes.access.events import EventKind, record_event
from athletes.access.scopes import Scope
from athletes.errors import RefusedError
from athletes.models import User
from clinic.models import ApiToken

#: How a token begins: scanners of source code find one that was left in a file.
PREFIX = "stw_"
#: As much of it as tells its owner which one a row is.
HINT_LENGTH = len(PREFIX) + 4
DAYS = (30, 90, 365)
#: So many that work may one person have.
MOST = 20


@transaction.atomic
def make_token(
    *, owner: User, by: User, name: str, scopes: Iterable[str], days: int, at: datetime
) -> tuple[ApiToken, str]:
    """A token that reads what ``owner`` may see; returns its row and the text, which nobody can read again.

    days -- how long it works, one of ``DAYS``
    Raises RefusedError where the owner is no staff, or has ``MOST`` that work.
    """
    if not (owner.is_staff and owner.is_active):
        raise RefusedError(_("A token belongs to someone at the clinic who can sign in."), field="owner")
    if owner.pk != by.pk and not by.sees_everyone:
        raise RefusedError(_("Make tokens of your own; a clinic admin makes them for others."), field="owner")
    if ApiToken.objects.filter(owner=owner).working(at).count() >= MOST:
        words = _("There are {count} tokens already. Revoke one that nobody needs first.")
        raise RefusedError(words.format(count=MOST), field="name")
    text = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        owner=owner, made_by=by, name=name, scopes=sorted(map(Scope, scopes)), digest=digest_of(text),
        hint=text[:HINT_LENGTH], made_at=at, expires_at=at + timedelta(days=days),
    )  # fmt: skip
    record_event(EventKind.TOKEN_MADE, by=by, account=owner.pk, note=f"token {token.pk}")
    return token, text


@transaction.atomic
def revoke_token(*, token: ApiToken, by: User, at: datetime) -> bool:
    """It opens nothing from now on; returns whether it did until now."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        return False
    record_event(EventKind.TOKEN_REVOKED, by=by, account=token.owner_id, note=f"token {token.pk}")
    return True


def end_tokens_of(owner: User, at: datetime) -> None:
    """With another role or address, and switched off or on, an account's tokens end as its sessions do."""
    ApiToken.objects.filter(owner=owner, revoked_at=None).update(revoked_at=at)


def digest_of(text: str) -> str:
    """SHA-256 is enough: a token is 256 random bits, and no word that somebody could guess."""
    return hashlib.sha256(text.encode()).hexdigest()
