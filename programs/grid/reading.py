"""The typed form into a grid: every text kept, every cell read or marked with its reason. Inverse of ``fields``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from programs.rules.prescription import dose
from programs.rules.prescription.errors import ShorthandError
from programs.rules.prescription.tempo import Tempo

from ..models import Exercise, Program, Workout
from ..models.fields import NAME
from ..models.plan import MAX_WEEKS
from ..translating import keys_by_translated_name, name_of
from .fields import Fields, fields_of, kind_of
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
    begun_weeks,
    begun_workouts,
    mark_begun,
    open_grid,
)

MAX_CELL = 60
MAX_FOCUS = 255
_KEY = re.compile(r"n?[0-9]{1,9}")


class TooLargeError(Exception):
    """More rows or weeks than a program can have: nobody types that."""


def read_grid(program: Program, fields: Fields, begun: Begun = NOTHING_BEGUN) -> Grid:
    """The grid that was typed: every text kept, every cell read or marked with its reason.

    program -- fetched through ``with_plan()``
    begun -- what somebody has begun a session of: it stays, whatever the form says
    Raises TooLargeError.
    """
    fields = _with_begun(program, fields, begun)
    weeks = _read_weeks(program, fields, begun_weeks(begun))
    tables = _read_tables(program, fields, weeks, begun_workouts(begun))
    grid = Grid(program, _text(fields, "name", program.name), weeks, tables, _base(fields))
    grid.name_error = _name_error(grid.name)
    mark_begun(grid, begun)
    return grid


def _base(fields: Fields) -> int:
    """The revision that the form was opened at; 0, which none has, where that cannot be read."""
    text = fields.get("base", "")
    if _KEY.fullmatch(text) and not text.startswith("n"):
        return int(text)
    return 0


def _with_begun(program: Program, fields: Fields, begun: Begun) -> Fields:
    """The form with what it lacks of begun weeks and workouts, as they are stored: an old draft may not know them."""
    if "weeks" not in fields:
        return fields
    weeks = begun_weeks(begun) - set(fields["weeks"].split(","))
    letters = _begun_letters(program, begun) - set(fields.get("workouts", "").split(","))
    if not weeks and not letters:
        return fields
    stored = fields_of(open_grid(program))
    rows = _rows_of(letters, stored) - _rows_of(_letters_in(fields), fields)
    lacking = {}
    for name, text in stored.items():
        if _is_about(name, weeks | letters, rows):
            lacking[name] = text
    return {**lacking, **fields}


def _begun_letters(program: Program, begun: Begun) -> set[str]:
    workouts = begun_workouts(begun)
    return {workout.letter for workout in program.workouts.all() if workout.pk in workouts}


def _letters_in(fields: Fields) -> set[str]:
    """The workouts that have a list of rows in the form, also where the form does not name them."""
    return {letter for letter in LETTERS if f"rows-{letter}" in fields}


def _rows_of(letters: Iterable[str], fields: Fields) -> set[str]:
    rows: set[str] = set()
    for letter in letters:
        rows.update(fields[f"rows-{letter}"].split(","))
    return rows


def _is_about(name: str, keys: set[str], rows: set[str]) -> bool:
    """Whether a field is about one of these weeks or workouts (``phase-7``, ``cell-31-7``, ``title-A``) or rows."""
    parts = name.split("-")
    return parts[-1] in keys or (len(parts) > 1 and parts[1] in rows)


def _text(fields: Fields, name: str, default: str = "") -> str:
    return fields.get(name, default).replace("\x00", "").strip()


def _source(fields: Fields, name: str) -> str:
    """The key that something new was copied from; empty where it is none."""
    text = _text(fields, name)
    return text if _KEY.fullmatch(text) else ""


def _name_error(name: str) -> str:
    if not name or len(name) > NAME or not name.isprintable():
        return _("Give a name of at most {count} characters.").format(count=NAME)
    return ""


def _keys(text: str, taken: set[str], most: int) -> list[str]:
    """Keys in order, each once. Raises TooLargeError past the limit."""
    keys = []
    for key in text.split(","):
        if _KEY.fullmatch(key) and key not in taken:
            taken.add(key)
            keys.append(key)
    if len(keys) > most:
        raise TooLargeError
    return keys


# -- weeks -----------------------------------------------------------------------------------


def _read_weeks(program: Program, fields: Fields, begun: set[str]) -> list[GridWeek]:
    stored: dict[str, GridWeek] = {}
    for week in program.weeks.all():
        stored[str(week.pk)] = GridWeek.of(week)
    keys = _keys(fields.get("weeks", ",".join(stored)), set(), MAX_WEEKS)
    for place, key in enumerate(stored):
        if key in begun and key not in keys:
            keys.insert(min(place, len(keys)), key)
    return [_read_week(stored.get(key, GridWeek(key)), fields) for key in keys]


def _read_week(week: GridWeek, fields: Fields) -> GridWeek:
    key = week.key
    kinds = _text(fields, f"kind-{key}", kind_of(week)).split()
    week.phase = _text(fields, f"phase-{key}", week.phase)
    week.phase_code = _text(fields, f"code-{key}", week.phase_code)[:8]
    week.focus = _text(fields, f"focus-{key}", week.focus)[:MAX_FOCUS]
    week.is_deload, week.is_race = "deload" in kinds, "race" in kinds
    week.source = _source(fields, f"from-{key}")
    if len(week.phase) > NAME:
        week.error = _("Give a phase of at most {count} characters.").format(count=NAME)
    return week


# -- workouts --------------------------------------------------------------------------------


def _read_tables(program: Program, fields: Fields, weeks: list[GridWeek], begun: set[int]) -> list[Table]:
    """The workouts that the form names, and those that have begun, with their rows."""
    stored = {workout.letter: workout for workout in program.workouts.all()}
    named = fields.get("workouts", ",".join(stored)).split(",")
    taken: set[str] = set()
    tables = []
    for letter in LETTERS:
        workout = stored.get(letter)
        if letter in named or (workout is not None and workout.pk in begun):
            tables.append(_read_table(letter, workout, fields, taken))
    _read_rows(tables, program, fields, weeks)
    return tables


def _read_table(letter: str, workout: Workout | None, fields: Fields, taken: set[str]) -> Table:
    """A workout with its rows still to be read: only their keys."""
    table = Table(letter, letter, [], workout=workout)
    if workout is not None:
        table.title, table.is_optional = workout.title, workout.is_optional
    table.title = _text(fields, f"title-{letter}", table.title)
    if f"optional-{letter}" in fields:
        table.is_optional = _text(fields, f"optional-{letter}") == "yes"
    table.rows = list(map(GridRow, _keys(fields.get(f"rows-{letter}", ""), taken, MAX_ROWS)))
    table.error = _name_error(table.title)
    return table


# -- rows ------------------------------------------------------------------------------------


def _read_rows(tables: Iterable[Table], program: Program, fields: Fields, weeks: list[GridWeek]) -> None:
    """Read every row of the tables, with one look into the library for all whose exercise is another one now."""
    rows: list[GridRow] = []
    for table in tables:
        rows += table.rows
    own, texts = _own_exercises(program), set()
    for row in rows:
        row.exercise_text = _text(fields, f"exercise-{row.key}")
        row.exercise = _own_of(row, own)
        if row.exercise is None and row.exercise_text:
            texts.add(row.exercise_text)
    exercises = _exercises(texts) if texts else {}
    for row in rows:
        row.exercise = row.exercise or exercises.get(row.exercise_text)
        _read_row(row, fields, weeks)


def _exercises(texts: set[str]) -> dict[str, Exercise]:
    """The exercises of these names or addresses, by the text as typed; drafts are not prescribed yet."""
    library = Exercise.objects.ever_published().select_related("merged_into")
    found = {}
    for exercise in library.filter(name__in=texts).order_by("status", "pk"):
        found[exercise.name] = exercise.as_kept
    unknown = texts - found.keys()
    if unknown:
        for exercise in library.filter(slug__in=unknown):
            found[exercise.slug] = exercise.as_kept
    unknown = texts - found.keys() - {""}
    if unknown:
        _add_translated(found, keys_by_translated_name(unknown))
    return found


def _add_translated(found: dict[str, Exercise], keys: Mapping[str, int]) -> None:
    if not keys:
        return
    library = Exercise.objects.ever_published().select_related("merged_into").in_bulk(keys.values())
    for name, key in keys.items():
        if key in library:
            found[name] = library[key].as_kept


def _own_exercises(program: Program) -> dict[str, Exercise]:
    """The exercise that each stored row has now, by the row's key."""
    own = {}
    for workout in program.workouts.all():
        for row in workout.prescriptions.all():
            own[str(row.pk)] = row.exercise
    return own


def _own_of(row: GridRow, own: Mapping[str, Exercise]) -> Exercise | None:
    """Its own exercise stays while its name does: names are not unique."""
    former = own.get(row.key)
    if former is not None and row.exercise_text in (former.name.strip(), name_of(former).strip()):
        return former
    return None


def _read_row(row: GridRow, fields: Fields, weeks: Iterable[GridWeek]) -> None:
    key = row.key
    row.superset = _text(fields, f"superset-{key}").upper()
    row.tempo = _text(fields, f"tempo-{key}")
    row.rest = _text(fields, f"rest-{key}")
    row.source = _source(fields, f"like-{key}")
    row.cells = [_read_cell(row, fields.get(f"cell-{key}-{week.key}", "")) for week in weeks]
    if row.exercise is not None:
        row.exercise_text = name_of(row.exercise)
        row.tempo = row.tempo or row.exercise.default_tempo
        row.rest = row.rest or str(row.exercise.default_rest_seconds)
    elif row.exercise_text:
        row.errors["exercise"] = _("There is no exercise “{text}” in the library.").format(text=row.exercise_text)
    elif not row.is_blank:
        row.errors["exercise"] = _("Choose an exercise.")
    _read_figures(row)


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
    is_unilateral = None if row.exercise is None else row.exercise.is_unilateral
    try:
        value = dose.parse(text, is_unilateral=is_unilateral)
    except ShorthandError as error:
        return Cell(text, None, str(error))
    wrong = _measure_error(value, row.exercise)
    return Cell(text, None, wrong) if wrong else Cell.of(value)


def _measure_error(value: dose.DoseValue | None, exercise: Exercise | None) -> str:
    """Repetitions of an exercise that is timed, or seconds of one that is counted."""
    if value is None or exercise is None:
        return ""
    is_timed = exercise.measure == "seconds"
    if is_timed and value.reps is not None:
        return _("This one is timed: write 3x30s.")
    if not is_timed and value.reps is None:
        return _("This one is counted: write 3x8.")
    return ""
