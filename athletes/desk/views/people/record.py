"""The record as a whole: where it stands, the file of all of it, put away and brought back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from athletes.access.requests import current_user
from athletes.access.roles import is_responsible_for
from athletes.enrollment.leaving.archiving import archive, archive_consequence, bring_back
from athletes.enrollment.leaving.retention import kept_until
from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import ArchiveReason, Athlete
from athletes.phone import export


class ArchiveForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why care ends"),
        choices=[("", gettext_lazy("Choose a reason")), *ArchiveReason.choices],
        error_messages={"required": gettext_lazy("Say why care ends.")},
    )


def record_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """Where the record stands, and what can be done with all of it. context -- what every admin page knows"""
    context |= {
        "title": _("Record of {name}").format(name=athlete),
        "athlete": athlete,
        "kept_until": kept_until(athlete),
        "may_decide": is_responsible_for(current_user(request), athlete),
    }
    return render(request, "admin/athletes/athlete/record.html", context)


def record_file(_request: HttpRequest, athlete: Athlete, _context: dict[str, Any]) -> HttpResponse:
    """The whole record, with what therapists noted for each other; no key that opens anything (decision 36)."""
    day = clinic_day(timezone.now()).isoformat()
    name = f"record-{slugify(athlete.user.name) or athlete.pk}-{day}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export.as_zip(athlete, export.RECORD), content_type="application/zip", headers=headers)


def archive_page(request: HttpRequest, athlete: Athlete, context: dict[str, Any]) -> HttpResponse:
    """What ends with care is said first; done on the second click, and undone by bringing the athlete back."""
    user, at = current_user(request), timezone.now()
    if not is_responsible_for(user, athlete):
        raise PermissionDenied
    if request.method == "POST" and request.POST.get("do") == "back":
        return _bring_back(request, athlete)
    form = ArchiveForm(request.POST or None)
    if form.is_valid():
        try:
            archive(athlete=athlete, reason=form.cleaned_data["reason"], by=user, at=at)
            messages.success(request, _("{name} is archived. Everything that was done is kept.").format(name=athlete))
        except RefusedError as error:
            messages.error(request, error.message)
        return redirect("admin:athletes_athlete_record", athlete.pk)
    if athlete.archived_at is not None:
        return redirect("admin:athletes_athlete_record", athlete.pk)
    context |= {
        "title": _("Archive {name}?").format(name=athlete),
        "athlete": athlete,
        "form": form,
        "found": archive_consequence(athlete, at),
    }
    return render(request, "admin/athletes/athlete/archive.html", context, status=422 if form.errors else 200)


def _bring_back(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    try:
        bring_back(athlete=athlete)
        messages.success(request, _("{name} is back in care. Nothing is planned yet.").format(name=athlete))
    except RefusedError as error:
        messages.error(request, error.message)
    return redirect("admin:athletes_athlete_page", athlete.pk)
