"""Lifting a stop: the page that asks once more, with the signs, and the act."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from athletes.access.requests import current_user
from athletes.errors import RefusedError
from athletes.models import Athlete
from athletes.problems.episodes import lift_stop
from athletes.wording.stops import stop_of

PAGE = "admin/athletes/athlete/lift_stop.html"


class LiftForm(forms.Form):
    note = forms.CharField(
        label=_("What was found, and who decided"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write down what was found, and who decided.")},
    )


def lift_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Looking lifts nothing; the button does, for the athlete's therapist. context -- what every admin page knows."""
    stop = stop_of(athlete, current_user(request))
    if stop is None:
        messages.info(request, _("Training is not stopped for {name}.").format(name=athlete))
        return redirect("admin:athletes_athlete_change", athlete.pk)
    if not stop.may_lift:
        raise PermissionDenied
    form = LiftForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _lift(request, athlete, form.cleaned_data["note"])
        except RefusedError as error:
            form.add_error(error.field, error.message)
    context |= {
        "athlete": athlete,
        "form": form,
        "stop": stop,
        "title": _("Lift the stop for {name}?").format(name=athlete),
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _lift(request: HttpRequest, athlete: Athlete, note: str) -> HttpResponse:
    shown = request.POST.getlist("shown")
    lift_stop(athlete=athlete, shown=shown, note=note, by=current_user(request), at=timezone.now())
    messages.success(request, _("The stop is lifted. {name} may train again.").format(name=athlete))
    return redirect("admin:athletes_athlete_change", athlete.pk)
