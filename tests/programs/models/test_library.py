"""The library's rows: what an exercise is, and what would make its entry complete."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from programs.figures import FIGURES
from programs.models import Exercise, ExerciseAlternative, LoadType, SwapReason
from programs.models.library import validate_qualities


@pytest.mark.parametrize("load_type", LoadType)
def test_a_weight_in_kilograms_is_an_external_load(load_type):
    assert Exercise(load_type=load_type).is_loaded is (
        load_type in {"dumbbell", "kettlebell", "backpack", "barbell", "machine"}
    )


def test_a_one_sided_exercise_has_two_sides():
    assert Exercise(laterality="unilateral").sides == 2
    assert Exercise(laterality="bilateral").sides == 1


@pytest.mark.parametrize("qualities", ["force", "force;stability", "power;tissue;force"])
def test_qualities_are_known_words_parted_by_semicolons(qualities):
    validate_qualities(qualities)


@pytest.mark.parametrize("qualities", ["", "speed", "force;speed", "force; stability", "force,stability"])
def test_other_qualities_are_refused_with_those_that_there_are(qualities):
    with pytest.raises(ValidationError) as refused:
        validate_qualities(qualities)
    assert "force, stability, tissue, power" in str(refused.value)


def test_qualities_are_said_in_words_the_main_one_first():
    assert Exercise(qualities="power;force").quality_labels == ["Power and speed", "Force production"]
    assert Exercise(qualities="gone;force").quality_labels == ["Force production"]


@pytest.mark.django_db
def test_what_an_entry_lacks_is_listed_until_it_is_there():
    exercise = Exercise.objects.get(slug="split-squat")
    exercise.slug, exercise.easier, exercise.harder, exercise.reviewed_on = "no-figure", None, None, None
    exercise.library_alternatives.all().delete()
    assert exercise.lacks == [
        "picture or figure",
        "easier neighbor",
        "harder neighbor",
        "alternative: it hurts",
        "alternative: equipment taken",
        "alternative: too easy",
        "review",
    ]
    other = Exercise.objects.get(slug="step-up")
    exercise.slug, exercise.easier, exercise.harder, exercise.reviewed_on = (
        next(iter(FIGURES)),
        other,
        other,
        date(2026, 11, 2),
    )
    for reason in (SwapReason.HURTS, SwapReason.EQUIPMENT, SwapReason.EASY):
        ExerciseAlternative.objects.create(exercise=exercise, instead=other, reason=reason)
    assert exercise.lacks == []
