"""The page behind an invitation of staff: a password, and what comes next. It signs in as a password does."""

from __future__ import annotations

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from django.contrib.auth.forms import SetPasswordForm
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from athletes.enrollment import staff
from athletes.mail import links
from athletes.models import User


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the form and spends nothing: mail scanners follow links."""
    user = links.invited_staff(token)
    if user is None:
        return render(request, "account/invitation_ended.html", status=404)
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _choose(request, token, form.cleaned_data["new_password1"])
    status = 422 if form.errors else 200
    return render(request, "account/join.html", {"form": form, "person": user}, status=status)


def _choose(request: HttpRequest, token: str, password: str) -> HttpResponse:
    user = _spend(token, password)
    if user is None:
        return render(request, "account/invitation_ended.html", status=404)
    credentials = {"email": user.email, "password": password}
    answer: HttpResponse = perform_password_login(request, credentials, Login(user=user, email=user.email))
    if request.user.is_authenticated:
        reauthenticate_by_password(request)  # typed a moment ago: the second factor need not ask for it once more
    return answer


@transaction.atomic
def _spend(token: str, password: str) -> User | None:
    """Of two forms that are sent at the same time one chooses the password: the link is read again behind a lock."""
    invited = links.invited_staff(token)
    if invited is None:
        return None
    User.objects.select_for_update().get(pk=invited.pk)
    user = links.invited_staff(token)
    return staff.join(user=user, password=password, at=timezone.now()) if user is not None else None
