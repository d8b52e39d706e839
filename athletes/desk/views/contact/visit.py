"""The next visit of an athlete is booked, moved or taken out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.errors import RefusedError
from athletes.models import Athlete
from athletes.records.care.contacts import set_next_visit
from programs.dates import date_format

from .log import MinuteInput

#: Where the browser's session keeps a time that was refused.
TYPED_VISIT = "next_visit_typed"


class VisitForm(forms.Form):
    """Empty: no visit is booked."""

    visit_at = forms.DateTimeField(label=gettext_lazy("Next visit"), required=False, widget=MinuteInput())


def visit_form(request: HttpRequest, athlete: Athlete) -> VisitForm:
    """The form on the athlete's page, with what was refused a moment ago."""
    initial = {"visit_at": request.session.pop(TYPED_VISIT, None) or athlete.next_visit_at}
    return VisitForm(initial=initial)


def next_visit(request: HttpRequest, athlete: Athlete, _context: dict[str, Any]) -> HttpResponse:
    """The time is kept; what is refused stays in its field."""
    if request.method == "POST":
        form = VisitForm(request.POST)
        try:
            if not form.is_valid():
                raise RefusedError(_("Give a day and a time."))
            visit_at = form.cleaned_data["visit_at"]
            set_next_visit(athlete=athlete, visit_at=visit_at, at=timezone.now())
            messages.success(request, _said(athlete, visit_at))
        except RefusedError as refused:
            request.session[TYPED_VISIT] = request.POST.get("visit_at", "")[:32].replace("\x00", "")
            messages.error(request, refused.message)
    return redirect(f"{reverse('admin:athletes_athlete_page', args=[athlete.pk])}#contacts")


def _said(athlete: Athlete, visit_at: datetime | None) -> str:
    if visit_at is None:
        return _("No visit is booked for {name}.").format(name=athlete)
    when = date_format(timezone.localtime(visit_at), "D, M j, g:i a")
    return _("Next visit of {name}: {when}.").format(name=athlete, when=when)
