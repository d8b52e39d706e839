"""Flags with their history: what was raised, by which figures, and what was done about it. Read-only."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from athletes.models import Flag, FlagAct, FlagKind
from athletes.models.flags import FlagQuerySet
from athletes.wording.problems import title_of_flag, why
from programs.admin.plain import BoundedInline

from .long_lists import LongListAdmin


class OpenFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("open", _("open")), ("off", _("put off")), ("resolved", _("resolved"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Flag]) -> QuerySet[Flag]:
        assert isinstance(queryset, FlagQuerySet)
        if self.value() == "open":
            return queryset.waiting(timezone.now())
        if self.value() == "off":
            return queryset.put_off(timezone.now())
        if self.value() == "resolved":
            return queryset.resolved()
        return queryset


class ActInline(BoundedInline):
    model = FlagAct
    fields = (("at", "kind", "by"), "note")
    readonly_fields = ("at", "kind", "by", "note")
    extra = 0
    can_delete = False
    verbose_name_plural = _("What was done")

    def has_add_permission(self, request: HttpRequest, obj: Flag | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Flag | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Flag | None = None) -> bool:
        return True


@admin.register(Flag)
class FlagAdmin(LongListAdmin[Flag]):
    list_display = ["raised_at", "athlete", "title", "figures_in_words", "standing", "due_at"]
    list_filter = [OpenFilter, "kind"]
    list_select_related = ["athlete__user"]
    search_fields = ["athlete__user__name"]
    date_hierarchy = "raised_at"
    fields = ("athlete", "title", "figures_in_words", "raised_at", "due_at", "standing", "snoozed_until", "resolved_at")
    readonly_fields = ("title", "figures_in_words", "standing", "ends_by")
    inlines = (ActInline,)

    def get_fields(self, request: HttpRequest, obj: Flag | None = None) -> list[Any]:
        """An open stop says how it ends: nothing on this page does it."""
        is_stop = obj is not None and obj.kind == FlagKind.STOP and obj.resolved_at is None
        return [*self.fields, "ends_by"] if is_stop else list(self.fields)

    @admin.display(description=_("ends by"))
    def ends_by(self, flag: Flag) -> SafeString:
        url = reverse("admin:athletes_athlete_change", args=[flag.athlete_id])
        return format_html('<a href="{}#stop">{}</a>', url, _("Lifting the stop, on the athlete’s page"))

    @admin.display(description=_("state"))
    def standing(self, flag: Flag) -> str:
        return str(flag.state)

    @admin.display(description=_("flag"))
    def title(self, flag: Flag) -> str:
        return title_of_flag(flag)

    @admin.display(description=_("raised by"))
    def figures_in_words(self, flag: Flag) -> str:
        return why(flag)
