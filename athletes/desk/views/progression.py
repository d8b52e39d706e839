"""How far the rules go by themselves, for each exercise of a program: off, suggest, apply."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from athletes.access.requests import current_user, log_access
from athletes.access.roles import may_edit_program, programs_visible_to
from athletes.models import Enrollment
from programs.models import Prescription, ProgressionMode


def progression_view(request: HttpRequest, program_id: int, context: dict[str, Any]) -> HttpResponse:
    """One select for each exercise; 404 for a program that this person may not see, refused where they may not edit."""
    program = get_object_or_404(programs_visible_to(request.user), pk=program_id)
    log_access(request, *Enrollment.objects.filter(program=program).values_list("athlete_id", flat=True))
    rows = Prescription.objects.filter(workout__program=program).select_related("workout", "exercise")
    rows = rows.order_by("workout__letter", "order")
    may_edit = may_edit_program(current_user(request), program)
    if request.method == "POST":
        if not may_edit:
            raise Http404
        count = change_modes(rows, request.POST)
        said = _("Saved. {count} changed, effective the next time the rules run.").format(count=count)
        messages.success(request, said)
        return HttpResponseRedirect(reverse("admin:programs_program_progression", args=[program.pk]))
    context |= {"program": program, "rows": rows, "modes": ProgressionMode.choices, "may_edit": may_edit}
    context["title"] = _("Progression of {name}").format(name=program)
    return render(request, "admin/programs/program/progression.html", context)


@transaction.atomic
def change_modes(rows: Iterable[Prescription], posted: QueryDict) -> int:
    """Store the modes that were chosen, and return how many changed; one that is not offered is passed over."""
    changed = []
    for row in rows:
        mode = posted.get(f"mode-{row.pk}", row.progression)
        if mode in ProgressionMode.values and mode != row.progression:
            row.progression = mode
            changed.append(row)
    Prescription.objects.bulk_update(changed, ["progression"])
    return len(changed)
