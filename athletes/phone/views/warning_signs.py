"""The warning signs: a page of its own, linked from every place that speaks of pain."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from athletes.access.requests import athlete_required
from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.models import Athlete, Region, Side
from athletes.wording.warning_signs import instructions_for

from ..forms.training import SignsForm
from ..pages.check_in import place_reported_last


def _place_asked_about(request: HttpRequest, athlete: Athlete) -> dict[str, str]:
    """The place that the link names, else the one that hurt last."""
    region, side = request.GET.get("region", ""), request.GET.get("side", "")
    if region in Region.values and side in Side.values:
        return {"region": region, "side": side}
    region, side = place_reported_last(athlete)
    return {"region": region, "side": side}


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def warning_signs(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Tick what is there; the answer says what to do now, and the therapist knows at once. Looking stores nothing."""
    form = SignsForm(request.POST or None, initial=_place_asked_about(request, athlete))
    context: dict[str, object] = {"form": form, "athlete": athlete, "tab": "today"}
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        _screen, route = answer_signs(
            athlete=athlete,
            region=values["region"],
            side=values["side"],
            signs=[*values["flags"], *values["signs"]],
            at=timezone.now(),
        )
        context |= {"route": route, "answer": instructions_for(route, athlete.therapist.name), "is_answered": True}
    return render(request, "athletes/warning_signs.html", context, status=422 if form.errors else 200)
