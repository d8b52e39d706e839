"""The first steps: four screens, which can be left at any time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from athletes.access.requests import athlete_required
from athletes.models import Athlete

from ..forms.welcome import GearForm, NoForm, ReminderForm, RunsForm

FORMS: dict[str, type[GearForm | RunsForm | ReminderForm | NoForm]] = {
    "gear": GearForm,
    "runs": RunsForm,
    "reminders": ReminderForm,
    "pain": NoForm,
}
STEPS = list(FORMS)


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def welcome(request: HttpRequest, athlete: Athlete, step: str) -> HttpResponse:
    """One screen: what is chosen is kept with *Next*; *Skip all* leaves them, and they are offered no more."""
    if step not in FORMS:
        raise Http404
    if "skip" in request.POST:
        return _done(athlete)
    form = FORMS[step](request.POST or None, instance=athlete)
    if request.method == "POST" and (form.is_valid() or step == STEPS[-1]):
        form.keep(timezone.now())
        if step == STEPS[-1]:
            return _done(athlete)
        return redirect("welcome", STEPS[STEPS.index(step) + 1])
    place = STEPS.index(step)
    context = {
        "form": form,
        "athlete": athlete,
        "step": step,
        "steps": STEPS,
        "number": place + 1,
        "former": STEPS[place - 1] if place else "",
        "template": f"athletes/welcome/{step}.html",
    }
    return render(request, "athletes/welcome.html", context, status=422 if form.errors else 200)


def _done(athlete: Athlete) -> HttpResponse:
    athlete.welcomed_at = timezone.now()
    athlete.save(update_fields=["welcomed_at"])
    return redirect("today")
