"""Lists of tables that grow with each week of each athlete: no page of one reads the table from end to end.

They stand in one order, which has an index; they count no further than they can be turned; and the years, months and
days above them are those between the first row and the last, without asking in which of them there is one.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from athletes.localtime import clinic_day
from athletes.models import User
from programs.admin.plain import LONGEST_SEARCH
from programs.dates import date_format

from .scoped import ReadOnlyAdmin

M = TypeVar("M", bound=models.Model)
PER_PAGE = 50
#: As far as a list can be turned. Who looks for something older chooses its day, or a name.
MOST_PAGES = 20
#: More people of one name than this are asked for by more of it.
MOST_PEOPLE = 200


class LongPaginator(Paginator[Any]):
    """Counts no further than one row beyond its last page."""

    @cached_property
    def count(self) -> int:
        return min(self._counted, MOST_PAGES * self.per_page)

    @property
    def is_cut(self) -> bool:
        """Whether there are rows behind the last page."""
        return self._counted > MOST_PAGES * self.per_page

    @cached_property
    def _counted(self) -> int:
        rows = cast(models.QuerySet[Any], self.object_list)
        return rows[: MOST_PAGES * self.per_page + 1].count()


@dataclass(frozen=True)
class CalendarChoice:
    """A year, month or day above a list; the one that is chosen has no address."""

    title: str
    link: str = ""


@dataclass(frozen=True)
class ListCalendar:
    """back -- the way to the next larger span; None above all years"""

    choices: list[CalendarChoice]
    back: CalendarChoice | None = None


class LongChangeList(ChangeList):
    """Django’s list, in its own order whatever the address asks for."""

    is_long = True

    def get_ordering(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> list[Any]:
        ordering = self.model_admin.get_ordering(request) or self.lookup_opts.ordering
        return [*(ordering or ()), "-pk"]

    def get_results(self, request: HttpRequest) -> None:
        """A page has an end even where it was counted as the only one: the statement says how many rows are enough."""
        super().get_results(request)
        if not self.multi_page:
            self.result_list = self.result_list[: self.list_per_page]

    @property
    def is_cut(self) -> bool:
        return bool(self.paginator.is_cut)

    @cached_property
    def calendar(self) -> ListCalendar | None:
        """The days that can be chosen; None where the list has no day, or no row."""
        span = self._span()
        if span is None:
            return None
        year, month, day = (self._chosen(part) for part in ("year", "month", "day"))
        if year and month and day:
            on = date(year, month, day)
            back = CalendarChoice(date_format(on, "YEAR_MONTH_FORMAT"), self._link(year=year, month=month))
            return ListCalendar([CalendarChoice(date_format(on, "MONTH_DAY_FORMAT"))], back)
        if year and month:
            return ListCalendar(list(self._days(year, month, *span)), CalendarChoice(str(year), self._link(year=year)))
        if year:
            return ListCalendar(list(self._months(year, *span)), CalendarChoice(_("All dates"), self._link()))
        years = range(span[0].year, span[1].year + 1)
        return ListCalendar([CalendarChoice(str(each), self._link(year=each)) for each in years])

    def _span(self) -> tuple[date, date] | None:
        """The days of the first and the last row that this person may see: two looks into an index."""
        if not self.date_hierarchy:
            return None
        found = self.root_queryset.order_by().aggregate(first=Min(self.date_hierarchy), last=Max(self.date_hierarchy))
        if found["first"] is None:
            return None
        return _day(found["first"]), _day(found["last"])

    def _chosen(self, part: str) -> int | None:
        value = self.params.get(f"{self.date_hierarchy}__{part}")
        return int(value) if value else None

    def _months(self, year: int, first: date, last: date) -> Iterator[CalendarChoice]:
        for month in range(1, 13):
            if (first.year, first.month) <= (year, month) <= (last.year, last.month):
                title = date_format(date(year, month, 1), "YEAR_MONTH_FORMAT")
                yield CalendarChoice(title, self._link(year=year, month=month))

    def _days(self, year: int, month: int, first: date, last: date) -> Iterator[CalendarChoice]:
        for day in range(1, monthrange(year, month)[1] + 1):
            on = date(year, month, day)
            if first <= on <= last:
                yield CalendarChoice(date_format(on, "MONTH_DAY_FORMAT"), self._link(year=year, month=month, day=day))

    def _link(self, **chosen: int) -> str:
        """The address of this list with another span."""
        parts = {f"{self.date_hierarchy}__{part}": value for part, value in chosen.items()}
        return str(self.get_query_string(parts, [f"{self.date_hierarchy}__"]))


def _day(value: date | datetime) -> date:
    return clinic_day(value) if isinstance(value, datetime) else value


class LongListAdmin(ReadOnlyAdmin[M]):
    """A read-only page of rows in a big table; its order needs an index that begins with the same columns."""

    paginator = LongPaginator
    list_per_page = PER_PAGE
    list_max_show_all = 0
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ()

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[M], search_term: str
    ) -> tuple[models.QuerySet[M], bool]:
        """Rows of those with that name who have any here: who they are is asked first, so that no others are read."""
        words = search_term[:LONGEST_SEARCH].split()
        if not words:
            return queryset, False
        listed = queryset.order_by().filter(**{self.athlete_key: OuterRef("pk")})
        found = self.people_named(words).filter(Exists(listed)).order_by().values_list("pk", flat=True)
        people = list(found[: MOST_PEOPLE + 1])
        if len(people) > MOST_PEOPLE:
            messages.warning(request, _("Many people have that name, and only some are shown. Type more of it."))
        return queryset.filter(self.rows_of(people[:MOST_PEOPLE], words)), False

    def people_named(self, words: Sequence[str]) -> models.QuerySet[User]:
        """Those in whose name all the words are."""
        people = User.objects.all()
        for word in words:
            people = people.filter(name__icontains=word)
        return people

    def rows_of(self, people: Sequence[int], words: Sequence[str]) -> Q:
        """people -- their keys, found by the words"""
        return Q(**{f"{self.athlete_key}__in": people})

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LongChangeList
