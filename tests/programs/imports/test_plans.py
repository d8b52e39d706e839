"""Rows by our columns, and the counts of a plan."""

from __future__ import annotations

from programs.imports.plans import Difference, MappedRow, Plan, mapped_rows, stray_cells


def test_rows_are_read_below_the_header_by_place_or_by_one_value_for_all():
    rows = [(1, ["Title"]), (3, ["Name", "Cue"]), (4, ["Squat", "Sink"]), (6, ["Hinge"])]
    assert mapped_rows(rows, 1, {"name": 0, "short_cue": 1, "pattern": "mobility"}) == [
        MappedRow(4, {"name": "Squat", "short_cue": "Sink", "pattern": "mobility"}),
        MappedRow(6, {"name": "Hinge", "short_cue": "", "pattern": "mobility"}),
    ]


def test_a_plan_counts_what_is_new_and_what_changes_and_what_was_presumed():
    plan = Plan()
    for number in range(60):
        plan.note_difference(Difference(str(number), number % 3 == 0, []))
    for value in ("3", "3", "2"):
        plan.note_default("Level", value)
    assert (plan.added, plan.changed, len(plan.differences)) == (20, 40, 50)
    assert plan.defaults["Level"].most_common() == [("3", 2), ("2", 1)]


def test_a_delimiter_inside_a_text_is_seen_by_the_cell_that_it_makes_too_many():
    rows = [(1, ["Name", "Cue"]), (2, ["Squat", "Sink"]), (3, ["Hinge", "Sit back", " slowly"]), (4, ["Lunge"])]
    assert [(error.row, error.value) for error in stray_cells(rows, 0)] == [(3, " slowly")]


def test_a_column_without_a_name_is_no_mistake():
    assert stray_cells([(1, ["Name"]), (2, ["Squat", "x"]), (3, ["Hinge", "y"]), (4, ["Lunge"])], 0) == []
