"""The page of outcome totals: a total is entered, refused with what was typed, and taken back."""

from __future__ import annotations

import pytest

from athletes.models import OutcomeTotal

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(ana) -> str:
    return f"/admin/athletes/athlete/{ana.pk}/outcomes/"


def test_before_the_first_total_the_page_says_what_it_is_for(as_thea, path):
    page = as_thea.get(path).text
    assert "No total yet" in page
    assert "Due:" in page


def test_a_total_is_entered_and_shown(as_thea, path, enrollment):
    answer = as_thea.post(path, {"measure": "uwri", "total": "17", "taken_on": "2026-11-02"}, follow=True)
    assert "UWRI 17 is kept." in answer.text
    assert OutcomeTotal.objects.get().entered_by.email == "thea@stridewell.example"


def test_a_refused_total_keeps_what_was_typed(as_thea, path):
    answer = as_thea.post(path, {"measure": "uwri", "total": "37", "taken_on": "2026-11-02"})
    assert answer.status_code == 422
    assert "UWRI runs from 0 to 36." in answer.text
    assert 'value="37"' in answer.text


def test_a_total_entered_by_mistake_is_taken_back_and_nobody_elses(as_thea, path, ana, ben, thea):
    as_thea.post(path, {"measure": "uwri", "total": "17", "taken_on": "2026-11-02"})
    own = OutcomeTotal.objects.get()
    assert as_thea.post(f"/admin/athletes/athlete/{ana.pk}/outcomes/", {"remove": "999999"}).status_code == 404
    assert "was removed" in as_thea.post(path, {"remove": own.pk}, follow=True).text
    assert not OutcomeTotal.objects.exists()


def test_the_same_total_sent_twice_is_refused_with_a_word_and_no_key_breaks_the_page(as_thea, path):
    """A double click was a server error where the second came before the first was stored."""
    typed = {"measure": "uwri", "total": "17", "taken_on": "2026-11-02"}
    as_thea.post(path, typed)
    answer = as_thea.post(path, typed)
    assert answer.status_code == 422
    assert "There is a total of this measure for that day." in answer.text
    for key in ("9" * 5000, "٣", "x"):
        assert as_thea.post(path, {"remove": key}).status_code == 404
