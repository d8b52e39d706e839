"""Prescribing a template: to one athlete in one step, to several or over a running program with a question first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from athletes.access.requests import current_user, log_access, log_access_to_rows
from athletes.enrollment.prescribing import PrescribedTwiceError, prescribe
from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import Athlete, Enrollment, Weekday
from athletes.tasks import tick_reminders
from athletes.wording.policy import policy_lines
from programs.models import Program
from programs.models.fields import is_key
from programs.models.keys import keys_in
from programs.thresholds import clinic_thresholds

from ..pages.prescribing import PrescribeRow, prescribe_rows
from ..prescribe_forms import (
    MAX_ATHLETES,
    PrescribeForm,
    PrescribeRowForm,
    follows_a_place,
    prescribable_programs,
)


def prescribe_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Who, what, from when. For one athlete without a running program that is all, and the hand-over follows."""
    if request.method != "POST":
        return _ask(
            request, PrescribeForm(request, initial=_usual() | request.GET.dict() | _asked_for(request)), context
        )
    form = PrescribeForm(request, request.POST)
    if not form.is_valid():
        return _ask(request, form, context)
    at = timezone.now()
    program, athletes = (
        form.cleaned_data["program"],
        list(form.cleaned_data["athlete"].prefetch_related("equipment")),
    )
    rows = prescribe_rows(program, athletes, at)
    if len(rows) == 1 and rows[0].is_plain:
        made = _prescribe(request, rows[0].athlete, form, program, at)
        return redirect("admin:athletes_enrollment_handover", made.pk)
    for row in rows:
        days = _own_days(row, form)
        row.form = PrescribeRowForm(
            program, prefix=str(row.athlete.pk), initial=days, is_running=row.running is not None
        )
    return _ask_each(request, program, rows, context)


def _usual() -> dict[str, Any]:
    return {
        "starts_on": clinic_day(timezone.now()),
        "first_weekday": Weekday.MONDAY,
        "second_weekday": Weekday.THURSDAY,
    }


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    """The athletes that the address names."""
    return {"athlete": list(filter(is_key, request.GET.getlist("athlete")))}


def _ask(request: HttpRequest, form: PrescribeForm, context: dict[str, Any]) -> HttpResponse:
    log_access(request, *form.athletes.values_list("pk", flat=True))
    context |= {
        "title": _("Prescribe a program"),
        "form": form,
        "policy": policy_lines(clinic_thresholds()),
    }
    return render(request, "admin/athletes/enrollment/prescribe.html", context)


def _own_days(row: PrescribeRow, form: PrescribeForm) -> dict[str, Any]:
    """Who follows a program keeps its days, as long as nobody chooses others."""
    days = {name: form.cleaned_data[name] for name in form.fields if name not in ("athlete", "program")}
    if row.running is not None:
        days |= {"first_weekday": row.running.first_weekday, "second_weekday": row.running.second_weekday}
    return days


# -- one by one -------------------------------------------------------------------------------


def prescribe_each(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """What was asked of each: nothing is prescribed while one answer is missing."""
    if request.method != "POST":
        return redirect("admin:athletes_enrollment_add")
    program = get_object_or_404(prescribable_programs(request), pk=_key(request.POST.get("program", "")))
    at = timezone.now()
    rows = prescribe_rows(program, _athletes_named(request), at)
    if not rows:
        messages.warning(request, _("Choose at least one athlete."))
        return redirect("admin:athletes_enrollment_add")
    for row in rows:
        is_running = row.running is not None
        row.form = PrescribeRowForm(program, request.POST, prefix=str(row.athlete.pk), is_running=is_running)
    answered = [row.form.is_valid() for row in rows]  # all of them: each says what is missing
    if not all(answered):
        return _ask_each(request, program, rows, context)
    return _prescribe_each(request, program, rows, at)


def _athletes_named(request: HttpRequest) -> list[Athlete]:
    keys = keys_in(request.POST.getlist("athlete"))[:MAX_ATHLETES]
    mine = Athlete.objects.visible_to(request.user).filter(pk__in=keys, user__is_active=True)
    return list(mine.select_related("user").prefetch_related("equipment").order_by("user__name", "pk"))


def _prescribe_each(request: HttpRequest, program: Program, rows: Sequence[PrescribeRow], at: datetime) -> HttpResponse:
    """Each one by itself: whom it does not fit is named, with why, and the others have it."""
    made = []
    for row in rows:
        try:
            enrollment = _prescribe(request, row.athlete, row.form, program, at)
        except RefusedError as error:
            messages.error(request, f"{row.athlete}: {error.message}")
        else:
            made.append(str(enrollment.pk))
    if len(rows) == len(made) == 1:
        return redirect("admin:athletes_enrollment_handover", made[0])
    address = reverse("admin:athletes_enrollment_prescribed")
    return redirect(f"{address}?{urlencode({'made': ','.join(made)})}")


def _key(text: str) -> int:
    return int(text) if is_key(text) else 0


def _ask_each(
    request: HttpRequest, program: Program, rows: Sequence[PrescribeRow], context: dict[str, Any]
) -> HttpResponse:
    log_access_to_rows(request, rows)
    context |= {
        "title": _("Prescribe {program}").format(program=program.name),
        "program": program,
        "rows": rows,
        "asks_place": follows_a_place(program),
        "has_errors": any(row.form.errors for row in rows),
    }
    return render(request, "admin/athletes/enrollment/prescribe_each.html", context)


def _prescribe(
    request: HttpRequest, athlete: Athlete, form: PrescribeForm | PrescribeRowForm, program: Program, at: datetime
) -> Enrollment:
    """form -- the answers, of the one athlete or of several"""
    values = form.cleaned_data
    log_access(request, athlete.pk)
    try:
        made = prescribe(
            athlete=athlete,
            template=program,
            starts_on=values["starts_on"],
            weekdays=form.weekdays(),
            by=current_user(request),
            at=at,
            pain_rule=form.pain_rule(program),
            is_after_running=values.get("is_after_running") or False,
        )
    except PrescribedTwiceError as error:  # the first one's hand-over is what was wanted
        messages.warning(request, error.message)
        made = error.enrollment
    # The doorbell only: with the queue away the next tick finds the row all the same.
    transaction.on_commit(tick_reminders.delay, robust=True)
    return made


def prescribed_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Who got the program, from when, with the way to each hand-over."""
    keys = list(filter(is_key, request.GET.get("made", "").split(",")[:MAX_ATHLETES]))
    made = Enrollment.objects.visible_to(request.user).filter(pk__in=keys)
    enrollments = list(made.select_related("athlete__user", "program").order_by("athlete__user__name"))
    log_access_to_rows(request, enrollments)
    context |= {"title": _("Prescribed"), "enrollments": enrollments}
    return render(request, "admin/athletes/enrollment/prescribed_to.html", context)
