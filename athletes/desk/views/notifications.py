"""Notifications in a therapist's own browsers: that something urgent waits, and never for whom."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from athletes.access.requests import current_user
from athletes.errors import RefusedError
from athletes.mail.push import devices, keys
from athletes.models import PushDevice
from athletes.phone import this_phone
from programs.models.fields import is_key


def notifications(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The switch of this browser, and the others that are written to. context -- what every admin page knows"""
    if not keys.is_offered():
        raise Http404
    if "end" in request.POST:
        return _turn_off(request)
    if request.method == "POST":
        return _turn_on(request, context)
    return _page(request, context)


def _turn_on(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    try:
        device = this_phone.turn_on(request, current_user(request))
    except RefusedError as refused:
        messages.error(request, refused.message)
        return _page(request, context, status=422)
    response = redirect("admin:notifications")
    this_phone.remember(response, device)
    messages.success(request, _("Notifications are on in this browser."))
    return response


def _turn_off(request: HttpRequest) -> HttpResponse:
    named = request.POST["end"]
    if not is_key(named):
        raise Http404
    device: PushDevice = get_object_or_404(PushDevice.objects.visible_to(request.user), pk=named)
    devices.end(device, at=timezone.now())
    messages.success(request, _("No more notifications in {device}.").format(device=device.label))
    return redirect("admin:notifications")


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    this, others = this_phone.here_and_elsewhere(request)
    context |= {
        "title": _("Notifications in this browser"),
        "push_key": keys.public_key(),
        "this_browser": this,
        "other_browsers": others,
    }
    return render(request, "admin/notifications.html", context, status=status)
