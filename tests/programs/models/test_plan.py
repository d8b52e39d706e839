"""The plan's rows: a dose is the value that was typed, and what the rules need to know of it."""

from __future__ import annotations

import pytest
from hypothesis import given

from programs.models import Dose, Exercise, Prescription, Program, Week
from programs.models.plan import item_of
from programs.rules.prescription.dose import MAX_RAMP_UP_SETS, DoseValue, parse
from tests.programs.rules.strategies import doses


@given(doses)
def test_the_columns_of_a_dose_hold_all_of_it(value: DoseValue):
    assert Dose(**Dose.columns(value)).value == value


@given(doses)
def test_every_dose_has_the_same_columns(value: DoseValue):
    columns = Dose.columns(value)
    assert columns.keys() == Dose.columns(DoseValue(1, seconds=1)).keys()
    assert 0 <= columns["ramp_up_sets"] <= MAX_RAMP_UP_SETS


def test_a_dose_reads_as_its_shorthand():
    assert str(Dose(**Dose.columns(parse("1w+3x8-10 53lb @6-7 3-1-X-0 r90")))) == "1w+3x8-10 53lb @6-7 3-1-X-0 r90"


def test_the_rules_learn_tempo_and_rest_of_the_row_where_the_dose_has_none():
    jumps = Exercise(slug="hop", pattern="plyometric", laterality="unilateral", contacts_per_rep=2, load_type="none")
    row = Prescription(exercise=jumps, tempo="rebound", rest_seconds=60)
    item = item_of(row, Dose(**Dose.columns(parse("3x8"))))
    assert item.dose == parse("3x8 rebound r60")
    assert (item.exercise, item.pattern, item.sides, item.contacts_per_rep) == ("hop", "plyometric", 2, 2)
    assert not item.is_loaded
    assert item_of(row, Dose(**Dose.columns(parse("3x8 free r90")))).dose == parse("3x8 free r90")


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["tenk-builder-10", "half-marathon-12"])
def test_a_whole_plan_costs_a_fixed_number_of_queries(slug, django_assert_num_queries):
    with django_assert_num_queries(7):
        program = Program.objects.with_alternatives().get(slug=slug)
        assert program.weeks.all()
        for workout in program.workouts.all():
            for row in workout.prescriptions.all():
                assert row.exercise.name
                assert list(row.doses.all())
                assert all(alternative.exercise.name for alternative in row.alternatives.all())


@pytest.mark.django_db
def test_templates_are_the_programs_that_are_copied():
    own = Program.objects.create(name="Ana's plan")
    assert own not in Program.objects.templates()
    assert Program.objects.templates().count() == 5


def test_rows_say_what_they_are():
    program = Program(name="Base")
    assert str(program) == "Base"
    assert str(Week(program=program, number=3)) == "Base · 3"
