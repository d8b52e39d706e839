"""What the grid's page draws of each week and row."""

from __future__ import annotations

from types import SimpleNamespace

from programs.grid.checking import Check
from programs.grid.page import TableSection, hidden_fields, table_sections
from programs.grid.shape import Cell, Grid, GridWeek, Table
from programs.models import Exercise, Pattern, Program


def weeks() -> list[GridWeek]:
    return [GridWeek("1"), GridWeek("2", is_deload=True), GridWeek("3", is_deload=True, is_race=True)]


def drawn(*rows: SimpleNamespace, waiting: frozenset[str] = frozenset()) -> TableSection:
    grid = Grid(Program(), "10K builder", weeks(), [Table("A", "Jumps", list(rows))], base=4)
    return table_sections(grid, Check({"A": []}, [], waiting))[0]


def row(**more: object) -> SimpleNamespace:
    cells = [Cell("3x8"), Cell("3 by 8", error="write 3x8"), Cell()]
    texts = {"exercise_text": "Box jump", "superset": "", "tempo": "free", "rest": "60", "source": ""}
    exercise = Exercise(pattern=Pattern.PLYOMETRIC)
    return SimpleNamespace(key="7", **{**texts, "exercise": exercise, "errors": {}, "cells": cells, **more})


def test_a_week_is_drawn_as_what_it_is_and_a_race_before_a_lighter_week():
    headings = drawn().weeks
    assert [heading.classes for heading in headings] == ["week", "week deload", "week race"]
    assert [heading.badge for heading in headings] == ["", "lighter", "race"]


def test_a_field_has_its_name_in_the_form_and_what_is_wrong_in_it():
    line = drawn(row(errors={"tempo": "write 3-1-X-0"})).rows[0]
    assert [dose.name for dose in line.doses] == ["cell-7-1", "cell-7-2", "cell-7-3"]
    assert [dose.error for dose in line.doses] == ["", "write 3x8", ""]
    assert (line.tempo.name, line.tempo.error, line.rest.error) == ("tempo-7", "write 3-1-X-0", "")


def test_a_row_that_waits_for_clearance_says_so():
    assert drawn(row()).rows[0].pattern_words == "Plyometric"
    waiting = drawn(row(), waiting=frozenset({"7"})).rows[0]
    assert (waiting.is_waiting, waiting.pattern_words) == (True, "Plyometric · waiting for clearance")


def test_a_row_without_an_exercise_has_no_pattern():
    line = drawn(row(exercise=None)).rows[0]
    assert (line.pattern, line.pattern_words) == ("", "")


def test_the_form_sends_along_what_stands_behind_the_columns():
    grid = Grid(Program(), "10K builder", weeks(), [Table("A", "Jumps", [])], base=4)
    hidden = dict(hidden_fields(grid))
    assert hidden["base"] == "4"
    assert hidden["weeks"] == "1,2,3"
    assert hidden["kind-3"] == "deload race"
