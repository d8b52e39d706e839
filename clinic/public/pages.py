"""What everybody may read: the clinic's case for strength. The same address is Today for who is signed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from athletes.phone.views.today import today

from . import claims


@dataclass(frozen=True)
class ExampleDay:
    """One day of the week that the page draws: its run, and whether it is a strength day."""

    short: Promise
    name: Promise
    run: Promise
    has_run: bool = True
    has_strength: bool = False

    @property
    def classes(self) -> str:
        if self.has_strength:
            return "day strength done"
        if not self.has_run:
            return "day rest"
        return "day"

    @property
    def mark(self) -> str:
        """The run's first letter; a dot on a day of rest."""
        return str(self.run)[0].upper() if self.has_run else "·"


#: A week as the clinic plans it.
EXAMPLE_WEEK = (
    ExampleDay(_("Mon"), _("Monday"), _("rest"), has_run=False),
    ExampleDay(_("Tue"), _("Tuesday"), _("easy"), has_strength=True),
    ExampleDay(_("Wed"), _("Wednesday"), _("rest"), has_run=False),
    ExampleDay(_("Thu"), _("Thursday"), _("tempo")),
    ExampleDay(_("Fri"), _("Friday"), _("no run"), has_run=False, has_strength=True),
    ExampleDay(_("Sat"), _("Saturday"), _("rest"), has_run=False),
    ExampleDay(_("Sun"), _("Sunday"), _("long")),
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
