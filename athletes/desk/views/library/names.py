"""Names of exercises for the grid, while somebody types one."""

from __future__ import annotations

from django.db.models import Case, Q, When
from django.http import HttpRequest, JsonResponse

from programs.models import Exercise
from programs.own_figures.shown import figure_of

MAX_NAMES = 12
#: With fewer letters everything fits.
MIN_LETTERS = 2
MAX_LETTERS = 60


def exercise_names(request: HttpRequest) -> JsonResponse:
    """Names of published exercises that fit what was typed."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_LETTERS]
    if len(text) < MIN_LETTERS:
        return JsonResponse({"names": [], "figures": {}})
    names, figures = [], {}
    for name, slug in _exercises_like(text):
        names.append(name)
        figure = figure_of(slug)
        if figure:
            figures[name] = figure.still_url
    return JsonResponse({"names": names, "figures": figures})


def _exercises_like(text: str) -> list[tuple[str, str]]:
    """Name and slug, by name first, then by pattern and equipment."""
    code = text.replace(" ", "_")
    by_pattern = Q(pattern__istartswith=code) | Q(pattern__icontains=f"_{code}")
    fits = Q(name__icontains=text) | by_pattern | Q(equipment__name__icontains=text)
    rank = Case(
        When(name__istartswith=text, then=0),
        When(name__icontains=f" {text}", then=1),
        When(name__icontains=text, then=2),
        default=3,
    )
    found = Exercise.objects.offered().filter(fits).annotate(rank=rank).order_by("rank", "name")
    # an exercise with two fitting pieces of equipment comes twice
    return [(name, slug) for name, slug, _rank in found.values_list("name", "slug", "rank").distinct()[:MAX_NAMES]]
