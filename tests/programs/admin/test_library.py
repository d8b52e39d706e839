"""The library in the admin: how it is found, and what keeps an exercise."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_the_library_is_found_by_pattern_level_equipment_and_quality(as_thea):
    page = as_thea.get(
        "/admin/programs/exercise/?pattern__exact=hip_hinge&level__exact=3&quality=force&equipment=dumbbell"
    )
    names = [exercise.name for exercise in page.context["cl"].result_list]
    assert "Dumbbell Romanian deadlift" in names
    assert {exercise.pattern for exercise in page.context["cl"].result_list} == {"hip_hinge"}


def test_an_exercise_in_use_cannot_be_deleted(carla, enrollment):
    used = enrollment.program.workouts.first().prescriptions.first().exercise
    as_carla = Client()
    as_carla.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert as_carla.post(f"/admin/programs/exercise/{used.pk}/delete/", {"post": "yes"}).status_code == 403
