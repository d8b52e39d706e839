"""A copy of a program is the same plan, and from then on a plan of its own."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.authoring import copy_program, second_phase
from programs.models import Alternative, Dose, Exercise, Prescription, Program, ProgressionMode, SwapReason, Week
from tests.programs.pictures import picture, values

pytestmark = pytest.mark.django_db

TEMPLATES = ["runner-base-8", "tenk-builder-10", "half-marathon-12", "achilles-return-12"]


@pytest.fixture
def rich_template(base_template):
    """The base program with a value in everything that a therapist can set."""
    row = base_template.workouts.first().prescriptions.first()
    row.superset, row.progression, row.note = "a", ProgressionMode.APPLY, "Slow on the way down"
    row.save()
    row.alternatives.create(exercise=Exercise.objects.last(), reason=SwapReason.HURTS, order=2)
    row.alternatives.create(exercise=Exercise.objects.first(), reason=SwapReason.EQUIPMENT, order=1)
    dose = row.doses.first()
    dose.reps_low, dose.reps_high, dose.ramp_up_sets = 8, 10, 1
    dose.load_kg, dose.load_unit = Decimal("61.2350"), "lb"
    dose.rpe_low, dose.rpe_high = Decimal("6.5"), Decimal(8)
    dose.tempo, dose.rest_seconds = "3-1-X-0", 120
    dose.guidance, dose.note = "Heavier than last week", "Filmed from the side"
    dose.save()
    return base_template


def edit_dose(program):
    dose = Dose.objects.filter(week__program=program).first()
    dose.sets, dose.guidance = 9, "Edited"
    dose.save()


def edit_row(program):
    row = Prescription.objects.filter(workout__program=program).first()
    row.note, row.rest_seconds, row.exercise = "Edited", 333, Exercise.objects.last()
    row.save()


def remove_row(program):
    Prescription.objects.filter(workout__program=program).first().delete()


def remove_week(program):
    program.weeks.last().delete()


def rename_workout(program):
    program.workouts.update(title="Edited")


def mark_weeks(program):
    program.weeks.update(phase="Edited", is_deload=True)


def change_alternatives(program):
    row = Prescription.objects.filter(workout__program=program).last()
    row.alternatives.create(exercise=Exercise.objects.last())
    Alternative.objects.filter(prescription__workout__program=program).update(reason=SwapReason.TIME)


EDITS = [edit_dose, edit_row, remove_row, remove_week, rename_workout, mark_weeks, change_alternatives]


@pytest.mark.parametrize("slug", TEMPLATES)
def test_a_copy_has_the_same_plan(slug):
    template = Program.objects.get(slug=slug)
    assert picture(copy_program(program=template, name="Copy")) == picture(template)


def test_a_copy_may_begin_later_and_is_numbered_from_one(base_template):
    whole = picture(copy_program(program=base_template, name="Whole"))
    later = copy_program(program=base_template, name="Later", from_week=3)
    assert list(later.weeks.order_by("number").values_list("number", flat=True)) == list(
        range(1, len(whole["weeks"]) - 1)
    )
    weeks = [week.phase for week in base_template.weeks.order_by("number")][2:]
    assert [week.phase for week in later.weeks.order_by("number")] == weeks


@pytest.mark.parametrize(("slug", "number"), [("achilles-return-12", 3), ("patellofemoral-8", None)])
def test_the_second_phase_begins_where_the_phase_first_changes(slug, number):
    template = Program.objects.get(slug=slug)
    found = second_phase(template)
    weeks = {week.number: week.phase_key for week in template.weeks.all()}
    assert weeks[found] != weeks[1] or found == 1
    assert number is None or found == number


def test_a_copy_has_everything_that_a_therapist_can_set(rich_template):
    copied = picture(copy_program(program=rich_template, name="Copy"))
    assert copied == picture(rich_template)
    first = copied["rows"][0][0]
    assert first["shorthand"][0] == "1w+2x8-10 135lb @6.5-8 3-1-X-0 r120"
    assert [alternative["reason"] for alternative in first["alternatives"]] == ["equipment", "hurts"]
    assert (first["superset"], first["progression"], first["note"]) == ("a", "apply", "Slow on the way down")
    assert (first["doses"][1]["guidance"], first["doses"][1]["note"]) == (
        "Heavier than last week",
        "Filmed from the side",
    )


@pytest.mark.parametrize("slug", TEMPLATES)
def test_a_copy_keeps_conditions_and_guidance_of_the_program(slug):
    template = Program.objects.get(slug=slug)
    copy = Program.objects.get(pk=copy_program(program=template, name="Copy").pk)
    own = {"slug", "name", "is_template", "revision", "copied_from_id"}
    assert {name: value for name, value in values(copy).items() if name not in own} == {
        name: value for name, value in values(template).items() if name not in own
    }


def test_a_copy_is_no_template_and_has_no_address(base_template):
    Program.objects.filter(pk=base_template.pk).update(revision=7)
    copy = Program.objects.get(pk=copy_program(program=base_template, name="Ana: base").pk)
    assert (copy.name, copy.slug, copy.is_template, copy.revision) == ("Ana: base", None, False, 1)
    assert copy.copied_from == base_template
    assert copy.pk != base_template.pk


def test_the_program_that_was_copied_stays_what_it_was(base_template):
    before = values(base_template)
    copy_program(program=base_template, name="Copy")
    assert values(base_template) == before
    assert values(Program.objects.get(pk=base_template.pk)) == before
    assert Program.objects.templates().count() == 5


def test_a_copy_of_a_copy_remembers_the_one_it_came_from(base_template):
    first = copy_program(program=base_template, name="First")
    second = copy_program(program=first, name="Second")
    assert second.copied_from == first
    assert picture(second) == picture(base_template)


@pytest.mark.parametrize("edit", EDITS)
def test_editing_a_template_never_changes_its_copy(base_template, edit):
    copy = copy_program(program=base_template, name="Copy")
    before = picture(copy)
    edit(base_template)
    assert picture(copy) == before
    assert picture(base_template) != before


@pytest.mark.parametrize("edit", EDITS)
def test_editing_a_copy_never_changes_its_template(base_template, edit):
    copy = copy_program(program=base_template, name="Copy")
    before = picture(base_template)
    edit(copy)
    assert picture(base_template) == before
    assert picture(copy) != before


def test_deleting_a_template_leaves_its_copy(base_template):
    copy = copy_program(program=base_template, name="Copy")
    before = picture(copy)
    base_template.delete()
    assert picture(copy) == before


def test_a_copy_that_breaks_off_leaves_nothing(base_template, monkeypatch):
    def break_off(*args, **kwargs):
        raise RuntimeError("the connection broke")

    counts = [model.objects.count() for model in (Program, Week, Prescription)]
    monkeypatch.setattr(Dose.objects, "bulk_create", break_off)
    with pytest.raises(RuntimeError, match="the connection broke"):
        copy_program(program=base_template, name="Copy")
    assert [model.objects.count() for model in (Program, Week, Prescription)] == counts


def statements(program):
    with CaptureQueriesContext(connection) as queries:
        copy_program(program=program, name="Copy")
    return [query["sql"] for query in queries]


def kinds(sql):
    """Verb and table of each statement; the same again and again counts once."""
    named = [(text.split()[0], next((word for word in text.split() if "programs_" in word), "")) for text in sql]
    return [(verb, table.partition(".")[0]) for (verb, table), _same in groupby(named)]


@pytest.mark.parametrize("slug", ["half-marathon-12", "achilles-return-12"])
def test_copying_twelve_weeks_costs_no_more_statements_than_eight(rich_template, slug):
    short, long = statements(rich_template), statements(Program.objects.get(slug=slug))
    # SQLite takes a long INSERT in parts; they count as one here, and may not be many.
    assert [kind for kind in kinds(long) if kind[1]] == [kind for kind in kinds(short) if kind[1]]
    assert len(long) < len(kinds(long)) + 5
