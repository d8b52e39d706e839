"""Names in the middle of a sentence."""

from __future__ import annotations

import pytest

from athletes.models import Region
from athletes.wording.sentences import PROPER, in_sentence
from programs.models import Exercise


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Left knee", "left knee"),
        ("Right Achilles", "right Achilles"),
        ("Loaded Bulgarian split squat", "loaded Bulgarian split squat"),
        ("", ""),
    ],
)
def test_small_letters_but_for_proper_names(name, said):
    assert in_sentence(name) == said


@pytest.mark.django_db
def test_every_word_of_the_library_with_a_capital_inside_a_name_is_known():
    names = [*Exercise.objects.values_list("name", flat=True), *map(str, Region.labels)]
    inner = {word for name in names for word in name.split(" ")[1:] if word[:1].isupper()}
    assert inner <= PROPER
