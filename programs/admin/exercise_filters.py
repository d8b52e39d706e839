"""The filters of the exercise library: each a choice with a name in the address."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.library.completeness import complete, incomplete
from programs.models import Equipment, Exercise, Pattern, Quality, Status

LEVELS = (
    ("1", _("1 entry or irritable")),
    ("2", _("2 beginner")),
    ("3", _("3 intermediate")),
    ("4", _("4 advanced")),
    ("5", _("5 high demand")),
)


class ChoiceFilter(admin.SimpleListFilter):
    """One select of the library. any_words -- what the first choice is called, which filters nothing"""

    any_words: ClassVar[str | Promise]

    @property
    def options(self) -> list[tuple[str, Any, bool]]:
        """(value, words, is chosen) of each choice but the first."""
        chosen = self.value()
        return [(str(value), words, str(value) == chosen) for value, words in self.lookup_choices]


class PatternFilter(ChoiceFilter):
    title = _("pattern")
    parameter_name = "pattern"
    any_words = _("Any pattern")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Pattern.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        return queryset.filter(pattern=self.value()) if self.value() else queryset


class LevelFilter(ChoiceFilter):
    title = _("level")
    parameter_name = "level"
    any_words = _("Any level")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(LEVELS)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        levels = [value for value, _words, is_chosen in self.options if is_chosen]
        return queryset.filter(level__in=levels) if self.value() else queryset


class QualityFilter(ChoiceFilter):
    title = _("quality")
    parameter_name = "quality"
    any_words = _("Any quality")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(Quality.choices)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        quality = self.value()
        if quality in Quality.values:
            return queryset.filter(qualities__contains=quality)
        return queryset


class EquipmentFilter(ChoiceFilter):
    title = _("equipment")
    parameter_name = "equipment"
    any_words = _("Any equipment")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("None needed")), *Equipment.objects.values_list("slug", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        if self.value() == "none":
            return queryset.filter(equipment__isnull=True)
        if self.value():
            return queryset.filter(equipment__slug=self.value())
        return queryset


class StateFilter(ChoiceFilter):
    """What is archived is out of the way until it is asked for."""

    title = _("state")
    parameter_name = "state"
    any_words = _("Complete or not")

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("complete", _("Complete")),
            ("missing", _("Something missing")),
            ("drafts", _("Drafts")),
            ("archived", _("Archived")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> QuerySet[Exercise]:
        by_state = {
            "drafts": queryset.filter(status=Status.DRAFT),
            "archived": queryset.filter(status=Status.ARCHIVED),
            "complete": complete(queryset).exclude(status=Status.ARCHIVED),
            "missing": incomplete(queryset).exclude(status=Status.ARCHIVED),
        }
        return by_state.get(self.value() or "", queryset.exclude(status=Status.ARCHIVED))
