"""Each way in and out leaves a row in the access log."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from athletes.access.events import EventKind, record_event, whose
from athletes.mail import links
from athletes.models import User
from clinic.models import AccessLog


def record_sign_in(user: User, *, how: str) -> None:
    """how -- one of ``clinic.audit.words.HOW``"""
    record_event(EventKind.SIGNED_IN, by=user, note=how, **whose(user))


def record_failure(user: User | None, *, how: str) -> None:
    """Somebody was not let in as this person; None where no account was meant that we know."""
    about: dict[str, Any] = {} if user is None else whose(user)
    record_event(EventKind.SIGN_IN_FAILED, note=how, **about)


def record_failure_at(email: str, *, how: str) -> None:
    """The same where only the address was typed. A known one and an unknown one cost the same queries."""
    record_failure(User.objects.filter(email__iexact=email).first(), how=how)


def record_sign_out(user: Any, *, how: str = "") -> None:
    if isinstance(user, User):
        record_event(EventKind.SIGNED_OUT, by=user, note=how, **whose(user))


def record_link(request: HttpRequest, token: str, owner: User, at: datetime) -> None:
    """A link was used: by whoever is signed in in this browser, or by its owner; with who on the staff had made it.

    To be called before its owner is signed in.
    """
    note = links.mark_of(token)
    made = AccessLog.objects.about(owner.pk).filter(
        kind=EventKind.LINK_MADE, note=note, at__gte=at - max(links.LIFETIMES.values()) - timedelta(hours=1)
    )
    maker = made.found_first().values_list("actor", flat=True).first()
    by = request.user if isinstance(request.user, User) else owner
    record_event(EventKind.LINK_USED, by=by, athletes=[owner.pk], account=maker, note=note)
