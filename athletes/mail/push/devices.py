"""Verbs of the browsers that are written to: notes are on on one, off on one, all of somebody's end."""

from __future__ import annotations

import binascii
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.translation import gettext as _
from py_vapid.utils import b64urldecode

from athletes.access.user_agents import browser_name
from athletes.errors import RefusedError
from athletes.mail.planner import schedule_reminder
from athletes.models import Athlete, PushDevice, User

from . import keys
from .endpoints import is_push_service

#: So many browsers of one person; one more ends the one that was turned on first. All are written to inside one lease.
MOST_DEVICES = 5
LONGEST_ENDPOINT = 1000
SECRET_BYTES = 16


@transaction.atomic
def turn_on(*, owner: User, endpoint: str, p256dh: str, auth: str, user_agent: str, at: datetime) -> PushDevice:
    """Notes to one browser from now on; whoever had them there before gets none there any more. Safe to repeat.

    endpoint, p256dh, auth -- as the browser names them
    Raises RefusedError where that is no push service, or no keys.
    """
    if not keys.is_offered() or len(endpoint) > LONGEST_ENDPOINT or not is_push_service(endpoint):
        raise RefusedError(_("Notifications cannot be sent to this browser. Try Chrome, Edge, Firefox or Safari."))
    if not _are_keys(p256dh, auth):
        raise RefusedError(_("This browser sent no usable key. Close it, open this page again and turn them on."))
    User.objects.select_for_update().get(pk=owner.pk)
    former = PushDevice.objects.filter(endpoint=endpoint).exclude(owner=owner).select_related("owner").first()
    if former is not None:
        end(former, at=at)
    values = {"p256dh": p256dh, "auth": auth, "label": browser_name(user_agent), "made_at": at}
    device, _made = PushDevice.objects.update_or_create(endpoint=endpoint, defaults=values | {"owner": owner})
    for one_too_many in owner.devices.order_by("-made_at", "-pk")[MOST_DEVICES:]:
        one_too_many.delete()
    _plan_anew(owner, at)
    return device


def end(device: PushDevice, *, at: datetime) -> None:
    """No more notifications in this browser. With the last one nothing comes round for its owner. Safe to repeat."""
    PushDevice.objects.filter(pk=device.pk).delete()
    if not PushDevice.objects.reach(device.owner_id):
        _plan_anew(device.owner, at)


def end_all(user: User) -> None:
    """No browser of theirs is written to any more. What was planned is skipped, and its due times lapse."""
    PushDevice.objects.filter(owner=user.pk).delete()
    Athlete.objects.filter(pk=user.pk).update(strength_push_due_at=None, morning_push_due_at=None)


def _plan_anew(owner: User, at: datetime) -> None:
    """What comes round by itself comes to athletes alone."""
    if owner.is_athlete:
        schedule_reminder(owner.athlete, after=at)


def _are_keys(p256dh: str, auth: str) -> bool:
    """Whether a note can be locked with them: a point of the curve, and sixteen bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64urldecode(p256dh.encode()))
        return len(b64urldecode(auth.encode())) == SECRET_BYTES
    except (ValueError, binascii.Error):
        return False
