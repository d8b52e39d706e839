"""Today, and the question about yesterday."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import pages
from ..barriers import name_barrier
from ..doors import for_athletes, noted, own_row, person
from ..forms import CouldNotForm, MorningForm
from ..localtime import iso_week
from ..models import Athlete, BarrierKind, Moment, Session
from ..pain import report_pain


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Staff go to the admin; the athlete is read together with what stands around the sessions."""
    if not person(request).is_athlete:
        return redirect("admin:index")
    at = timezone.now()
    near = pages.around(own_row(request), at)
    if near is None:
        raise Http404
    noted(request, near.athlete)
    page = pages.today_page(near, at)
    context = {"asks_again": "morning" in request.GET, "scores": range(11)}
    context |= {"page": page, "athlete": near.athlete, "tab": "today", "keep": _kept_on_the_phone(page.next_two)}
    return render(request, "athletes/today.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_athletes
def morning(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The morning after: one tap stores it, another replaces it. Asked only while Today asks.

    A mail leads here; looking stores nothing and ends at the question.
    """
    if request.method != "POST":
        return redirect(f"{reverse('today')}#morning")
    at = timezone.now()
    asked = pages.morning_asked(athlete, at)
    form = MorningForm(request.POST)
    if asked is None or not form.is_valid():
        messages.warning(request, _("This question is asked on the morning after a session, until 14:00."))
        return redirect("today")
    report_pain(
        athlete=athlete,
        report_id=asked.report,
        session=asked.session,
        score=form.cleaned_data["score"],
        region=asked.region,
        side=asked.side,
        moment=Moment.NEXT_MORNING,
        at=at,
    )
    return redirect(f"{reverse('today')}#morning")


def _kept_on_the_phone(sessions: list[Session]) -> str:
    """The pages that the phone fetches ahead, so that a session works in a basement."""
    names = ("session", "session_pain", "session_finish")
    pages = [reverse(name, args=[session.pk]) for session in sessions for name in names]
    return " ".join(
        [reverse("today"), reverse("program"), reverse("history"), reverse("runs"), reverse("check_in"), *pages]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_athletes
def could_not(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """What kept the athlete from training this week: one tap, another replaces it. Looking stores nothing."""
    at = timezone.now()
    week = iso_week(athlete.today(at))
    form = CouldNotForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name_barrier(athlete=athlete, week=week, kind=form.cleaned_data["kind"], at=at)
        messages.success(request, _("Noted. That is all it takes; next week starts anew."))
        return redirect("could_not")
    named = athlete.barriers.filter(week=week).first()
    context = {"kinds": BarrierKind.choices, "named": named, "athlete": athlete, "tab": "today"}
    return render(request, "athletes/could_not.html", context, status=422 if form.errors else 200)
