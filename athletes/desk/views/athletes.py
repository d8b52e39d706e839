"""Pages of one athlete: the visit brief, the chart, and the therapist's word on plyometrics."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from athletes.access.requests import current_user
from athletes.errors import RefusedError
from athletes.evaluation.evaluate import evaluate
from athletes.models import Athlete, PlyometricStep
from athletes.training.clearance import clear, set_step, withdraw

from ..pages.brief.as_text import brief_text
from ..pages.brief.page import brief_of
from ..pages.chart import PERIODS, chart_of


def brief_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Four weeks on one page, for the visit. context -- what every admin page knows."""
    brief = brief_of(athlete, timezone.now())
    context |= {
        "title": _("Visit brief: {name}").format(name=athlete),
        "brief": brief,
        "text": brief_text(brief, settings.CLINIC),
    }
    return render(request, "admin/athletes/athlete/brief.html", context)


def brief_file(_request: HttpRequest, athlete: Athlete, _context: dict[str, Any]) -> HttpResponse:
    """The same as plain text, to be kept or sent on. The file's name names nobody."""
    brief = brief_of(athlete, timezone.now())
    response = HttpResponse(brief_text(brief, settings.CLINIC) + "\n", content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="brief-{athlete.pk}-{brief.written_on}.txt"'
    return response


def chart_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Loads, pain, adherence and session load over any length, each chart with its table."""
    weeks = _weeks_asked(request.GET.get("weeks", ""))
    slug = request.GET.get("exercise", "").replace("\x00", "")[:80]
    context |= {
        "title": _("Chart: {name}").format(name=athlete),
        "athlete": athlete,
        "weeks": weeks,
        "periods": PERIODS,
        "page": chart_of(athlete, timezone.now(), weeks=weeks, slug=slug),
    }
    return render(request, "admin/athletes/athlete/chart.html", context)


def _weeks_asked(text: str) -> int:
    """One of the periods that are offered, else the shortest."""
    for weeks in PERIODS:
        if text == str(weeks):
            return weeks
    return PERIODS[0]


def change_clearance(request: HttpRequest, athlete: Athlete, _context: dict[str, Any]) -> HttpResponse:
    """The therapist's word on plyometrics: given with a starting step, changed, or taken back."""
    if request.method == "POST":
        try:
            messages.success(request, _change_clearance(request, athlete))
        except RefusedError as error:
            messages.warning(request, error.message)
    return redirect("admin:athletes_athlete_change", athlete.pk)


def _change_clearance(request: HttpRequest, athlete: Athlete) -> str:
    by, at, what = current_user(request), timezone.now(), request.POST.get("do")
    if what == "withdraw":
        withdraw(athlete=athlete, by=by, at=at)
        return _("Plyometric exercises are on hold again.")
    step = _step_asked(request.POST.get("step", ""))
    if what == "step":
        set_step(athlete=athlete, by=by, at=at, step=step)
        evaluate(athlete, at)
        return _("The new step applies from the next session on.")
    clear(athlete=athlete, by=by, at=at, step=step)
    evaluate(athlete, at)
    return _("Cleared. Plyometric exercises are part of the next session.")


def _step_asked(text: str) -> int:
    """One of the steps that are offered, else the first."""
    for step in PlyometricStep:
        if text == str(step.value):
            return step
    return PlyometricStep.LAND_AND_BOUNCE
