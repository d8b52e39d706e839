"""One exercise as a row of the file: what is refused in it, with row and column."""

from __future__ import annotations

import pytest

from programs.library.exercises import export_library, import_library
from programs.library.importing import ImportResult
from programs.models import Exercise

from .files import BAD_ROW, NEW, NEW_CAUTION, cautions, library, places, refusal

pytestmark = pytest.mark.django_db


def test_the_sound_rows_that_each_bad_row_starts_from_are_stored():
    result = import_library(exercises=library(NEW | {"slug": "wall-squat-2"}), cautions=cautions(NEW_CAUTION))
    assert result == ImportResult(added=3)
    stored_exercise = Exercise.objects.get(slug="wall-squat")
    assert (stored_exercise.easier.slug, stored_exercise.harder.slug) == ("supported-split-squat", "split-squat")
    assert {equipment.slug for equipment in stored_exercise.equipment.all()} == {"wall", "hoop"}
    assert stored_exercise.cautions.get().swap.slug == "split-squat"


BAD_EXERCISES = [
    ("a level in words", {"level": "two"}, "level", "“two” is not a whole number"),
    ("a level with a fraction", {"level": "2.5"}, "level", "not a whole number"),
    ("a level below nothing", {"level": "-1"}, "level", "not a whole number"),
    ("no level", {"level": ""}, "level", "cannot be null"),
    ("a level above 5", {"level": "6"}, "level", "less than or equal to 5"),
    ("a level of 0", {"level": "0"}, "level", "greater than or equal to 1"),
    ("sets in words", {"default_sets": "many"}, "default_sets", "“many” is not a whole number"),
    ("no sets", {"default_sets": ""}, "default_sets", "cannot be null"),
    ("repetitions in words", {"default_reps_or_seconds": "ten"}, "default_reps_or_seconds", "not a whole number"),
    ("a range of repetitions", {"default_reps_or_seconds": "8-10"}, "default_reps_or_seconds", "not a whole number"),
    ("rest in words", {"default_rest_s": "1 min"}, "default_rest_s", "not a whole number"),
    ("contacts in words", {"contacts_per_rep": "one"}, "contacts_per_rep", "not a whole number"),
    ("a step in words", {"load_step_kg": "small"}, "load_step_kg", "“small” is not a number"),
    ("a step that is not a number", {"load_step_kg": "NaN"}, "load_step_kg", "decimal number"),
    ("a step in grams", {"load_step_kg": "0.125"}, "load_step_kg", "2 decimal places"),
    ("a step of a ton", {"load_step_kg": "1000"}, "load_step_kg", "3 digits before"),
    ("seconds counted as repetitions", {"default_reps_or_seconds": "30s"}, "default_reps_or_seconds", "measure “reps”"),
    ("repetitions counted as seconds", {"measure": "seconds"}, "default_reps_or_seconds", "measure “seconds”"),
    ("an unknown measure", {"measure": "hours"}, "measure", "not a valid choice"),
    ("an unknown pattern", {"pattern": "arms"}, "pattern", "not a valid choice"),
    ("no pattern", {"pattern": ""}, "pattern", "cannot be blank"),
    ("an unknown quality", {"qualities": "force;speed"}, "qualities", "“speed” is not one of force, stability"),
    ("an unknown laterality", {"laterality": "left"}, "laterality", "not a valid choice"),
    ("an unknown load type", {"load_type": "sandbag"}, "load_type", "not a valid choice"),
    ("a tempo of three parts", {"default_tempo": "3-1-1"}, "default_tempo", "write four parts like 3-1-X-0"),
    ("an unknown word as tempo", {"default_tempo": "slow"}, "default_tempo", "hold, free, rebound, stick"),
    ("no tempo", {"default_tempo": ""}, "default_tempo", "cannot be blank"),
    ("an unknown easier neighbor", {"regression_slug": "nope"}, "regression_slug", "there is no exercise “nope”"),
    ("an unknown harder neighbor", {"progression_slug": "nope"}, "progression_slug", "there is no exercise “nope”"),
    ("a slug with a space", {"slug": "wall squat"}, "slug", "valid “slug”"),
    ("no slug", {"slug": ""}, "slug", "cannot be blank"),
    ("a slug that stands in the file already", {}, "slug", "“wall-squat” stands in row 2 already"),
    ("no name", {"name": ""}, "name", "cannot be blank"),
    ("a name of two lines", {"name": "Wall\nsquat"}, "name", "no line breaks"),
    ("a name of 121 letters", {"name": "x" * 121}, "name", "at most 120 characters"),
    ("a short cue of 61 letters", {"short_cue": "x" * 61}, "short_cue", "at most 60 characters"),
    ("no set-up cue", {"setup_cue": ""}, "setup_cue", "cannot be blank"),
    ("contacts on a strength exercise", {"contacts_per_rep": "1"}, "row", "A plyometric exercise states its contacts"),
    (
        "no contact on a plyometric exercise",
        {"pattern": "plyometric", "contacts_per_rep": "0"},
        "row",
        "A plyometric exercise states its contacts",
    ),
]


@pytest.mark.parametrize(
    ("changes", "column", "message"), [row[1:] for row in BAD_EXERCISES], ids=[row[0] for row in BAD_EXERCISES]
)
def test_an_exercise_is_refused_for(changes, column, message):
    bad = NEW | ({"slug": "wall-squat-2"} if changes else {}) | changes
    errors = refusal(exercises=library(bad), cautions=cautions())
    assert places(errors) == {(BAD_ROW, column)}
    assert message in errors[0].message


def test_an_exercise_cannot_be_its_own_neighbor():
    errors = refusal(exercises=library(NEW | {"slug": "second", "regression_slug": "second"}), cautions=cautions())
    assert {column for _row, column in places(errors)} == {"regression_slug"}


def test_a_row_that_is_read_comes_back_as_it_was():
    import_library(exercises=library(), cautions=cautions())
    (back,) = [row for row in export_library() if row["slug"] == "wall-squat"]
    assert back | {"equipment": "wall;hoop"} == NEW
    assert set(back["equipment"].split(";")) == {"wall", "hoop"}


def test_only_a_column_that_nothing_was_said_of_is_asked_of_the_model():
    errors = refusal(exercises=library(NEW | {"slug": "second", "qualities": "speed"}), cautions=cautions())
    assert [(error.column, error.message.startswith("“speed” is not one of")) for error in errors] == [
        ("qualities", True)
    ]
