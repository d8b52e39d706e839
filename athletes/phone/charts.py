"""Charts drawn on the server as SVG: geometry only. What they say is in their label and in a table beneath."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from programs.dates import date_format

#: The drawing, in SVG units; the plot leaves room for figures at the left and days beneath.
WIDTH, HEIGHT = 326, 150
LEFT, RIGHT, TOP, BOTTOM = 34, 312, 24, 112
#: Days that are named beneath a chart.
TICKS = 4
#: Beneath the ground, where the names of days and weeks stand.
NAMES_Y = BOTTOM + 24
#: How far apart the levels at the left may be, in the unit of what is drawn.
ROUND_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)


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
        """A single day stands in the middle."""
        days = (self.last - self.first).days
        share = 0.5
        if days:
            share = (on - self.first).days / days
        return round(LEFT + (RIGHT - LEFT) * share, 1)

    def y(self, value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - self.low) / ((self.high - self.low) or 1), 1)

    def point(self, on: date, value: float, text: str = "") -> Point:
        return Point(self.x(on), self.y(value), text)


def day_name(on: date) -> str:
    """“Nov 3”."""
    name: str = date_format(on, "M j")
    return name


def day_names(days: Iterable[tuple[date, object]]) -> dict[date, str]:
    return {on: day_name(on) for on, _value in days}


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
    days = _days_of([*lines, dots])
    scale = Scale(days[0], days[-1], min(levels), max(levels))
    band, band_height = _band(scale, limit)
    return Chart(
        label=label,
        lines=[_line(scale, line) for line in lines if line],
        levels=[Point(0, scale.y(level) + 4, f"{level:g}") for level in levels],
        days=_day_names(scale, days, names),
        dots=_points(scale, dots),
        band=band,
        band_height=band_height,
    )


def _days_of(lines: Sequence[Series]) -> list[date]:
    """Every day that has a value, once and in order."""
    days = set()
    for line in lines:
        for on, _value in line:
            days.add(on)
    return sorted(days)


def _day_names(scale: Scale, days: list[date], names: dict[date, str]) -> list[Point]:
    """The last day, and those before it that leave each name its room: up to four, with none over another."""
    room = (RIGHT - LEFT) / TICKS
    points: list[Point] = []
    for on in reversed(days):
        if not points or points[-1].x - scale.x(on) >= room:
            points.append(Point(scale.x(on), NAMES_Y, names[on]))
    return points[::-1]


def _points(scale: Scale, series: Series) -> list[Point]:
    points = []
    for on, value in series:
        points.append(scale.point(on, value))
    return points


def _band(scale: Scale, limit: float | None) -> tuple[Point | None, float]:
    """Where the band ends, with its name, and how high it is."""
    if limit is None:
        return None, 0
    top = Point(LEFT, scale.y(limit), _("limit {limit:g}").format(limit=limit))
    return top, round(BOTTOM - top.y, 1)


def _line(scale: Scale, series: Series) -> Line:
    points = _points(scale, series)
    path = "M" + "L".join(f"{point.x:g} {point.y:g}" for point in points)
    area = f"{path}L{points[-1].x:g} {BOTTOM}L{points[0].x:g} {BOTTOM}Z"
    return Line(path, area, points)


#: From one dot above a bar to the next.
DOT = 9
#: From the top of a bar to the first dot.
FIRST_DOT = 7


def week_bars(label: str, weeks: Sequence[tuple[str, float, int]]) -> BarChart:
    """Bars with dots. weeks -- what each is called, its value, and its number of dots."""
    highest = _highest_level(weeks)
    room = (RIGHT - LEFT) / len(weeks)
    width = round(min(28.0, room * 0.7), 1)
    weeks_per_name = math.ceil(len(weeks) / TICKS)
    bars, names = [], []
    for index, (name, value, dots) in enumerate(weeks):
        middle = round(LEFT + room * (index + 0.5), 1)
        height = round((BOTTOM - TOP) * value / highest, 1)
        bars.append(_bar(middle, width, height, dots))
        weeks_to_last = len(weeks) - 1 - index
        if weeks_to_last % weeks_per_name == 0:
            names.append(Point(middle, NAMES_Y, name))
    levels = [Point(0, TOP + 4, f"{highest:g}"), Point(0, BOTTOM + 4, "0")]
    return BarChart(label, bars, levels, names)


def _highest_level(weeks: Sequence[tuple[str, float, int]]) -> float:
    """The level at or above the highest bar; never the ground itself."""
    highest = 1.0
    for _name, value, _dots in weeks:
        highest = max(highest, value)
    return steps_between(0, highest)[-1]


def _bar(middle: float, width: float, height: float, dots: int) -> Bar:
    above = []
    for dot in range(dots):
        above.append(Point(middle, round(BOTTOM - height - FIRST_DOT - DOT * dot, 1)))
    return Bar(round(middle - width / 2, 1), round(BOTTOM - height, 1), width, height, above)


def steps_between(low: float, high: float) -> list[float]:
    """Two or three round levels around a range of values: what the left edge names."""
    if low == high:
        return [max(0.0, low - 1), low + 1]
    step = next(step for step in ROUND_STEPS if (high - low) / step <= 2)
    first = int(low // step) * step
    steps = math.ceil((high - first) / step)
    levels = []
    for count in range(steps + 1):
        levels.append(float(first + step * count))
    return levels
