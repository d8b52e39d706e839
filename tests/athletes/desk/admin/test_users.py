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


def save(client, user, **changes):
    values = {"name": user.name, "email": user.email, "role": user.role, "is_active": "on"}
    return client.post(f"/admin/athletes/user/{user.pk}/change/", values | changes)


def test_who_is_being_added_has_no_mail_that_is_lost(as_carla, thea):
    assert "Mail not arriving since" not in as_carla.get("/admin/athletes/user/add/").text
    assert "Mail not arriving since" in as_carla.get(f"/admin/athletes/user/{thea.pk}/change/").text


def test_another_address_of_staff_ends_the_password(as_carla, thea):
    assert save(as_carla, thea, email="Thea.Lind@stridewell.example").status_code == 302
    stored = User.objects.get(pk=thea.pk)
    assert stored.email == "thea.lind@stridewell.example"
    assert not stored.has_usable_password()


def test_nobody_takes_their_own_role_and_an_athlete_stays_one(as_carla, carla, ana):
    save(as_carla, carla, role="therapist", is_active="")
    save(as_carla, ana.user, role="therapist")
    stored = User.objects.in_bulk()
    assert (stored[carla.pk].role, stored[carla.pk].is_active) == ("clinic_admin", True)
    assert stored[ana.pk].role == "athlete"


def test_operators_are_seen_by_operators_only(as_carla, carla):
    operator = User.objects.create_superuser("ops@stridewell.example", None, name="Ops")
    assert as_carla.get(f"/admin/athletes/user/{operator.pk}/change/").status_code == 302
    carla.is_superuser = True
    carla.save()
    assert as_carla.get(f"/admin/athletes/user/{operator.pk}/change/").status_code == 200
