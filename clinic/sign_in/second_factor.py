"""The second factor that staff pages and the API ask for."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from athletes.models import User

#: What stands for a second factor; an athlete's passkey is a first.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def with_second_factor() -> QuerySet[User]:
    """People with ``has_second_factor``: a page asks several times, and knows from the query that read the person."""
    own = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    return User.objects.annotate(has_second_factor=Exists(own))


def needs_second_factor(user: User) -> bool:
    """Whether this person must set up a second factor before any staff page answers.

    Who was read with ``has_second_factor`` is not asked about again: setting one up ends the request.
    """
    if not settings.STAFF_SECOND_FACTOR or not user.is_staff:
        return False
    known: bool | None = getattr(user, "has_second_factor", None)
    return not (is_mfa_enabled(user) if known is None else known)
