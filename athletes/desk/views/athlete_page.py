"""The page of one athlete, and a note that is written on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from athletes.access.requests import current_user
from athletes.errors import RefusedError
from athletes.localtime import instant_or_none
from athletes.models import Athlete
from athletes.models.messages import MAX_TEXT
from athletes.problems.caseload import case_of
from athletes.records.care_notes import write_care_note

from ..pages.athlete.facts import PageFacts
from ..pages.athlete.kept import kept_lately
from ..pages.athlete.page import athlete_page
from ..pages.athlete.timeline import timeline_of
from .caseload import open_review
from .contact.log import empty_form
from .contact.visit import visit_form
from .decisions import SNOOZES, TEXTS, may_undo

#: Where the browser's session keeps a note that was refused.
TYPED_NOTE = "care_note_typed"


def page(request: HttpRequest, athlete: WithAnnotations[Athlete, PageFacts], context: dict[str, Any]) -> HttpResponse:
    """Everything about one athlete, with the facts of their page. context -- what every admin page knows"""
    at = timezone.now()
    case = case_of(athlete, at)
    timeline = timeline_of(
        athlete, chosen=request.GET.get("show", ""), before=instant_or_none(request.GET.get("before", ""))
    )
    context |= {
        "title": str(athlete),
        "athlete": athlete,
        "found": athlete_page(athlete, open_review(request, case, has_texts=TEXTS in request.GET), timeline, at),
        "kept": kept_lately(athlete),
        "contact_form": empty_form(),
        "visit_form": visit_form(request, athlete),
        "snoozes": SNOOZES,
        "may_undo": may_undo(request, at),
        "note": request.session.pop(TYPED_NOTE, ""),
    }
    context["review"] = context["found"].review
    return TemplateResponse(request, "admin/athletes/athlete/page.html", context)


def note(request: HttpRequest, athlete: Athlete, _context: dict[str, Any]) -> HttpResponse:
    """A note is kept; what is refused stays in its field."""
    if request.method == "POST":
        text = request.POST.get("text", "").replace("\x00", "")
        try:
            write_care_note(athlete=athlete, author=current_user(request), text=text, at=timezone.now())
            messages.success(request, _("Noted. {name} does not see it.").format(name=athlete))
        except RefusedError as refused:
            request.session[TYPED_NOTE] = text[: 2 * MAX_TEXT]
            messages.error(request, refused.message)
    return redirect(f"{reverse('admin:athletes_athlete_page', args=[athlete.pk])}#notes")
