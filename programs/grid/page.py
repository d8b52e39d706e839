"""The grid as its page draws it: headings, fields with what is wrong in them, totals. Templates only place them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from .checking import Check
from .fields import fields_of
from .shape import Grid, GridWeek, Table
from .totals import Total

#: What the form carries for each week without showing it.
_HIDDEN_OF_WEEK = ("code", "focus", "kind", "from")


@dataclass(frozen=True)
class GridField:
    """One input: its name in the form, what is typed in it, and why that cannot be read."""

    name: str
    value: str
    error: str
    label: str = ""

    @property
    def is_rest(self) -> bool:
        """Whether nothing is done there."""
        return self.value in ("", "-")


@dataclass(frozen=True)
class WeekHeading:
    """The head of one column. badge -- what kind of week it is; empty for an ordinary one"""

    number: int
    key: str
    phase: GridField
    focus: str
    classes: str
    badge: str


@dataclass(frozen=True)
class RowLine:
    """One exercise with its fields. source -- the stored row that a new one was copied from"""

    key: str
    exercise: GridField
    superset: GridField
    tempo: GridField
    rest: GridField
    doses: list[GridField]
    source: str
    pattern: str
    pattern_words: str
    is_waiting: bool


@dataclass(frozen=True)
class TableSection:
    """One workout: its title, a heading for each week, its rows, and what each week adds up to."""

    letter: str
    title: GridField
    is_optional: bool
    is_begun: bool
    row_keys: str
    weeks: list[WeekHeading]
    rows: list[RowLine]
    totals: list[Total]


def table_sections(grid: Grid, found: Check) -> list[TableSection]:
    """Every workout of the grid, as it is drawn."""
    headings = [_heading(week, number) for number, week in enumerate(grid.weeks, start=1)]
    return [_section(table, grid, headings, found) for table in grid.tables]


def hidden_fields(grid: Grid) -> list[tuple[str, str]]:
    """Names and values of what the form sends along unseen: the revision, and what stands behind the columns."""
    fields = fields_of(grid)
    names = ["base", "weeks", "workouts"]
    for week in grid.weeks:
        for name in _HIDDEN_OF_WEEK:
            names.append(f"{name}-{week.key}")
    return [(name, fields[name]) for name in names]


def _heading(week: GridWeek, number: int) -> WeekHeading:
    label = _("Phase of week {number}").format(number=number)
    classes = "week"
    if week.is_race:
        classes = "week race"
    elif week.is_deload:
        classes = "week deload"
    phase = GridField(f"phase-{week.key}", week.phase, week.error, label)
    return WeekHeading(number, week.key, phase, week.focus, classes, badge_of(week))


def badge_of(week: GridWeek) -> str:
    """What kind of week it is; empty for an ordinary one."""
    if week.is_race:
        return _("race")
    return _("lighter") if week.is_deload else ""


@dataclass(frozen=True)
class PhaseSpan:
    """Weeks beside each other that are one phase. keys -- of its weeks"""

    name: str
    first: int
    last: int
    keys: list[str]

    @property
    def length(self) -> int:
        return len(self.keys)


def phase_spans(grid: Grid) -> list[PhaseSpan]:
    """The phases in order. A lighter or a race week within a phase is one of its weeks, whatever it is called."""
    spans: list[PhaseSpan] = []
    for number, week in enumerate(grid.weeks, start=1):
        is_within = week.is_deload or week.is_race or (bool(spans) and week.phase == spans[-1].name)
        if spans and is_within:
            before = spans.pop()
            spans.append(PhaseSpan(before.name, before.first, number, [*before.keys, week.key]))
        else:
            spans.append(PhaseSpan(week.phase, number, number, [week.key]))
    return spans


def _section(table: Table, grid: Grid, headings: list[WeekHeading], found: Check) -> TableSection:
    label = _("Title of workout {letter}").format(letter=table.letter)
    return TableSection(
        letter=table.letter,
        title=GridField(f"title-{table.letter}", table.title, table.error, label),
        is_optional=table.is_optional,
        is_begun=table.is_begun,
        row_keys=",".join(table.row_keys),
        weeks=headings,
        rows=list(_lines(table, grid, found.waiting)),
        totals=found.totals[table.letter],
    )


def _lines(table: Table, grid: Grid, waiting: frozenset[str]) -> Iterator[RowLine]:
    for row in table.rows:
        errors = row.errors
        is_waiting = row.key in waiting
        pattern_words = str(row.exercise.get_pattern_display()) if row.exercise else ""
        if is_waiting:
            pattern_words += " · " + _("waiting for clearance")
        doses = []
        for number, (week, cell) in enumerate(zip(grid.weeks, row.cells, strict=True), start=1):
            label = f"{row.exercise_text}, {number}"
            doses.append(GridField(f"cell-{row.key}-{week.key}", cell.text, cell.error, label))
        yield RowLine(
            key=row.key,
            exercise=GridField(f"exercise-{row.key}", row.exercise_text, errors.get("exercise", "")),
            superset=GridField(f"superset-{row.key}", row.superset, errors.get("superset", "")),
            tempo=GridField(f"tempo-{row.key}", row.tempo, errors.get("tempo", "")),
            rest=GridField(f"rest-{row.key}", row.rest, errors.get("rest", "")),
            doses=doses,
            source=row.source,
            pattern=row.exercise.pattern if row.exercise else "",
            pattern_words=pattern_words,
            is_waiting=is_waiting,
        )
