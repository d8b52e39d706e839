"""The import of athletes: the pages of every import, and invitations that need a click of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from athletes.access.requests import current_user, log_access
from athletes.enrollment.athlete_tables import AthleteTables
from athletes.enrollment.invitations import invite_added, not_invited
from athletes.models import AthleteImport
from athletes.tasks import tick_reminders, work_on_athletes
from programs.admin.imports import ImportPages, Outcome
from programs.models.imports import ImportState, UploadedImport


class AthleteImportPages(ImportPages):
    """Therapists bring in their own caseload, clinic admins everybody's."""

    kind = AthleteTables()
    task = work_on_athletes
    address = "admin:athletes_athlete_import"
    list_address = "admin:athletes_athlete_changelist"
    about = "admin/athletes/athlete/import_about.html"
    done = "admin/athletes/athlete/import_done.html"

    def is_allowed(self, request: HttpRequest) -> bool:
        return request.user.has_perm("athletes.add_athlete")

    def note(self, request: HttpRequest, job: UploadedImport) -> None:
        log_access(request, *job.report.get("shown", []))

    def acts(self) -> dict[str, Callable[[HttpRequest, UploadedImport], Outcome]]:
        return {**super().acts(), "invite": self._invite}

    def more(self, request: HttpRequest, job: UploadedImport) -> dict[str, Any]:
        """On the last page: how many may still be invited."""
        if job.state != ImportState.DONE:
            return {}
        return {"to_invite": not_invited(cast(AthleteImport, job), current_user(request)).count()}

    def _invite(self, request: HttpRequest, job: UploadedImport) -> Outcome:
        by, at = current_user(request), timezone.now()
        count = invite_added(job=cast(AthleteImport, job), by=by, at=at) if job.state == ImportState.DONE else 0
        if count:
            transaction.on_commit(tick_reminders.delay, robust=True)
            said = ngettext("{count} invitation is on its way.", "{count} invitations are on their way.", count)
            messages.success(request, said.format(count=count))
        return None
