"""The clinic's staff in the admin."""

from __future__ import annotations

import pytest
from django.test import Client

from athletes.models import User
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_clinic_admins_add_therapists_and_not_athletes_without_a_therapist(carla):
    as_carla = Client()
    as_carla.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    page = as_carla.get("/admin/athletes/user/add/").content.decode()
    assert 'value="therapist"' in page
    assert 'value="athlete"' not in page
    as_carla.post(
        "/admin/athletes/user/add/",
        {"name": "New", "email": "new@stridewell.example", "role": "therapist", "is_active": "on"},
    )
    assert not User.objects.get(email="new@stridewell.example").has_usable_password()
