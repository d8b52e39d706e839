"""What everybody may read: the clinic's case for strength. The same address is Today for who is signed in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from athletes.phone.views.today import today

from . import claims

#: A week as the clinic plans it: short name, full name, runs, strength.
EXAMPLE_WEEK = (
    (_("Mon"), _("Monday"), _("rest"), False),
    (_("Tue"), _("Tuesday"), _("easy"), True),
    (_("Wed"), _("Wednesday"), _("rest"), False),
    (_("Thu"), _("Thursday"), _("tempo"), False),
    (_("Fri"), _("Friday"), _("no run"), True),
    (_("Sat"), _("Saturday"), _("rest"), False),
    (_("Sun"), _("Sunday"), _("long"), False),
)


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Today for an athlete, the desk for staff, the public page for everybody else."""
    if request.user.is_authenticated:
        return today(request)
    context = {"claims": claims, "sources": claims.SOURCES, "week": EXAMPLE_WEEK, "site_url": settings.SITE_URL}
    response = render(request, "clinic/public.html", context)
    response["Cache-Control"] = "no-cache"  # the same address is somebody's Today a moment later
    return response
