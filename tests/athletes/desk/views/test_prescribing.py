"""Prescribing at the desk: what is asked before a running program makes way, and one act for several athletes."""

from __future__ import annotations

import re

import pytest

from athletes.desk import prescribe_forms
from athletes.enrollment.prescribing import add_athlete
from athletes.models import Enrollment, EnrollmentStatus
from programs.models import Equipment, Program
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
ADD, EACH = "/admin/athletes/enrollment/add/", "/admin/athletes/enrollment/add/each/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def nia(thea):
    return add_athlete(email="nia@runner.example", name="Nia Park", therapist=thea, at=MONDAY, unit="kg")


def form_for(template, *athletes, **changes) -> dict[str, object]:
    values = {"athlete": [each.pk for each in athletes], "program": template.pk, "starts_on": "2026-11-02"}
    return values | {"first_weekday": 0, "second_weekday": 3} | changes


def answers_in(page: str) -> dict[str, object]:
    """The form of one by one as a browser would send it."""
    answers: dict[str, object] = {"athlete": re.findall(r'name="athlete" value="(\d+)"', page)}
    answers["program"] = re.search(r'name="program" value="(\d+)"', page)[1]
    for name, value in re.findall(r'<input type="date" name="([\w-]+)" value="([\d-]+)"', page):
        answers[name] = value
    for name, inside in re.findall(r'<select name="([\w-]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        answers[name] = chosen[1] if chosen else ""
    for name, value in re.findall(r'<input type="radio" name="([\w-]+)" value="(\w+)" checked', page):
        answers[name] = value
    return answers


def test_over_a_running_program_it_asks_first_and_changes_nothing(as_thea, ana, enrollment):
    template = Program.objects.get(slug="half-marathon-12")
    page = as_thea.post(ADD, form_for(template, ana))
    assert page.status_code == 200
    assert "16 sessions left, the last on Thu, Dec 24." in page.text
    assert "After it" in page.text
    assert list(ana.enrollments.all()) == [enrollment]
    assert enrollment.sessions.count() == 16


def test_left_as_it_stands_the_new_one_comes_after(as_thea, ana, enrollment):
    template = Program.objects.get(slug="half-marathon-12")
    asked = as_thea.post(ADD, form_for(template, ana, first_weekday=1, second_weekday=5)).text
    answers = answers_in(asked)
    assert answers[f"{ana.pk}-first_weekday"] == "0"  # the days of the program that runs
    page = as_thea.post(EACH, answers, follow=True)
    assert "Hand over to Ana Silva" in page.text
    assert ana.enrollments.upcoming().get().program.copied_from == template
    assert enrollment.sessions.count() == 16


def test_instead_of_it_is_a_choice_of_its_own(as_thea, ana, enrollment):
    template = Program.objects.get(slug="half-marathon-12")
    answers = answers_in(as_thea.post(ADD, form_for(template, ana)).text)
    as_thea.post(EACH, answers | {f"{ana.pk}-is_after_running": "no"})
    enrollment.refresh_from_db()
    assert enrollment.status == EnrollmentStatus.FINISHED
    assert ana.enrollments.active().get().program.copied_from == template


def test_several_get_a_copy_each_with_days_of_their_own(as_thea, ana, nia, enrollment):
    page = as_thea.post(ADD, form_for(Program.objects.get(slug="half-marathon-12"), ana, nia)).text
    assert "Prescribe to 2 athletes" in " ".join(page.split())
    answers = answers_in(page) | {f"{nia.pk}-first_weekday": "1", f"{nia.pk}-second_weekday": "5"}
    done = as_thea.post(EACH, answers, follow=True)
    assert done.text.count("/handover/") == 2
    waiting, begun = ana.enrollments.upcoming().get(), nia.enrollments.get()
    assert waiting.program != begun.program
    assert {begun.first_weekday, begun.second_weekday} == {1, 5}


def test_while_one_answer_is_missing_nobody_gets_it_and_what_was_typed_stays(as_thea, ana, nia, base_template):
    answers = answers_in(as_thea.post(ADD, form_for(base_template, ana, nia)).text)
    answers |= {f"{nia.pk}-second_weekday": "1", f"{ana.pk}-starts_on": "2026-11-09"}
    page = as_thea.post(EACH, answers)
    assert "Strength days need a day between them" in page.text
    assert "No one has the program yet" in page.text
    assert answers_in(page.text)[f"{ana.pk}-starts_on"] == "2026-11-09"
    assert not Enrollment.objects.exists()


def test_sent_twice_it_is_prescribed_once(as_thea, ana, nia, base_template):
    answers = answers_in(as_thea.post(ADD, form_for(base_template, ana, nia)).text)
    for _click in range(2):
        assert as_thea.post(EACH, answers).status_code == 302
    assert Enrollment.objects.count() == 2


def test_more_than_one_act_can_take_are_not_left_out_in_silence(as_thea, ana, nia, base_template, monkeypatch):
    monkeypatch.setattr(prescribe_forms, "MAX_ATHLETES", 1)
    page = as_thea.post(ADD, form_for(base_template, ana, nia)).text
    assert "Choose at most 1 at once" in page
    assert not Enrollment.objects.exists()


def test_what_does_not_fit_is_said_before(as_thea, ana, nia, base_template):
    ana.equipment.add(Equipment.objects.get(slug="chair"))
    ana.stopped_at = MONDAY
    ana.save()
    page = as_thea.post(ADD, form_for(base_template, ana, nia)).text
    assert "Training is stopped" in page
    assert "Not at hand: " in page
    assert page.count("Not at hand") == 1  # of Nia nobody knows what she has


def test_a_program_for_a_place_asks_each_for_the_side(as_thea, ana, nia):
    template = Program.objects.get(slug="achilles-return-12")
    answers = answers_in(as_thea.post(ADD, form_for(template, ana, nia)).text)
    page = as_thea.post(EACH, answers).text
    assert page.count("Say on which side it is") == 2
    for athlete in (ana, nia):
        answers |= {f"{athlete.pk}-pain_side": "left", f"{athlete.pk}-irritability": "high"}
    as_thea.post(EACH, answers)
    assert ana.pain_profiles.get().side == nia.pain_profiles.get().side == "left"


def test_whom_one_may_not_see_is_left_out(as_thea, ben, base_template):
    forged = {"program": base_template.pk, "athlete": [ben.pk], f"{ben.pk}-starts_on": "2026-11-02"}
    page = as_thea.post(EACH, forged, follow=True)
    assert "Choose at least one athlete" in page.text
    assert not ben.enrollments.exists()


def test_the_rows_cost_the_same_queries_for_two_as_for_twelve(
    as_thea, ana, thea, base_template, django_assert_max_num_queries
):
    more = [
        add_athlete(email=f"{number}@runner.example", name=f"R {number}", therapist=thea, at=MONDAY)
        for number in range(11)
    ]
    with django_assert_max_num_queries(24):
        as_thea.post(ADD, form_for(base_template, ana, *more))


def test_a_program_that_waits_is_begun_or_dropped_on_its_page(as_thea, ana, enrollment):
    template = Program.objects.get(slug="half-marathon-12")
    as_thea.post(EACH, answers_in(as_thea.post(ADD, form_for(template, ana)).text))
    waiting = ana.enrollments.upcoming().get()
    path = f"/admin/athletes/enrollment/{waiting.pk}/"
    assert "It begins after Runner base" in as_thea.get(f"{path}change/").text
    assert "Hand over to" in as_thea.get(f"{path}handover/").text
    asked = as_thea.post(f"{path}dates/", {"do": "begin"})
    assert "are removed" in asked.text
    gone = as_thea.post(f"{path}dates/", {"do": "drop", "sure": "yes"}, follow=True)
    assert gone.redirect_chain[0][0] == f"/admin/athletes/athlete/{ana.pk}/"
    assert "will not begin" in gone.text
    assert not ana.enrollments.upcoming().exists()


def test_what_waits_is_named_on_the_athletes_page_and_on_the_phone(as_thea, as_ana, ana, enrollment):
    assert "After this" not in as_ana.get("/program/").text
    template = Program.objects.get(slug="half-marathon-12")
    as_thea.post(EACH, answers_in(as_thea.post(ADD, form_for(template, ana)).text))
    assert "begin it now, or not at all" in as_thea.get(f"/admin/athletes/athlete/{ana.pk}/").text
    phone = as_ana.get("/program/").text
    assert phone.index("After this") < phone.index("Half marathon: 12 weeks with taper")
