"""The typed form into a grid, and a grid back into the form's fields: the two are inverse.

The fields: ``base``, ``name``, ``weeks`` (keys in order, parted by commas), for each week ``phase-``,
``code-``, ``focus-``, ``kind-`` (``deload``, ``race`` or both) and ``from-<key>``; ``workouts``
(letters), for each ``title-``, ``optional-`` and ``rows-<letter>`` (keys in order); for each row
``exercise-``, ``superset-``, ``tempo-``, ``rest-``, ``like-<key>`` and ``cell-<key>-<week key>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from ..models import Exercise, Program, Workout
from ..models.fields import NAME
from ..models.library import Status
from ..models.plan import MAX_WEEKS
from ..rules import dose
from ..rules.errors import ShorthandError
from ..rules.tempo import Tempo
from .shape import (
    LETTERS,
    MAX_ROWS,
    NOTHING_BEGUN,
    Begun,
    Cell,
    Grid,
    GridRow,
    GridWeek,
    Table,
    mark_begun,
    open_grid,
)

Fields = Mapping[str, str]

MAX_CELL = 60
MAX_FOCUS = 255
_KEY = re.compile(r"n?[0-9]{1,9}")


class TooLargeError(Exception):
    """More rows or weeks than a program can have: nobody types that."""


def fields_of(grid: Grid) -> dict[str, str]:
    """The fields of the form that shows this grid."""
    fields = {
        "base": str(grid.base),
        "name": grid.name,
        "weeks": ",".join(week.key for week in grid.weeks),
        "workouts": ",".join(table.letter for table in grid.tables),
    }
    for week in grid.weeks:
        fields |= {
            f"phase-{week.key}": week.phase,
            f"code-{week.key}": week.phase_code,
            f"focus-{week.key}": week.focus,
            f"kind-{week.key}": kind_of(week),
            f"from-{week.key}": week.source,
        }
    for table in grid.tables:
        fields[f"title-{table.letter}"] = table.title
        fields[f"optional-{table.letter}"] = "yes" if table.is_optional else ""
        fields[f"rows-{table.letter}"] = ",".join(row.key for row in table.rows)
        for row in table.rows:
            fields |= _row_fields(row, grid.weeks)
    return fields


def _row_fields(row: GridRow, weeks: Iterable[GridWeek]) -> dict[str, str]:
    cells = {f"cell-{row.key}-{week.key}": cell.text for week, cell in zip(weeks, row.cells, strict=True)}
    return cells | {
        f"exercise-{row.key}": row.exercise_text,
        f"superset-{row.key}": row.superset,
        f"tempo-{row.key}": row.tempo,
        f"rest-{row.key}": row.rest,
        f"like-{row.key}": row.source,
    }


def kind_of(week: GridWeek) -> str:
    return " ".join(kind for kind, on in (("deload", week.is_deload), ("race", week.is_race)) if on)


def read_grid(program: Program, fields: Fields, begun: Begun = NOTHING_BEGUN) -> Grid:
    """The grid that was typed: every text kept, every cell read or marked with its reason.

    program -- fetched through ``with_plan()``
    begun -- what somebody has begun a session of: it stays, whatever the form says
    Raises TooLargeError.
    """
    fields = _with_begun(program, fields, begun)
    begun_weeks, begun_workouts = {str(week) for week, _workout in begun}, {workout for _week, workout in begun}
    weeks = _read_weeks(program, fields, begun_weeks)
    taken: set[str] = set()
    tables = [_read_table(letter, program, fields, taken) for letter in _letters(program, fields, begun_workouts)]
    exercises = _exercises({_text(fields, f"exercise-{row.key}") for table in tables for row in table.rows})
    own = {str(row.pk): row.exercise for each in program.workouts.all() for row in each.prescriptions.all()}
    for table in tables:
        table.rows = [_read_row(row.key, fields, weeks, exercises, own.get(row.key)) for row in table.rows]
    base = fields.get("base", "")
    is_number = _KEY.fullmatch(base) and base[0] != "n"
    grid = Grid(program, _text(fields, "name", program.name), weeks, tables, int(base) if is_number else 0)
    grid.name_error = _name_error(grid.name)
    mark_begun(grid, begun)
    return grid


def _with_begun(program: Program, fields: Fields, begun: Begun) -> Fields:
    """The form with what it lacks of begun weeks and workouts, as they are stored: an old draft may not know them."""
    weeks = {str(week) for week, _workout in begun} - set(fields.get("weeks", "").split(","))
    letters = {each.letter for each in program.workouts.all() if each.pk in {workout for _week, workout in begun}}
    letters -= set(fields.get("workouts", "").split(","))
    if "weeks" not in fields or not (weeks or letters):
        return fields
    stored = fields_of(open_grid(program))
    rows = {key for letter in letters for key in stored[f"rows-{letter}"].split(",")}
    elsewhere = {key for name, keys in fields.items() if name.startswith("rows-") for key in keys.split(",")}
    lacking = {name: text for name, text in stored.items() if name.rpartition("-")[2] in weeks | letters}
    lacking |= {name: text for name, text in stored.items() if set(name.split("-")[1:2]) & (rows - elsewhere)}
    return {**lacking, **fields}


def _text(fields: Fields, name: str, default: str = "") -> str:
    return fields.get(name, default).replace("\x00", "").strip()


def _name_error(name: str) -> str:
    if not name or len(name) > NAME or not name.isprintable():
        return _("Give a name of at most {count} characters.").format(count=NAME)
    return ""


def _keys(text: str, taken: set[str], most: int) -> list[str]:
    """Keys in order, each once. Raises TooLargeError past the limit."""
    keys = [key for key in dict.fromkeys(text.split(",")) if _KEY.fullmatch(key) and key not in taken]
    if len(keys) > most:
        raise TooLargeError
    taken.update(keys)
    return keys


def _read_weeks(program: Program, fields: Fields, begun: set[str]) -> list[GridWeek]:
    stored = {str(week.pk): week for week in program.weeks.all()}
    keys = _keys(fields.get("weeks", ",".join(stored)), set(), MAX_WEEKS)
    for place, key in enumerate(stored):
        if key in begun and key not in keys:
            keys.insert(min(place, len(keys)), key)
    return [_read_week(key, GridWeek.of(stored[key]) if key in stored else GridWeek(key), fields) for key in keys]


def _read_week(key: str, week: GridWeek, fields: Fields) -> GridWeek:
    kinds = _text(fields, f"kind-{key}", kind_of(week)).split()
    week.phase = _text(fields, f"phase-{key}", week.phase)
    week.phase_code = _text(fields, f"code-{key}", week.phase_code)[:8]
    week.focus = _text(fields, f"focus-{key}", week.focus)[:MAX_FOCUS]
    week.is_deload, week.is_race = "deload" in kinds, "race" in kinds
    week.source = _text(fields, f"from-{key}") if _KEY.fullmatch(_text(fields, f"from-{key}")) else ""
    if len(week.phase) > NAME:
        week.error = _("Give a phase of at most {count} characters.").format(count=NAME)
    return week


def _letters(program: Program, fields: Fields, begun: set[int]) -> list[str]:
    stored = {workout.letter: workout.pk for workout in program.workouts.all()}
    named = fields.get("workouts", ",".join(stored)).split(",")
    return [letter for letter in LETTERS if letter in named or stored.get(letter) in begun]


def _read_table(letter: str, program: Program, fields: Fields, taken: set[str]) -> Table:
    """The workout with its rows still to be read: only their keys."""
    workout: Workout | None = next((each for each in program.workouts.all() if each.letter == letter), None)
    title = _text(fields, f"title-{letter}", workout.title if workout else letter)
    is_optional = _text(fields, f"optional-{letter}", "yes" if workout and workout.is_optional else "") == "yes"
    rows = [GridRow(key) for key in _keys(fields.get(f"rows-{letter}", ""), taken, MAX_ROWS)]
    table = Table(letter, title, rows, is_optional, workout)
    table.error = _name_error(title)
    return table


def _exercises(texts: set[str]) -> dict[str, Exercise]:
    """The exercises of these names or addresses, by the text as typed; drafts are not prescribed yet."""
    found = Exercise.objects.exclude(status=Status.DRAFT)
    by_name = {exercise.name: exercise for exercise in found.filter(name__in=texts).order_by("status", "pk")}
    missing = texts - by_name.keys()
    return by_name | {exercise.slug: exercise for exercise in found.filter(slug__in=missing)} if missing else by_name


def _read_row(
    key: str, fields: Fields, weeks: Iterable[GridWeek], exercises: Mapping[str, Exercise], own: Exercise | None
) -> GridRow:
    """One row. own -- the exercise it has now, which stays while its name does: names are not unique."""
    text = _text(fields, f"exercise-{key}")
    exercise = own if own is not None and own.name.strip() == text else exercises.get(text)
    row = GridRow(
        key=key,
        exercise_text=text,
        superset=_text(fields, f"superset-{key}").upper(),
        tempo=_text(fields, f"tempo-{key}"),
        rest=_text(fields, f"rest-{key}"),
        exercise=exercise,
        source=_text(fields, f"like-{key}") if _KEY.fullmatch(_text(fields, f"like-{key}")) else "",
    )
    row.cells = [_read_cell(row, fields.get(f"cell-{key}-{week.key}", "")) for week in weeks]
    if row.exercise is not None:
        row.exercise_text = row.exercise.name
        row.tempo = row.tempo or row.exercise.default_tempo
        row.rest = row.rest or str(row.exercise.default_rest_seconds)
    elif text:
        row.errors["exercise"] = _("There is no exercise “{text}” in the library.").format(text=text)
    elif not row.is_blank:
        row.errors["exercise"] = _("Choose an exercise.")
    _read_figures(row)
    return row


def _read_figures(row: GridRow) -> None:
    if row.superset and not (len(row.superset) == 1 and row.superset.isalpha()):
        row.errors["superset"] = _("One letter, like A.")
    if row.exercise is None and not row.tempo and not row.rest:
        return  # they come with the exercise
    try:
        row.tempo = str(Tempo.parse(row.tempo))
    except ShorthandError as error:
        row.errors["tempo"] = str(error)
    if not re.fullmatch(r"[0-9]{1,3}", row.rest) or int(row.rest) > dose.MAX_REST_SECONDS:
        row.errors["rest"] = _("Rest in seconds, 0 to 900.")


def _read_cell(row: GridRow, text: str) -> Cell:
    text = text.replace("\x00", "").strip()
    if len(text) > MAX_CELL:
        return Cell(text, None, _("Write a dose in at most 60 characters."))
    try:
        value = dose.parse(text, is_unilateral=row.exercise.is_unilateral if row.exercise else None)
    except ShorthandError as error:
        return Cell(text, None, str(error))
    if value is not None and row.exercise is not None and (value.reps is None) != (row.exercise.measure == "seconds"):
        hint = _("This one is timed: write 3x30s.") if value.reps else _("This one is counted: write 3x8.")
        return Cell(text, None, hint)
    return Cell.of(value)
