"""How often somebody may fail to sign in: counted for an account at an address, before anything is compared.

A clinic is one address to the outside. Whoever fails there again and again is kept from that account at that address;
the same person elsewhere, and everybody else in the clinic, signs in as before. Two wider limits stop who tries one
account from many addresses, or many accounts from one; they do not count for who has lately signed in from here.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.core.internal import ratelimit
from allauth.core.internal.ratelimit import RateLimitUsage
from django.http import HttpRequest
from django.utils import timezone

from athletes.access.events import EventKind
from clinic.models import AccessLog

#: So long an address is known by the last sign-in from it.
KNOWN_FOR = timedelta(days=30)


def key_here(request: HttpRequest, email: str) -> str:
    """An account at an address."""
    return f"{email.lower()} {ratelimit.get_ip(request)}"


def count_try(request: HttpRequest, email: str) -> RateLimitUsage | None:
    """Count one try, to be taken back where it succeeds; None where it is one too many."""
    counted = RateLimitUsage([])
    for action, key in _limits(request, email):
        usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
        if usage is None:
            counted.rollback()
            return None
        counted.usage += usage.usage
    return counted


def _limits(request: HttpRequest, email: str) -> list[tuple[str, str | None]]:
    """Which limits count, the narrowest first, each with what it is counted for."""
    here: list[tuple[str, str | None]] = [("login_failed", key_here(request, email))]
    if _is_known_here(request, email):
        return here
    return [*here, ("login_failed_account", email.lower()), ("login_failed_address", None)]


def _is_known_here(request: HttpRequest, email: str) -> bool:
    """Whether this account was signed in to from this address lately, as the access log has it."""
    came_in = AccessLog.objects.filter(
        actor__email__iexact=email,
        kind__in=[EventKind.SIGNED_IN, EventKind.LINK_USED],
        at__gte=timezone.now() - KNOWN_FOR,
        address=request.META.get("REMOTE_ADDR") or None,
    )
    return came_in.exists()
