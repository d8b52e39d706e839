"""The second factor that staff pages and the API ask for."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from athletes.access.events import EventKind, record_event
from athletes.enrollment.staff import invite_staff
from athletes.models import User

#: What stands for a second factor; an athlete's passkey is a first.
FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


def with_second_factor() -> QuerySet[User]:
    """People with ``has_second_factor``: a page asks several times, and knows from the query that read the person."""
    own = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
    people: QuerySet[User] = User.objects.annotate(has_second_factor=Exists(own))
    return people


def needs_second_factor(user: User) -> bool:
    """Whether this person must set up a second factor before any staff page answers.

    Who was read with ``has_second_factor`` is not asked about again: setting one up ends the request.
    """
    if not settings.STAFF_SECOND_FACTOR or not user.is_staff:
        return False
    known: bool | None = getattr(user, "has_second_factor", None)
    return not (is_mfa_enabled(user) if known is None else known)


@transaction.atomic
def forget_second_factor(user: User, at: datetime) -> None:
    """For staff whose phone and recovery codes are gone: they set up another one after a new password.

    The password goes too, with every session: whoever found the phone may know it, and the mail that brings a new one
    is the second thing to have.
    """
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record_event(EventKind.SIGNED_OUT_EVERYWHERE, account=user.pk, note="lost_factor")
    invite_staff(user=user, at=at)
