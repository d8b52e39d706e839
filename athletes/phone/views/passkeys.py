"""Passkeys of the athlete: one more, one less. Signing in with one stands with the other ways in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from athletes.access.requests import athlete_required
from athletes.access.user_agents import browser_name
from athletes.enrollment import passkeys
from athletes.errors import RefusedError
from athletes.mail import links
from athletes.models import Athlete

from ..forms.training import SettingsForm
from .settings import page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def add(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """GET answers what the browser is asked to make, POST stores what it made."""
    if request.method != "POST":
        return JsonResponse(passkeys.begin_passkey(athlete.user))
    try:
        passkeys.add_passkey(
            user=athlete.user,
            credential=request.POST.get("credential", ""),
            label=browser_name(request.headers.get("User-Agent", "")),
            at=timezone.now(),
        )
    except RefusedError as refused:
        messages.error(request, refused.message)
        return page(request, athlete, SettingsForm(instance=athlete), status=422)
    request.session.pop("offers_passkey", None)
    messages.success(request, _("Done. Next time, tap “Use a passkey” on the sign-in page."))
    return redirect(links.landing_page(request.POST.get("to", "")) or "settings")


@require_POST
@athlete_required
def remove(request: HttpRequest, athlete: Athlete, passkey_id: int) -> HttpResponse:
    passkey: Authenticator = get_object_or_404(passkeys.passkeys_of(athlete.user), pk=passkey_id)
    if "end" in request.POST:
        passkeys.remove_passkey(passkey)
        messages.success(request, _("That passkey opens nothing any more."))
    return redirect("settings")
