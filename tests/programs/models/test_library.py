"""The library's rows: what an exercise is, and what would make its entry complete."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from programs.models import Exercise, LoadType
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
