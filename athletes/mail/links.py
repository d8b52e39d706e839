"""Addresses that stand in mails and on screens: absolute, and where needed signed."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from urllib.parse import urlencode

import sesame.tokens
import sesame.utils
from django.conf import settings
from django.core import signing
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from athletes.models import Athlete, MailKind, User

INVITE, QR = "invite", "qr"
#: How long a sign-in link works, by what it is for.
LIFETIMES = {INVITE: timedelta(days=7), QR: timedelta(minutes=15), "mail": timedelta(minutes=15)}
#: An invitation of staff signs nobody in: it lets its owner choose a password.
STAFF_INVITE, STAFF_INVITE_LIFETIME = "staff", timedelta(days=7)
#: Pages that a sign-in leads to straight away. Their addresses stand in mails: none of them names pain or the body.
LANDING_PAGES = frozenset(
    ["session", "session_finish", "could_not", "check_in", "messages", "runs", "settings", "program", "schedule"]
)
_UNSUBSCRIBE_SALT = "athletes.unsubscribe"
_CALENDAR_SALT = "athletes.phone.calendar"


def absolute(name: str, *args: object) -> str:
    """The full address of a named page."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


def sign_in_link(user: User, purpose: str, *, to: str = "") -> str:
    """A link that signs this person in once; it ends with the next sign-in or its lifetime.

    to -- the page of ours that opens once they are signed in; Today without one, or for one that no mail may name
    """
    token = sesame.utils.get_token(user, scope=purpose)
    link = absolute("use_link", f"{purpose}-{token}")
    page = landing_page(to)
    if page:
        link += f"?{urlencode({'to': page})}"
    return link


def mark_of(token: str) -> str:
    """What the access log keeps of a link: its purpose, and a mark by which it is known again and never found."""
    purpose = token.partition("-")[0]
    return f"{purpose} {hashlib.sha256(token.encode()).hexdigest()[:16]}"


def token_of(link: str) -> str:
    """The signed part of a sign-in link."""
    return link.partition("?")[0].rstrip("/").rpartition("/")[2]


def landing_page(path: str) -> str:
    """That path, where it is one of the pages a sign-in may lead to; empty for anything else."""
    if not url_has_allowed_host_and_scheme(path, allowed_hosts=None) or not path.startswith("/"):
        return ""
    try:
        page = resolve(path.partition("?")[0])
    except Resolver404:
        return ""
    if page.url_name not in LANDING_PAGES:
        return ""
    return path


def user_of(token: str) -> User | None:
    """The person whom a sign-in link is for; None when it is spent, expired or made up."""
    purpose, _dash, secret = token.partition("-")
    if purpose not in LIFETIMES:
        return None
    user = sesame.utils.get_user(secret, scope=purpose, max_age=LIFETIMES[purpose], update_last_login=False)
    if not isinstance(user, User):
        return None
    return user


def staff_invitation_link(user: User) -> str:
    """Where a member of staff chooses a password. It ends with the password, with another address, or its lifetime."""
    return absolute("join", sesame.tokens.create_token(user, scope=STAFF_INVITE))


def invited_staff(token: str) -> User | None:
    """Whom an invitation of staff is for; None when it is used, expired or made up."""
    invited: User | None = sesame.tokens.parse_token(
        token, _staff_to_join, scope=STAFF_INVITE, max_age=STAFF_INVITE_LIFETIME
    )
    return invited


def _staff_to_join(key: int) -> User | None:
    return User.objects.to_join().filter(pk=key).first()


def calendar_link(athlete: Athlete) -> str:
    """The address of an athlete's own calendar; it ends when they ask for a new one."""
    token = signing.dumps([athlete.pk, str(athlete.calendar_key)], salt=_CALENDAR_SALT)
    return absolute("calendar", token)


def calendar_owner(token: str) -> Athlete | None:
    """The athlete whose calendar this is; None when the address is made up or was replaced."""
    try:
        pk, key = signing.loads(token, salt=_CALENDAR_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Athlete.objects.filter(pk=pk, calendar_key=key, user__is_active=True).select_related("user").first()


def unsubscribe_link(user: User, kind: str = MailKind.WEEKLY_REMINDER) -> str:
    """The address that stops one kind of mail to one person, without signing in."""
    return absolute("unsubscribe", signing.dumps([user.pk, kind], salt=_UNSUBSCRIBE_SALT))


def unsubscribed(token: str) -> tuple[int | None, str]:
    """Whom an unsubscribe link belongs to, and what it stops; nobody when it is made up.

    Links from before there were kinds hold the key alone: they stop the weekly mail.
    """
    try:
        found = signing.loads(token, salt=_UNSUBSCRIBE_SALT)
    except signing.BadSignature:
        return None, ""
    if not isinstance(found, list):
        return int(found), MailKind.WEEKLY_REMINDER
    key, kind = found
    return int(key), str(kind)
