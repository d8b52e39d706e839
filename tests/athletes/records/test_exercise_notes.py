"""A note on an exercise stays for the next time, and the one that was written last stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.records.exercise_notes import write_note
from programs.models import Exercise
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def squat() -> Exercise:
    return Exercise.objects.get(slug="split-squat")


def test_a_later_note_takes_the_place_of_the_former(ana, squat):
    assert write_note(athlete=ana, exercise=squat, text="  seat 4 ", at=MONDAY) == "applied"
    assert write_note(athlete=ana, exercise=squat, text="seat 5", at=MONDAY + HOUR) == "applied"
    note = ana.exercise_notes.get()
    assert (note.text, note.written_at) == ("seat 5", MONDAY + HOUR)


def test_a_note_that_waited_on_a_phone_does_not_replace_a_later_one(ana, squat):
    write_note(athlete=ana, exercise=squat, text="seat 5", at=MONDAY)
    late = write_note(athlete=ana, exercise=squat, text="seat 4", at=MONDAY + HOUR, written_at=MONDAY - HOUR)
    assert late == "stale"
    assert ana.exercise_notes.get().text == "seat 5"


def test_an_empty_note_takes_it_back_and_nobody_elses(ana, ben, squat):
    write_note(athlete=ana, exercise=squat, text="seat 5", at=MONDAY)
    write_note(athlete=ben, exercise=squat, text="", at=MONDAY)
    assert ana.exercise_notes.get().text == "seat 5"
    write_note(athlete=ana, exercise=squat, text="", at=MONDAY + HOUR)
    assert ana.exercise_notes.get().text == ""


def test_it_comes_back_in_the_next_session_and_opens_none(as_ana, ana, first_session):
    page = f"/session/{first_session.pk}/"
    answer = as_ana.get(page)
    card = answer.context["page"].cards[0]
    sent = as_ana.post(page, {"own_note": "orange band", "prescription": card.prescription_id})
    assert sent.status_code == 302
    first_session.refresh_from_db()
    assert not first_session.is_begun
    assert "<b data-own-note>orange band</b>" in as_ana.get(page).text


@pytest.mark.parametrize("form", [{"prescription": "0"}, {"prescription": "99999"}, {"own_note": "x" * 201}])
def test_a_note_on_what_is_not_due_is_not_taken(as_ana, ana, first_session, form):
    answer = as_ana.post(f"/session/{first_session.pk}/", {"own_note": "seat 4", "prescription": "1"} | form)
    assert answer.status_code == 404
    assert not ana.exercise_notes.exists()


def test_the_phone_sends_it_by_the_exercise(as_ana, ana):
    address = "/api/v1/exercise-notes/split-squat/"
    sent = as_ana.put(
        address, {"text": "seat 4"}, content_type="application/json", headers={"X-Athlete": ana.owner_mark}
    )
    assert sent.json() == {"exercise": "split-squat", "verdict": "applied"}
    for refused in ({"text": "x" * 201}, {"text": "\x00"}, {}, {"text": "a", "seat": 4}):
        answer = as_ana.put(address, refused, content_type="application/json", headers={"X-Athlete": ana.owner_mark})
        assert answer.status_code == 400
    assert ana.exercise_notes.get().text == "seat 4"
