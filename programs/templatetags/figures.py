"""{% small_figure slug %}: the still figure of an exercise beside its name; nothing where it has none."""

from __future__ import annotations

from django import template

from programs.own_figures.shown import ShownFigure, figure_of

register = template.Library()


@register.inclusion_tag("figures/small.html")
def small_figure(slug: str) -> dict[str, ShownFigure | None]:
    return {"figure": figure_of(slug)}


@register.inclusion_tag("figures/later.html")
def later_figure(slug: str) -> dict[str, ShownFigure | None]:
    """The same, fetched by the page's script when it comes in sight: it is no weight of the first view."""
    return {"figure": figure_of(slug)}


@register.simple_tag
def still_figure_url(slug: str) -> str:
    """The address of its picture; empty where it has none."""
    figure = figure_of(slug)
    return figure.still_url if figure else ""
