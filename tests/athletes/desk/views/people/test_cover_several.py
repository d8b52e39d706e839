"""A whole caseload is covered in one act: shown before, and a line for each who cannot be."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.enrollment.in_charge.covering import rehearse_standing_in, stand_in, stand_in_for_several
from athletes.enrollment.leaving.archiving import archive
from athletes.enrollment.prescribing import add_athlete
from athletes.errors import RefusedError
from athletes.models import Athlete, Cover
from tests.people import MONDAY, let_cover
from tests.seen import see, shown

pytestmark = pytest.mark.django_db
PAGE = "/admin/athletes/athlete/cover/"
WEEK = {"from_on": "2026-11-02", "until_on": "2026-12-05", "reason": "vacation"}
DAYS = {"from_on": date(2026, 11, 2), "until_on": date(2026, 12, 5), "reason": "vacation"}


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def nia(thea) -> Athlete:
    return add_athlete(email="nia@runner.example", name="Nia Park", therapist=thea, at=MONDAY)


def test_the_whole_caseload_is_chosen_shown_and_covered_on_the_second_click(as_thea, ana, nia, ben, tom):
    page = see(as_thea, PAGE)
    assert page.count('name="athlete"') == page.count("checked") == 2
    assert "Ben Carter" not in page
    asked = WEEK | {"therapist": tom.pk, "athlete": [ana.pk, nia.pk]}
    look = as_thea.post(PAGE, asked | {"do": "look"})
    assert "2 athletes are covered" in shown(look)
    assert not Cover.objects.exists()
    done = as_thea.post(PAGE, asked | {"do": "sure"}, follow=True)
    assert "Tom Okoro covers 2 athletes." in shown(done)
    assert {cover.athlete for cover in Cover.objects.standing(date(2026, 12, 5))} == {ana, nia}


def test_only_those_who_are_ticked_are_covered(as_thea, ana, nia, tom):
    as_thea.post(PAGE, WEEK | {"therapist": tom.pk, "athlete": [nia.pk], "do": "sure"})
    assert Cover.objects.get().athlete == nia


def test_who_cannot_be_covered_has_a_line_that_says_why_and_the_others_are(as_thea, ana, nia, tom, thea):
    stand_in(athlete=ana, therapist=tom, by=thea, at=MONDAY, **DAYS)
    asked = WEEK | {"therapist": tom.pk, "athlete": [ana.pk, nia.pk]}
    page = shown(as_thea.post(PAGE, asked | {"do": "look"}))
    assert "1 athlete is covered" in page
    assert "Ana Silva: Tom Okoro covers in these days already." in page
    done = shown(as_thea.post(PAGE, asked | {"do": "sure"}, follow=True))
    assert "Tom Okoro covers 1 athlete." in done
    assert "Ana Silva: Tom Okoro covers in these days already." in done
    assert Cover.objects.count() == 2


def test_back_keeps_what_was_typed_and_ticked(as_thea, ana, nia, tom):
    page = shown(as_thea.post(PAGE, WEEK | {"therapist": tom.pk, "athlete": [nia.pk], "do": "back"}))
    assert 'value="vacation"' in page
    assert page.count("checked") == 1
    assert not Cover.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"until_on": ""}, "Give the last day, or check below that none is known yet."),
        ({"until_on": "2026-11-01"}, "The last day is the first day, or later."),
        ({"reason": ""}, "Say why."),
        ({"athlete": []}, "Choose at least one athlete."),
    ],
)
def test_what_is_wrong_with_all_of_it_stands_in_the_form(as_thea, ana, tom, typed, said):
    answer = as_thea.post(PAGE, WEEK | {"therapist": tom.pk, "athlete": [ana.pk], "do": "sure"} | typed)
    assert answer.status_code == 422
    assert said in shown(answer)
    assert not Cover.objects.exists()


def test_whom_a_therapist_only_covers_is_not_theirs_to_give_on(as_tom, ana, ben, tom, thea):
    let_cover(ana, tom)
    assert "Ana Silva" not in see(as_tom, PAGE)
    refused = as_tom.post(PAGE, WEEK | {"therapist": thea.pk, "athlete": [ana.pk, ben.pk], "do": "sure"})
    assert refused.status_code == 403
    assert Cover.objects.count() == 1


def test_a_clinic_admin_covers_the_caseload_of_one_therapist_and_archived_ones_are_not_in_it(
    as_carla, ana, nia, ben, thea, tom
):
    archive(athlete=nia, reason="discharged", by=thea, at=MONDAY)
    of_thea = f"{PAGE}?therapist={thea.pk}"
    page = see(as_carla, of_thea)
    assert ("Ana Silva" in page, "Nia Park" in page, "Ben Carter" in page) == (True, False, False)
    as_carla.post(of_thea, WEEK | {"therapist": tom.pk, "athlete": [ana.pk], "do": "sure"})
    assert Cover.objects.get().athlete == ana
    everybody = shown(as_carla.post(PAGE, WEEK | {"therapist": thea.pk, "athlete": [ana.pk, ben.pk], "do": "look"}))
    assert "Ana Silva: Thea Lind is their therapist." in everybody


def test_the_verb_leaves_nothing_when_rehearsed_and_refuses_what_is_wrong_with_all(ana, nia, thea, tom):
    act = {"athletes": [ana, nia], "therapist": tom, "by": thea, "at": MONDAY}
    assert [line.why_not for line in rehearse_standing_in(**act, **DAYS)] == ["", ""]
    assert not Cover.objects.exists()
    with pytest.raises(RefusedError, match="last day"):
        stand_in_for_several(**act, **DAYS | {"until_on": None})


def test_the_list_costs_the_same_for_more_athletes(as_thea, thea, ana):
    as_thea.get(PAGE)  # the first page of a browser writes its session
    with CaptureQueriesContext(connection) as few:
        as_thea.get(PAGE)
    for number in range(5):
        add_athlete(email=f"n{number}@runner.example", name=f"Runner {number}", therapist=thea, at=MONDAY)
    with CaptureQueriesContext(connection) as many:
        as_thea.get(PAGE)
    assert len(many) == len(few)
