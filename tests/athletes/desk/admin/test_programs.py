"""Programs in the admin: the list, the outline, and a blank one."""

from __future__ import annotations

import pytest

from programs.models import Program

pytestmark = pytest.mark.django_db
LIST = "/admin/programs/program/"


def test_the_list_names_who_follows_a_program_to_who_may_see_them(as_thea, as_carla, enrollment):
    row = f'<a href="{LIST}{enrollment.program_id}/grid/">'
    for client in (as_thea, as_carla):
        html = client.get(f"{LIST}?is_template__exact=0").text
        assert row in html
        assert "Ana Silva" in html


def test_a_copy_is_called_one_and_gets_no_red_cross(as_thea, enrollment):
    page = as_thea.get(LIST).text
    assert "Own copy" in page
    assert "Template" in page
    assert "icon-no" not in page


def test_the_outline_shows_every_workout(as_thea, base_template):
    page = as_thea.get(f"{LIST}{base_template.pk}/change/")
    assert [table.workout.letter for table in page.context["tables"]] == ["A", "B"]
    assert "Split squat" in page.text


@pytest.mark.parametrize("key", ["x", "9" * 30, "٣", "999999"])
def test_an_address_that_names_no_program_leads_back(as_thea, key):
    assert as_thea.get(f"{LIST}{key}/change/").status_code == 302


def test_a_blank_program_is_made_and_opened_in_the_grid(as_thea):
    sent = {"name": "For hill runners", "entry_level": "beginner", "week_total": "6", "workout_total": "3"}
    answer = as_thea.post(f"{LIST}add/", sent)
    program = Program.objects.get(name="For hill runners")
    assert answer.url == f"{LIST}{program.pk}/grid/"
    assert (program.weeks.count(), program.workouts.count()) == (6, 3)
