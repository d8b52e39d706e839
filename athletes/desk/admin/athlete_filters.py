"""What the list of athletes is filtered by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from athletes.access.requests import current_user
from athletes.models import Athlete, Enrollment, Role, User


class FollowsFilter(admin.SimpleListFilter):
    title = _("program")
    parameter_name = "follows"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("follows one")), ("no", _("has none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> QuerySet[Athlete]:
        followers = Enrollment.objects.active().values("athlete_id")
        if self.value() == "yes":
            return queryset.filter(pk__in=followers)
        if self.value() == "no":
            return queryset.exclude(pk__in=followers)
        return queryset


class ReminderFilter(admin.SimpleListFilter):
    title = _("weekly mail")
    parameter_name = "reminder"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("ignored", _("stopped, three weeks unanswered"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> QuerySet[Athlete]:
        if self.value() == "ignored":
            return queryset.filter(has_ignored_reminders=True)
        return queryset


class ErasureFilter(admin.SimpleListFilter):
    title = _("their data")
    parameter_name = "erasure"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("asked", _("asked for erasure"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> QuerySet[Athlete]:
        if self.value() == "asked":
            return queryset.filter(erasure_asked_at__isnull=False)
        return queryset


class ArchivedFilter(admin.SimpleListFilter):
    """The list begins with those in care; an archived record is a click away."""

    title = _("record")
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Archived")), ("all", _("Both"))]

    def choices(self, changelist: Any) -> Iterator[Any]:
        """The first choice is not everybody."""
        for place, choice in enumerate(super().choices(changelist)):
            yield choice if place else {**choice, "display": _("In care")}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> QuerySet[Athlete]:
        if self.value() == "yes":
            return queryset.filter(archived_at__isnull=False)
        if self.value() == "all":
            return queryset
        return queryset.filter(archived_at__isnull=True)


class TherapistFilter(admin.SimpleListFilter):
    """By therapist; offered only to those who see more than their own caseload."""

    title = _("therapist")
    parameter_name = "therapist"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        if not current_user(request).sees_everyone:
            return []
        therapists = User.objects.filter(role=Role.THERAPIST)
        return [(str(pk), name) for pk, name in therapists.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> QuerySet[Athlete]:
        chosen = self.value() or ""
        if chosen.isdecimal():
            return queryset.filter(therapist_id=int(chosen))
        return queryset
