"""The plan as documents of the API."""

from __future__ import annotations

import pytest

from programs.models import Exercise, Program
from programs.outline import outline
from programs.serializers import ExerciseSerializer, program_document

pytestmark = pytest.mark.django_db


def test_a_program_holds_every_week_with_its_workouts_and_doses_in_shorthand(base_template):
    plan = outline(Program.objects.with_plan().get(pk=base_template.pk))
    document = program_document(plan)
    assert (document["name"], document["revision"]) == (base_template.name, base_template.revision)
    assert [week["number"] for week in document["weeks"]] == list(range(1, 9))
    workout, planned = document["weeks"][0]["workouts"][0], plan.planned("A", 1)
    assert (workout["letter"], workout["title"], workout["minutes"]) == ("A", planned.workout.title, planned.minutes)
    assert workout["exercises"] == [
        {"exercise": row.exercise.slug, "dose": str(dose), "tempo": dose.tempo or row.tempo}
        for row, dose in planned.entries
    ]


def test_a_tempo_of_the_dose_goes_before_the_rows(base_template):
    row = Program.objects.get(pk=base_template.pk).workouts.first().prescriptions.first()
    row.doses.update(tempo="5-0-5-0")
    plan = outline(Program.objects.with_plan().get(pk=base_template.pk))
    assert program_document(plan)["weeks"][0]["workouts"][0]["exercises"][0]["tempo"] == "5-0-5-0"


def test_an_exercise_names_qualities_equipment_and_neighbors_and_no_keys():
    exercise = Exercise.objects.exclude(easier=None).exclude(equipment=None).first()
    document = ExerciseSerializer(exercise).data
    assert document["qualities"] == exercise.qualities.split(";")
    assert set(document["equipment"]) == set(exercise.equipment.values_list("slug", flat=True))
    assert document["easier"] == exercise.easier.slug
    assert "id" not in document
