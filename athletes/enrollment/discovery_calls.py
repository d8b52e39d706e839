"""Verbs of discovery calls: ask for one, say what came of it, turn it into an athlete, forget."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from athletes.errors import RefusedError
from athletes.mail.planner import plan_mail
from athletes.models import Athlete, CallState, CareNote, DiscoveryCall, MailKind, Role, User

from .prescribing import add_athlete

#: A confirmation that could not go out in a day says nothing new.
CONFIRM_WITHIN = timedelta(days=1)


@transaction.atomic
def ask_for_call(
    *,
    name: str,
    email: str,
    story: str,
    times: str,
    at: datetime,
    phone: str = "",
    goal_race: str = "",
    goal_race_on: date | None = None,
) -> DiscoveryCall:
    """Put somebody on the list of who is to be called.

    Asking again while nobody has called is the same request, with its latest words; how long it waits
    counts from the first.
    """
    words = {
        "name": name,
        "phone": phone,
        "goal_race": goal_race,
        "goal_race_on": goal_race_on,
        "story": story,
        "times": times,
    }
    call, is_new = DiscoveryCall.objects.update_or_create(
        email=email.strip().lower(),
        state=CallState.WAITING,
        defaults=words,
        create_defaults=words | {"asked_at": at},
    )
    if is_new:
        confirm_call(call, at)
    return call


def confirm_call(call: DiscoveryCall, at: datetime) -> None:
    """The confirmation by mail. It never repeats what was typed: anybody can type anybody's address."""
    plan_mail(call.email, MailKind.CALL, occasion=f"call-{call.pk}", at=at, window=CONFIRM_WITHIN)


@transaction.atomic
def called(*, call: DiscoveryCall, by: User, at: datetime, note: str = "") -> DiscoveryCall:
    """Somebody has talked to them. Raises RefusedError when they are an athlete by now."""
    return _settle(_locked(call), CallState.CALLED, by=by, at=at, note=note)


@transaction.atomic
def decline(*, call: DiscoveryCall, by: User, at: datetime, note: str = "") -> DiscoveryCall:
    """Not a fit; kept for a year. Raises RefusedError when they are an athlete by now."""
    return _settle(_locked(call), CallState.DECLINED, by=by, at=at, note=note)


@transaction.atomic
def turn_into_athlete(*, call: DiscoveryCall, therapist: User, by: User, at: datetime, note: str = "") -> Athlete:
    """A new athlete on the therapist's caseload, with the name, address, telephone and race that were given.

    What they told, and what was noted at the call, go along as notes of the clinic's.

    Raises RefusedError when they are an athlete by now, when somebody has this address already (field
    email), or when the therapist is none (field therapist).
    """
    if therapist.role != Role.THERAPIST or not therapist.is_active:
        raise RefusedError(_("Choose the therapist whose caseload they join."), field="therapist")
    call = _locked(call)
    athlete = add_athlete(
        email=call.email,
        name=call.name,
        therapist=therapist,
        at=at,
        goal_race=call.goal_race,
        goal_race_on=call.goal_race_on,
        phone=call.phone,
    )
    call.athlete = athlete
    _settle(call, CallState.BECAME_ATHLETE, by=by, at=at, note=note)
    CareNote.objects.create(athlete=athlete, text=call.story, at=call.asked_at)
    if call.note:
        CareNote.objects.create(athlete=athlete, author=by, text=call.note, at=at)
    return athlete


def forget_calls(*, at: datetime) -> int:
    """Delete the calls that became nothing and have been quiet for a year; returns how many."""
    _total, by_model = DiscoveryCall.objects.forgettable(at).delete()
    return by_model.get("athletes.DiscoveryCall", 0)


def _locked(call: DiscoveryCall) -> DiscoveryCall:
    """The row as it is now, behind a lock: of two clicks at once, one counts."""
    stored = DiscoveryCall.objects.select_for_update().get(pk=call.pk)
    if stored.state == CallState.BECAME_ATHLETE:
        raise RefusedError(_("They are already an athlete."))
    return stored


def _settle(call: DiscoveryCall, state: CallState, *, by: User, at: datetime, note: str) -> DiscoveryCall:
    call.state, call.handled_by, call.handled_at = state, by, at
    if note:
        call.note = note
    call.save(update_fields=["state", "handled_by", "handled_at", "athlete", "note"])
    return call
