"""What each revision of a program changed, in words that a therapist reads."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from ..models import ProgramRevision
from .fields import kind_of
from .shape import Grid, GridRow, GridWeek, Table, weeks_in_words

Document = dict[str, Any]


def document_of(grid: Grid) -> Document:
    """The grid as plain values, as a revision keeps it; the keys say which row and week is which."""
    return {
        "name": grid.name,
        "weeks": [{"key": week.key, "phase": week.phase, "kind": kind_of(week)} for week in grid.weeks],
        "workouts": [_workout_document(table, grid.weeks) for table in grid.tables],
    }


def _workout_document(table: Table, weeks: Iterable[GridWeek]) -> Document:
    rows = [_row_document(row, weeks) for row in table.rows]
    return {"letter": table.letter, "title": table.title, "rows": rows}


def _row_document(row: GridRow, weeks: Iterable[GridWeek]) -> Document:
    cells = {}
    for week, cell in zip(weeks, row.cells, strict=True):
        if not cell.is_empty:
            cells[week.key] = cell.text
    return {
        "key": row.key,
        "exercise": row.exercise.name if row.exercise else row.exercise_text,
        "superset": row.superset,
        "tempo": row.tempo,
        "rest": row.rest,
        "cells": cells,
    }


def changes_of(revisions: Iterable[ProgramRevision]) -> list[tuple[ProgramRevision, list[str]]]:
    """Each revision with what it changed against the one before, newest first; the first one changed nothing.

    revisions -- of one program, newest first
    """
    listed = list(revisions)
    told: list[tuple[ProgramRevision, list[str]]] = []
    for newer, older in pairwise(listed):
        told.append((newer, changes(older.document, newer.document)))
    for first in listed[-1:]:
        told.append((first, []))
    return told


def changes(before: Document, after: Document) -> list[str]:
    """What differs between two documents of one program, a sentence each."""
    found = []
    if before["name"] != after["name"]:
        found.append(_("Renamed from “{before}” to “{after}”.").format(before=before["name"], after=after["name"]))
    return [*found, *_week_changes(before, after), *_row_changes(before, after)]


# -- weeks -----------------------------------------------------------------------------------


def _week_changes(before: Document, after: Document) -> list[str]:
    old, new = _numbered_weeks(before), _numbered_weeks(after)
    found = []
    for key, (number, _week) in old.items():
        if key not in new:
            found.append(_("Week {number} taken out.").format(number=number))
    for key, (number, week) in new.items():
        if key not in old:
            found.append(_("Week {number} added.").format(number=number))
            continue
        _number, was = old[key]
        if was["kind"] != week["kind"]:
            found.append(_("Week {number}: {kind}.").format(number=number, kind=_kind_words(week["kind"])))
        elif was["phase"] != week["phase"]:
            found.append(_("Week {number}: phase “{phase}”.").format(number=number, phase=week["phase"]))
    return found


def _numbered_weeks(document: Document) -> dict[str, tuple[int, Document]]:
    weeks = {}
    for number, week in enumerate(document["weeks"], start=1):
        weeks[week["key"]] = number, week
    return weeks


def _kind_words(kind: str) -> str:
    words = {"deload": _("a lighter week"), "race": _("race week"), "deload race": _("a lighter race week")}
    return words.get(kind, _("an ordinary week"))


# -- rows ------------------------------------------------------------------------------------


def _row_changes(before: Document, after: Document) -> list[str]:
    old, new = _rows_of(before), _rows_of(after)
    places: dict[str, int] = {}
    for place, week in enumerate(after["weeks"]):
        places[week["key"]] = place
    shared = _numbered_weeks(before).keys() & places.keys()
    found = []
    for key, (letter, row) in new.items():
        where = f"{letter} · {row['exercise']}"
        if key not in old:
            weeks = [place for week, place in places.items() if week in row["cells"]]
            found.append(_("{where}: added (week {weeks}).").format(where=where, weeks=weeks_in_words(weeks)))
            continue
        for text in _one_row(old[key], new[key], places, shared):
            found.append(f"{where}: {text}")
    for key, (letter, row) in old.items():
        if key not in new:
            text = _("{letter} · {exercise}: taken out.")
            found.append(text.format(letter=letter, exercise=row["exercise"]))
    return found


def _rows_of(document: Document) -> dict[str, tuple[str, Document]]:
    """Every row by its key, with the letter of its workout."""
    rows = {}
    for workout in document["workouts"]:
        for row in workout["rows"]:
            rows[row["key"]] = workout["letter"], row
    return rows


def _one_row(
    old: tuple[str, Document], new: tuple[str, Document], places: dict[str, int], shared: set[str]
) -> list[str]:
    """What changed of a row that was there before. shared -- keys of the weeks that are in both documents"""
    (was_letter, was), (letter, row) = old, new
    found = []
    if was["exercise"] != row["exercise"]:
        found.append(_("in place of {exercise}.").format(exercise=was["exercise"]))
    if was_letter != letter:
        found.append(_("moved from {letter}.").format(letter=was_letter))
    for name, words in (("superset", _("superset")), ("tempo", _("tempo")), ("rest", _("rest"))):
        if was[name] != row[name]:
            found.append(f"{words} {was[name] or '-'} → {row[name] or '-'}.")
    return found + _dose_changes(was["cells"], row["cells"], places, shared)


def _dose_changes(was: dict[str, str], cells: dict[str, str], places: dict[str, int], shared: set[str]) -> list[str]:
    """The same change of several weeks is told once."""
    moves: dict[tuple[str, str], list[int]] = {}
    for key in shared:
        before, after = was.get(key, "-"), cells.get(key, "-")
        if before != after:
            moves.setdefault((before, after), []).append(places[key])
    found = []
    for (before, after), weeks in moves.items():
        text = _("week {weeks}: {before} → {after}.")
        found.append(text.format(weeks=weeks_in_words(sorted(weeks)), before=before, after=after))
    return found
