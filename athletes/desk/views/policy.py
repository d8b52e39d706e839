"""The rules that hold by themselves, switched off for one place of one athlete, and on again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.access.requests import current_user
from athletes.errors import RefusedError
from athletes.evaluation.keeping import rules_off, switch_off, switch_on
from athletes.models import Athlete


def policy(request: HttpRequest, athlete: Athlete, _context: dict[str, Any]) -> HttpResponse:
    """The therapist's word; it is asked for and shown on the athlete's own page."""
    if request.method == "POST":
        try:
            messages.success(request, _decide(request, athlete))
        except RefusedError as error:
            messages.warning(request, error.message)
    return redirect("admin:athletes_athlete_change", athlete.pk)


def _decide(request: HttpRequest, athlete: Athlete) -> str:
    by, at = current_user(request), timezone.now()
    if "on" in request.POST:
        asked = request.POST["on"]
        word = rules_off(athlete, athlete.today(at)).filter(pk=int(asked) if asked.isdecimal() else 0).first()
        if word is None:
            raise Http404
        switch_on(word=word, by=by, at=at)
        return _("The rules hold again.")
    asked = request.POST.get("place", "")
    place = athlete.pain_profiles.filter(pk=int(asked) if asked.isdecimal() else 0).first()
    if place is None:
        raise RefusedError(_("Choose a place."))
    until = _day(request.POST.get("until", ""))
    reason = request.POST.get("reason", "").replace("\x00", "")
    word = switch_off(athlete=athlete, place=place, until=until, reason=reason, by=by, at=at)
    return _("{place}: the rules hold nothing back until {day}.").format(
        place=place, day=date_format(word.until, "F j, Y")
    )


def _day(text: str) -> date:
    """Raises RefusedError for what is no day."""
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise RefusedError(_("Give the last day on which they are off."))
    return day
