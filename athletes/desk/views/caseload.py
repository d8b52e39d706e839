"""The caseload's door: the admin's first page, who needs the therapist, with the review of one athlete beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Subquery
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.http import urlencode

from athletes.access.requests import current_user, log_access
from athletes.access.roles import may_end_stop
from athletes.models import Session, SetLog
from athletes.problems.caseload import Case, caseload
from athletes.problems.kinds import GROUPS
from athletes.records.care.message_templates import FilledTemplate, filled_templates

from ..pages.caseload import caseload_page
from ..pages.caseload_row import CaseloadRow
from ..pages.discovery_calls import calls_waiting
from ..pages.review import Review, is_stopped, review_of
from ..pages.said import noted_at_the_clinic
from .decisions import SNOOZES, TEXTS, may_undo, take_typed

MAX_PAGE_DIGITS = 5


def index(request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
    """Who needs the therapist today, filtered by tile, with the review of one athlete beside it."""
    user, at = current_user(request), timezone.now()
    group = request.GET.get("group", "")
    if group not in GROUPS:
        group = ""
    asked, chosen = _page_asked(request.GET.get("page", "")), request.GET.get("athlete", "")
    found = caseload(user, at, group=group, page=asked, chosen=chosen)
    log_access(request, *found.keys)
    page = caseload_page(found, group, at)
    context |= {
        "page": page,
        "review": review_for(request, found.chosen, page.rows) if found.chosen else None,
        "group": group,
        "snoozes": SNOOZES,
        "may_undo": may_undo(request, at),
        "calls": calls_waiting(user, at),
        "keep": urlencode({"group": group, "page": str(page.page)}),
    }
    return TemplateResponse(request, "admin/index.html", context)


def _page_asked(text: str) -> int:
    """The number of a page; the first where none is meant."""
    if text.isascii() and text.isdecimal() and len(text) <= MAX_PAGE_DIGITS:
        return int(text)
    return 1


def review_for(request: HttpRequest, case: Case, rows: Sequence[CaseloadRow]) -> Review:
    """What is open of one athlete, with their last session. rows -- of the list beside it, for who comes next"""
    completed = Session.objects.completed().filter(athlete=case.key).order_by("-finished_at")
    last = SetLog.objects.kept().filter(session=Subquery(completed.values("pk")[:1]))
    sets = list(last.select_related("session"))
    session = sets[0].session if sets else completed.first()
    return open_review(request, case, session, sets, rows, has_texts=TEXTS in request.GET)


def open_review(
    request: HttpRequest,
    case: Case,
    session: Session | None = None,
    sets: Sequence[SetLog] = (),
    rows: Sequence[CaseloadRow] = (),
    *,
    has_texts: bool = True,
) -> Review:
    """What is open of one athlete, for the decision, with what a refused act left.

    has_texts -- whether the clinic's texts stand beside the message; the caseload reads them once they are asked for
    """
    may_end = is_stopped(case) and may_end_stop(current_user(request), case.key)
    typed = take_typed(request, case.key)
    subject = request.GET.get("problem", "") or typed.get("problem", "")
    noted = noted_at_the_clinic(case.key)
    texts: Sequence[FilledTemplate] = ()
    if has_texts:
        texts = filled_templates(first_name=case.name.split(" ")[0], writer=current_user(request))
    return review_of(
        case, session, sets, rows, typed=typed, may_end=may_end, subject=subject, noted=noted, templates=texts
    )
