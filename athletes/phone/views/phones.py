"""Reminders on the athlete's phones: on on this one, off on any of their own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from athletes.access.requests import athlete_required
from athletes.errors import RefusedError
from athletes.mail.push import devices
from athletes.models import Athlete, PushDevice

from .. import this_phone
from ..forms.training import SettingsForm
from .settings import page


@require_POST
@athlete_required
def turn_on(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """What the browser named as its own address and keys; refused where no note could be sent there."""
    try:
        device = this_phone.turn_on(request, athlete.user)
    except RefusedError as refused:
        messages.error(request, refused.message)
        return page(request, athlete, SettingsForm(instance=athlete), status=422)
    response = redirect("settings")
    this_phone.remember(response, device)
    messages.success(request, _("Reminders come to this phone."))
    return response


@require_POST
@athlete_required
def turn_off(request: HttpRequest, athlete: Athlete, device_id: int) -> HttpResponse:
    device: PushDevice = get_object_or_404(PushDevice.objects.visible_to(request.user), pk=device_id)
    if "end" in request.POST:
        devices.end(device, at=timezone.now())
        messages.success(request, _("No more reminders on {device}.").format(device=device.label))
    return redirect("settings")
