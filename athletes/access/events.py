"""What happens around athletes' data and accounts, told to who writes it down: one door for all of it.

``record_event`` is called in the transaction of the act, so that an act that is taken back leaves no row. Who keeps the
rows stands above this package and says so once, with ``written_by``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from athletes.models import User


class EventKind(models.TextChoices):
    """What can happen. The label is what somebody did, in a sentence that goes on with what, or ends there."""

    OPENED = "opened", _("opened")
    CHANGED = "changed", _("changed")
    TRIED = "tried", _("tried to change")
    EXPORTED = "exported", _("downloaded")
    DENIED = "denied", _("was refused")
    SIGNED_IN = "signed_in", _("signed in")
    SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
    SIGNED_OUT = "signed_out", _("signed out")
    LINK_MADE = "link_made", _("made a sign-in link")
    LINK_USED = "link_used", _("used a sign-in link")
    MAIL_SENT = "mail_sent", _("sent a mail")
    CALENDAR_READ = "calendar_read", _("read the calendar feed")
    ROLE_CHANGED = "role_changed", _("changed a role")
    ADDRESS_CHANGED = "address_changed", _("changed an e-mail address")
    SIGNED_OUT_EVERYWHERE = "signed_out_everywhere", _("ended every session")
    COVER_BEGUN = "cover_begun", _("began a cover")
    COVER_CHANGED = "cover_changed", _("changed the last day of a cover")
    COVER_ENDED = "cover_ended", _("ended a cover")
    HANDED_OVER = "handed_over", _("handed over an athlete")
    TOKEN_MADE = "token_made", _("made an API token")
    TOKEN_REVOKED = "token_revoked", _("revoked an API token")
    WEBHOOK_MADE = "webhook_made", _("made a webhook")
    WEBHOOK_ENDED = "webhook_ended", _("ended a webhook")
    ERASED = "erased", _("erased a record")
    ANCHOR_BEGUN = "anchor_begun", _("began a new anchor file")
    LOG_CUT = "log_cut", _("removed the oldest part of the access log")


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened. by -- the key of who did it; None for who is not signed in, and for the clinic itself

    athletes -- keys of those whom it is about; account -- the key of a member of staff whom it is about
    note -- how, in a code that ``clinic.audit.words`` knows: never words about a person
    action -- method and name of the page, where it was one; once -- of rows with the same text one is kept
    """

    kind: EventKind
    by: int | None
    athletes: tuple[int, ...] = ()
    account: int | None = None
    note: str = ""
    action: str = ""
    once: str | None = None


_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)
_writers: list[Callable[[Event], None]] = []


def written_by(write: Callable[[Event], None]) -> None:
    """For the package that keeps the rows: it is told of every event."""
    _writers.append(write)


def record_event(
    kind: EventKind, *, by: User | None = None, athletes: Iterable[int] = (), account: int | None = None, **more: Any
) -> None:
    """Write down what happened, by whoever is signed in where ``by`` is not given.

    more -- note, action and once, as ``Event`` has them
    """
    event = Event(kind, _key_of(by), tuple(sorted(set(athletes))), account, **more)
    for write in _writers:
        write(event)


def once_in(hours: int, what: str, key: int, at: datetime) -> str:
    """The ``once`` of what is kept one time in so many hours for each person."""
    return f"{what} {key} {int(at.timestamp()) // (hours * 3600)}"


def whose(user: User) -> dict[str, Any]:
    """An account as ``record_event`` takes it: an athlete's is about the athlete, any other is staff's."""
    if user.is_athlete:
        return {"athletes": [user.pk]}
    return {"account": user.pk}


def _key_of(by: User | None) -> int | None:
    if by is not None:
        return by.pk
    request = current_request()
    user = getattr(request, "user", None)
    return user.pk if user is not None else None


def current_request() -> HttpRequest | None:
    """The request that is being answered; None in tasks and commands."""
    return _request.get()


@contextmanager
def answering(request: HttpRequest) -> Iterator[None]:
    """What is recorded inside came by this request."""
    token = _request.set(request)
    try:
        yield
    finally:
        _request.reset(token)
