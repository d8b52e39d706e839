"""What a table would do to the library: whom a row means, what it leaves alone, and what it takes away."""

from __future__ import annotations

import pytest

from programs.library.exercise_plans import export_library
from programs.models import Exercise

from .files import NEW, plan_of, store

pytestmark = pytest.mark.django_db


def test_a_plan_says_what_would_change_and_stores_nothing():
    before = export_library()
    changed = before[7] | {"short_cue": "Another short cue"}
    plan = plan_of(changed, NEW)
    assert export_library() == before
    old, new = plan.differences
    assert (old.is_new, old.changes) == (False, [("Short cue", before[7]["short_cue"], "Another short cue")])
    assert (new.name, new.is_new) == ("Wall squat", True)
    assert ("Level", "", "2") in new.changes


def test_a_code_is_shown_by_its_label():
    plan = plan_of(
        {"name": "Wall squat", "pattern": "squat", "goal": "force;power"}, columns=["name", "pattern", "goal"]
    )
    changes = {column: then for column, _now, then in plan.differences[0].changes}
    assert (changes["Pattern"], changes["Qualities"]) == ("Squat, both legs", "Force production + Power and speed")


def test_equipment_is_known_by_its_name_and_parted_as_one_likes():
    row = {"name": "Wall squat", "pattern": "squat", "gear": "Dumbbell, mini band / Swiss ball"}
    store(row, columns=row.keys())
    slugs = set(Exercise.objects.get(slug="wall-squat").equipment.values_list("slug", flat=True))
    assert slugs == {"dumbbell", "mini_band", "swiss_ball"}


def test_a_name_of_signs_alone_makes_no_address():
    plan = plan_of({"name": "深蹲", "pattern": "squat"}, columns=["name", "pattern"])
    assert [str(error) for error in plan.errors] == [
        "row 2, Address: the name has no letters or digits to make one of: “深蹲”"
    ]


def test_an_address_is_the_same_in_capitals():
    row = {"slug": "Split-Squat", "name": "Split squat", "pattern": "single leg"}
    assert [difference.is_new for difference in plan_of(row, columns=row.keys()).differences] in ([], [False])


def test_the_same_exercise_twice_is_refused_by_name_where_there_is_no_address():
    rows = [{"name": "Wall squat", "pattern": "squat"}, {"name": "wall SQUAT", "pattern": "squat"}]
    plan = plan_of(*rows, columns=["name", "pattern"])
    assert [str(error) for error in plan.errors] == ["row 3, Name: is already in an earlier row: “wall SQUAT”"]


def test_an_empty_cell_takes_away_what_may_be_missing():
    squat = Exercise.objects.get(slug="split-squat")
    assert squat.easier_id is not None
    row = {"slug": "split-squat", "name": squat.name, "pattern": squat.pattern, "easier": "", "load_step_kg": ""}
    store(row, columns=row.keys())
    squat.refresh_from_db()
    assert (squat.easier_id, squat.load_step_kg) == (None, None)


def test_a_known_exercise_keeps_what_the_file_does_not_say():
    before = {row["slug"]: row for row in export_library()}
    squat = Exercise.objects.get(slug="split-squat")
    row = {"name": squat.name.upper(), "pattern": "Single leg", "cue": "Sink and stand", "sets": ""}
    plan = store(row, columns=row.keys())
    after = {row["slug"]: row for row in export_library()}
    assert after.pop("split-squat") == before.pop("split-squat") | {
        "name": squat.name.upper(),
        "short_cue": "Sink and stand",
    }
    assert after == before
    assert plan.defaults == {}
