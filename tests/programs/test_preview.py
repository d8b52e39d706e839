"""A program on a card: how often, how long, with what, covering what."""

from __future__ import annotations

import pytest

from programs.authoring import new_program
from programs.models import Dose, Equipment, Exercise, Prescription, Program
from programs.preview import previews

pytestmark = pytest.mark.django_db


def card(program):
    (preview,) = previews(Program.objects.with_plan().filter(pk=program.pk))
    return preview


@pytest.fixture
def program() -> Program:
    return new_program(name="By hand", entry_level="beginner", weeks=4, workouts=2)


def add(program, slug, letter="A", sets=3, weeks=(1, 2, 3, 4)) -> Prescription:
    """An exercise of that workout, 60 seconds of it in these weeks."""
    workout = program.workouts.get(letter=letter)
    exercise = Exercise.objects.get(slug=slug)
    order = workout.prescriptions.count() + 1
    row = Prescription.objects.create(workout=workout, exercise=exercise, order=order, tempo="free", rest_seconds=0)
    for week in program.weeks.filter(number__in=weeks):
        Dose.objects.create(prescription=row, week=week, sets=sets, seconds=60)
    return row


def test_an_empty_program_has_weeks_and_workouts_and_nothing_else(program):
    preview = card(program)
    assert (preview.weeks, preview.sessions_a_week, preview.minutes) == (4, 2, (0, 0))
    assert (preview.equipment, preview.has_plyometrics) == ([], False)
    assert not any(is_always_there for _pattern, is_always_there in preview.patterns)


def test_minutes_are_those_of_ordinary_weeks(program):
    add(program, "kettlebell-deadlift", sets=10, weeks=(1,))
    add(program, "kettlebell-deadlift", letter="B", sets=20, weeks=(2,))
    add(program, "kettlebell-deadlift", sets=1, weeks=(4,))  # a lighter week
    assert card(program).minutes == (18, 28)


def test_where_every_week_is_a_light_one_they_count(program):
    program.weeks.update(is_deload=True)
    add(program, "kettlebell-deadlift", sets=10)
    assert card(program).minutes == (18, 18)


def test_a_pattern_counts_when_every_session_has_it(program):
    for letter in "AB":
        add(program, "kettlebell-deadlift", letter)
    add(program, "split-squat", "A")
    assert dict(card(program).patterns) == {
        "Single leg": False,
        "Hip hinge": True,
        "Calf and Achilles": False,
        "Lateral hip": False,
    }


def test_a_top_up_is_no_session_and_owes_no_patterns(program):
    for letter in "AB":
        add(program, "kettlebell-deadlift", letter)
    program.workouts.create(letter="C", title="Calf top-up", is_optional=True)
    add(program, "double-heel-raise", "C")
    assert card(program).sessions_a_week == 2
    assert dict(card(program).patterns)["Hip hinge"] is True


def test_equipment_is_named_once_in_order_and_plyometrics_are_said(program):
    exercise = add(program, "kettlebell-deadlift").exercise
    exercise.equipment.set([Equipment.objects.create(slug=slug, name=slug.title()) for slug in ("zebra", "apple")])
    add(program, "kettlebell-deadlift", "B")
    assert card(program).equipment == ["Apple", "Zebra"]
    assert not card(program).has_plyometrics
    row = add(program, "pogo-jump", "B")
    row.doses.update(seconds=None, reps_low=5, reps_high=5)
    assert card(program).has_plyometrics


def test_many_programs_cost_as_many_queries_as_one(program, django_assert_num_queries):
    add(program, "kettlebell-deadlift")
    for count in (1, 5):
        programs = list(Program.objects.with_plan().order_by("-pk")[:count])
        with django_assert_num_queries(1):
            assert len(previews(programs)) == count
