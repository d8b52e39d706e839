"""Discovery calls: who waits, for how long, and what came of it in one click."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from athletes.access.requests import current_user, log_access
from athletes.enrollment.discovery_calls import called, decline, turn_into_athlete
from athletes.errors import RefusedError
from athletes.localtime import clinic_day
from athletes.models import Athlete, CallState, DiscoveryCall, Role, User
from athletes.models.discovery_calls import WAITING_FIRST

from .scoped import ReadOnlyAdmin


def active_therapists() -> QuerySet[User]:
    return User.objects.filter(role=Role.THERAPIST, is_active=True).order_by("name")


class AnswerForm(forms.Form):
    """What came of a call. therapist -- asked of clinic admins, who have no caseload of their own."""

    do = forms.ChoiceField(choices=[("called", ""), ("athlete", ""), ("decline", "")])
    note = forms.CharField(required=False, max_length=2000)
    therapist = forms.ModelChoiceField(active_therapists(), required=False)


@admin.register(DiscoveryCall)
class DiscoveryCallAdmin(ReadOnlyAdmin[DiscoveryCall]):
    list_display = ["name", "waits", "state", "times", "goal_race", "handled_by", "asked_at"]
    list_filter = ["state"]
    list_select_related = ["handled_by"]
    search_fields = ["name", "email"]
    list_per_page = 50
    show_full_result_count = False
    change_form_template = "admin/athletes/discoverycall/change_form.html"
    fieldsets = [
        (None, {"fields": [("name", "reach_by_mail", "reach_by_phone"), "times", "waits"]}),
        (_("What they wrote"), {"fields": ["story", ("goal_race", "goal_race_on")]}),
        (_("What came of it"), {"fields": ["state", "note", ("handled_by", "handled_at"), "athlete"]}),
    ]
    readonly_fields = ["reach_by_mail", "reach_by_phone", "waits"]

    def get_ordering(self, request: HttpRequest) -> Any:
        return WAITING_FIRST

    def has_delete_permission(self, request: HttpRequest, obj: DiscoveryCall | None = None) -> bool:
        return request.user.has_perm("athletes.delete_discoverycall")

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[DiscoveryCall]) -> Any:
        """Who deleted one is kept; the name goes with the call."""
        for call in queryset:
            call.name = f"#{call.pk}"
        return super().log_deletions(request, queryset)

    # -- what came of it --

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.answer)
        return [path("<int:call_id>/answer/", view, name="athletes_discoverycall_answer"), *super().get_urls()]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = (extra_context or {}) | {"final": CallState.BECAME_ATHLETE, "therapists": []}
        if current_user(request).sees_everyone:
            context["therapists"] = active_therapists()
        return super().change_view(request, object_id, form_url, context)

    def answer(self, request: HttpRequest, call_id: int) -> HttpResponse:
        """Called, an athlete from now on, or not a fit; a refusal says why and changes nothing."""
        call = self.get_object(request, str(call_id))
        if call is None:
            raise Http404
        if request.method == "POST":
            form = AnswerForm(request.POST)
            if form.is_valid():
                try:
                    return ANSWERS[form.cleaned_data["do"]](request, call, form.cleaned_data)
                except RefusedError as error:
                    messages.error(request, _refusal(request, call, error))
            else:
                messages.error(request, _("Choose one of the three buttons; a note has at most 2,000 characters."))
        return redirect("admin:athletes_discoverycall_change", call.pk)

    # -- how it is shown --

    @admin.display(description=_("waiting"), empty_value="–")
    def waits(self, call: DiscoveryCall) -> SafeString | str | None:
        if call.state != CallState.WAITING:
            return None
        today = clinic_day(timezone.now())
        days = call.waited(today)
        words = ngettext("{days} working day", "{days} working days", days).format(days=days)
        if call.is_overdue(today):
            return format_html('<span class="warned">{}: {}</span>', words, _("overdue"))
        return words

    @admin.display(description=_("e-mail"))
    def reach_by_mail(self, call: DiscoveryCall) -> SafeString:
        return format_html('<a href="mailto:{}">{}</a>', quote(call.email, safe="@"), call.email)

    @admin.display(description=_("phone"), empty_value="–")
    def reach_by_phone(self, call: DiscoveryCall) -> SafeString | None:
        if not call.phone:
            return None
        return format_html('<a href="tel:{}">{}</a>', quote(call.phone, safe="+"), call.phone)


def _called(request: HttpRequest, call: DiscoveryCall, answer: dict[str, Any]) -> HttpResponse:
    called(call=call, by=current_user(request), at=timezone.now(), note=answer["note"])
    messages.success(request, _("Marked as called."))
    return redirect("admin:athletes_discoverycall_change", call.pk)


def _declined(request: HttpRequest, call: DiscoveryCall, answer: dict[str, Any]) -> HttpResponse:
    decline(call=call, by=current_user(request), at=timezone.now(), note=answer["note"])
    messages.success(request, _("Marked as not a fit. The request is deleted after a year."))
    return redirect("admin:athletes_discoverycall_changelist")


def _became_athlete(request: HttpRequest, call: DiscoveryCall, answer: dict[str, Any]) -> HttpResponse:
    by = therapist = current_user(request)
    if by.sees_everyone and answer["therapist"] is not None:
        therapist = answer["therapist"]
    athlete = turn_into_athlete(call=call, therapist=therapist, by=by, at=timezone.now(), note=answer["note"])
    messages.success(request, _("They are an athlete now. Prescribe a program, and the invitation goes out with it."))
    log_access(request, athlete.pk)
    return redirect("admin:athletes_athlete_change", athlete.pk)


ANSWERS: dict[str, Callable[[HttpRequest, DiscoveryCall, dict[str, Any]], HttpResponse]] = {
    "called": _called,
    "athlete": _became_athlete,
    "decline": _declined,
}


def _refusal(request: HttpRequest, call: DiscoveryCall, error: RefusedError) -> str:
    """Why; where the address is an athlete's whom this person may see, with the way there."""
    known = Athlete.objects.visible_to(request.user).filter(user__email__iexact=call.email).first()
    if error.field != "email" or known is None:
        return error.message
    log_access(request, known.pk)
    address = reverse("admin:athletes_athlete_change", args=[known.pk])
    return format_html('{} <a href="{}">{}</a>', error.message, address, known)
