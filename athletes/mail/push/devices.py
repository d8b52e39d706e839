"""Verbs of the phones on which reminders are on: one is on, one is off, all of somebody's end."""

from __future__ import annotations

import binascii
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.utils.translation import gettext as _
from py_vapid.utils import b64urldecode

from athletes.errors import RefusedError
from athletes.mail.planner import schedule_reminder
from athletes.models import Athlete, PushDevice, User

from . import keys
from .endpoints import is_push_service

#: So many phones of one athlete; one more ends the one that was turned on first. All are written to inside one lease.
MOST_DEVICES = 5
LONGEST_ENDPOINT = 1000
SECRET_BYTES = 16
#: How a browser and a system are recognized in what a browser says of itself, the more special first.
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("SamsungBrowser", "Samsung Internet"), ("Chrome", "Chrome"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


@transaction.atomic
def turn_on(*, athlete: Athlete, endpoint: str, p256dh: str, auth: str, user_agent: str, at: datetime) -> PushDevice:
    """Reminders on one browser from now on; whoever had them there before gets none there any more. Safe to repeat.

    endpoint, p256dh, auth -- as the browser names them
    Raises RefusedError where that is no push service, or no keys.
    """
    if not keys.is_offered() or len(endpoint) > LONGEST_ENDPOINT or not is_push_service(endpoint):
        raise RefusedError(_("Reminders cannot be sent to this browser. Try Chrome, Edge, Firefox or Safari."))
    if not _are_keys(p256dh, auth):
        raise RefusedError(_("This browser sent no usable key. Close it, open this page again and turn them on."))
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    former = PushDevice.objects.filter(endpoint=endpoint).exclude(athlete=athlete).first()
    if former is not None:
        end(former, at=at)
    device, _made = PushDevice.objects.update_or_create(
        endpoint=endpoint,
        defaults={
            "athlete": athlete, "p256dh": p256dh, "auth": auth, "label": label_of(user_agent), "made_at": at,
        },
    )  # fmt: skip
    for one_too_many in athlete.devices.order_by("-made_at", "-pk")[MOST_DEVICES:]:
        one_too_many.delete()
    schedule_reminder(athlete, after=at)
    return device


def end(device: PushDevice, *, at: datetime) -> None:
    """No more notes to this browser. With the last one nothing comes round for its owner. Safe to repeat."""
    athlete = Athlete.objects.get(pk=device.athlete_id)
    PushDevice.objects.filter(pk=device.pk).delete()
    if not athlete.devices.exists():
        schedule_reminder(athlete, after=at)


def end_all(user: User) -> None:
    """No phone of theirs is written to any more. What was planned is skipped, and its due times lapse."""
    PushDevice.objects.filter(athlete=user.pk).delete()
    Athlete.objects.filter(pk=user.pk).update(strength_push_due_at=None, morning_push_due_at=None)


def label_of(user_agent: str) -> str:
    """“Chrome on Android”, as far as the browser says so."""
    browser = _first_in(user_agent, BROWSERS) or "Safari"
    system = _first_in(user_agent, SYSTEMS)
    if not system:
        return _("A browser")
    return _("{browser} on {system}").format(browser=browser, system=system)


def _first_in(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    for mark, name in names:
        if mark in user_agent:
            return name
    return ""


def _are_keys(p256dh: str, auth: str) -> bool:
    """Whether a note can be locked with them: a point of the curve, and sixteen bytes."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), b64urldecode(p256dh.encode()))
        return len(b64urldecode(auth.encode())) == SECRET_BYTES
    except (ValueError, binascii.Error):
        return False
