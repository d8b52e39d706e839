"""Prescribing a program, and the way to what follows: dates, and the hand-over with QR and link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

from athletes.enrollment.next_programs import running_before
from athletes.models import Enrollment, EnrollmentStatus

from ..views.enrollments import change_dates, dates_context, handover_page, handover_pdf
from ..views.prescribing import prescribe_each, prescribe_page, prescribed_page
from .scoped import ScopedAdmin

EnrollmentPage = Callable[[HttpRequest, Enrollment, dict[str, Any]], HttpResponse]


@admin.register(Enrollment)
class EnrollmentAdmin(ScopedAdmin[Enrollment]):
    list_display = ["athlete", "program", "starts_on", "ends_on", "status"]
    list_filter = ["status"]
    list_select_related = ["athlete__user", "program"]
    search_fields = ["athlete__user__name", "program__name"]
    date_hierarchy = "starts_on"
    change_form_template = "admin/athletes/enrollment/change_form.html"

    # -- prescribing --

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return self._prescribing(prescribe_page)(request)

    def _prescribing(self, page: Callable[[HttpRequest, dict[str, Any]], HttpResponse]) -> Callable[..., HttpResponse]:
        """A page of prescribing, for who may."""

        def view(request: HttpRequest) -> HttpResponse:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return page(request, self.admin_site.each_context(request) | {"opts": self.opts})

        return self.admin_site.admin_view(view)

    def get_fields(self, request: HttpRequest, obj: Enrollment | None = None) -> Any:
        asked = ["athlete", "program", "starts_on", "first_weekday", "second_weekday"]
        return [*asked, "ends_on", "paused_until", "status", "prescribed_by", "prescribed_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Enrollment | None = None) -> Any:
        return self.get_fields(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Enrollment | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Enrollment | None = None) -> bool:
        return False

    # -- pages of one enrollment --

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = extra_context or {}
        enrollment = self.get_object(request, object_id)
        if enrollment is not None and enrollment.status == EnrollmentStatus.ACTIVE:
            context |= dates_context(enrollment, timezone.now())
        if enrollment is not None and enrollment.status == EnrollmentStatus.UPCOMING:
            context["running"] = running_before(enrollment)
        return super().change_view(request, object_id, form_url, context)

    def get_urls(self) -> list[Any]:
        own = "<int:enrollment_id>"
        return [
            path("add/each/", self._prescribing(prescribe_each), name="athletes_enrollment_each"),
            path("prescribed/", self._prescribing(prescribed_page), name="athletes_enrollment_prescribed"),
            path(f"{own}/handover/", self._page(handover_page), name="athletes_enrollment_handover"),
            path(f"{own}/handover.pdf", self._page(handover_pdf), name="athletes_enrollment_handover_pdf"),
            path(f"{own}/dates/", self._page(change_dates), name="athletes_enrollment_dates"),
            *super().get_urls(),
        ]

    def _page(self, page: EnrollmentPage) -> Callable[..., HttpResponse]:
        """A page of one enrollment that this person may see; 404 for any other."""

        def view(request: HttpRequest, enrollment_id: int) -> HttpResponse:
            enrollment = self.get_object(request, str(enrollment_id))
            if enrollment is None or not self.has_view_permission(request, enrollment):
                raise Http404
            return page(request, enrollment, self.admin_site.each_context(request) | {"opts": self.opts})

        return self.admin_site.admin_view(view)
