"""Verbs of accounts: what is edited of a person, another address, and signing somebody out everywhere."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from athletes.access.events import EventKind, record_event, whose
from athletes.evaluation.evaluate import evaluate
from athletes.mail.planner import plan_mail, schedule_reminder
from athletes.mail.push import devices
from athletes.models import Athlete, MailKind, User

from .passkeys import passkeys_of
from .staff import invite_staff

#: How long an invitation to a new address may wait to go out.
INVITE_WINDOW = timedelta(days=7)


@transaction.atomic
def update_athlete(
    *, athlete: Athlete, name: str, email: str, columns: Collection[str], has_moved_race: bool, at: datetime
) -> Athlete:
    """Store an edited record with the name and the address of its account.

    athlete -- with the edited fields, not stored yet
    columns -- those that were edited: rules write into the same row, and nothing of theirs is written back
    email -- in small letters and nobody else's
    Another address ends links and sessions; the next reminder is dated anew; a race on another day changes what the
    rules allow around it.
    """
    user = athlete.user
    user.name = name
    user.save(update_fields=["name"])
    if user.email != email:
        change_address(user=user, email=email, at=at)
    athlete.save(update_fields=columns)
    schedule_reminder(athlete, after=at)
    if has_moved_race:
        evaluate(athlete, at)
    return athlete


@transaction.atomic
def save_account(*, user: User, changed: Collection[str], at: datetime) -> User:
    """Store an account that a clinic admin added or edited; another address or role ends every session and link.

    So does switching it off or on: who comes back signs in anew.

    user -- with the edited fields, not stored yet; changed -- their names
    Who has to choose a password, for the first time or anew, is invited to do so.
    """
    former = former_address(user)
    user.email = user.email.lower()  # as sign-in and the reset mail look it up
    if user._state.adding:
        user.set_unusable_password()
        user.save()
        record_event(EventKind.ROLE_CHANGED, account=user.pk, note=user.role)
        _invite_to_join(user, at)
        return user
    has_new_address = "email" in changed
    columns = {"email", *changed}
    if has_new_address and user.is_athlete:
        change_address(user=user, email=user.email, at=at)
    elif has_new_address or not {"role", "is_active"}.isdisjoint(changed):
        user.set_unusable_password()
        columns.add("password")
    if has_new_address:
        user.bad_address_since, user.bad_address_said, user.soft_bounces = None, "", 0
        columns |= {"bad_address_since", "bad_address_said", "soft_bounces"}
    user.save(update_fields=columns)  # what was changed here, and no more: mail that bounces writes into the same row
    if "role" in changed:
        record_event(EventKind.ROLE_CHANGED, account=user.pk, note=user.role)
    if has_new_address and not user.is_athlete:
        record_event(EventKind.ADDRESS_CHANGED, account=user.pk)
        tell_of_new_address(former, occasion=f"{user.pk} {at.isoformat()}", at=at)
    if "password" in columns:
        _invite_to_join(user, at)
    return user


def _invite_to_join(user: User, at: datetime) -> None:
    if user.is_staff and user.is_active:
        invite_staff(user=user, at=at)


@transaction.atomic
def change_address(*, user: User, email: str, at: datetime) -> User:
    """Another e-mail address: every link, session and passkey of the former one ends; a new invitation goes out."""
    former = former_address(user)
    user.email = email
    user.bad_address_since, user.bad_address_said, user.soft_bounces = None, "", 0
    user.set_unusable_password()
    user.save(update_fields=["email", "password", "bad_address_since", "bad_address_said", "soft_bounces"])
    devices.end_all(user)
    passkeys_of(user).delete()  # perhaps made by whoever reads the former address
    record_event(EventKind.ADDRESS_CHANGED, **whose(user))
    digest = hashlib.sha256(email.encode()).hexdigest()[:12]
    plan_mail(user, MailKind.INVITE, occasion=f"address-{digest}", at=at, window=INVITE_WINDOW)
    tell_of_new_address(former, occasion=f"{user.pk} {at.isoformat()}", at=at)
    return user


def former_address(user: User) -> str:
    """The address that is stored; empty for a new account, and where mail does not arrive."""
    stored = User.objects.filter(pk=user.pk, bad_address_since=None)
    return stored.values_list("email", flat=True).first() or ""


def tell_of_new_address(*whom: str | User, occasion: str, at: datetime) -> None:
    """A mail to each of these, so that a change that nobody wanted is seen at the address that was right until now."""
    for recipient in whom:
        if not recipient:
            continue
        plan_mail(recipient, MailKind.ADDRESS_CHANGED, occasion=occasion, at=at, window=INVITE_WINDOW)


def sign_out_everywhere(user: User) -> None:
    """Every session, unused link and passkey of a person without a password ends; no phone of theirs is written to."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    devices.end_all(user)
    passkeys_of(user).delete()
    record_event(EventKind.SIGNED_OUT_EVERYWHERE, **whose(user))
