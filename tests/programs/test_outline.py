"""A program as one value: what it holds, and what it costs to read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import Exercise, Prescription, Program, Week, Workout
from programs.outline import outline, planned

pytestmark = pytest.mark.django_db


def plan_of(slug):
    return outline(Program.objects.with_alternatives().get(slug=slug))


def figures(due):
    """Everything that is derived of one workout in one week."""
    return due.minutes, due.contacts, due.sets, due.missing_patterns


def cells(plan):
    """Everything that a page shows of the rows of a plan."""
    return [
        (row.exercise.name, alternative.exercise.name, row.shorthand(week.number))
        for column in plan.workouts
        for row in column.rows
        for alternative in row.prescription.alternatives.all()
        for week in plan.weeks
    ]


@pytest.fixture
def tiny_program():
    """One exercise, once, with one alternative."""
    squat, bridge = Exercise.objects.get(slug="split-squat"), Exercise.objects.get(slug="glute-bridge")
    program = Program.objects.create(name="Tiny", slug="tiny")
    workout = Workout.objects.create(program=program, letter="A", title="Split squat", is_optional=True)
    row = Prescription.objects.create(workout=workout, exercise=squat, order=1, tempo="3-1-1-0", rest_seconds=60)
    row.alternatives.create(exercise=bridge)
    row.doses.create(week=Week.objects.create(program=program, number=1), sets=2, reps_low=8, reps_high=8)
    return program


@pytest.mark.parametrize("slug", ["tenk-builder-10", "half-marathon-12", "achilles-return-12"])
def test_an_outline_costs_as_many_queries_for_a_big_program_as_for_a_tiny_one(tiny_program, slug):
    with CaptureQueriesContext(connection) as tiny:
        plan_of("tiny")
    with CaptureQueriesContext(connection) as big:
        plan_of(slug)
    assert len(big) == len(tiny) <= 7


@pytest.mark.parametrize("slug", ["tiny", "tenk-builder-10", "half-marathon-12", "achilles-return-12"])
def test_reading_an_outline_costs_no_query(tiny_program, slug, django_assert_num_queries):
    plan = plan_of(slug)
    with django_assert_num_queries(0):
        assert all(figures(due)[0] > 0 for due in plan.all_planned())
        assert cells(plan)


@pytest.mark.parametrize(("slug", "letter", "week"), [("half-marathon-12", "B", 9), ("achilles-return-12", "C", 2)])
def test_one_planned_workout_is_one_query_with_all_that_is_read_from_it(slug, letter, week, django_assert_num_queries):
    workout = Workout.objects.get(program__slug=slug, letter=letter)
    due_week = Week.objects.get(program__slug=slug, number=week)
    with django_assert_num_queries(1):
        due = planned(workout, due_week)
        assert (due.week, due.workout) == (due_week, workout)
        assert figures(due)[0] > 0
        assert all(row.exercise.name for row, _dose in due.entries)


@pytest.mark.parametrize("slug", ["runner-base-8", "half-marathon-12", "achilles-return-12"])
def test_a_planned_workout_is_the_same_alone_and_in_the_outline(slug):
    for whole in plan_of(slug).all_planned():
        alone = planned(whole.workout, whole.week)
        assert alone.entries == whole.entries
        assert figures(alone) == figures(whole)


def test_a_race_week_has_no_second_workout():
    plan = plan_of("half-marathon-12")
    assert [due.workout.letter for due in plan.in_week(12)] == ["A"]
    assert plan.planned("B", 12) is None
    assert planned(plan.workouts[1].workout, plan.weeks[11]) is None


@pytest.mark.parametrize(("letter", "week"), [("D", 1), ("A", 13), ("A", 0)])
def test_an_unknown_workout_or_week_is_not_planned(letter, week):
    assert plan_of("half-marathon-12").planned(letter, week) is None


def test_workouts_and_rows_stand_in_their_order():
    plan = plan_of("achilles-return-12")
    assert [week.number for week in plan.weeks] == list(range(1, 13))
    assert [due.workout.letter for due in plan.in_week(1)] == ["A", "B", "C"]
    for column in plan.workouts:
        assert [row.prescription.order for row in column.rows] == list(range(1, len(column.rows) + 1))


def test_an_exercise_that_is_not_due_in_a_week_has_a_dash():
    hops = next(row for row in plan_of("half-marathon-12").workouts[0].rows if row.exercise.pattern == "plyometric")
    shown = [hops.shorthand(week) for week in range(1, 13)]
    assert shown[0] == "-"
    assert [week for week, cell in enumerate(shown, start=1) if cell != "-"] == sorted(hops.doses)


def test_a_dose_prints_short_where_the_row_says_the_rest(tiny_program):
    (row,) = plan_of("tiny").workouts[0].rows
    assert row.shorthand(1) == "2x8"


def test_a_top_up_owes_no_pattern_and_warms_up_two_minutes(tiny_program):
    due = plan_of("tiny").planned("A", 1)
    assert due.missing_patterns == []
    assert due.minutes == round((120 + 236) / 60, 1)


def test_a_workout_owes_the_patterns_that_it_lacks(tiny_program):
    tiny_program.workouts.update(is_optional=False)
    due = plan_of("tiny").planned("A", 1)
    assert due.missing_patterns == ["hip_hinge", "calf_achilles", "lateral_hip"]
    assert due.minutes == round((360 + 90 + 236) / 60, 1)


@pytest.mark.parametrize(
    ("slug", "contacts"),
    [
        ("runner-base-8", [0] * 8),
        ("tenk-builder-10", [0, 0, 35, 20, 45, 65, 77, 32, 54, 20]),
        ("half-marathon-12", [0, 0, 0, 0, 35, 45, 45, 24, 65, 69, 20, 0]),
        ("achilles-return-12", [0] * 9 + [20, 30, 30]),
    ],
)
def test_each_week_of_a_template_has_the_contacts_of_the_table(slug, contacts):
    plan = plan_of(slug)
    assert [sum(due.contacts for due in plan.in_week(week.number)) for week in plan.weeks] == contacts
