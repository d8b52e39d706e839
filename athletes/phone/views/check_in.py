"""The weekly check-in."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from athletes.access.requests import athlete_required
from athletes.models import Athlete
from athletes.records.check_ins import record_check_in

from ..forms.records import CheckInForm
from ..pages.check_in import check_in_page


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def check_in(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Four questions about the week, half a minute; sent again, they replace what was sent."""
    at = timezone.now()
    page = check_in_page(athlete, at)
    form = CheckInForm(request.POST or None, initial=CheckInForm.initial_of(page))
    if request.method == "POST" and form.is_valid():
        rev = page.stored.rev + 1 if page.stored else 1
        item = form.item(page.week, rev=rev, edit_id=uuid.uuid4())
        record_check_in(athlete=athlete, check_in_id=page.id, item=item, at=at)
        messages.success(request, _("Sent. {therapist} can see it.").format(therapist=athlete.therapist.name))
        return redirect("today")
    context = {"page": page, "form": form, "athlete": athlete, "tab": "today"}
    return render(request, "athletes/check_in.html", context, status=422 if form.errors else 200)
