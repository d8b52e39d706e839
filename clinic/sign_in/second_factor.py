"""The second factor that staff pages and the API ask for."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

from athletes.models import User


def needs_second_factor(user: User) -> bool:
    """Whether this person must set up a second factor before any staff page answers."""
    return settings.STAFF_SECOND_FACTOR and user.is_staff and not is_mfa_enabled(user)
