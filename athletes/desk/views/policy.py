"""The rules that hold by themselves, switched off for one place of one athlete, and on again."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.access.requests import current_user
from athletes.errors import RefusedError
from athletes.evaluation.keeping import OFF_FOR, rules_off, switch_off, switch_on
from athletes.models import Athlete, PainProfile
from programs.dates import date_format
from programs.models import Tissue
from programs.models.fields import is_key

PAGE = "admin/athletes/athlete/policy.html"


class PolicyForm(forms.Form):
    """Where the rules are switched off, until when and why."""

    place: forms.ModelChoiceField[PainProfile] = forms.ModelChoiceField(
        queryset=None,
        empty_label=None,
        label=gettext_lazy("Place"),
        error_messages={"required": gettext_lazy("Choose a place."), "invalid_choice": gettext_lazy("Choose a place.")},
    )
    until = forms.DateField(
        label=gettext_lazy("Last day they are off"),
        error_messages={"invalid": gettext_lazy("Give the last day they are off.")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Say why the rules are switched off here. The reason is kept.")},
    )

    def __init__(self, *args: Any, athlete: Athlete, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = athlete.today(timezone.now())
        place = self.fields["place"]
        assert isinstance(place, forms.ModelChoiceField)
        place.queryset = athlete.pain_profiles.exclude(tissue=Tissue.BONE)
        days = {"type": "date", "min": f"{today}", "max": f"{today + OFF_FOR}"}
        self.fields["until"].widget = forms.DateInput(attrs=days, format="%Y-%m-%d")


def policy(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """The places whose rules are off, each to switch on again, and the form for one more.

    context -- what every admin page knows
    """
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "on" in posted:
        return _switch_on(request, athlete)
    form = PolicyForm(posted, athlete=athlete)
    if form.is_bound and form.is_valid():
        try:
            word = switch_off(athlete=athlete, by=current_user(request), at=timezone.now(), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field, error.message)
        else:
            said = _("{place}: the rules hold nothing back until {day}.")
            day = date_format(word.until, "F j, Y")
            messages.success(request, said.format(place=form.cleaned_data["place"], day=day))
            return redirect("admin:athletes_athlete_policy", athlete.pk)
    context |= {
        "title": _("What holds automatically: {name}").format(name=athlete),
        "athlete": athlete,
        "rules_off": rules_off(athlete, athlete.today(timezone.now())).select_related("by"),
        "form": form,
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _switch_on(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    by, at = current_user(request), timezone.now()
    asked = request.POST["on"]
    word = rules_off(athlete, athlete.today(at)).filter(pk=asked).first() if is_key(asked) else None
    if word is None:
        raise Http404
    switch_on(word=word, by=by, at=at)
    messages.success(request, _("The rules hold again."))
    return redirect("admin:athletes_athlete_policy", athlete.pk)
