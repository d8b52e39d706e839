"""The schedule: move a session to a day that suits, say how you usually run, choose the two strength days."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from athletes.access.requests import athlete_required
from athletes.enrollment.schedule import choose_days, move_session, state_usual_week
from athletes.errors import RefusedError
from athletes.models import Athlete, Enrollment
from programs.dates import date_format

from ..forms.training import DaysForm, MoveForm, UsualWeekForm
from ..pages.schedule import schedule_page


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def schedule(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    if request.method == "POST":
        act = ACTS.get(request.POST.get("do", ""))
        if act is None:
            raise Http404
        try:
            messages.success(request, act(request, athlete))
        except RefusedError as error:
            messages.warning(request, error.message)
        return redirect("schedule")
    page = schedule_page(athlete, timezone.now())
    form = UsualWeekForm(initial={f"day-{day}": kind or "rest" for day, _name, kind in page.usual})
    context = {"page": page, "athlete": athlete, "tab": "program", "usual_form": form}
    if page.enrollment:
        initial = {"first": page.enrollment.first_weekday, "second": page.enrollment.second_weekday}
        context["days_form"] = DaysForm(initial=initial)
    return render(request, "athletes/schedule.html", context)


def _move(request: HttpRequest, athlete: Athlete) -> str:
    form = MoveForm(request.POST)
    if not form.is_valid():
        raise RefusedError(_("Choose one of the days."))
    rows = athlete.sessions.visible_to(request.user).select_related("enrollment__program")
    session = get_object_or_404(rows, pk=form.cleaned_data["session"])
    moved = move_session(session=session, on=form.cleaned_data["on"], at=timezone.now())
    return _("Moved to {day}.").format(day=date_format(moved.planned_on, "l, F j"))


def _usual(request: HttpRequest, athlete: Athlete) -> str:
    form = UsualWeekForm(request.POST)
    if not form.is_valid():
        raise RefusedError(_("Choose one kind of run for each day."))
    state_usual_week(athlete=athlete, kinds=form.kinds)
    return _("Your usual week is saved.")


def _days(request: HttpRequest, athlete: Athlete) -> str:
    form = DaysForm(request.POST)
    if not form.is_valid():
        raise RefusedError(_("Choose two days."))
    enrollment = get_object_or_404(Enrollment.objects.visible_to(request.user).active(), athlete=athlete)
    weekdays = (form.cleaned_data["first"], form.cleaned_data["second"])
    choose_days(enrollment=enrollment, weekdays=weekdays, at=timezone.now())
    return _("Your strength days are changed, from the next session on.")


ACTS: dict[str, Callable[[HttpRequest, Athlete], str]] = {"move": _move, "usual": _usual, "days": _days}
