"""Charts drawn on the server as SVG: geometry only. What they say is in their label and in a table beneath."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

#: The drawing, in SVG units; the plot leaves room for figures at the left and days beneath.
WIDTH, HEIGHT = 326, 150
LEFT, RIGHT, TOP, BOTTOM = 34, 312, 24, 112
#: Days that are named beneath a chart.
TICKS = 4


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    text: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One series. path is an SVG path; area closes it down to the ground."""

    path: str
    area: str
    points: list[Point]

    @property
    def last(self) -> Point:
        return self.points[-1]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart over days. levels are named heights, days named places on the ground, band what is within the limit."""

    label: str
    lines: list[Line]
    levels: list[Point]
    days: list[Point]
    dots: list[Point] = field(default_factory=list)
    band: Point | None = None
    band_height: float = 0
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    plot_width: int = RIGHT - LEFT


@dataclass(frozen=True, slots=True)
class Bar:
    """One week's bar, and a dot above it for each session."""

    x: float
    y: float
    width: float
    height: float
    dots: list[Point]


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars over weeks. levels are named heights, names some of the weeks beneath."""

    label: str
    bars: list[Bar]
    levels: list[Point]
    names: list[Point]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    plot_width: int = RIGHT - LEFT


@dataclass(frozen=True, slots=True)
class Scale:
    """From days and values to the drawing."""

    first: date
    last: date
    low: float
    high: float

    def x(self, on: date) -> float:
        days = (self.last - self.first).days
        return round(LEFT + (RIGHT - LEFT) * ((on - self.first).days / days if days else 0.5), 1)

    def y(self, value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - self.low) / ((self.high - self.low) or 1), 1)

    def point(self, on: date, value: float, text: str = "") -> Point:
        return Point(self.x(on), self.y(value), text)


Series = Sequence[tuple[date, float]]


def day_chart(
    label: str,
    *,
    lines: Sequence[Series],
    dots: Series = (),
    levels: Sequence[float],
    limit: float | None = None,
    names: dict[date, str],
) -> Chart:
    """Lines and loose dots over days.

    lines -- each in order of its days; an empty one is left out
    levels -- values named at the left; the lowest and the highest are the plot's edges
    limit -- a band from the ground up to it
    names -- what a day is called beneath
    """
    days = sorted({on for line in (*lines, dots) for on, _value in line})
    scale = Scale(days[0], days[-1], min(levels), max(levels))
    return Chart(
        label=label,
        lines=[_line(scale, line) for line in lines if line],
        levels=[Point(0, scale.y(level) + 4, f"{level:g}") for level in levels],
        days=[Point(scale.x(on), BOTTOM + 24, names[on]) for on in _few(days)],
        dots=[scale.point(*dot) for dot in dots],
        band=None if limit is None else Point(LEFT, scale.y(limit), _("limit {limit:g}").format(limit=limit)),
        band_height=0 if limit is None else round(BOTTOM - scale.y(limit), 1),
    )


#: From one dot above a bar to the next.
DOT = 9


def week_bars(label: str, weeks: Sequence[tuple[str, float, int]]) -> BarChart:
    """Bars with dots. weeks -- what each is called, its value, and its number of dots."""
    highest = steps_between(0, max(1.0, *(value for _name, value, _dots in weeks)))[-1]
    step = (RIGHT - LEFT) / len(weeks)
    width = round(min(28.0, step * 0.7), 1)
    bars, names = [], []
    every = -(-len(weeks) // TICKS)
    for place, (name, value, dots) in enumerate(weeks):
        middle = round(LEFT + step * (place + 0.5), 1)
        height = round((BOTTOM - TOP) * value / highest, 1)
        above = [Point(middle, round(BOTTOM - height - 7 - DOT * each, 1)) for each in range(dots)]
        bars.append(Bar(round(middle - width / 2, 1), round(BOTTOM - height, 1), width, height, above))
        if (len(weeks) - 1 - place) % every == 0:
            names.append(Point(middle, BOTTOM + 24, name))
    levels = [Point(0, TOP + 4, f"{highest:g}"), Point(0, BOTTOM + 4, "0")]
    return BarChart(label, bars, levels, names)


def _line(scale: Scale, series: Series) -> Line:
    points = [scale.point(on, value) for on, value in series]
    path = "M" + "L".join(f"{point.x:g} {point.y:g}" for point in points)
    area = f"{path}L{points[-1].x:g} {BOTTOM}L{points[0].x:g} {BOTTOM}Z"
    return Line(path, area, points)


def _few(days: list[date]) -> list[date]:
    """Up to four of the days, spread from the first to the last."""
    if len(days) <= TICKS:
        return days
    return [days[round(place * (len(days) - 1) / (TICKS - 1))] for place in range(TICKS)]


def steps_between(low: float, high: float) -> list[float]:
    """Two or three round levels around a range of values: what the left edge names."""
    if low == high:
        return [max(0.0, low - 1), low + 1]
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if (high - low) / step <= 2)
    first = int(low // step) * step
    return [float(first + step * place) for place in range(int(-(-(high - first) // step)) + 1)]
