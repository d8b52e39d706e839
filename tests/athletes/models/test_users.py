"""Who signs in: addresses in small letters, and what a role makes of a person."""

from __future__ import annotations

import pytest

from athletes.models import Role, User

pytestmark = pytest.mark.django_db


def test_an_address_is_kept_in_small_letters_and_found_in_any_spelling():
    user = User.objects.create_user("Nia.Park@Runner.Example", None, name="Nia Park")
    assert user.email == "nia.park@runner.example"
    assert User.objects.get_by_natural_key("NIA.PARK@runner.example") == user
    assert not user.has_usable_password()


@pytest.mark.parametrize(
    ("role", "is_staff", "is_athlete", "sees_everyone"),
    [(Role.ATHLETE, False, True, False), (Role.THERAPIST, True, False, False), (Role.CLINIC_ADMIN, True, False, True)],
)
def test_a_role_says_who_is_staff_and_who_sees_everyone(role, is_staff, is_athlete, sees_everyone):
    user = User(role=role)
    assert (user.is_staff, user.is_athlete, user.sees_everyone) == (is_staff, is_athlete, sees_everyone)


def test_an_operator_is_staff_whatever_the_role():
    user = User.objects.create_superuser("ops@stridewell.example", "correct horse battery", name="Ops")
    assert (user.role, user.is_staff, user.sees_everyone) == (Role.CLINIC_ADMIN, True, True)
    assert User(role=Role.ATHLETE, is_superuser=True).is_staff


def test_people_are_called_by_the_first_of_their_names():
    user = User(name="Ana Maria Silva")
    assert (user.first_name, user.get_full_name(), user.get_short_name()) == (
        "Ana",
        "Ana Maria Silva",
        "Ana Maria Silva",
    )
