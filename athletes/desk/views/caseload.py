"""The caseload's doors: the admin's first page, and what a therapist does there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from athletes.access.requests import current_user, log_access
from athletes.access.roles import may_end_stop
from athletes.errors import RefusedError
from athletes.models import Athlete, Session, SetLog, User
from athletes.models.messages import MAX_TEXT
from athletes.problems.caseload import Case, caseload
from athletes.problems.kinds import GROUPS, CaseGroup

from .. import actions
from ..pages.caseload import CaseloadPage, caseload_page
from ..pages.discovery_calls import calls_waiting
from ..pages.review import Review, is_stopped, review_of

#: For how many days a flag may be put off.
SNOOZES = (1, 3, 7)
MAX_NOTE = 2000
MAX_SEARCH = 120
MAX_PAGE_DIGITS = 5
#: Where the browser's session keeps what was typed into an act that was refused.
TYPED = "caseload_typed"


def index(request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
    """Who needs the therapist today, filtered by tile and name, with the review of one athlete beside it."""
    user, at = current_user(request), timezone.now()
    group = request.GET.get("group", "")
    if group not in GROUPS:
        group = ""
    search = request.GET.get("q", "").replace("\x00", "")[:MAX_SEARCH]
    found = caseload(user, at, group=group, search=search, page=_page_asked(request.GET.get("page", "")))
    log_access(request, *[case.key for case in found.cases])
    page = caseload_page(found, group, at)
    case = _chosen(found.cases, request.GET.get("athlete", ""))
    context |= {
        "page": page,
        "review": _review(request, case, page) if case else None,
        "group": group,
        "search": search,
        "snoozes": SNOOZES,
        "calls": calls_waiting(user, at),
        "keep": urlencode({"group": group, "q": search, "page": str(page.page)}),
    }
    return TemplateResponse(request, "admin/index.html", context)


def _page_asked(text: str) -> int:
    """The number of a page; the first where none is meant."""
    if text.isascii() and text.isdecimal() and len(text) <= MAX_PAGE_DIGITS:
        return int(text)
    return 1


def _chosen(cases: list[Case], key: str) -> Case | None:
    """The row that was asked for, else the first that needs something."""
    for case in cases:
        if str(case.key) == key:
            return case
    if cases and cases[0].flags:
        return cases[0]
    return None


def _review(request: HttpRequest, case: Case, page: CaseloadPage) -> Review:
    session = Session.objects.completed().filter(athlete=case.key).order_by("-finished_at").first()
    sets: list[SetLog] = []
    if session is not None:
        sets = list(SetLog.objects.kept().filter(session=session))
    may_end = is_stopped(case) and may_end_stop(current_user(request), case.key)
    subject = request.GET.get("problem", "")
    return review_of(case, session, sets, page.rows, typed=_typed(request, case), may_end=may_end, subject=subject)


def _typed(request: HttpRequest, case: Case) -> dict[str, str]:
    """What a refused act left for this athlete; shown once."""
    if request.session.get(TYPED, {}).get("athlete") != str(case.key):
        return {}
    typed: dict[str, str] = request.session.pop(TYPED)
    return typed


@require_POST
def act(request: HttpRequest, athlete_id: int) -> HttpResponse:
    """One act on one athlete's flags; 404 for anybody whom this person may not see."""
    athlete = get_object_or_404(Athlete.objects.visible_to(request.user).select_related("user"), pk=athlete_id)
    log_access(request, athlete.pk)
    take = ACTS.get(request.POST.get("do", ""))
    if take is None:
        raise Http404
    query = {name: request.POST.get(name, "") for name in ("group", "q", "page", "athlete")}
    click = Click(request, athlete, current_user(request), timezone.now())
    try:
        messages.success(request, take(click))
    except RefusedError as error:
        messages.warning(request, error.message)
        query["athlete"] = str(athlete.pk)
        typed = {"text": click.text[:MAX_TEXT], "note": click.note, "reason": click.reason}
        request.session[TYPED] = {"athlete": str(athlete.pk)} | typed
    given = {name: value for name, value in query.items() if value}
    return redirect(f"{reverse('admin:index')}?{urlencode(given)}")


@dataclass(frozen=True)
class Click:
    """One button of the caseload: who pressed it, for whom, when, and what was typed beside it."""

    request: HttpRequest
    athlete: Athlete
    by: User
    at: datetime

    @property
    def text(self) -> str:
        """The message."""
        return self.request.POST.get("text", "").replace("\x00", "")

    @property
    def note(self) -> str:
        return self._typed("note")

    @property
    def reason(self) -> str:
        """Why the plan stays as it is written."""
        return self._typed("reason")

    @property
    def subject(self) -> str:
        """The problem that is decided about; empty: all that is open."""
        return self._typed("problem")

    def _typed(self, name: str) -> str:
        return self.request.POST.get(name, "").replace("\x00", "").strip()[:MAX_NOTE]


def _accept(click: Click) -> str:
    accepted = actions.accept_and_settle(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    said = ngettext(
        "{count} step accepted for {name}: it is part of the next session.",
        "{count} steps accepted for {name}: they are part of the next sessions.",
        len(accepted),
    )
    return said.format(count=len(accepted), name=click.athlete)


def _decline(click: Click) -> str:
    actions.decline_and_settle(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    return _("{name} continues as planned.").format(name=click.athlete)


def _keep(click: Click) -> str:
    actions.keep_and_settle(athlete=click.athlete, by=click.by, at=click.at, note=click.reason)
    return _(
        "{name} continues as written. Worse pain or a new episode holds again; after 14 days the rules do."
    ).format(name=click.athlete)


def _right(click: Click) -> str:
    actions.leave_as_it_is(athlete=click.athlete, subject=click.subject, by=click.by, at=click.at, note=click.note)
    return _("{name}: right as it is. What the rules hold stays until it settles.").format(name=click.athlete)


def _seen(click: Click) -> str:
    actions.mark_seen(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    return _("Marked as seen. {name} stays on the list.").format(name=click.athlete)


def _snooze(click: Click) -> str:
    asked = click.request.POST.get("days", "")
    if asked not in map(str, SNOOZES):
        raise Http404
    days = int(asked)
    until = click.at + timedelta(days=days)
    actions.put_off(athlete=click.athlete, until=until, by=click.by, at=click.at, note=click.note)
    said = ngettext("{name} is back in {count} day.", "{name} is back in {count} days.", days)
    return said.format(name=click.athlete, count=days)


def _clear(click: Click) -> str:
    actions.clear_and_settle(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    return _("{name} is cleared for plyometrics, from the next session on.").format(name=click.athlete)


def _open_phase(click: Click) -> str:
    phase = actions.open_phase_and_settle(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    return _("{name} begins {phase} with the next session.").format(name=click.athlete, phase=phase)


def _message(click: Click) -> str:
    actions.write_and_mark_seen(athlete=click.athlete, text=click.text, by=click.by, at=click.at)
    return _("Sent to {name}. The e-mail says only that there is a message.").format(name=click.athlete)


@require_POST
def accept_all(request: HttpRequest) -> HttpResponse:
    """Every step that waits for a yes, of all who are ready and whom this person sees: what the page lists."""
    user, at = current_user(request), timezone.now()
    found = caseload(user, at, group=CaseGroup.PROGRESS)
    log_access(request, *[case.key for case in found.cases])
    steps = 0
    for athlete in Athlete.objects.visible_to(user).filter(pk__in=[case.key for case in found.cases]):
        steps += len(actions.accept_and_settle(athlete=athlete, by=user, at=at))
    said = ngettext("{count} step accepted.", "{count} steps accepted.", steps)
    messages.success(request, said.format(count=steps))
    return redirect("admin:index")


ACTS: dict[str, Callable[[Click], str]] = {
    "accept": _accept,
    "decline": _decline,
    "keep": _keep,
    "right": _right,
    "seen": _seen,
    "snooze": _snooze,
    "clear": _clear,
    "open_phase": _open_phase,
    "message": _message,
}
