"""What athletes said beside their sessions: runs and weekly check-ins. Read-only."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from athletes.localtime import day_in
from athletes.models import CheckIn, Run
from programs.rules.attention import A_LOT

from .long_lists import LongListAdmin


@admin.register(Run)
class RunAdmin(LongListAdmin[Run]):
    list_display = ["ran_on", "athlete", "kind", "what", "effort", "load", "pain"]
    list_filter = ["kind", "source"]
    list_select_related = ["athlete__user", "pain"]
    search_fields = ["athlete__user__name"]
    date_hierarchy = "ran_on"
    fields = [("athlete", "ran_on", "kind"), ("what", "effort", "load"), "pain", "note", "source"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Run]:
        return super().get_queryset(request).filter(is_deleted=False)

    @admin.display(description=_("run"))
    def what(self, run: Run) -> str:
        return run.amount

    @admin.display(description=_("effort × minutes"), empty_value="–")
    def load(self, run: Run) -> int | None:
        return run.load


class AttentionFilter(admin.SimpleListFilter):
    """Weeks with “a lot” or more on any of the first three questions (clinical.md 6.2)."""

    title = _("needs attention")
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Needs attention"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[CheckIn]) -> QuerySet[CheckIn]:
        if self.value() != "yes":
            return queryset
        return queryset.filter(Q(changed__gte=A_LOT) | Q(less__gte=A_LOT) | Q(held_back__gte=A_LOT))


@admin.register(CheckIn)
class CheckInAdmin(LongListAdmin[CheckIn]):
    when_empty = _("Nobody has answered a weekly check-in yet.")
    list_display = ["week_of", "athlete", "training", "less", "running", "worst_pain", "attention"]
    list_filter = [AttentionFilter]
    list_select_related = ["athlete__user"]
    search_fields = ["athlete__user__name"]
    fields = [
        ("athlete", "week"),
        ("changed", "less", "held_back"),
        ("worst_pain", "usual_pain", "region", "side"),
        "note",
        "answered_at",
    ]

    @admin.display(description=_("week of"), ordering="week")
    def week_of(self, check_in: CheckIn) -> date:
        return day_in(check_in.week)

    @admin.display(description=_("training changed"), ordering="changed")
    def training(self, check_in: CheckIn) -> str:
        return check_in.get_changed_display()

    @admin.display(description=_("running held back"), ordering="held_back")
    def running(self, check_in: CheckIn) -> str:
        return check_in.get_held_back_display()

    @admin.display(description=_("needs attention"), empty_value="–")
    def attention(self, check_in: CheckIn) -> str:
        return str(_("yes")) if check_in.needs_attention else ""
