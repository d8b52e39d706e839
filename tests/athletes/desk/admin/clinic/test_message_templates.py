"""The clinic's texts: kept by clinic admins, used by whoever writes, with and without script."""

from __future__ import annotations

import pytest

from athletes.models import Message, MessageTemplate
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
LIST = "/admin/athletes/messagetemplate/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def template(db) -> MessageTemplate:
    return MessageTemplate.objects.create(name="Quiet week", text="Hi {first_name}, how are you doing? {therapist}")


def test_a_clinic_admin_keeps_one_and_a_placeholder_that_nobody_knows_is_refused(as_carla):
    page = as_carla.post(f"{LIST}add/", {"name": "Dose", "text": "Your {dose} is up"})
    assert "{dose} is not known" in page.text
    assert "Your {dose} is up" in page.text
    as_carla.post(f"{LIST}add/", {"name": "Dose", "text": "Hi {first_name}"})
    assert MessageTemplate.objects.get().text == "Hi {first_name}"


def test_a_therapist_reads_them_and_cannot_change_them(as_thea, template):
    assert "Quiet week" in as_thea.get(LIST).text
    assert as_thea.post(f"{LIST}{template.pk}/change/", {"name": "x", "text": "x"}).status_code == 403
    assert as_thea.get(f"{LIST}add/").status_code == 403


def test_on_the_page_of_messages_it_fills_the_field_and_nothing_is_sent(as_thea, ana, template):
    page = f"/admin/athletes/athlete/{ana.pk}/messages/"
    shown = as_thea.post(page, {"do": "template", "template": f"{template.pk}", "text": "One thing:", "drafted": ""})
    assert "One thing:\n\nHi Ana, how are you doing? Thea Lind</textarea>" in shown.text
    assert not Message.objects.exists()
    assert "One thing:" in as_thea.post(page, {"do": "template", "template": "x", "text": "One thing:"}).text


@pytest.mark.parametrize("back", ["", "athlete"])
def test_where_a_problem_is_decided_it_fills_the_message_and_decides_nothing(as_thea, ana, enrollment, template, back):
    given = {"do": "template", "template": f"{template.pk}", "text": "", "note": "Rang twice.", "back": back}
    shown = as_thea.post(f"/admin/caseload/{ana.pk}/", given, follow=True).text
    assert "Hi Ana, how are you doing? Thea Lind</textarea>" in shown
    assert 'value="Rang twice."' in shown
    assert not Message.objects.exists()


def test_the_caseload_reads_the_texts_once_they_are_asked_for(as_thea, ana, enrollment, template):
    before = as_thea.get(f"/admin/?athlete={ana.pk}").text
    assert "Begin with one of the clinic" in before
    assert "Quiet week" not in before
    given = {"do": "template", "text": "Half a sentence"}
    shown = as_thea.post(f"/admin/caseload/{ana.pk}/", given, follow=True).text
    assert "Quiet week" in shown
    assert "Half a sentence</textarea>" in shown


def test_the_page_of_an_athlete_reads_them_once_they_are_asked_for_too(as_thea, ana, template):
    page = f"/admin/athletes/athlete/{ana.pk}/"
    assert "Quiet week" not in as_thea.get(page).text
    given = {"do": "template", "text": "Half a sentence", "back": "athlete"}
    answer = as_thea.post(f"/admin/caseload/{ana.pk}/", given, follow=True)
    assert answer.redirect_chain[-1][0].startswith(page)
    assert "Quiet week" in answer.text
    assert "Half a sentence</textarea>" in answer.text


def test_the_script_finds_each_text_filled_in(as_thea, ana, template):
    shown = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/?texts=yes").text
    assert 'data-text="Hi Ana, how are you doing? Thea Lind"' in shown
