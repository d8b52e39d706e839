"""What athletes read of an exercise: a translation that somebody reviewed, else English."""

from __future__ import annotations

import pytest
from django.utils import translation

from programs.models import Exercise, ExerciseTranslation
from programs.translating import settle_review, translations_read_once, words_of
from tests.people import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("translated")]


@pytest.fixture
def split_squat(db) -> Exercise:
    return Exercise.objects.get(slug="split-squat")


@pytest.fixture
def german(split_squat) -> ExerciseTranslation:
    return ExerciseTranslation.objects.create(
        exercise=split_squat,
        language="de",
        name="Ausfallkniebeuge",
        short_cue="Gerade nach unten.",
        setup_cue="Langer Schritt.",
        execution_cue="Sinken, dann heben.",
        common_fault="Das Knie fällt nach innen.",
    )


def review(translated: ExerciseTranslation, by) -> None:
    settle_review(translated, is_reviewed=True, by=by, at=MONDAY)
    translated.save()


def name_in_german(exercise: Exercise) -> str:
    with translation.override("de"):
        return words_of(exercise).name


def test_a_draft_is_shown_to_nobody(split_squat, german):
    assert name_in_german(split_squat) == "Split squat"


def test_a_reviewed_one_is_read(split_squat, german, carla):
    review(german, carla)
    assert name_in_german(split_squat) == "Ausfallkniebeuge"
    assert (german.reviewed_by, german.reviewed_at) == (carla, MONDAY)


def test_where_the_english_changes_it_has_to_be_reviewed_again(split_squat, german, carla):
    review(german, carla)
    split_squat.execution_cue = "Sink slowly."
    with translation.override("de"):
        assert words_of(split_squat).language == "en-us"


def test_a_draft_again_forgets_its_review(german, carla):
    review(german, carla)
    settle_review(german, is_reviewed=False, by=carla, at=MONDAY)
    assert (german.reviewed_by, german.reviewed_at, german.source) == (None, None, "")


def test_one_query_for_a_page_and_none_in_english(german, carla, django_assert_num_queries):
    review(german, carla)
    exercises = list(Exercise.objects.all()[:20])
    with django_assert_num_queries(0):
        assert [words_of(exercise).name for exercise in exercises]
    with django_assert_num_queries(1), translation.override("de"), translations_read_once():
        assert [words_of(exercise).name for exercise in exercises]


def test_it_is_written_in_the_library_s_form(made_up_language, as_carla, as_thea, split_squat):
    address = f"/admin/programs/exercise/{split_squat.pk}/change/"
    assert "translations-TOTAL_FORMS" in as_carla.get(address).content.decode()
    assert 'name="translations-__prefix__-name"' not in as_thea.get(address).content.decode()
