"""What each revision of a program changed, in words that a therapist reads."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from ..models import ProgramRevision
from .reading import kind_of
from .shape import Grid, weeks_in_words

Document = dict[str, Any]


def document_of(grid: Grid) -> Document:
    """The grid as plain values, as a revision keeps it; the keys say which row and week is which."""
    return {
        "name": grid.name,
        "weeks": [{"key": week.key, "phase": week.phase, "kind": kind_of(week)} for week in grid.weeks],
        "workouts": [
            {
                "letter": table.letter,
                "title": table.title,
                "rows": [
                    {
                        "key": row.key,
                        "exercise": row.exercise_text,
                        "superset": row.superset,
                        "tempo": row.tempo,
                        "rest": row.rest,
                        "cells": {
                            week.key: cell.text
                            for week, cell in zip(grid.weeks, row.cells, strict=True)
                            if not cell.is_empty
                        },
                    }
                    for row in table.rows
                ],
            }
            for table in grid.tables
        ],
    }


def changes_of(revisions: Iterable[ProgramRevision]) -> list[tuple[ProgramRevision, list[str]]]:
    """Each revision with what it changed against the one before, newest first; the first one changed nothing.

    revisions -- of one program, newest first
    """
    listed = list(revisions)
    told = [(newer, changes(older.document, newer.document)) for newer, older in pairwise(listed)]
    return [*told, *((first, []) for first in listed[-1:])]


def changes(before: Document, after: Document) -> list[str]:
    """What differs between two documents of one program, a sentence each."""
    found = []
    if before["name"] != after["name"]:
        found.append(_("Renamed from “{before}” to “{after}”.").format(before=before["name"], after=after["name"]))
    return [*found, *_week_changes(before, after), *_row_changes(before, after)]


def _week_changes(before: Document, after: Document) -> list[str]:
    old = {week["key"]: (number, week) for number, week in enumerate(before["weeks"], start=1)}
    new = {week["key"]: (number, week) for number, week in enumerate(after["weeks"], start=1)}
    found = [_("Week {number} taken out.").format(number=number) for key, (number, _w) in old.items() if key not in new]
    for key, (number, week) in new.items():
        was = old.get(key)
        if was is None:
            found.append(_("Week {number} added.").format(number=number))
        elif was[1]["kind"] != week["kind"]:
            found.append(_("Week {number}: {kind}.").format(number=number, kind=_kind_words(week["kind"])))
        elif was[1]["phase"] != week["phase"]:
            found.append(_("Week {number}: phase “{phase}”.").format(number=number, phase=week["phase"]))
    return found


def _kind_words(kind: str) -> str:
    return {"deload": _("a lighter week"), "race": _("race week"), "deload race": _("a lighter race week")}.get(
        kind, _("an ordinary week")
    )


def _rows_of(document: Document) -> dict[str, tuple[str, int, Document]]:
    """Every row by its key: (letter, place, row)."""
    return {
        row["key"]: (workout["letter"], place, row)
        for workout in document["workouts"]
        for place, row in enumerate(workout["rows"])
    }


def _row_changes(before: Document, after: Document) -> list[str]:
    old, new = _rows_of(before), _rows_of(after)
    numbers = {week["key"]: place for place, week in enumerate(after["weeks"])}
    shared = {week["key"] for week in before["weeks"]} & numbers.keys()
    found = []
    for key, (letter, _place, row) in new.items():
        where = f"{letter} · {row['exercise']}"
        if key not in old:
            weeks = weeks_in_words(sorted(numbers[week] for week in row["cells"] if week in numbers))
            found.append(_("{where}: added (week {weeks}).").format(where=where, weeks=weeks))
            continue
        found += [f"{where}: {text}" for text in _one_row(old[key], new[key], numbers, shared)]
    gone = [(letter, row) for key, (letter, _place, row) in old.items() if key not in new]
    return found + [
        _("{letter} · {exercise}: taken out.").format(letter=x, exercise=row["exercise"]) for x, row in gone
    ]


def _one_row(
    old: tuple[str, int, Document], new: tuple[str, int, Document], numbers: dict[str, int], shared: set[str]
) -> list[str]:
    (was_letter, _was_place, was), (letter, _place, row) = old, new
    found = []
    if was["exercise"] != row["exercise"]:
        found.append(_("in place of {exercise}.").format(exercise=was["exercise"]))
    if was_letter != letter:
        found.append(_("moved from {letter}.").format(letter=was_letter))
    for name, words in (("superset", _("superset")), ("tempo", _("tempo")), ("rest", _("rest"))):
        if was[name] != row[name]:
            found.append(f"{words} {was[name] or '-'} → {row[name] or '-'}.")
    moves: dict[tuple[str, str], list[int]] = {}
    for key in shared:
        pair = (was["cells"].get(key, "-"), row["cells"].get(key, "-"))
        if pair[0] != pair[1]:
            moves.setdefault(pair, []).append(numbers[key])
    for (before, after), places in moves.items():
        found.append(
            _("week {weeks}: {before} → {after}.").format(
                weeks=weeks_in_words(sorted(places)), before=before, after=after
            )
        )
    return found
