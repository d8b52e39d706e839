"""One exercise as a row of the file: what is refused in it, with row and column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from programs.imports.plans import MappedRow
from programs.library.exercise_plans import export_library
from programs.library.exercise_rows import ExerciseReader
from programs.library.exercises import import_library
from programs.library.importing import ImportResult
from programs.models import Exercise, Pattern

from .files import BAD_ROW, NEW, NEW_CAUTION, cautions, library, places, refusal

pytestmark = pytest.mark.django_db


def test_the_sound_rows_that_each_bad_row_starts_from_are_stored():
    result = import_library(exercises=library(NEW | {"slug": "wall-squat-2"}), cautions=cautions(NEW_CAUTION))
    assert result == ImportResult(added=3)
    stored_exercise = Exercise.objects.get(slug="wall-squat")
    assert (stored_exercise.easier.slug, stored_exercise.harder.slug) == ("supported-split-squat", "split-squat")
    assert {equipment.slug for equipment in stored_exercise.equipment.all()} == {"wall", "hoop"}
    assert stored_exercise.cautions.get().swap.slug == "split-squat"


AMOUNT = "Repetitions or seconds"
NO_AMOUNT = "neither a whole number nor one with its unit"
BAD_EXERCISES = [
    ("a level in words", {"level": "two"}, "Level", "not a whole number: “two”"),
    ("a level with a fraction", {"level": "2.5"}, "Level", "not a whole number"),
    ("a level below nothing", {"level": "-1"}, "Level", "not a whole number"),
    ("a level of 5,000 digits", {"level": "9" * 5000}, "Level", "not a whole number"),
    ("a level in other digits", {"level": "٣"}, "Level", "not a whole number"),
    ("a level above 5", {"level": "6"}, "Level", "more than 5: “6”"),
    ("a level of 0", {"level": "0"}, "Level", "less than 1"),
    ("sets in words", {"default_sets": "many"}, "Sets", "not a whole number: “many”"),
    ("21 sets", {"default_sets": "21"}, "Sets", "more than 20"),
    ("repetitions in words", {"default_reps_or_seconds": "ten"}, AMOUNT, NO_AMOUNT),
    ("a range of repetitions", {"default_reps_or_seconds": "8-10"}, AMOUNT, NO_AMOUNT),
    ("miles", {"default_reps_or_seconds": "3 miles"}, AMOUNT, NO_AMOUNT),
    ("rest in words", {"default_rest_s": "1 min"}, "Rest (seconds)", "not a whole number"),
    ("contacts in words", {"contacts_per_rep": "one"}, "Contacts per repetition", "not a whole number"),
    ("a step in words", {"load_step_kg": "small"}, "Smallest step (kg)", "not a number: “small”"),
    ("a step that is not a number", {"load_step_kg": "NaN"}, "Smallest step (kg)", "not a number"),
    ("a step in grams", {"load_step_kg": "0.125"}, "Smallest step (kg)", "2 decimal places"),
    ("a step of a ton", {"load_step_kg": "1000"}, "Smallest step (kg)", "3 digits before"),
    (
        "seconds counted as repetitions",
        {"default_reps_or_seconds": "30s"},
        AMOUNT,
        "does not fit what it is counted in",
    ),
    ("an unknown measure", {"measure": "hours"}, "Counted in", "none of: Repetitions, Seconds, Steps: “hours”"),
    ("an unknown pattern", {"pattern": "arms"}, "Pattern", "none of: Single leg, Hip hinge"),
    ("no pattern", {"pattern": ""}, "Pattern", "empty"),
    ("an unknown quality", {"qualities": "force;speed"}, "Qualities", "none of: Force production, Single-leg"),
    ("an unknown laterality", {"laterality": "left"}, "Sides", "none of: One side at a time"),
    ("an unknown load type", {"load_type": "sandbag"}, "Loaded with", "none of: Body weight"),
    ("a tempo of three parts", {"default_tempo": "3-1-1"}, "Tempo", "write four parts like 3-1-X-0"),
    ("an unknown word as tempo", {"default_tempo": "slow"}, "Tempo", "hold, free, rebound, stick"),
    ("an unknown easier neighbor", {"regression_slug": "nope"}, "Easier neighbor", "no exercise of the library"),
    ("an unknown harder neighbor", {"progression_slug": "nope"}, "Harder neighbor", "no exercise of the library"),
    ("itself as a neighbor", {"regression_slug": "wall-squat-2"}, "Easier neighbor", "cannot stand in for itself"),
    ("an equipment of signs", {"equipment": "wall;?!"}, "Equipment", "not a name of any equipment: “?!”"),
    ("a slug with a space", {"slug": "wall squat"}, "Address", "valid “slug”"),
    ("a slug that stands in the file already", {}, "Address", "is already in an earlier row: “wall-squat”"),
    ("no name", {"name": ""}, "Name", "empty"),
    ("a name of two lines", {"name": "Wall\nsquat"}, "Name", "no line breaks"),
    ("a name of 121 letters", {"name": "x" * 121}, "Name", "longer than 120 characters"),
    ("a short cue of 61 letters", {"short_cue": "x" * 61}, "Short cue", "longer than 60 characters"),
    ("contacts on a strength exercise", {"contacts_per_rep": "1"}, "Contacts per repetition", "a plyometric exercise"),
    (
        "no contact on a plyometric exercise",
        {"pattern": "plyometric", "contacts_per_rep": "0"},
        "Contacts per repetition",
        "a plyometric exercise states its contacts",
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


READ_BY_MEANING = [
    ({"pattern": "Calf and Achilles"}, "pattern", "calf_achilles"),
    ({"pattern": "SINGLE-LEG"}, "pattern", "single_leg"),
    ({"pattern": "Core"}, "pattern", "trunk"),
    ({"qualities": "Power and speed, Tissue resilience"}, "qualities", "power;tissue"),
    ({"qualities": "force | force"}, "qualities", "force"),
    ({"laterality": "both"}, "laterality", "bilateral"),
    ({"laterality": "One side at a time"}, "laterality", "unilateral"),
    ({"load_type": "DB"}, "load_type", "dumbbell"),
    ({"level": "3.0"}, "level", 3),
    ({"load_step_kg": "2,5"}, "load_step_kg", Decimal("2.5")),
    ({"default_tempo": "3 1 x 0"}, "default_tempo", "3-1-X-0"),
    ({"default_tempo": "Hold"}, "default_tempo", "hold"),
    ({"measure": "", "default_reps_or_seconds": "30 sec."}, "measure", "seconds"),
    ({"measure": "", "default_reps_or_seconds": "30s"}, "default_amount", 30),
    ({"measure": "", "default_reps_or_seconds": "12 steps"}, "measure", "steps"),
    ({"measure": "seconds", "default_reps_or_seconds": "20"}, "default_amount", 20),
    ({"measure": "", "default_reps_or_seconds": "8"}, "measure", "reps"),
]


@pytest.mark.parametrize(("changes", "field", "value"), READ_BY_MEANING)
def test_a_cell_is_read_by_what_it_means(changes, field, value):
    reader = ExerciseReader(MappedRow(2, NEW | changes), None)
    exercise = reader.exercise("wall-squat")
    assert reader.errors == []
    assert getattr(exercise, field) == value


@pytest.mark.parametrize("pattern", Pattern.values)
def test_a_name_and_a_pattern_make_an_exercise_of_each_pattern(pattern):
    reader = ExerciseReader(MappedRow(2, {"name": "Something new", "pattern": pattern}), None)
    exercise = reader.exercise("something-new")
    assert reader.errors == []
    exercise.save()  # the database agrees
    assert (exercise.status, exercise.measure) == ("draft", "reps")
    assert len(reader.presumed) == (10 if pattern == "plyometric" else 9)


def test_what_is_timed_is_held_for_half_a_minute_where_nobody_says_otherwise():
    reader = ExerciseReader(MappedRow(2, {"name": "x", "pattern": "trunk", "measure": "Seconds"}), None)
    exercise = reader.exercise("x")
    assert (exercise.default_amount, exercise.default_tempo) == (30, "hold")


def test_a_draft_that_is_known_stays_one_and_lacks_no_cue():
    draft = ExerciseReader(MappedRow(2, {"name": "x", "pattern": "trunk"}), None).exercise("x")
    draft.save()
    reader = ExerciseReader(MappedRow(2, {"name": "x", "pattern": "trunk", "level": "4"}), draft)
    assert (reader.exercise("x").level, reader.errors) == (4, [])


def test_a_row_that_is_read_comes_back_as_it_was():
    import_library(exercises=library(), cautions=cautions())
    (back,) = [row for row in export_library() if row["slug"] == "wall-squat"]
    assert back | {"equipment": "wall;hoop"} == NEW
    assert set(back["equipment"].split(";")) == {"wall", "hoop"}


def test_only_a_column_that_nothing_was_said_of_is_asked_of_the_model():
    errors = refusal(exercises=library(NEW | {"slug": "second", "qualities": "speed"}), cautions=cautions())
    assert [(error.column, error.reason.startswith("none of")) for error in errors] == [("Qualities", True)]
