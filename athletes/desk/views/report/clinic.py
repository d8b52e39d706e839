"""The report of a period: of the clinic for its admins, of their own caseload for therapists."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from athletes.access.requests import current_user, log_access
from athletes.localtime import clinic_day
from athletes.models import Athlete

from ...pages.report.clinic import clinic_report, report_lines
from ...pages.report.period import ReportPeriod, days_until
from .files import csv_answer, day_asked, is_csv

#: Without a word a report spans twelve weeks, and at most two years.
USUAL_DAYS, MOST_DAYS = 84, 731


def report(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Plain tables over a period that can be chosen; the same as a file. context -- what every admin page knows"""
    user, today = current_user(request), clinic_day(timezone.now())
    period = _period_asked(request, today)
    found = clinic_report(Athlete.objects.visible_to(user), period, today)
    if found.oldest is not None:
        log_access(request, found.oldest.athlete_id)
    if is_csv(request):
        return csv_answer(report_lines(found, period), f"report-{period.first}-{period.last}")
    context |= {
        "title": _("Clinic report") if user.sees_everyone else _("Report on your caseload"),
        "report": found,
        "period": period,
    }
    return render(request, "admin/report/clinic.html", context)


def _period_asked(request: HttpRequest, today: date) -> ReportPeriod:
    """The days of the address; the last twelve weeks where they cannot be, which the page says."""
    first, last = day_asked(request, "from"), day_asked(request, "until")
    if first and last and timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
        return ReportPeriod(first, last)
    if "from" in request.GET or "until" in request.GET:
        messages.warning(
            request, _("Choose a first day and a later last day, at most two years apart. Showing 12 weeks.")
        )
    return days_until(today, USUAL_DAYS)
