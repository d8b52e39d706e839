"""Bad files are refused with row and column, and leave nothing behind."""

from __future__ import annotations

import csv
import json
from copy import deepcopy
from io import StringIO

import pytest

from programs.library.cautions import COLUMNS as CAUTION_COLUMNS
from programs.library.exercise_rows import COLUMNS
from programs.library.exercises import export_library, import_library
from programs.library.importing import ImportRefusedError, ImportResult
from programs.models import Caution, Dose, Equipment, Exercise, Program
from programs.templates_io.exporting import export_templates
from programs.templates_io.importing import import_templates
from tests.people import DATA

pytestmark = pytest.mark.django_db

NEW = {
    "slug": "wall-squat",
    "name": "Wall squat",
    "pattern": "single_leg",
    "qualities": "force;stability",
    "laterality": "unilateral",
    "equipment": "wall;hoop",
    "level": "2",
    "default_sets": "3",
    "default_reps_or_seconds": "8",
    "default_tempo": "3-1-1-0",
    "default_rest_s": "60",
    "regression_slug": "supported-split-squat",
    "progression_slug": "split-squat",
    "contacts_per_rep": "",
    "setup_cue": "Stand tall against the wall.",
    "execution_cue": "Sink, then stand.",
    "common_fault": "Knee falls in",
    "short_cue": "Front leg works",
    "load_type": "dumbbell",
    "load_step_kg": "2",
    "measure": "reps",
}
#: In the file: a sound new exercise in row 2, the bad one in row 3.
BAD_ROW = 3
NEW_CAUTION = {
    "condition": "patellofemoral_pain",
    "slug": "wall-squat",
    "swap_slug": "split-squat",
    "reason": "Deep knee bend",
}


def as_csv(columns, *rows):
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    writer.writerows(list(row.values()) if isinstance(row, dict) else row for row in rows)
    return text.getvalue()


def library(*exercises):
    return as_csv(COLUMNS, NEW, *exercises)


def cautions(*rows):
    return as_csv(CAUTION_COLUMNS, *rows)


def stored():
    """Everything that the two files hold, as the database has it."""
    return (
        export_library(),
        sorted(Caution.objects.values_list("condition", "exercise", "swap", "reason")),
        list(Equipment.objects.values_list("slug", flat=True)),
    )


def refusal(*, exercises, cautions):
    """The errors of an import that has to be refused, after a look that nothing was stored."""
    before = stored()
    with pytest.raises(ImportRefusedError) as refused:
        import_library(exercises=exercises, cautions=cautions)
    assert stored() == before
    return refused.value.errors


def places(errors):
    return {(error.row, error.column) for error in errors}


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


BAD_CAUTIONS = [
    ("an unknown condition", {"condition": "flu"}, "condition", "not a valid choice"),
    ("no condition", {"condition": ""}, "condition", "cannot be blank"),
    ("an unknown swap", {"swap_slug": "nope"}, "swap_slug", "there is no exercise “nope”"),
    ("no reason", {"reason": ""}, "reason", "cannot be blank"),
    ("a reason of 2,001 letters", {"reason": "x" * 2001}, "reason", "at most 2000 characters"),
]


@pytest.mark.parametrize(
    ("changes", "column", "message"), [row[1:] for row in BAD_CAUTIONS], ids=[row[0] for row in BAD_CAUTIONS]
)
def test_a_caution_is_refused_and_no_exercise_stored_for(changes, column, message):
    errors = refusal(
        exercises=library(), cautions=cautions(NEW_CAUTION, NEW_CAUTION | {"slug": "goblet-split-squat"} | changes)
    )
    assert places(errors) == {(BAD_ROW, column)}
    assert message in errors[0].message


@pytest.mark.parametrize("column", COLUMNS)
def test_an_exercise_file_is_refused_without_its_column(column):
    left = [name for name in COLUMNS if name != column]
    bad = as_csv(left, {name: NEW[name] for name in left})
    assert places(refusal(exercises=bad, cautions=cautions())) == {(1, column)}


@pytest.mark.parametrize("column", CAUTION_COLUMNS)
def test_a_caution_file_is_refused_without_its_column(column):
    left = [name for name in CAUTION_COLUMNS if name != column]
    bad = as_csv(left, {name: NEW_CAUTION[name] for name in left})
    assert places(refusal(exercises=library(), cautions=bad)) == {(1, column)}


def test_an_empty_file_lacks_every_column():
    assert places(refusal(exercises="", cautions=cautions())) == {(1, column) for column in COLUMNS}


@pytest.mark.parametrize(
    "values", [[*NEW.values(), "one more"], list(NEW.values())[:-1]], ids=["many columns", "few columns"]
)
def test_an_exercise_is_refused_with_too(values):
    errors = refusal(exercises=library(values), cautions=cautions())
    assert places(errors) == {(BAD_ROW, "row")}
    assert errors[0].message == "this row has too many or too few columns"


@pytest.mark.parametrize(
    "values", [[*NEW_CAUTION.values(), "one more"], ["flu", "split-squat"]], ids=["many columns", "few columns"]
)
def test_a_caution_is_refused_with_too(values):
    errors = refusal(exercises=library(), cautions=cautions(NEW_CAUTION, values))
    assert places(errors) == {(BAD_ROW, "row")}


def test_every_bad_value_of_a_file_is_told_at_once():
    rows = [
        {"slug": "second", "level": "two", "pattern": "arms"},
        {"slug": "third"},
        {"slug": "fourth", "progression_slug": "nope", "measure": "hours"},
    ]
    errors = refusal(exercises=library(*(NEW | row for row in rows)), cautions=cautions())
    assert places(errors) == {(3, "level"), (3, "pattern"), (5, "progression_slug"), (5, "measure")}


def test_an_error_reads_as_row_column_and_reason():
    (error,) = refusal(exercises=library(NEW | {"slug": "second", "pattern": "arms"}), cautions=cautions())
    assert str(error) == "row 3, pattern: Value 'arms' is not a valid choice."


# -- what one change writes ------------------------------------------------------------------------


def shipped(name):
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_one_changed_value_in_the_library_is_one_change():
    rows, before = shipped("exercises.csv"), export_library()
    rows[7]["short_cue"] = "Another short cue"
    result = import_library(
        exercises=as_csv(COLUMNS, *rows), cautions=as_csv(CAUTION_COLUMNS, *shipped("cautions.csv"))
    )
    assert result == ImportResult(changed=1, unchanged=362)
    before[7]["short_cue"] = "Another short cue"
    assert export_library() == before


def test_one_changed_value_in_the_cautions_is_one_change():
    rows = shipped("cautions.csv")
    rows[3]["reason"] = "Another reason"
    result = import_library(
        exercises=as_csv(COLUMNS, *shipped("exercises.csv")), cautions=as_csv(CAUTION_COLUMNS, *rows)
    )
    assert result == ImportResult(changed=1, unchanged=362)
    assert Caution.objects.get(reason="Another reason").exercise.slug == rows[3]["slug"]


def test_a_file_from_a_spreadsheet_with_a_byte_order_mark_is_read():
    result = import_library(exercises="\ufeff" + library(), cautions="\ufeff" + cautions(NEW_CAUTION))
    assert result == ImportResult(added=2)


# -- templates -------------------------------------------------------------------------------------


@pytest.fixture
def document():
    """A sound new program, then the one that a test spoils."""
    base = json.loads((DATA / "templates.json").read_text("utf-8"))["templates"][0]
    return {"templates": [base | {"slug": "sound"}, deepcopy(base) | {"slug": "spoiled"}]}


@pytest.fixture
def spoiled(document):
    return document["templates"][1]


def template_refusal(document):
    before, keys = export_templates(), set(Program.objects.values_list("pk", flat=True))
    with pytest.raises(ImportRefusedError) as refused:
        import_templates(document=json.dumps(document))
    assert export_templates() == before
    assert set(Program.objects.values_list("pk", flat=True)) == keys
    return refused.value.errors


def first_day(template, week=0):
    return template["weeks"][week]["days"][0]


def test_the_document_that_each_spoiled_one_starts_from_is_stored(document):
    assert import_templates(document=json.dumps(document)) == ImportResult(added=2)
    assert Program.objects.templates().count() == 6


def test_a_template_is_refused_for_an_unknown_exercise(document, spoiled):
    first_day(spoiled)["exercises"][2]["slug"] = "nope"
    (error,) = template_refusal(document)
    assert (error.row, error.column, error.message) == (2, "week 1 A, slug", "there is no exercise “nope”")


def test_a_template_is_refused_for_an_unknown_alternative(document, spoiled):
    first_day(spoiled, week=4)["exercises"][0]["alternatives"] = ["split-squat", "nope"]
    (error,) = template_refusal(document)
    assert (error.row, error.column, error.message) == (2, "week 5 A, slug", "there is no exercise “nope”")


@pytest.mark.parametrize(
    ("field", "value", "derived"),
    [("estimated_minutes", 31.0, "33.0"), ("plyo_contacts", 10, "0")],
)
def test_a_template_is_refused_where_a_workout_contradicts_the_rules(document, spoiled, field, value, derived):
    first_day(spoiled)[field] = value
    (error,) = template_refusal(document)
    assert (error.row, error.column) == (2, "weeks")
    assert f"{field}: the document says {value!r}" in error.message
    assert error.message.endswith(f"the library and the rules give {derived}")


def test_a_template_is_refused_where_a_top_up_contradicts_the_rules():
    template = json.loads((DATA / "templates.json").read_text("utf-8"))["templates"][3]
    template["weeks"][0]["micro_session"]["estimated_minutes"] = 12.5
    (error,) = template_refusal({"templates": [template]})
    assert (error.row, error.column) == (1, "weeks")
    assert error.message.startswith("1 micro_session estimated_minutes: the document says 12.5")


@pytest.mark.parametrize(
    ("field", "value"), [("pattern", "trunk"), ("per_side", False), ("contacts", 20), ("order", 2)]
)
def test_a_template_is_refused_where_an_exercise_contradicts_the_library(document, spoiled, field, value):
    first_day(spoiled)["exercises"][0][field] = value
    (error,) = template_refusal(document)
    assert (error.row, error.column) == (2, "weeks")
    assert f"1 days 1 exercises 1 {field}: the document says {value!r}" in error.message


def test_a_template_is_refused_when_a_workout_has_two_titles(document, spoiled):
    first_day(spoiled, week=1)["title"] = "Bridge"
    (error,) = template_refusal(document)
    assert (error.row, error.column) == (2, "weeks")
    assert "2 days 1 title: the document says 'Bridge'" in error.message


def test_a_template_is_refused_for_a_wrong_number_of_weeks(document, spoiled):
    spoiled["weeks_total"] = 9
    (error,) = template_refusal(document)
    assert (error.row, error.column) == (2, "weeks_total")


def test_a_template_is_refused_when_two_weeks_order_their_exercises_differently(document, spoiled):
    exercises = first_day(spoiled, week=1)["exercises"]
    exercises[0], exercises[1] = exercises[1] | {"order": 1}, exercises[0] | {"order": 2}
    (error,) = template_refusal(document)
    assert error.column == "order"
    assert "supported-split-squat" in error.message
    assert "glute-bridge" in error.message


def test_a_shipped_template_survives_a_refused_change_of_it(document, spoiled):
    spoiled["slug"] = "runner-base-8"
    first_day(spoiled)["estimated_minutes"] = 31.0
    template_refusal(document)
    assert Program.objects.get(slug="runner-base-8").name == spoiled["name"]


def test_one_changed_value_in_the_templates_is_one_change():
    document = json.loads((DATA / "templates.json").read_text("utf-8"))
    first_day(document["templates"][1])["exercises"][0]["load_guidance"] = "Another guidance"
    assert import_templates(document=json.dumps(document)) == ImportResult(changed=1, unchanged=3)
    assert sorted(export_templates()["templates"], key=lambda template: template["slug"]) == sorted(
        document["templates"], key=lambda template: template["slug"]
    )


def test_an_unknown_caution_exercise_and_a_repeated_caution_are_named():
    errors = refusal(exercises=library(), cautions=cautions(NEW_CAUTION | {"slug": "no-such-exercise"}))
    assert places(errors) == {(2, "slug")}
    errors = refusal(exercises=library(), cautions=cautions(NEW_CAUTION, NEW_CAUTION))
    assert places(errors) == {(3, "slug")}


def test_an_exercise_cannot_be_its_own_neighbor():
    errors = refusal(exercises=library(NEW | {"slug": "second", "regression_slug": "second"}), cautions=cautions())
    assert {column for _row, column in places(errors)} == {"regression_slug"}


@pytest.mark.parametrize(
    "document", ["[]", "{}", "{", '{"templates": [{}]}', '{"templates": [{"slug": "a"}, {"slug": "a"}]}']
)
def test_a_document_of_another_shape_is_refused_in_words(document):
    with pytest.raises(ImportRefusedError):
        import_templates(document=document)


def test_a_template_with_loads_and_ranges_comes_back_exactly():
    row = Dose.objects.filter(prescription__workout__program__is_template=True, reps_low__isnull=False).first()
    Dose.objects.filter(pk=row.pk).update(reps_low=row.reps_high - 1, load_kg="61.2350", load_unit="lb")
    shorthand = str(Dose.objects.get(pk=row.pk))
    document = export_templates()
    Dose.objects.filter(pk=row.pk).update(reps_low=row.reps_high, load_kg=None)
    assert import_templates(document=json.dumps(document)).changed == 1
    assert export_templates() == document
    assert "135lb" in shorthand
