"""Monitoring over thirty days: of one athlete, and of everybody whom this person sees."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from athletes.access.requests import current_user, log_access_to_rows
from athletes.localtime import clinic_day
from athletes.models import Athlete
from athletes.models.care.billing import MONITORED_DAYS

from ...pages.report.monitoring import details_of, monitoring_lines, monitoring_of
from ...pages.report.period import ReportPeriod, days_until
from .files import csv_answer, day_asked, is_csv

#: Athletes of one page of the list; a file holds them all.
SHOWN = 100


def _period_asked(request: HttpRequest) -> ReportPeriod:
    """The thirty days that end with the day of the address, else with today."""
    return days_until(day_asked(request, "until") or clinic_day(timezone.now()), MONITORED_DAYS)


def athlete_monitoring(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """One athlete, with each day and each contact that counts. context -- what every admin page knows"""
    period = _period_asked(request)
    (found,) = monitoring_of([athlete], period)
    if is_csv(request):
        lines = [*monitoring_lines([found], period), *details_of(found)]
        return csv_answer(lines, f"monitoring-{athlete.pk}-{period.last}")
    context |= {
        "title": _("Monitoring: {name}").format(name=athlete),
        "athlete": athlete,
        "found": found,
        "period": period,
    }
    return render(request, "admin/athletes/athlete/monitoring.html", context)


def monitoring_list(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Every athlete whom this person sees, with the same figures. context -- what every admin page knows"""
    period = _period_asked(request)
    athletes = Athlete.objects.visible_to(current_user(request)).select_related("user", "therapist")
    if is_csv(request):
        found = monitoring_of(athletes, period)
        log_access_to_rows(request, found)
        return csv_answer(monitoring_lines(found, period), f"monitoring-{period.last}")
    page = Paginator(athletes, SHOWN).get_page(request.GET.get("page"))
    found = monitoring_of(page.object_list, period)
    log_access_to_rows(request, found)
    context |= {
        "title": _("Monitoring, 30 days"),
        "found": found,
        "page": page,
        "period": period,
    }
    return render(request, "admin/report/monitoring.html", context)
