"""Today, and the question about yesterday."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from athletes.access.requests import athlete_required, current_athlete, current_user
from athletes.localtime import day_in, iso_week
from athletes.models import Athlete, BarrierKind, Moment, Session
from athletes.records.barriers import name_barrier
from athletes.records.pain import report_pain

from ..forms.training import CouldNotForm, MorningForm
from ..pages.today.context import today_context
from ..pages.today.morning import mornings_asked
from ..pages.today.page import today_page


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Staff go to the admin."""
    if not current_user(request).is_athlete:
        return redirect("admin:index")
    at = timezone.now()
    context = today_context(current_athlete(request), at)
    page = today_page(context, at)
    shown = {
        "page": page,
        "athlete": context.athlete,
        "asks_again": "morning" in request.GET,
        "scores": range(11),
        "tab": "today",
        "offers_passkey": request.session.get("offers_passkey", False),
        "keep": " ".join(_kept_on_the_phone(page.next_two)),
    }
    return render(request, "athletes/today.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def morning(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The morning after: one tap stores it, another replaces it. Asked only while Today asks.

    A mail leads here; looking stores nothing and ends at the question.
    """
    if request.method != "POST":
        return redirect(f"{reverse('today')}#morning")
    at = timezone.now()
    form = MorningForm(request.POST)
    place = request.POST.get("region", ""), request.POST.get("side", "")
    asked = next((each for each in mornings_asked(athlete, at) if (each.region, each.side) == place), None)
    if asked is None or not form.is_valid():
        messages.warning(request, _("This question is asked on the day after training."))
        return redirect("today")
    report_pain(
        athlete=athlete,
        report_id=asked.report,
        session=asked.session,
        score=form.cleaned_data["score"],
        has_settled=form.cleaned_data["has_settled"],
        region=asked.region,
        side=asked.side,
        moment=Moment.NEXT_MORNING,
        at=at,
    )
    return redirect(f"{reverse('today')}#morning")


def _kept_on_the_phone(sessions: list[Session]) -> list[str]:
    """The pages that the phone fetches ahead, so that a session works in a basement."""
    kept = list(map(reverse, ("today", "program", "history", "runs", "check_in", "trained_elsewhere")))
    for session in sessions:
        kept += [reverse(name, args=[session.pk]) for name in ("session", "session_pain", "session_finish")]
    return kept


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def could_not(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """What kept the athlete from training in a week: one tap, another replaces it. Looking stores nothing.

    ``?week=2026-W45`` -- the week that a mail speaks of; this week without one, and for any but this and the last
    """
    at = timezone.now()
    week = _week_asked(request.GET.get("week", ""), athlete.today(at))
    form = CouldNotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name_barrier(athlete=athlete, week=week, kind=form.cleaned_data["kind"], at=at)
        if form.cleaned_data["kind"] == BarrierKind.PAIN:
            messages.success(request, _("Noted. Where is it, and how much?"))
            return redirect("pain")
        messages.success(request, _("Noted. That is all it takes; next week is a fresh start."))
        return redirect(reverse("could_not", query={"week": week}))
    named = athlete.barriers.filter(week=week).first()
    context = {"kinds": BarrierKind.choices, "named": named, "athlete": athlete, "tab": "today", "monday": day_in(week)}
    return render(request, "athletes/could_not.html", context, status=422 if form.errors else 200)


def _week_asked(asked: str, today: date) -> str:
    """A mail of Sunday is read on Monday: it still speaks of its own week."""
    this_week, last_week = iso_week(today), iso_week(today - timedelta(days=7))
    return last_week if asked == last_week else this_week
