"""Equipment and cautions."""

from __future__ import annotations

from django.contrib import admin

from ..models import Caution, Equipment
from .plain import PlainAdmin


@admin.register(Equipment)
class EquipmentAdmin(PlainAdmin[Equipment]):
    list_display = ["name", "slug", "group"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Caution)
class CautionAdmin(PlainAdmin[Caution]):
    list_display = ["exercise", "condition", "swap", "reason"]
    list_filter = ["condition"]
    list_select_related = ["exercise", "swap"]
    search_fields = ["exercise__name", "reason"]
    autocomplete_fields = ["exercise", "swap"]
