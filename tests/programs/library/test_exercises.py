"""The shipped library loads exactly and twice without a change; any table of exercises is read, checked and stored."""

from __future__ import annotations

import csv

import pytest

from programs.library.exercise_plans import export_library
from programs.library.exercises import import_exercises, import_library
from programs.library.importing import ImportResult
from programs.models import Caution, Exercise
from tests.people import DATA

from .files import CAUTION_COLUMNS, COLUMNS, NEW, as_csv, cautions, library, places, refusal, shipped, store

pytestmark = pytest.mark.django_db


def test_the_library_loads_exactly():
    rows = list(csv.DictReader((DATA / "exercises.csv").open(encoding="utf-8")))
    exported = export_library()
    assert len(rows) == 194
    assert Caution.objects.count() == 169
    for row, back in zip(rows, exported, strict=True):
        assert {**row, "equipment": sorted(row["equipment"].split(";"))} == {
            **back,
            "equipment": sorted(back["equipment"].split(";")),
        }


def test_a_second_import_writes_nothing():
    texts = {name: (DATA / f"{name}.csv").read_text("utf-8") for name in ("exercises", "cautions")}
    result = import_library(**texts)
    assert (result.added, result.changed, result.unchanged) == (0, 0, 363)


def test_one_changed_value_in_the_library_is_one_change():
    rows, before = shipped("exercises.csv"), export_library()
    rows[7]["short_cue"] = "Another short cue"
    result = import_library(
        exercises=as_csv(COLUMNS, *rows), cautions=as_csv(CAUTION_COLUMNS, *shipped("cautions.csv"))
    )
    assert result == ImportResult(changed=1, unchanged=362)
    before[7]["short_cue"] = "Another short cue"
    assert export_library() == before


def test_a_name_and_a_pattern_are_enough_and_what_was_presumed_is_named():
    plan = store({"Exercise": "Wall squat", "Category": "Squat"}, columns=["Exercise", "Category"])
    squat = Exercise.objects.get(slug="wall-squat")
    assert (squat.pattern, squat.level, squat.default_sets, squat.default_amount) == ("bilateral_squat", 1, 3, 10)
    assert (squat.laterality, squat.default_tempo, squat.qualities) == ("bilateral", "3-1-1-0", "force")
    assert plan.defaults["Tempo"].most_common() == [("3-1-1-0", 1)]
    assert {"Level", "Sets", "Sides", "Qualities", "Repetitions or seconds"} <= plan.defaults.keys()


def test_what_has_no_cues_arrives_as_a_draft_and_says_so():
    plan = store({"name": "Wall squat", "pattern": "squat"}, columns=["name", "pattern"])
    assert Exercise.objects.get(slug="wall-squat").status == "draft"
    assert plan.remarks == ["1 new exercise has no complete cues. It arrives as a draft, and is not offered before."]


def test_what_has_its_cues_arrives_published():
    import_exercises(library())
    assert Exercise.objects.get(slug="wall-squat").status == "published"


def test_every_bad_value_of_a_file_is_told_at_once():
    rows = [
        {"slug": "second", "level": "two", "pattern": "arms"},
        {"slug": "third"},
        {"slug": "fourth", "progression_slug": "nope", "measure": "hours"},
    ]
    errors = refusal(exercises=library(*(NEW | row for row in rows)), cautions=cautions())
    assert places(errors) == {(3, "Level"), (3, "Pattern"), (5, "Harder neighbor"), (5, "Counted in")}


@pytest.mark.parametrize("column", ["name", "pattern"])
def test_a_file_is_refused_without(column):
    left = [name for name in COLUMNS if name != column]
    errors = refusal(exercises=as_csv(left, {name: NEW[name] for name in left}), cautions=cautions())
    assert [(error.row, column in error.message.lower()) for error in errors] == [(1, True)]
