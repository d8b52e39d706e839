"""The caseload's doors: the admin's first page, and what a therapist does there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
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

from athletes.access.requests import current_user
from athletes.access.roles import may_lift_stop
from athletes.enrollment.plan_changes import repeat_week
from athletes.enrollment.schedule import excuse_session
from athletes.errors import RefusedError
from athletes.evaluation.deloads import sessions_near_race
from athletes.evaluation.suggestions import accept, decline
from athletes.models import Athlete, Flag, FlagKind, Session, SetLog, Suggestion
from athletes.models.messages import MAX_TEXT
from athletes.problems import episodes
from athletes.problems.caseload import Case, caseload
from athletes.problems.figures import RaceFigures
from athletes.problems.kinds import ADVICE_KINDS, GROUPS
from athletes.records.messages import send_message
from athletes.training.clearance import clear
from athletes.wording.suggestions import acceptable
from programs.thresholds import clinic_thresholds

from ..pages.caseload import CaseloadPage, Review, caseload_page, is_stopped, review_of
from ..pages.discovery_calls import calls_waiting

#: For how many days a flag may be put off.
SNOOZES = (1, 3, 7)
#: Where the browser's session keeps what was typed into an act that was refused.
TYPED = "caseload_typed"


def index(request: HttpRequest, context: dict[str, Any]) -> TemplateResponse:
    """Who needs the therapist today, filtered by tile and name, with the review of one athlete beside it."""
    at = timezone.now()
    group = request.GET.get("group", "")
    group = group if group in GROUPS else ""
    search = request.GET.get("q", "").replace("\x00", "")[:120]
    found = caseload(current_user(request), at, group=group, search=search, page=_number(request.GET.get("page", "")))
    request.athletes_shown = [case.key for case in found.cases]  # type: ignore[attr-defined]
    shown = caseload_page(found, group, at)
    case = _chosen(found.cases, request.GET.get("athlete", ""))
    own = {
        "page": shown,
        "review": _review(request, case, shown) if case else None,
        "group": group,
        "search": search,
        "snoozes": SNOOZES,
        "calls": calls_waiting(current_user(request), at),
        "keep": urlencode({"group": group, "q": search, "page": str(shown.page)}),
    }
    return TemplateResponse(request, "admin/index.html", context | own)


def _number(page: str) -> int:
    return int(page) if page.isascii() and page.isdecimal() and len(page) < 6 else 1


def _chosen(cases: list[Case], key: str) -> Case | None:
    """The row that was asked for, else the first that needs something."""
    return next((case for case in cases if str(case.key) == key), cases[0] if cases and cases[0].flags else None)


def _review(request: HttpRequest, case: Case, page: CaseloadPage) -> Review:
    session = Session.objects.completed().filter(athlete=case.key).order_by("-finished_at").first()
    sets = list(SetLog.objects.kept().filter(session=session)) if session else []
    may_lift = is_stopped(case) and may_lift_stop(current_user(request), case.key)
    return review_of(case, session, sets, page.rows, typed=_typed(request, case), may_lift=may_lift)


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
    request.athletes_shown = [athlete.pk]  # type: ignore[attr-defined]
    do = _ACTS.get(request.POST.get("do", ""))
    if do is None:
        raise Http404
    keep = {name: request.POST.get(name, "") for name in ("group", "q", "page", "athlete")}
    try:
        messages.success(request, do(request, athlete))
    except RefusedError as error:
        messages.warning(request, error.message)
        keep["athlete"] = str(athlete.pk)
        request.session[TYPED] = {"athlete": str(athlete.pk), "text": _text(request)[:MAX_TEXT], "note": _note(request)}
    return redirect(f"{reverse('admin:index')}?{urlencode({name: value for name, value in keep.items() if value})}")


def _open(athlete: Athlete, *kinds: str) -> list[Flag]:
    found = Flag.objects.open().filter(athlete=athlete)
    return list(found.filter(kind__in=kinds) if kinds else found)


def _waiting(athlete: Athlete) -> list[Suggestion]:
    rows = Suggestion.objects.waiting().filter(athlete=athlete).select_related("exercise")
    return acceptable(list(rows))


def _accept(request: HttpRequest, athlete: Athlete) -> str:
    """Every step that waits and that one click may accept; the flags that asked for it are answered."""
    at, by = timezone.now(), current_user(request)
    taken = accept(suggestions=_waiting(athlete), by=by, at=at)
    episodes.resolve(flags=_open(athlete, *ADVICE_KINDS), by=by, at=at, note=_note(request))
    said = ngettext(
        "{count} step accepted for {name}: it is part of the next session.",
        "{count} steps accepted for {name}: they are part of the next sessions.",
        len(taken),
    )
    return said.format(count=len(taken), name=athlete)


def _decline(request: HttpRequest, athlete: Athlete) -> str:
    at, by = timezone.now(), current_user(request)
    decline(suggestions=_waiting(athlete), by=by, at=at)
    episodes.resolve(flags=_open(athlete, *ADVICE_KINDS), by=by, at=at, note=_note(request))
    return _("{name} goes on as planned.").format(name=athlete)


def _reviewed(request: HttpRequest, athlete: Athlete) -> str:
    episodes.resolve(flags=_open(athlete), by=current_user(request), at=timezone.now(), note=_note(request))
    return _("{name} is reviewed. Every flag keeps who resolved it, when and why.").format(name=athlete)


def _seen(request: HttpRequest, athlete: Athlete) -> str:
    episodes.acknowledge(flags=_open(athlete), by=current_user(request), at=timezone.now(), note=_note(request))
    return _("Marked as seen: {name} stays in the list.").format(name=athlete)


def _snooze(request: HttpRequest, athlete: Athlete) -> str:
    days = request.POST.get("days", "")
    if days not in map(str, SNOOZES):
        raise Http404
    at = timezone.now()
    until = at + timedelta(days=int(days))
    episodes.snooze(flags=_open(athlete), until=until, by=current_user(request), at=at, note=_note(request))
    said = ngettext("{name} is back in {count} day.", "{name} is back in {count} days.", int(days))
    return said.format(name=athlete, count=days)


def _clear(request: HttpRequest, athlete: Athlete) -> str:
    at, by = timezone.now(), current_user(request)
    clear(athlete=athlete, by=by, at=at)
    episodes.resolve(flags=_open(athlete, FlagKind.GATE), by=by, at=at, note=_note(request))
    return _("{name} is cleared for plyometrics, from the next session on.").format(name=athlete)


def _repeat(request: HttpRequest, athlete: Athlete) -> str:
    """The week before the phase that was not earned comes once more (clinical.md 2.7)."""
    at, by = timezone.now(), current_user(request)
    enrollment = athlete.enrollments.active().select_related("athlete", "program").first()
    if enrollment is None:
        raise RefusedError(_("This program has ended."))
    last = enrollment.sessions.filter(targets__isnull=False, week__isnull=False).order_by("planned_on").last()
    revision = repeat_week(enrollment=enrollment, by=by, at=at, session=last)
    episodes.resolve(flags=_open(athlete, FlagKind.PHASE), by=by, at=at, note=_note(request))
    return f"{athlete}: {revision.reason}"


def _leave_out(request: HttpRequest, athlete: Athlete) -> str:
    """The sessions that lie too near the race are not due."""
    at, by = timezone.now(), current_user(request)
    asked = _open(athlete, FlagKind.RACE)
    flagged = [RaceFigures.from_json(flag.figures).session for flag in asked]
    planned = Session.objects.not_begun().filter(athlete=athlete, pk__in=flagged)
    rows = list(planned.select_related("enrollment__program"))
    sessions = sessions_near_race(athlete, rows, clinic_thresholds())
    for session in sessions:
        session.athlete = athlete
        excuse_session(session=session, by=by, at=at, reason=_note(request)[:200])
    episodes.resolve(flags=asked, by=by, at=at, note=_note(request))
    said = ngettext("{count} session of {name} is left out.", "{count} sessions of {name} are left out.", len(sessions))
    return said.format(count=len(sessions), name=athlete)


def _message(request: HttpRequest, athlete: Athlete) -> str:
    """Written and sent; what it answers is answered."""
    at, by = timezone.now(), current_user(request)
    send_message(athlete=athlete, author=by, text=_text(request), at=at)
    episodes.acknowledge(flags=_open(athlete), by=by, at=at)
    return _("Sent to {name}. The mail only says that there is a message.").format(name=athlete)


def _text(request: HttpRequest) -> str:
    return request.POST.get("text", "").replace("\x00", "")


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "").replace("\x00", "").strip()[:2000]


_ACTS: dict[str, Callable[[HttpRequest, Athlete], str]] = {
    "accept": _accept,
    "decline": _decline,
    "reviewed": _reviewed,
    "seen": _seen,
    "snooze": _snooze,
    "clear": _clear,
    "leave_out": _leave_out,
    "repeat": _repeat,
    "message": _message,
}
