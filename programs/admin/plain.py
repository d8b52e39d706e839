"""What every list of the admin shares: it answers the filters that it offers, and no address breaks it."""

from __future__ import annotations

from itertools import chain
from typing import Any, TypeVar

from django.contrib import admin
from django.db import DatabaseError, models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

M = TypeVar("M", bound=models.Model)
#: Each word of a search is a condition of its own, and databases end somewhere.
LONGEST_SEARCH = 120
#: Digits of a key that every database can look for.
LONGEST_KEY = 18


class PlainAdmin(admin.ModelAdmin[M]):
    """Lists answer only the filters they offer, and an address that names nothing is no error.

    Django allows any lookup on a model's own fields in a list's address: enough to guess a
    password's hash letter by letter, and to break a query.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        offered = {name for name in self.list_filter if isinstance(name, str)}
        exact = {name for field in offered for name in (field, f"{field}__exact", f"{field}__isnull")}
        dates = (
            {f"{self.date_hierarchy}__{part}" for part in ("year", "month", "day")} if self.date_hierarchy else set()
        )
        is_date = lookup in dates and value.isascii() and value.isdecimal() and 1 <= int(value[:5]) <= 9000
        own = {getattr(each, "parameter_name", None) for each in self.list_filter}
        return lookup in exact or lookup in own or is_date

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> M | None:
        if len(object_id) > 40 or not object_id.isascii() or (object_id.isdecimal() and len(object_id) > LONGEST_KEY):
            return None
        return super().get_object(request, object_id, from_field)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What an address gives along to a new row, without keys that no row can have."""
        given = super().get_changeform_initial_data(request)
        for field in self.opts.get_fields():
            keys = given.get(field.name, [])
            if field.is_relation and not all(map(_is_key, [keys] if isinstance(keys, str) else keys)):
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
            return super().changelist_view(request, extra_context)
        except (OverflowError, ValueError, DatabaseError):
            return whole_list


def _is_key(text: str) -> bool:
    """Whether a row of ours may be meant; what prefills a form is counted, never a UUID."""
    return text.isascii() and text.isdecimal() and len(text) <= LONGEST_KEY


def _has_nul(request: HttpRequest) -> bool:
    """PostgreSQL takes no NUL character in any text."""
    for name, values in chain(request.GET.lists(), request.POST.lists()):
        if any("\x00" in text for text in (name, *values)):
            return True
    return False
