"""{% small_figure slug %}: the still figure of an exercise beside its name; nothing where it has none."""

from __future__ import annotations

from django import template

from programs.figures.catalog import ExerciseFigure, figure_of

register = template.Library()


@register.inclusion_tag("figures/small.html")
def small_figure(slug: str) -> dict[str, ExerciseFigure | None]:
    return {"figure": figure_of(slug)}
