"""Names of exercises while somebody types one."""

from __future__ import annotations

import pytest

from athletes.desk.views.library.names import MAX_NAMES
from programs.models import Exercise, Status

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/programs/program/exercise-names/"


def names(client, text: str) -> list[str]:
    return client.get(ADDRESS, {"q": text}).json()["names"]


def test_what_begins_like_it_comes_first_then_a_word_then_the_rest(as_thea):
    found = names(as_thea, "squat")
    begins = [name.lower().startswith("squat") for name in found]
    assert begins == sorted(begins, reverse=True)
    assert any("split squat" in name.lower() for name in found)


def test_a_pattern_and_a_piece_of_equipment_find_too_and_nothing_comes_twice(as_thea):
    hinges = set(Exercise.objects.filter(pattern="hip_hinge").values_list("name", flat=True))
    assert set(names(as_thea, "hip hinge")) & hinges
    by_equipment = names(as_thea, "dumbbell")
    assert len(by_equipment) == len(set(by_equipment)) <= MAX_NAMES


def test_one_letter_fits_everything_and_says_nothing(as_thea):
    assert names(as_thea, "s") == names(as_thea, " ") == []


def test_a_draft_is_not_offered(as_thea):
    Exercise.objects.filter(slug="split-squat").update(status=Status.DRAFT)
    assert "Split squat" not in names(as_thea, "split squat")


def test_a_name_comes_with_the_figure_of_its_exercise(as_thea):
    found = as_thea.get(ADDRESS, {"q": "split squat"}).json()
    assert found["figures"]["Split squat"].startswith("/static/figures/split-squat.still")
    Exercise.objects.filter(slug="split-squat").update(slug="nothing-drawn")
    assert "Split squat" not in as_thea.get(ADDRESS, {"q": "split squat"}).json()["figures"]
