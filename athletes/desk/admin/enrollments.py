"""Prescribing a program, and the way to what follows: dates, and the hand-over with QR and link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from athletes.access.requests import current_user, log_access
from athletes.enrollment.prescribing import PrescribedTwiceError, prescribe
from athletes.localtime import clinic_day
from athletes.models import Athlete, Enrollment, EnrollmentStatus, Weekday
from athletes.tasks import tick_reminders
from athletes.wording.policy import policy_lines
from programs.thresholds import clinic_thresholds

from ..views.enrollments import change_dates, dates_context, handover_page, handover_pdf
from .prescribe_form import PrescribeForm, prescribable_programs
from .scoped import ScopedAdmin, show_made_row

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

    def get_form(self, request: HttpRequest, obj: Enrollment | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            kwargs["form"] = PrescribeForm
        return super().get_form(request, obj, change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Enrollment | None = None) -> Any:
        asked = ["athlete", "program", "starts_on", "first_weekday", "second_weekday"]
        if obj is None:
            return [*asked, ("pain_side", "pain_tissue"), "irritability"]
        return [*asked, "ends_on", "paused_until", "status", "prescribed_by", "prescribed_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: Enrollment | None = None) -> Any:
        if obj is None:
            return []
        return self.get_fields(request, obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        usual = {
            "starts_on": clinic_day(timezone.now()),
            "first_weekday": Weekday.MONDAY,
            "second_weekday": Weekday.THURSDAY,
        }
        return usual | super().get_changeform_initial_data(request)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "program":
            field.queryset = prescribable_programs(request)
            field.empty_label = None
        if db_field.name == "athlete":
            field.queryset = field.queryset.select_related("user")
        return field

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "title": _("Prescribe a program"),
            "policy": policy_lines(clinic_thresholds()),
            "show_save_and_add_another": False,
            "show_save_and_continue": False,
        }
        log_access(request, *Athlete.objects.visible_to(request.user).values_list("pk", flat=True))
        return super().add_view(request, form_url, (extra_context or {}) | context)

    def save_model(self, request: HttpRequest, obj: Enrollment, form: Any, change: bool) -> None:
        values = form.cleaned_data
        try:
            made = prescribe(
                athlete=values["athlete"],
                template=values["program"],
                starts_on=values["starts_on"],
                weekdays=(values["first_weekday"], values["second_weekday"]),
                by=current_user(request),
                at=timezone.now(),
                pain_rule=form.pain_rule(),
            )
        except PrescribedTwiceError as error:  # the first one's hand-over is what was wanted
            messages.warning(request, error.message)
            made = error.enrollment
        show_made_row(obj, made)
        # The doorbell only: with the queue away the next tick finds the row all the same.
        transaction.on_commit(tick_reminders.delay, robust=True)

    def response_add(self, request: HttpRequest, obj: Enrollment, post_url_continue: str | None = None) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:athletes_enrollment_handover", args=[obj.pk]))

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
        return super().change_view(request, object_id, form_url, context)

    def get_urls(self) -> list[Any]:
        own = "<int:enrollment_id>"
        return [
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
