"""Pain, 0 to 10, with its place: in a session, and on a day without one."""

from __future__ import annotations

import uuid
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from athletes.access.requests import athlete_required, session_of
from athletes.models import Athlete, Moment, PainReport, Session
from athletes.records.pain import answers_for, day_id, report_id, report_id_of_day, report_pain
from athletes.wording.sentences import in_sentence
from programs.models import Exercise

from ..forms.training import RECENT_DAYS, PainForm


@dataclass(frozen=True)
class Back:
    """Where the page leads back to. finish -- where a session can be ended; empty without one"""

    url: str
    label: str
    finish: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def session_pain(request: HttpRequest, athlete: Athlete, session_id: uuid.UUID) -> HttpResponse:
    """Pain of one exercise of a session, or of the whole."""
    current = session_of(request, athlete, session_id)
    finish = reverse("session_finish", args=[current.pk])
    back = Back(reverse("session", args=[current.pk]), _("Back to the session"), finish)
    return _ask(request, athlete, back, current)


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def day_pain(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Pain of a day that belongs to no session: one report for each place, another of the same replaces it."""
    return _ask(request, athlete, Back(reverse("today"), _("To Today")))


def _ask(request: HttpRequest, athlete: Athlete, back: Back, current: Session | None = None) -> HttpResponse:
    """The form, and the answer to what was said."""
    form = PainForm(request.POST) if request.method == "POST" else _form_to_begin_with(request, athlete)
    context: dict[str, object] = {"session": current, "athlete": athlete, "back": back}
    if form.is_bound and form.is_valid():
        report = _store(athlete, current, dict(form.cleaned_data))
        return render(request, "athletes/pain_noted.html", context | _answer(athlete, report))
    if current is None:
        today = athlete.today(timezone.now())
        context["days"] = " ".join(str(day_id(athlete, today - timedelta(days=ago))) for ago in range(len(RECENT_DAYS)))
    context |= {"form": form, "answers": asdict(answers_for(athlete))}
    return render(request, "athletes/pain.html", context, status=422 if form.errors else 200)


def _form_to_begin_with(request: HttpRequest, athlete: Athlete) -> PainForm:
    asked = request.GET.get("days_ago", "")
    return PainForm.starting_at(request.GET.get("exercise", ""), athlete.pain_reports.first(), days_ago=asked)


def _store(athlete: Athlete, current: Session | None, values: dict[str, Any]) -> PainReport:
    at, slug, report = timezone.now(), values.pop("exercise"), values.pop("report")
    felt_at = at - timedelta(days=values.pop("days_ago") or 0)
    if current is None:
        identity = report_id_of_day(athlete, athlete.today(felt_at), values["region"], values["side"])
        values["felt_at"] = felt_at
        exercise = None
    else:
        identity = report or report_id(current, slug, Moment.DURING)
        exercise = get_object_or_404(Exercise, slug=slug) if slug else None
    return report_pain(athlete=athlete, report_id=identity, session=current, exercise=exercise, at=at, **values)


def _answer(athlete: Athlete, report: PainReport) -> dict[str, object]:
    answers = answers_for(athlete)
    asked = athlete.pain_profiles.filter(region=report.region, side=report.side, asked_at__isnull=False).exists()
    return {
        "report": report,
        "place": in_sentence(report.place),
        "answer": answers.to(report.score, report.region, report.side, asks_for_signs=asked),
        "is_over": report.score > answers.limit_at(report.region, report.side),
        "asks_for_signs": asked,
    }
