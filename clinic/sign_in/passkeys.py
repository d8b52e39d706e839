"""Signing in with a passkey, and to whom one is offered."""

from __future__ import annotations

from allauth.core import ratelimit
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from athletes.enrollment import passkeys
from athletes.mail import links
from athletes.models import User

from .recording import record_failure, record_sign_in

#: A passkey is recognized by its own signature; whose it is reads the same rows as a link.
PASSKEY_BACKEND = "clinic.sign_in.auth.LinkBackend"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """GET answers what the browser is asked to sign, POST reads what it signed."""
    if not ratelimit.consume(request, action="passkey"):
        return render(request, "account/too_many_tries.html", status=429)
    if request.method != "POST":
        return JsonResponse(passkeys.begin_sign_in())
    user = passkeys.owner_of(request.POST.get("credential", ""))
    if user is None:
        record_failure(None, how="unknown_passkey")
        return render(request, "account/passkey_unknown.html", status=422)
    login(request, user, backend=PASSKEY_BACKEND)
    record_sign_in(user, how="passkey")
    return redirect(links.landing_page(request.POST.get("next", "")) or "today")


def offer_passkey(request: HttpRequest, user: User) -> None:
    """Today may offer a passkey in this session: they signed in before, by mail, and have none yet.

    To be called with the user as read before this sign-in.
    """
    if user.last_login and user.is_athlete and not passkeys.passkeys_of(user).exists():
        request.session["offers_passkey"] = True
