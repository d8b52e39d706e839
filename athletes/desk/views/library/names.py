"""Names of exercises for the grid, while somebody types one."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db.models import Case, Q, When
from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language

from programs.models import Exercise, ExerciseTranslation
from programs.models.translation import TEXTS
from programs.own_figures.shown import figure_of
from programs.translating import name_of

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
    for exercise in _exercises_like(text):
        name = name_of(exercise)
        names.append(name)
        figure = figure_of(exercise.slug)
        if figure:
            figures[name] = figure.still_url
    return JsonResponse({"names": names, "figures": figures})


def _exercises_like(text: str) -> Iterable[Exercise]:
    """By name first, in English or the language of the page, then by pattern and equipment."""
    code = text.replace(" ", "_")
    by_pattern = Q(pattern__istartswith=code) | Q(pattern__icontains=f"_{code}")
    fits = Q(name__icontains=text) | by_pattern | Q(equipment__name__icontains=text)
    language = get_language() or settings.LANGUAGE_CODE
    if language != settings.LANGUAGE_CODE:
        translated = ExerciseTranslation.objects.reviewed().filter(language=language, name__icontains=text)
        fits |= Q(pk__in=translated.values("exercise_id"))
    rank = Case(
        When(name__istartswith=text, then=0),
        When(name__icontains=f" {text}", then=1),
        When(name__icontains=text, then=2),
        default=3,
    )
    found = Exercise.objects.offered().filter(fits).annotate(rank=rank).order_by("rank", "name")
    # an exercise with two fitting pieces of equipment comes twice
    return found.only("slug", *TEXTS).distinct()[:MAX_NAMES]
