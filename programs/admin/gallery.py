"""The library as one looks through it: cards, filters with their counts, and two exercises side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib.admin.templatetags.admin_urls import add_preserved_filters
from django.contrib.admin.views.main import ChangeList
from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.library.comparing import ComparedRow, compare, compared, equipment_words
from programs.library.completeness import complete, gaps_of
from programs.models import Exercise, Pattern, Status
from programs.models.fields import is_key
from programs.own_figures.shown import ShownFigure, figure_of

from .exercise_filters import ChoiceFilter, PatternFilter

#: The name of the two in the address.
COMPARE = "compare"
COMPARED = 2
#: Of what is missing, named on a card.
NAMED_GAPS = 2


@dataclass(frozen=True, slots=True)
class GalleryCard:
    """One exercise of the gallery. fix_url -- where what is missing is written; empty for who may not"""

    pk: int
    name: str
    url: str
    picture_of: str
    figure: ShownFigure | None
    pattern: str
    pattern_words: str
    level: int
    equipment: str
    programs: int
    state: str
    missing: str
    fix_url: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class PatternChip:
    pattern: str
    words: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class SideBySide:
    first: Exercise
    second: Exercise
    rows: list[ComparedRow]
    close_query: str

    @property
    def columns(self) -> list[tuple[Exercise, ShownFigure | None]]:
        return [(exercise, figure_of(exercise.slug)) for exercise in (self.first, self.second)]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are in the library, without what is archived."""

    all: int
    complete: int
    in_templates: int
    drafts: int

    @classmethod
    def read(cls) -> Counts:
        exercises = Exercise.objects.exclude(status=Status.ARCHIVED)
        used = exercises.filter(prescriptions__workout__program__is_template=True)
        return cls(
            all=exercises.count(),
            complete=complete(exercises).count(),
            in_templates=used.distinct().count(),
            drafts=exercises.filter(status=Status.DRAFT).count(),
        )


@dataclass(frozen=True, slots=True)
class Gallery:
    counts: Counts
    cards: list[GalleryCard]
    chips: list[PatternChip]
    filters: Sequence[ChoiceFilter]
    kept: list[tuple[str, str]]
    comparison: SideBySide | None
    all_query: str

    @property
    def is_filtered(self) -> bool:
        return any(spec.value() for spec in self.filters) or any(value for _name, value in self.kept)


class MostUsedFirst(ChangeList):
    """The gallery begins with what is prescribed most."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet[Exercise]) -> list[Any]:
        return ["-use_count", "name", "pk"]


class GalleryReader:
    """Reads the gallery from the list that the admin made. chosen -- keys of the exercises to compare"""

    def __init__(self, request: HttpRequest, changes: ChangeList, chosen: list[int]) -> None:
        self.request = request
        self.changes = changes
        self.chosen = chosen
        self.library = changes.model_admin

    def read(self) -> Gallery:
        specs = cast(Sequence[ChoiceFilter], self.changes.filter_specs)
        pattern = next((spec for spec in specs if isinstance(spec, PatternFilter)), None)
        kept = [(PatternFilter.parameter_name, pattern.value() or "")] if pattern else []
        return Gallery(
            counts=Counts.read(),
            cards=[self._card(exercise) for exercise in self.changes.result_list],
            chips=self._chips(pattern.value() if pattern else None),
            filters=[spec for spec in specs if spec is not pattern],
            kept=[(name, value) for name, value in kept if value],
            comparison=self._comparison(),
            all_query=self.changes.get_query_string(remove=[PatternFilter.parameter_name, "p"]),
        )

    def _card(self, exercise: Any) -> GalleryCard:
        url = self._with_filters(reverse("admin:programs_exercise_change", args=[exercise.pk]))
        gaps = gaps_of(exercise)
        may_fix = bool(gaps) and self.library.has_change_permission(self.request, exercise)
        return GalleryCard(
            pk=exercise.pk,
            name=exercise.name,
            url=url,
            picture_of=exercise.slug if exercise.image else "",
            figure=figure_of(exercise.slug),
            pattern=exercise.pattern,
            pattern_words=exercise.get_pattern_display(),
            level=exercise.level,
            equipment=equipment_words(exercise),
            programs=exercise.use_count,
            state=_state_of(exercise),
            missing=_in_one_line([str(gap.words) for gap in gaps]),
            fix_url=f"{url}#{gaps[0].field}" if may_fix else "",
            is_chosen=exercise.pk in self.chosen,
        )

    def _with_filters(self, url: str) -> str:
        context: Any = {"preserved_filters": self.changes.preserved_filters, "opts": self.changes.opts}
        return add_preserved_filters(context, url)

    def _chips(self, chosen: str | None) -> list[PatternChip]:
        """Each pattern with how many of it the other filters leave; one query."""
        others = self.changes.get_queryset(self.request, exclude_parameters=[PatternFilter.parameter_name])
        rows = Exercise.objects.filter(pk__in=others.order_by().values("pk")).order_by()
        counts = dict(rows.values_list("pattern").annotate(Count("pk")))
        chips = []
        for pattern in Pattern:
            query = self.changes.get_query_string({PatternFilter.parameter_name: pattern.value}, ["p"])
            is_chosen = pattern.value == chosen
            if is_chosen or counts.get(pattern.value):
                count = counts.get(pattern.value, 0)
                chips.append(PatternChip(pattern.value, str(pattern.label), count, query, is_chosen))
        return chips

    def _comparison(self) -> SideBySide | None:
        exercises = compared(self.chosen)
        if len(exercises) != COMPARED:
            return None
        first, second = exercises
        return SideBySide(first, second, compare(first, second), self.changes.get_query_string())


def _state_of(exercise: Exercise) -> str:
    if exercise.status == Status.DRAFT and exercise.proposed_by is not None:
        return _("Draft by {name}").format(name=exercise.proposed_by.name)
    if exercise.status == Status.PUBLISHED:
        return ""
    return str(exercise.get_status_display())


def _in_one_line(words: list[str]) -> str:
    """“Cues, picture +2”: the first of what is missing, and how much more."""
    line = ", ".join(words[:NAMED_GAPS])
    if len(words) > NAMED_GAPS:
        line = _("{line} +{count}").format(line=line, count=len(words) - NAMED_GAPS)
    return line[:1].upper() + line[1:]


def read_chosen(request: HttpRequest) -> list[int]:
    """The two of the address, taken out of it: a list of the admin refuses what is no filter of its own."""
    query = request.GET.copy()
    given = query.pop(COMPARE, [])
    request.GET = QueryDict(query.urlencode())  # the filters that a page keeps are read from here
    keys = [int(key) for key in given if is_key(key)]
    return list(dict.fromkeys(keys))[:COMPARED]


def gallery_queryset(exercises: QuerySet[Exercise]) -> QuerySet[Exercise]:
    """With all that a card says, in a fixed number of queries."""
    return exercises.select_related("proposed_by").prefetch_related("equipment")
