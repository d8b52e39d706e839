"""The access log in the admin: who did what with whose data, asked in words."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from athletes.access.requests import current_user, log_access
from athletes.models import User
from programs.admin.plain import PlainAdmin

from .audit.search import SearchForm, line_of, search
from .models import AccessLog


@admin.register(AccessLog)
class AccessLogAdmin(PlainAdmin[AccessLog]):
    readonly_fields = ["at", "who", "deed", "about", "address"]
    fields = ("at", "who", "deed", "about", "address")

    def get_queryset(self, request: HttpRequest) -> QuerySet[AccessLog]:
        """Who may not see the log gets the same answer for a row that exists and one that does not."""
        rows = super().get_queryset(request).select_related("actor", "account")
        if self.has_view_permission(request):
            return rows
        return rows.none()

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> AccessLog | None:
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            log_access(request, *found.athletes)
        return found

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The search in place of Django's list, whose address takes lookups that nobody offers."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = SearchForm(request.GET)
        context = self.admin_site.each_context(request) | {"title": _("Access log"), "form": form, "opts": self.opts}
        if form.is_valid():
            found = search(form, current_user(request))
            log_access(request, *found.shown)
            context |= {"found": found, "older": _older(request, found.next_page)}
        status = 200 if form.is_valid() else 422
        return TemplateResponse(request, "admin/access_log.html", context, status=status)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AccessLog | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AccessLog | None = None) -> bool:
        return False

    # -- one row in words --

    @admin.display(description=_("who"))
    def who(self, row: AccessLog) -> str:
        return line_of(row, {}).who

    @admin.display(description=_("did"))
    def deed(self, row: AccessLog) -> str:
        return line_of(row, {}).deed

    @admin.display(description=_("about"))
    def about(self, row: AccessLog) -> str:
        names = dict(User.objects.filter(pk__in=row.athletes).values_list("pk", "name"))
        return ", ".join(line_of(row, names).about)


def _older(request: HttpRequest, page: int | None) -> str:
    """The address of the next page of the same search; empty on the last."""
    if page is None:
        return ""
    asked = request.GET.copy()
    asked["page"] = str(page)
    return f"?{asked.urlencode()}"
