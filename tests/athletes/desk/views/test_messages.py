"""The therapist's side of a thread."""

from __future__ import annotations

import pytest

from athletes.enrollment.prescribing import add_athlete
from athletes.models import Message, MessageTemplate
from athletes.records.messages import send_message
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def page(ana) -> str:
    return f"/admin/athletes/athlete/{ana.pk}/messages/"


def test_opening_the_thread_marks_nothing_and_the_button_does(as_thea, ana, page):
    answer = send_message(athlete=ana, author=ana.user, text="The knee is better.", at=MONDAY)
    shown = as_thea.get(page)
    assert "The knee is better." in shown.text
    assert shown.context["has_unread"]
    assert Message.objects.get().read_at is None
    as_thea.post(page, {"do": "read", "upto": answer.pk})
    assert Message.objects.get().read_at == MONDAY
    assert not as_thea.get(page).context["has_unread"]


def test_a_message_is_sent_and_one_that_cannot_be_stays_as_typed(as_thea, ana, thea, page):
    assert "Ana Silva will see it on Today" in as_thea.post(page, {"text": "See you on Monday."}, follow=True).text
    assert Message.objects.get().author == thea
    refused = as_thea.post(page, {"text": "x" * 2001})
    assert refused.status_code == 422
    assert "x" * 2001 in refused.text
    assert Message.objects.count() == 1


# -- several at once ---------------------------------------------------------------------------


def test_the_same_words_go_to_each_of_those_chosen_in_their_own_thread(as_thea, ana, thea, ben):
    nia = add_athlete(email="nia@runner.example", name="Nia Park", therapist=thea, at=MONDAY)
    chosen = {"athlete": [ana.pk, nia.pk, ben.pk]}
    page = as_thea.get("/admin/caseload/message/", chosen).text
    assert "To 2 athletes" in " ".join(page.split())
    assert "Ben Carter" not in page  # of another caseload
    assert not Message.objects.exists()
    empty = as_thea.post("/admin/caseload/message/", chosen | {"text": " "})
    assert empty.status_code == 422
    done = as_thea.post("/admin/caseload/message/", chosen | {"text": "Ice on the paths: run inside."}, follow=True)
    assert "Sent to 2 athletes." in done.text
    assert {message.athlete for message in Message.objects.all()} == {ana, nia}
    as_thea.post("/admin/caseload/message/", chosen | {"text": "Ice on the paths: run inside."})
    assert Message.objects.count() == 2  # a double click


def test_with_nobody_chosen_it_says_how(as_thea):
    assert "Choose athletes first" in as_thea.get("/admin/caseload/message/", {"athlete": "x"}, follow=True).text


def test_several_get_a_text_of_the_clinic_s_each_with_their_own_name(as_thea, ana, thea):
    nia = add_athlete(email="nia@runner.example", name="Nia Park", therapist=thea, at=MONDAY)
    text = MessageTemplate.objects.create(name="Ice", text="Hi {first_name}, run inside.\n\n{therapist}")
    chosen = {"athlete": [ana.pk, nia.pk]}
    begun = as_thea.post("/admin/caseload/message/", chosen | {"do": "template", "template": text.pk, "text": "Note:"})
    words = "Note:\n\nHi {first_name}, run inside.\n\nThea Lind"
    assert begun.context["form"]["text"].value() == words
    assert not Message.objects.exists()
    as_thea.post("/admin/caseload/message/", chosen | {"text": words})
    sent = {message.athlete_id: message.text for message in Message.objects.all()}
    assert sent[ana.pk] == "Note:\n\nHi Ana, run inside.\n\nThea Lind"
    assert sent[nia.pk] == "Note:\n\nHi Nia, run inside.\n\nThea Lind"


def test_words_that_grow_too_long_with_a_name_are_sent_to_nobody(as_thea, ana, thea):
    name = "Maximiliana Wilhelmina"
    add_athlete(email="max@runner.example", name=name.replace(" ", "-"), therapist=thea, at=MONDAY)
    keys = [str(athlete.pk) for athlete in thea.caseload.all()]
    words = "{first_name}" + "x" * 1985
    refused = as_thea.post("/admin/caseload/message/", {"athlete": keys, "text": words})
    assert refused.status_code == 422
    assert "With the names filled in, this is too long" in refused.text
    assert not Message.objects.exists()
