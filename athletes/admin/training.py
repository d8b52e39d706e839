"""What athletes did: sessions with prescribed beside done, and pain. Read-only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.cache import cache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from ..doors import person
from ..models import PainReport, Session, SetEdit
from ..pages import session_page
from .scoped import ReadOnlyAdmin

WATCH_LOGGED_EVERY = 600


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin[Session]):
    list_display = ["planned_on", "athlete", "what", "status", "is_partial", "session_rpe", "minutes"]
    list_filter = ["status", "is_partial"]
    list_select_related = ["athlete__user", "workout", "week"]
    search_fields = ["athlete__user__name"]
    date_hierarchy = "planned_on"
    list_per_page = 50
    show_full_result_count = False
    fields = [("athlete", "planned_on", "status"), ("session_rpe", "minutes", "is_partial"), "note"]
    change_form_template = "admin/athletes/session/review.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Session]:
        return super().get_queryset(request).select_related("athlete__user", "workout", "week")

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.sets)
        return [path("<uuid:session_id>/sets/", view, name="athletes_session_sets"), *super().get_urls()]

    def sets(self, request: HttpRequest, session_id: UUID) -> HttpResponse:
        """What was done so far, for the page that watches a session; one line of access log in ten minutes."""
        session = get_object_or_404(self.get_queryset(request), pk=session_id)
        if cache.add(f"watched:{person(request).pk}:{session_id}", True, WATCH_LOGGED_EVERY):
            self.note(request, [session])
        return render(request, "admin/athletes/session/sets.html", _review(session))

    @admin.display(description=_("workout"))
    def what(self, session: Session) -> str:
        week = _("week {number}").format(number=session.week.number) if session.week else ""
        return f"{session.workout.title} · {week}" if session.workout else str(_("extra"))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        session = self.get_object(request, object_id)
        context: dict[str, Any] = extra_context or {}
        if session is not None:
            context |= _review(session)
        return super().change_view(request, object_id, form_url, context)


def _review(session: Session) -> dict[str, Any]:
    """Prescribed beside done, pain and former values."""
    return {
        "original": session,
        "page": session_page(session),
        "pain": PainReport.objects.filter(session=session).select_related("exercise"),
        "edits": SetEdit.objects.filter(set_log__session=session).select_related("set_log__exercise"),
    }


@admin.register(PainReport)
class PainReportAdmin(ReadOnlyAdmin[PainReport]):
    list_display = ["reported_on", "athlete", "score", "place", "moment", "exercise", "is_one_spot"]
    list_filter = ["moment", "region"]
    list_select_related = ["athlete__user", "exercise"]
    search_fields = ["athlete__user__name"]
    date_hierarchy = "reported_on"
    show_full_result_count = False
