"""What every list of the admin shares: it answers the filters that it offers, and no address breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, TypeVar

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import DatabaseError, models
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models.fields import LONGEST_KEY, is_key
from programs.plain_fields import OF_MODELS

M = TypeVar("M", bound=models.Model)
#: Each word of a search is a condition of its own, and databases end somewhere.
LONGEST_SEARCH = 120


class KeyedAutocomplete(AutocompleteSelect):
    """Django's own looks every posted value up, and one that is no key at all breaks the page that says so."""

    def optgroups(self, name: str, value: Sequence[str], attrs: Any = None) -> Any:
        return super().optgroups(name, list(filter(is_key, map(str, value))), attrs)


class KeyedChoices(admin.options.BaseModelAdmin[M]):
    """What is chosen by a search: what was posted instead of a choice is refused in words."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeyedAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PlainAdmin(KeyedChoices[M], admin.ModelAdmin[M]):
    """Lists answer only the filters they offer, and an address that names nothing is no error.

    Django allows any lookup on a model's own fields in a list's address: enough to guess a
    password's hash letter by letter, and to break a query.

    when_empty -- what a list says that has no row yet
    """

    formfield_overrides = OF_MODELS
    when_empty: str | Promise = _("Nothing is here yet.")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        if self._is_date_lookup(lookup):
            return value.isascii() and value.isdecimal() and 1 <= int(value[:5]) <= 9000
        return lookup in self._filter_lookups()

    def _is_date_lookup(self, lookup: str) -> bool:
        field, _dot, part = lookup.rpartition("__")
        return bool(field) and field == self.date_hierarchy and part in {"year", "month", "day"}

    def _filter_lookups(self) -> set[str]:
        """What the filters beside the list put into its address."""
        lookups: set[str] = set()
        for offered in self.list_filter:
            own_name = getattr(offered, "parameter_name", None)
            if isinstance(offered, str):
                lookups |= {offered, f"{offered}__exact", f"{offered}__isnull"}
            elif own_name:
                lookups.add(own_name)
        return lookups

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> M | None:
        is_number_too_large = object_id.isdecimal() and len(object_id) > LONGEST_KEY
        if len(object_id) > 40 or not object_id.isascii() or is_number_too_large:
            return None
        return super().get_object(request, object_id, from_field)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address gives along to a new row, without keys that no row can have."""
        given = super().get_changeform_initial_data(request)
        for field in self.opts.get_fields():
            keys = given.get(field.name, [])
            if isinstance(keys, str):
                keys = [keys]
            if field.is_relation and not all(map(is_key, keys)):
                del given[field.name]
        return given

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[M], search_term: str
    ) -> tuple[models.QuerySet[M], bool]:
        return super().get_search_results(request, queryset, search_term[:LONGEST_SEARCH])

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """What the list cannot read is answered as Django does: the whole list instead."""
        whole_list = HttpResponseRedirect(f"{request.path}?e=1")
        if _has_nul(request):
            return whole_list
        try:
            return super().changelist_view(request, {"when_empty": self.when_empty} | (extra_context or {}))
        except (OverflowError, ValueError, DatabaseError):
            return whole_list


class BoundedInline(KeyedChoices[Any], admin.StackedInline[Any, Any]):
    """Rows within a form: those that are stored, and as many new ones as somebody types in one go. A form that claims
    to have a hundred thousand is answered as fast as one that has fifty.
    """

    formfield_overrides = OF_MODELS
    max_num = 300
    typed_at_once = 50

    def get_max_num(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """What is sent is counted from what is stored."""
        if request.method != "POST":
            return int(self.max_num or 0)
        key = _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name)
        stored = self.model._default_manager.filter(**{key.name: obj}).count() if obj else 0
        return int(stored + self.typed_at_once)

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        return super().get_formset(request, obj, absolute_max=self.get_max_num(request, obj), **kwargs)


def _has_nul(request: HttpRequest) -> bool:
    """PostgreSQL takes no NUL character in any text."""
    for name, values in chain(request.GET.lists(), request.POST.lists()):
        if any("\x00" in text for text in (name, *values)):
            return True
    return False
