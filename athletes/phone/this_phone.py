"""Which phone with reminders a request comes from: a signed cookie says so, whoever is signed in.

With it the notes of one athlete end on a phone as soon as they sign out there or somebody else signs in, whether the
browser does its own part or not.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from athletes.mail.push import devices
from athletes.models import PushDevice, User

_SALT = "athletes.phone.this_phone"
#: As long as browsers keep a cookie at all, in seconds.
KEPT = 400 * 24 * 3600


def turn_on(request: HttpRequest, owner: User) -> PushDevice:
    """Notes to this browser from now on, at the address and with the keys that it posted.

    Raises RefusedError where no note could be sent there.
    """
    return devices.turn_on(
        owner=owner,
        endpoint=request.POST.get("endpoint", ""),
        p256dh=request.POST.get("p256dh", ""),
        auth=request.POST.get("auth", ""),
        user_agent=request.headers.get("User-Agent", ""),
        at=timezone.now(),
    )


def remember(response: HttpResponse, device: PushDevice) -> None:
    """This browser is that phone from now on."""
    response.set_signed_cookie(
        settings.PHONE_COOKIE_NAME,
        str(device.pk),
        salt=_SALT,
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def device_of(request: HttpRequest) -> PushDevice | None:
    """The phone with reminders that this browser is; None where it is none. It may be another athlete's."""
    key = request.get_signed_cookie(settings.PHONE_COOKIE_NAME, default=None, salt=_SALT)
    if key is None:
        return None
    return PushDevice.objects.select_related("owner").filter(pk=key).first()


def here_and_elsewhere(request: HttpRequest) -> tuple[PushDevice | None, list[PushDevice]]:
    """Of the signed-in person's own: this browser, where notes are on on it, and the others."""
    this, others = None, []
    here = device_of(request)
    for device in PushDevice.objects.visible_to(request.user):
        if device == here:
            this = device
        else:
            others.append(device)
    return this, others


@receiver(user_logged_in)
def end_for_the_former_owner(request: HttpRequest, user: User, **kwargs: Any) -> None:
    device = device_of(request)
    if device is not None and device.owner_id != user.pk:
        devices.end(device, at=timezone.now())


@receiver(user_logged_out)
def end_for_who_leaves(request: HttpRequest, **kwargs: Any) -> None:
    device = device_of(request)
    if device is not None:
        devices.end(device, at=timezone.now())
