"""Template programs from a document: what contradicts the library or the rules is refused, and nothing is stored."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest

from programs.imports.refusals import ImportRefusedError
from programs.library.importing import ImportResult
from programs.models import Program
from programs.templates_io.exporting import export_templates
from programs.templates_io.importing import import_templates
from tests.people import DATA

pytestmark = pytest.mark.django_db


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
    assert Program.objects.templates().count() == 7


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
    assert import_templates(document=json.dumps(document)) == ImportResult(changed=1, unchanged=4)
    assert sorted(export_templates()["templates"], key=lambda template: template["slug"]) == sorted(
        document["templates"], key=lambda template: template["slug"]
    )


@pytest.mark.parametrize(
    "document", ["[]", "{}", "{", '{"templates": [{}]}', '{"templates": [{"slug": "a"}, {"slug": "a"}]}']
)
def test_a_document_of_another_shape_is_refused_in_words(document):
    with pytest.raises(ImportRefusedError):
        import_templates(document=document)


def test_a_second_import_writes_nothing():
    keys = set(Program.objects.values_list("pk", flat=True))
    assert import_templates(document=(DATA / "templates.json").read_text("utf-8")) == ImportResult(unchanged=5)
    assert set(Program.objects.values_list("pk", flat=True)) == keys


@pytest.mark.parametrize(
    ("spoil", "column", "message"),
    [
        (lambda template: template.pop("name"), "name", "this is missing"),
        (lambda template: template.update(entry_level="expert"), "entry_level", "is not a valid choice"),
        (lambda template: first_day(template)["exercises"][0].update(sets="many"), "row", "not as it should be"),
        (lambda template: first_day(template)["exercises"][0].update(tempo="slow"), "row", "four parts"),
    ],
    ids=["a missing field", "an unknown level", "sets in words", "a tempo in words"],
)
def test_a_template_is_refused_with_the_field_that_is_wrong(document, spoiled, spoil, column, message):
    spoil(spoiled)
    (error,) = template_refusal(document)
    assert (error.row, error.column) == (2, column)
    assert message in error.message


def test_a_changed_template_keeps_its_key_and_is_one_revision_further():
    document = json.loads((DATA / "templates.json").read_text("utf-8"))
    before = Program.objects.get(slug="runner-base-8")
    document["templates"][0]["run_guidance"] = "Easy runs only"
    import_templates(document=json.dumps(document))
    after = Program.objects.get(slug="runner-base-8")
    assert (after.pk, after.revision, after.run_guidance) == (before.pk, before.revision + 1, "Easy runs only")
