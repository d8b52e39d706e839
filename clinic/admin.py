"""The access log in the admin: who opened whose data."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from programs.admin.plain import PlainAdmin

from .models import AccessLog


@admin.register(AccessLog)
class AccessLogAdmin(PlainAdmin[AccessLog]):
    list_display = ["at", "actor", "action", "athletes", "address"]
    list_select_related = ["actor"]
    date_hierarchy = "at"
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessLog]:
        """Who may not see the log gets the same answer for a row that exists and one that does not."""
        rows = super().get_queryset(request)
        if self.has_view_permission(request):
            return rows
        return rows.none()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AccessLog | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AccessLog | None = None) -> bool:
        return False
