"""Who may do what: the table of roles, and the programs a person sees and may change."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from athletes.access.roles import PERMISSIONS, may_edit_program, may_end_stop, programs_visible_to
from athletes.models import Role, User
from programs.authoring import copy_program
from tests.people import let_cover

pytestmark = pytest.mark.django_db

CARE, LIBRARY, PEOPLE = "athletes.change_athlete", "programs.change_exercise", "athletes.change_user"


@pytest.mark.parametrize(("name", "allowed"), [("ana", set()), ("thea", {CARE}), ("carla", {CARE, LIBRARY, PEOPLE})])
def test_a_role_allows_what_its_row_of_the_table_says(request, name, allowed):
    person = request.getfixturevalue(name)
    user = getattr(person, "user", person)
    assert {right for right in (CARE, LIBRARY, PEOPLE) if user.has_perm(right)} == allowed


def test_every_role_has_a_row_and_nobody_deletes_a_person():
    assert set(PERMISSIONS) == set(Role.values)
    for allowed in PERMISSIONS.values():
        assert not {"athletes.delete_athlete", "athletes.delete_user", "athletes.delete_session"} & allowed


def test_who_has_left_may_nothing(thea, base_template):
    thea.is_active = False
    assert thea.get_all_permissions() == set()
    assert not thea.has_module_perms("athletes")
    assert not programs_visible_to(thea).exists()
    assert not programs_visible_to(AnonymousUser()).exists()


def test_programs_of_the_own_caseload_free_ones_and_templates_are_seen(ana, thea, tom, carla, enrollment):
    free = copy_program(program=enrollment.program, name="Draft")
    template = enrollment.program.copied_from
    for user, own in ((thea, True), (tom, False), (carla, True)):
        seen = set(programs_visible_to(user))
        assert (enrollment.program in seen) == own
        assert {free, template} <= seen
    assert set(programs_visible_to(User.objects.get(pk=ana.pk))) == {enrollment.program}


def test_a_covering_therapist_sees_the_program_once(ana, tom, enrollment):
    let_cover(ana, tom)
    assert programs_visible_to(tom).filter(pk=enrollment.program_id).count() == 1


def test_a_stop_is_lifted_by_who_cares_and_not_by_a_clinic_admin(ana, thea, tom, carla):
    assert [may_end_stop(user, ana.pk) for user in (thea, tom, carla)] == [True, False, False]
    let_cover(ana, tom)
    assert may_end_stop(tom, ana.pk)


def test_templates_are_changed_by_clinic_admins_only(ana, thea, carla, enrollment, base_template):
    assert may_edit_program(thea, enrollment.program)
    assert not may_edit_program(thea, base_template)
    assert may_edit_program(carla, base_template)
    assert not may_edit_program(ana.user, enrollment.program)
