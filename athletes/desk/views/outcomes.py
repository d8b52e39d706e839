"""Outcome totals of one athlete: the page, and a total entered or taken back."""

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
from athletes.models import Athlete, OutcomeMeasure, Side
from athletes.records.outcomes import enter_outcome, remove_outcome
from programs.models.fields import is_key
from programs.plain_fields import PlainDecimal

from ..pages.outcomes import outcomes_page

PAGE = "admin/athletes/athlete/outcomes.html"


class OutcomeForm(forms.Form):
    """One total. The items stay on the questionnaire's own form."""

    measure = forms.ChoiceField(label=gettext_lazy("Measure"), choices=OutcomeMeasure.choices)
    total = PlainDecimal(label=gettext_lazy("Total"), max_digits=4, decimal_places=1, min_value=0)
    taken_on = forms.DateField(
        label=gettext_lazy("Taken on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    side = forms.ChoiceField(label=gettext_lazy("Side (VISA-A, TENDINS-A, AKPS)"), choices=Side.choices, required=False)
    activity = forms.CharField(label=gettext_lazy("Activity (PSFS)"), max_length=80, required=False)
    version = forms.CharField(label=gettext_lazy("Version of the form"), max_length=40, required=False)


def outcomes(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """The totals over time, and the form for the next one. context -- what every admin page knows."""
    at = timezone.now()
    posted = request.POST if request.method == "POST" else None
    if posted is not None and "remove" in posted:
        return _remove(request, athlete)
    form = OutcomeForm(posted, initial={"taken_on": athlete.today(at)})
    if form.is_bound and form.is_valid():
        try:
            entered = enter_outcome(athlete=athlete, by=current_user(request), at=at, **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("{outcome} is kept.").format(outcome=entered))
            return redirect("admin:athletes_athlete_outcomes", athlete.pk)
    context |= {
        "title": _("Outcome totals: {name}").format(name=athlete),
        "athlete": athlete,
        "page": outcomes_page(athlete, at),
        "form": form,
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)


def _remove(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    asked = request.POST["remove"]
    outcome = athlete.outcomes.filter(pk=asked).first() if is_key(asked) else None
    if outcome is None:
        raise Http404
    remove_outcome(outcome=outcome)
    messages.success(request, _("{outcome} was removed.").format(outcome=outcome))
    return redirect("admin:athletes_athlete_outcomes", athlete.pk)
