"""A therapist who reads another language finds exercises by their names in it, and stores the same program."""

from __future__ import annotations

import pytest
from django.utils import translation

from athletes.models import Suggestion
from athletes.wording.suggestions import advice_words
from programs.grid.fields import fields_of
from programs.grid.history import document_of
from programs.grid.reading import read_grid
from programs.grid.row_edits import find_exercise
from programs.grid.shape import open_grid
from programs.models import Exercise, ExerciseTranslation, Program
from programs.translating import settle_review, translations_read_once
from tests.people import MONDAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("translated")]
GERMAN = "Einbeiniges Fersenheben"


@pytest.fixture
def program(base_template) -> Program:
    return Program.objects.with_plan().get(pk=base_template.pk)


@pytest.fixture
def exercise(program) -> Exercise:
    return program.workouts.first().prescriptions.first().exercise


@pytest.fixture
def german(exercise, carla, settings) -> ExerciseTranslation:
    settings.LANGUAGES = [*settings.LANGUAGES, ("de", "Deutsch")]
    words = dict.fromkeys(("short_cue", "setup_cue", "execution_cue", "common_fault"), "Gerade.")
    translated = ExerciseTranslation(exercise=exercise, language="de", name=GERMAN, **words)
    settle_review(translated, is_reviewed=True, by=carla, at=MONDAY)
    translated.save()
    return translated


@pytest.fixture
def as_german(as_thea, thea, german):
    thea.language = "de"
    thea.save()
    return as_thea


def names_in(form: dict[str, str]) -> list[str]:
    return [value for name, value in form.items() if name.startswith("exercise-")]


def test_the_grid_shows_the_name_and_reads_either_as_the_same_exercise(program, exercise, german):
    english = fields_of(open_grid(program))
    with translation.override("de"):
        form = fields_of(open_grid(program))
        assert names_in(form)[0] == GERMAN
        for typed in (form, english):
            rows = read_grid(program, typed).tables[0].rows
            assert (rows[0].exercise, rows[0].exercise_text, rows[0].errors) == (exercise, GERMAN, {})
    assert names_in(fields_of(read_grid(program, form))) == names_in(english)


def test_a_new_row_is_found_by_a_name_in_any_language(program, exercise, german):
    form = fields_of(open_grid(program))
    other = next(name for name, value in form.items() if name.startswith("exercise-") and value != exercise.name)
    rows = {row.key: row for table in read_grid(program, form | {other: GERMAN}).tables for row in table.rows}
    assert rows[other.removeprefix("exercise-")].exercise == exercise
    assert find_exercise(GERMAN) == exercise


def test_a_language_is_no_change_of_the_program(program, german):
    before = document_of(open_grid(program))
    with translation.override("de"):
        assert document_of(open_grid(program)) == before


def test_typing_offers_it_in_both(as_german, exercise):
    asked = "/admin/programs/program/exercise-names/?q="
    assert GERMAN in as_german.get(f"{asked}fersenheb").json()["names"]
    assert GERMAN in as_german.get(f"{asked}{exercise.name}").json()["names"]


def test_pages_about_a_program_show_it(as_german, as_carla, program, exercise):
    address = f"/admin/programs/program/{program.pk}"
    assert GERMAN in as_german.get(f"{address}/change/").content.decode()
    assert GERMAN not in as_carla.get(f"{address}/change/").content.decode()


def test_a_suggestion_says_it_by_the_key_alone(exercise, german, django_assert_num_queries):
    suggestion = Suggestion(exercise=Exercise(pk=exercise.pk, name=exercise.name), change="leave_out")
    with django_assert_num_queries(0):
        assert advice_words(suggestion).startswith(exercise.name)
    with django_assert_num_queries(1), translation.override("de"), translations_read_once():
        assert advice_words(suggestion).startswith(GERMAN)
        assert advice_words(suggestion).startswith(GERMAN)
