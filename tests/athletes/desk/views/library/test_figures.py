"""The contact sheet: every figure with its fault, and a review that holds for the drawing that was looked at."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.figures import catalog
from programs.figures.catalog import drawn_exercises, figure_of
from programs.library.figure_reviews import accepted_review, review_figure, reviews_of
from programs.library.publishing import LibraryRefusedError
from programs.models import Exercise, FigureReview
from tests.people import MONDAY

pytestmark = pytest.mark.django_db

SHEET = "/admin/programs/exercise/figures/"


def queries(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(SHEET)
    return len(captured)


@pytest.fixture
def squat():
    return Exercise.objects.get(slug="split-squat")


def test_the_sheet_shows_every_drawn_exercise_and_names_those_without(as_thea):
    sheet = as_thea.get(SHEET).context["sheet"]
    assert {card.exercise.slug for card in sheet.cards} == set(drawn_exercises())
    assert {exercise.slug for exercise in sheet.without}.isdisjoint(drawn_exercises())
    html = as_thea.get(SHEET).text
    assert "Fault: Feet on one line, causing wobble and knee collapse" in html
    assert "/static/figures/split-squat" in html


def test_a_pattern_shows_its_own(as_thea):
    sheet = as_thea.get(f"{SHEET}?pattern=trunk").context["sheet"]
    assert {card.exercise.pattern for card in sheet.cards} == {"trunk"}
    assert as_thea.get(f"{SHEET}?pattern=moon").context["sheet"].pattern == ""


def test_the_sheet_takes_the_same_queries_however_many_reviews_there_are(as_carla, carla):
    queries(as_carla)  # what is asked once
    before = queries(as_carla)
    for slug in ("split-squat", "step-up", "hip-thrust"):
        exercise = Exercise.objects.get(slug=slug)
        review_figure(exercise=exercise, by=carla, at=MONDAY, is_accepted=True)
    assert queries(as_carla) == before


def test_an_accepted_figure_says_by_whom_on_the_athletes_page(as_carla, as_ana, squat, carla):
    page = "/exercises/split-squat/"
    assert "reviewed by" not in as_ana.get(page).text
    answer = as_carla.post(SHEET, {"exercise": "split-squat", "say": "accept", "pattern": "single_leg"})
    assert answer.url == f"{SHEET}?pattern=single_leg#split-squat"
    assert f"Drawn by the clinic, reviewed by {carla.name}" in as_ana.get(page).text


def test_another_drawing_has_not_been_reviewed(squat, carla, monkeypatch):
    review_figure(exercise=squat, by=carla, at=MONDAY, is_accepted=True)
    assert accepted_review(squat) is not None
    monkeypatch.setattr(catalog, "_digest", lambda slug: "another drawing")
    assert accepted_review(squat) is None
    assert reviews_of([squat]) == {}


def test_a_figure_that_is_not_right_needs_a_word_and_is_not_called_reviewed(as_carla, as_ana, squat):
    as_carla.post(SHEET, {"exercise": "split-squat", "say": "refuse", "note": " "})
    assert not FigureReview.objects.exists()
    as_carla.post(SHEET, {"exercise": "split-squat", "say": "refuse", "note": "The back knee is too far ahead."})
    review = FigureReview.objects.get()
    assert (review.is_accepted, review.drawing) == (False, figure_of("split-squat").drawing)
    assert "The back knee is too far ahead." in as_carla.get(SHEET).text
    assert "reviewed by" not in as_ana.get("/exercises/split-squat/").text


def test_a_second_word_takes_the_place_of_the_first(squat, carla, thea):
    review_figure(exercise=squat, by=carla, at=MONDAY, is_accepted=False, note="The knee.")
    review_figure(exercise=squat, by=thea, at=MONDAY, is_accepted=True)
    review = FigureReview.objects.get()
    assert (review.is_accepted, review.note, review.reviewed_by) == (True, "", thea)


def test_what_is_not_drawn_cannot_be_reviewed(squat, carla):
    squat.slug = "nothing-drawn"
    with pytest.raises(LibraryRefusedError, match="has no figure"):
        review_figure(exercise=squat, by=carla, at=MONDAY, is_accepted=True)


def test_a_therapist_reads_the_sheet_and_says_nothing(as_thea):
    assert "Not right" not in as_thea.get(SHEET).text
    assert as_thea.post(SHEET, {"exercise": "split-squat", "say": "accept"}).status_code == 403
