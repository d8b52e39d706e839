"""That records were erased: when, by whom, why. What they were is not known any more."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from athletes.models import Erasure
from programs.admin.plain import PlainAdmin


@admin.register(Erasure)
class ErasureAdmin(PlainAdmin[Erasure]):
    when_empty = _("No record has been erased.")
    list_display = ["athlete_key", "at", "by", "reason"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
