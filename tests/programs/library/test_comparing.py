"""Two exercises side by side: what each row says, and what differs."""

from __future__ import annotations

import pytest

from programs.library.comparing import compare, compared, dose_words, equipment_words
from programs.models import Exercise

pytestmark = pytest.mark.django_db


def of(*slugs: str) -> list[Exercise]:
    keys = [Exercise.objects.get(slug=slug).pk for slug in slugs]
    return compared(keys)


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("split-squat", "No equipment"),
        ("bulgarian-split-squat", "Bench"),
        ("loaded-step-up", "Backpack, dumbbell or kettlebell, step"),
        ("hsr-leg-press-calf", "Leg press"),
    ],
)
def test_equipment_that_stands_in_for_each_other_is_either(slug, words):
    assert equipment_words(of(slug)[0]) == words


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("split-squat", "3 × 8 each side, rest 60 s"),
        ("isometric-double-heel-hold", "5 × 30 s, rest 60 s"),
    ],
)
def test_the_usual_dose_is_said_as_it_is_counted(slug, words):
    exercise = of(slug)[0]
    exercise.default_sets, exercise.default_rest_seconds = int(words[0]), 60
    exercise.default_amount = 30 if exercise.measure == "seconds" else 8
    assert dose_words(exercise) == words


def test_rows_stand_in_order_and_what_neither_has_is_left_out():
    first, second = of("split-squat", "goblet-split-squat")
    rows = compare(first, second)
    labels = [row.label for row in rows]
    assert labels[:3] == ["Pattern", "Level", "Sides"]
    by_label = {row.label: row for row in rows}
    assert (by_label["If it hurts"].first, by_label["If it hurts"].second) == ("Supported split squat", "Split squat")
    first.easier = second.easier = None
    assert "Easier neighbor" in labels
    assert "Easier neighbor" not in [row.label for row in compare(first, second)]


def test_keys_of_nothing_are_left_out_and_the_order_is_the_one_asked_for():
    first, second = of("split-squat", "step-up")
    assert compared([second.pk, 999_999, first.pk]) == [second, first]
