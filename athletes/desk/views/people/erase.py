"""The page on which a record is erased: what goes, what stays and why, and a name that has to be typed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.access.requests import current_user
from athletes.access.roles import is_responsible_for
from athletes.enrollment.leaving.erasing import ask_for_erasure, erase, is_name_of, what_goes, withdraw_erasure
from athletes.enrollment.leaving.retention import hold, lift_hold, why_kept
from athletes.errors import RefusedError
from athletes.models import Athlete, ErasureReason, User


class EraseForm(forms.Form):
    """Why, and the name as it stands above the page: nobody erases the wrong record by one click."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why it is erased"),
        choices=[("", gettext_lazy("Choose a reason")), *ErasureReason.choices],
        error_messages={"required": gettext_lazy("Say why the record is erased.")},
    )
    name = forms.CharField(
        label=gettext_lazy("Type the athlete’s full name"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, athlete: Athlete, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.athlete = athlete

    def clean_name(self) -> str:
        typed: str = self.cleaned_data["name"]
        if not is_name_of(self.athlete, typed):
            raise forms.ValidationError(_("That is not the name of this record. Nothing was erased."))
        return typed


def erase_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Therapists ask for it, clinic admins hold it back or do it. context -- what every admin page knows"""
    user, at = current_user(request), timezone.now()
    if request.method == "POST" and "do" in request.POST:
        return _act(request, athlete, user, at)
    if request.method == "POST" and not user.sees_everyone:
        raise PermissionDenied
    form = EraseForm(request.POST if request.method == "POST" else None, athlete=athlete)
    if form.is_bound and form.is_valid() and _erased(form, athlete, user, at):
        messages.success(request, _("The record is erased. One row says so, without a name."))
        return redirect("admin:athletes_athlete_changelist")
    context |= {
        "title": _("Erase the record of {name}").format(name=athlete),
        "athlete": athlete,
        "form": form,
        "kept": why_kept(athlete, at),
        "years": settings.RECORD_RETENTION_YEARS,
        "may_erase": user.sees_everyone,
        "may_ask": is_responsible_for(user, athlete),
        "counts": what_goes(athlete),
    }
    return render(request, "admin/athletes/athlete/erase.html", context, status=422 if form.errors else 200)


def _erased(form: EraseForm, athlete: Athlete, by: User, at: datetime) -> bool:
    """Whether it was done; what is refused stands in the form."""
    try:
        erase(athlete=athlete, reason=form.cleaned_data["reason"], by=by, at=at)
    except RefusedError as error:
        form.add_error(None, error.message)
        return False
    return True


def _act(request: HttpRequest, athlete: Athlete, user: User, at: datetime) -> HttpResponse:
    """Ask, take the request back, hold, lift: all of it can be undone on the same page."""
    do = request.POST["do"]
    if do not in {"ask", "withdraw", "hold", "lift"}:
        raise Http404
    if not (user.sees_everyone or (do in {"ask", "withdraw"} and is_responsible_for(user, athlete))):
        raise PermissionDenied
    try:
        messages.success(request, _done(do, request, athlete, user, at))
    except RefusedError as error:
        messages.error(request, error.message)
    return redirect("admin:athletes_athlete_erase", athlete.pk)


def _done(do: str, request: HttpRequest, athlete: Athlete, user: User, at: datetime) -> str:
    """The act, and what was done in words."""
    if do == "ask":
        ask_for_erasure(athlete=athlete, by=user, at=at)
        return _("The clinic admins see the request in the list of athletes, under “asked for erasure”.")
    if do == "withdraw":
        withdraw_erasure(athlete=athlete, by=user)
        return _("The request is taken back. Everything stays.")
    if do == "hold":
        hold(athlete=athlete, reason=request.POST.get("hold", "").replace("\x00", ""))
        return _("On hold: nothing in this record can be erased until the hold is lifted.")
    lift_hold(athlete=athlete)
    return _("The hold is lifted.")
