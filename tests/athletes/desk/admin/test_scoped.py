"""What every admin page of personal data shares: choices, keys for the access log, a row that a verb made."""

from __future__ import annotations

import pytest
from django.contrib import admin

from athletes.desk.admin.scoped import choices_for, show_made_row
from athletes.models import Athlete, DiscoveryCall, User
from programs.models import Equipment, Program
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def test_a_form_offers_what_the_person_may_see(ana, ben, thea, tom, carla, enrollment):
    assert set(choices_for(Athlete, thea)) == {ana}
    assert set(choices_for(User, carla)) == {thea, tom}
    assert enrollment.program not in set(choices_for(Program, tom))
    assert set(choices_for(Equipment, thea)) == set(Equipment.objects.all())


def test_the_log_is_told_whose_rows_an_answer_shows(rf, ana, enrollment):
    request = rf.get("/")
    page = admin.site._registry[type(enrollment)]
    page.note(request, [enrollment])
    calls = admin.site._registry[DiscoveryCall]
    calls.note(request, [DiscoveryCall(name="Nora", asked_at=MONDAY)])
    assert request.athletes_shown == [ana.pk]


def test_a_form_s_own_instance_shows_the_row_that_a_verb_made(ana):
    typed = Athlete(goal_race="typed")
    show_made_row(typed, ana)
    assert (typed.pk, typed.goal_race, typed.therapist_id) == (ana.pk, ana.goal_race, ana.therapist_id)
