"""What follows a prescription: its dates, and the hand-over to the athlete on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from athletes.access.events import EventKind, record_event
from athletes.access.requests import current_user
from athletes.enrollment.next_programs import begin_now, end_program
from athletes.enrollment.plan_changes import pause_program, repeat_week, resume_program, shift_remaining
from athletes.enrollment.prescribing import drop_upcoming, letter_of
from athletes.enrollment.race_fit import race_fit
from athletes.enrollment.rehearsal import DatesChange, rehearse
from athletes.enrollment.schedule import choose_days
from athletes.errors import RefusedError
from athletes.mail import links
from athletes.models import Enrollment, Session, User
from athletes.phone import documents
from athletes.phone.forms.training import DaysForm
from athletes.phone.pages.schedule import schedule_page
from programs.dates import date_format

from ..pages.handover import HandoverSheet, handover_sheet

# -- dates -----------------------------------------------------------------------------------


def dates_context(enrollment: Enrollment, at: datetime) -> dict[str, Any]:
    """What the page of a running enrollment shows of its dates: the two days, pairs that suit, a pause, and a race
    before which not everything fits.
    """
    athlete = enrollment.athlete
    days = {"first": enrollment.first_weekday, "second": enrollment.second_weekday}
    until = enrollment.paused_until
    return {
        "days_form": DaysForm(initial=days),
        "pairs": schedule_page(athlete, at).suggestions,
        "is_paused": until is not None and until > athlete.today(at),
        "race_fit": race_fit(enrollment, athlete.today(at)),
    }


@dataclass(frozen=True)
class DatesAct:
    """One act on the dates. do -- it, and what was done in words; question -- what is asked before; yes -- its button

    leaves -- whether the enrollment is gone afterwards
    """

    do: Callable[[HttpRequest, Enrollment, datetime], str]
    question: Promise
    yes: Promise
    leaves: bool = False


def change_dates(request: HttpRequest, enrollment: Enrollment, context: dict[str, Any]) -> HttpResponse:
    """Repeat a week, move, pause or end what is left, other strength days, a program that waits.

    Each says first what it would do to the sessions that are to come, and is done on the second click.
    """
    page = redirect("admin:athletes_enrollment_change", enrollment.pk)
    if request.method != "POST":
        return page
    act = ACTS.get(request.POST.get("do", ""), ACTS["move"])
    at = timezone.now()
    try:
        if request.POST.get("sure") != "yes":
            found = rehearse(enrollment, lambda copy: act.do(request, copy, at), at)
            return _ask(request, enrollment, act, found, context)
        messages.success(request, act.do(request, enrollment, at))
    except RefusedError as error:
        messages.error(request, error.message)
        return page
    if act.leaves:
        return redirect("admin:athletes_athlete_page", enrollment.athlete_id)
    return page


def _ask(
    request: HttpRequest, enrollment: Enrollment, act: DatesAct, found: DatesChange, context: dict[str, Any]
) -> HttpResponse:
    answers = [(name, request.POST.get(name, "")) for name in ("do", "on", "first", "second") if name in request.POST]
    context |= {
        "title": act.question,
        "enrollment": enrollment,
        "act": act,
        "found": found,
        "answers": answers,
    }
    return render(request, "admin/athletes/enrollment/dates_change.html", context)


def _repeat(request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    revision = repeat_week(enrollment=enrollment, by=current_user(request), at=at)
    return " ".join((revision.reason, _("Everything after it moved by a week.")))


def _choose_days(request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    form = DaysForm(request.POST)
    if not form.is_valid():
        raise RefusedError(_("Choose two days."))
    weekdays = (form.cleaned_data["first"], form.cleaned_data["second"])
    moved = choose_days(enrollment=enrollment, weekdays=weekdays, at=at)
    return ngettext("{count} session moved.", "{count} sessions moved.", moved).format(count=moved)


def _resume(_request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    resume_program(enrollment=enrollment, at=at)
    return _("The program has resumed.")


def _finish(_request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    begun = end_program(enrollment=enrollment, at=at)
    said = _("The program has ended. Everything already done is kept.")
    if begun is None:
        return said
    return " ".join((said, _("{name} has begun.").format(name=begun.program)))


def _pause(request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    until = _day_asked(request)
    pause_program(enrollment=enrollment, until=until, at=at)
    return _("Paused until {day}.").format(day=date_format(until, "l, F j"))


def _move(request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    weeks = shift_remaining(enrollment=enrollment, on=_day_asked(request), at=at)
    return ngettext("Moved by {count} week.", "Moved by {count} weeks.", weeks).format(count=weeks)


def _begin(_request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    begin_now(enrollment=enrollment, at=at)
    return _("{name} has begun.").format(name=enrollment.program)


def _drop(_request: HttpRequest, enrollment: Enrollment, _at: datetime) -> str:
    name = str(enrollment.program)
    drop_upcoming(enrollment=enrollment)
    return _("{name} will not begin.").format(name=name)


def _day_asked(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise RefusedError(_("Choose a day."), field="on") from None


ACTS: dict[str, DatesAct] = {
    "repeat": DatesAct(_repeat, gettext_lazy("Repeat this week?"), gettext_lazy("Repeat the week")),
    "days": DatesAct(_choose_days, gettext_lazy("Change the strength days?"), gettext_lazy("Change the days")),
    "go_on": DatesAct(_resume, gettext_lazy("Resume now?"), gettext_lazy("Resume")),
    "finish": DatesAct(_finish, gettext_lazy("End the program today?"), gettext_lazy("End the program")),
    "pause": DatesAct(_pause, gettext_lazy("Pause the program?"), gettext_lazy("Pause")),
    "move": DatesAct(_move, gettext_lazy("Move the remaining sessions?"), gettext_lazy("Move the sessions")),
    "begin": DatesAct(_begin, gettext_lazy("Begin it today?"), gettext_lazy("Begin today")),
    "drop": DatesAct(_drop, gettext_lazy("Not begin this program?"), gettext_lazy("Do not begin it"), leaves=True),
}


# -- hand-over -------------------------------------------------------------------------------


def handover_page(request: HttpRequest, enrollment: Enrollment, context: dict[str, Any]) -> HttpResponse:
    """The sheet, and whether the invitation is out. A sign-in link is made when it is asked for, never by opening."""
    at = timezone.now()
    user = enrollment.athlete.user
    session = _session_to_open(enrollment, at)
    session_path = reverse("session", args=[session.pk]) if session else ""
    context |= {
        "title": _("Hand over to {name}").format(name=user.name),
        "enrollment": enrollment,
        "first_session": session,
        "session_count": enrollment.sessions.counted().count(),
        "mail": letter_of(enrollment),
        "sheet": _sheet_of(enrollment, at),
        "can_print_pdf": documents.is_available(),
        **_link_asked_for(request, user, session_path),
    }
    return render(request, "admin/athletes/enrollment/handover.html", context)


def _sheet_of(enrollment: Enrollment, at: datetime) -> HandoverSheet:
    """In the athlete's language: the paper is theirs."""
    with translation.override(enrollment.athlete.user.reads):
        return handover_sheet(enrollment, at)


def _link_asked_for(request: HttpRequest, user: User, session_path: str) -> dict[str, str]:
    """The link for the athlete's own phone that this POST makes, by the name that the page has for it.

    It signs in as the athlete, so it is written down under the name of who made it, for the athlete to read.
    """
    purpose = request.POST.get("link", "")
    if purpose not in {links.QR, links.INVITE}:
        return {}
    link = links.sign_in_link(user, purpose, to=session_path if purpose == links.QR else "")
    record_event(EventKind.LINK_MADE, athletes=[user.pk], note=links.mark_of(links.token_of(link)))
    return {f"{purpose}_link": link}


def _session_to_open(enrollment: Enrollment, at: datetime) -> Session | None:
    """Where the QR code leads: the next session, or the first of a program that lies behind."""
    next_session: Session | None = enrollment.sessions.upcoming(enrollment.athlete.today(at)).first()
    if next_session is not None:
        return next_session
    first_session: Session | None = enrollment.sessions.order_by("planned_on").first()
    return first_session


def handover_pdf(request: HttpRequest, enrollment: Enrollment, _context: dict[str, Any]) -> HttpResponse:
    """The printed page as a PDF, on Letter or ``?paper=A4``, where the libraries for it are present."""
    if not documents.is_available():
        messages.warning(request, _("This installation cannot make PDF files. Print the page instead."))
        return redirect("admin:athletes_enrollment_handover", enrollment.pk)
    with translation.override(enrollment.athlete.user.reads):
        sheet = handover_sheet(enrollment, timezone.now())
        html = render_to_string("documents/handover.html", {"sheet": sheet}, request)
    asked = request.GET.get("paper", "")
    paper = asked if asked in documents.PAPERS else documents.PAPERS[0]
    response = HttpResponse(documents.pdf(html, paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="program-{enrollment.pk}.pdf"'
    return response
