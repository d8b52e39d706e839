"""What follows a prescription: its dates, and the hand-over to the athlete on screen and on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.access.requests import current_user
from athletes.enrollment.plan_changes import pause_program, repeat_week, resume_program, shift_remaining
from athletes.enrollment.prescribing import finish, invitation_of
from athletes.enrollment.race_fit import race_fit
from athletes.enrollment.schedule import choose_days
from athletes.errors import RefusedError
from athletes.mail import links
from athletes.models import Enrollment, Session
from athletes.phone import documents
from athletes.phone.forms.training import DaysForm
from athletes.phone.pages.schedule import schedule_page

from ..pages.handover import handover_sheet

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


def change_dates(request: HttpRequest, enrollment: Enrollment, _context: dict[str, Any]) -> HttpResponse:
    """Repeat a week, move, pause or end what is left, other strength days; asked on the enrollment's own page."""
    if request.method == "POST":
        change = CHANGES.get(request.POST.get("do", ""), _move)
        try:
            messages.success(request, change(request, enrollment, timezone.now()))
        except RefusedError as error:
            messages.error(request, error.message)
    return redirect("admin:athletes_enrollment_change", enrollment.pk)


def _repeat(request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    revision = repeat_week(enrollment=enrollment, by=current_user(request), at=at)
    return f"{revision.reason} {_('Everything after it moved by a week.')}"


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
    finish(enrollment=enrollment, on=enrollment.athlete.today(at))
    return _("The program has ended. Everything already done is kept.")


def _pause(request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    until = _day_asked(request)
    pause_program(enrollment=enrollment, until=until, at=at)
    return _("Paused until {day}.").format(day=date_format(until, "l, F j"))


def _move(request: HttpRequest, enrollment: Enrollment, at: datetime) -> str:
    weeks = shift_remaining(enrollment=enrollment, on=_day_asked(request), at=at)
    return ngettext("Moved by {count} week.", "Moved by {count} weeks.", weeks).format(count=weeks)


def _day_asked(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("on", ""))
    except ValueError:
        raise RefusedError(_("Choose a day."), field="on") from None


CHANGES: dict[str, Callable[[HttpRequest, Enrollment, datetime], str]] = {
    "repeat": _repeat,
    "days": _choose_days,
    "go_on": _resume,
    "finish": _finish,
    "pause": _pause,
    "move": _move,
}


# -- hand-over -------------------------------------------------------------------------------


def handover_page(request: HttpRequest, enrollment: Enrollment, context: dict[str, Any]) -> HttpResponse:
    """QR to sign in now, the invitation's link and whether its mail is out. Opening it spends nothing."""
    at = timezone.now()
    user = enrollment.athlete.user
    session = _session_to_open(enrollment, at)
    session_path = reverse("session", args=[session.pk]) if session else ""
    context |= {
        "title": _("Hand over to {name}").format(name=user.name),
        "enrollment": enrollment,
        "first_session": session,
        "session_count": enrollment.sessions.counted().count(),
        "mail": invitation_of(enrollment),
        "sheet": handover_sheet(enrollment, at),
        "can_print_pdf": documents.is_available(),
        "qr_link": links.sign_in_link(user, links.QR, to=session_path),
        "invite_link": links.sign_in_link(user, links.INVITE),
    }
    return render(request, "admin/athletes/enrollment/handover.html", context)


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
    sheet = handover_sheet(enrollment, timezone.now())
    html = render_to_string("documents/handover.html", {"sheet": sheet}, request)
    asked = request.GET.get("paper", "")
    paper = asked if asked in documents.PAPERS else documents.PAPERS[0]
    response = HttpResponse(documents.pdf(html, paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="program-{enrollment.pk}.pdf"'
    return response
