"""A grid as the fields of its form: what a browser shows, sends back, and an author's draft keeps.

The fields: ``base``, ``name``, ``weeks`` (keys in order, parted by commas), for each week ``phase-``,
``code-``, ``focus-``, ``kind-`` (``deload``, ``race`` or both) and ``from-<key>``; ``workouts``
(letters), for each ``title-``, ``optional-`` and ``rows-<letter>`` (keys in order); for each row
``exercise-``, ``superset-``, ``tempo-``, ``rest-``, ``like-<key>`` and ``cell-<key>-<week key>``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .shape import Grid, GridRow, GridWeek, Table

Fields = Mapping[str, str]


def fields_of(grid: Grid) -> dict[str, str]:
    """The fields of the form that shows this grid."""
    fields = {
        "base": str(grid.base),
        "name": grid.name,
        "weeks": ",".join(grid.week_keys),
        "workouts": ",".join(grid.letters),
    }
    for week in grid.weeks:
        fields |= _week_fields(week)
    for table in grid.tables:
        fields |= _table_fields(table)
        for row in table.rows:
            fields |= _row_fields(row, grid.weeks)
    return fields


def _week_fields(week: GridWeek) -> dict[str, str]:
    return {
        f"phase-{week.key}": week.phase,
        f"code-{week.key}": week.phase_code,
        f"focus-{week.key}": week.focus,
        f"kind-{week.key}": kind_of(week),
        f"from-{week.key}": week.source,
    }


def kind_of(week: GridWeek) -> str:
    """Which marks a week bears: ``deload``, ``race``, both parted by a space, or none."""
    kinds = []
    if week.is_deload:
        kinds.append("deload")
    if week.is_race:
        kinds.append("race")
    return " ".join(kinds)


def _table_fields(table: Table) -> dict[str, str]:
    return {
        f"title-{table.letter}": table.title,
        f"optional-{table.letter}": "yes" if table.is_optional else "",
        f"rows-{table.letter}": ",".join(table.row_keys),
    }


def _row_fields(row: GridRow, weeks: Iterable[GridWeek]) -> dict[str, str]:
    fields = {
        f"exercise-{row.key}": row.exercise_text,
        f"superset-{row.key}": row.superset,
        f"tempo-{row.key}": row.tempo,
        f"rest-{row.key}": row.rest,
        f"like-{row.key}": row.source,
    }
    for week, cell in zip(weeks, row.cells, strict=True):
        fields[f"cell-{row.key}-{week.key}"] = cell.text
    return fields
