"""The second factor that staff pages and the API ask for."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.db import transaction

from athletes.access.events import EventKind, record_event
from athletes.models import User


def needs_second_factor(user: User) -> bool:
    """Whether this person must set up a second factor before any staff page answers."""
    return settings.STAFF_SECOND_FACTOR and user.is_staff and not is_mfa_enabled(user)


@transaction.atomic
def forget_second_factor(user: User) -> None:
    """For staff whose phone and recovery codes are gone: they set up another one after a new password.

    The password goes too, with every session: whoever found the phone may know it, and the mail that brings a new one
    is the second thing to have.
    """
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record_event(EventKind.SIGNED_OUT_EVERYWHERE, account=user.pk, note="lost_factor")
