"""The clinic's numbers: one list, one value each, and whoever saves one signs it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from ..models import Threshold
from ..thresholds import sign
from .plain import PlainAdmin

TAGS = {"F": _("found in a source"), "C": _("consensus"), "D": _("our decision")}


@admin.register(Threshold)
class ThresholdAdmin(PlainAdmin[Threshold]):
    list_display = ["says", "value", "unit", "default", "section", "tag", "signed_by", "signed_at"]
    list_select_related = ["signed_by"]
    list_per_page = 200
    fields = ["says", "value", "unit", "default", "bounds", "section", "tag", "signed_by", "signed_at"]
    readonly_fields = ["says", "unit", "default", "bounds", "section", "tag", "signed_by", "signed_at"]
    actions = ["sign_as_they_stand"]

    @admin.display(description=_("what it says"))
    def says(self, row: Threshold) -> str:
        return str(row)

    @admin.display(description=_("unit"))
    def unit(self, row: Threshold) -> str:
        return _known(row, "unit")

    @admin.display(description=_("default"))
    def default(self, row: Threshold) -> str:
        return _known(row, "default")

    @admin.display(description=_("may be"))
    def bounds(self, row: Threshold) -> str:
        if row.about is None:
            return ""
        return f"{row.about.low} – {row.about.high}"

    @admin.display(description=_("clinical.md"))
    def section(self, row: Threshold) -> str:
        return _known(row, "section")

    @admin.display(description=_("where from"))
    def tag(self, row: Threshold) -> str:
        if row.about is None:
            return ""
        return str(TAGS[row.about.tag])

    @admin.action(description=_("Sign the chosen numbers as they stand"), permissions=["change"])
    def sign_as_they_stand(self, request: HttpRequest, queryset: QuerySet[Threshold]) -> None:
        chosen = list(queryset)
        sign(chosen, by=request.user, at=timezone.now())
        said = ngettext("{count} number signed.", "{count} numbers signed.", len(chosen))
        messages.success(request, said.format(count=len(chosen)))

    def save_model(self, request: HttpRequest, obj: Threshold, form: ModelForm[Threshold], change: bool) -> None:
        sign([obj], by=request.user, at=timezone.now())

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _known(row: Threshold, name: str) -> str:
    """What the rules know of a number; nothing of one that a former version had."""
    return str(getattr(row.about, name, ""))
