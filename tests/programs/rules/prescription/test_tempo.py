"""Tempo: four figures or a word, and how long a repetition takes (clinical.md 5.1 and 5.2)."""

from __future__ import annotations

import pytest
from hypothesis import given

from programs.rules.prescription.errors import ShorthandError
from programs.rules.prescription.tempo import Tempo

from ..strategies import tempos


@pytest.mark.parametrize(
    ("code", "seconds"),
    [
        ("3-1-1-0", 5),
        ("3-1-X-0", 5),
        ("3-1-1-1", 6),
        ("3-0-3-0", 6),
        ("10-2-10-2", 24),
        ("0-0-2-0", 2),
        ("1-0-X-0", 2),
        ("0-0-X-0", 2),
        ("0-0-0-0", 2),
        ("free", 2),
        ("rebound", 1),
        ("stick", 4),
        ("hold", 2),
    ],
)
def test_a_repetition_takes_the_sum_of_its_parts_and_two_seconds_at_least(code, seconds):
    assert Tempo.parse(code).rep_seconds == seconds


def test_the_first_figure_is_the_lowering_and_x_counts_as_one_second():
    assert Tempo.parse("3-2-X-1").parts == (3, 2, 1, 1)


@pytest.mark.parametrize("word", ["hold", "free", "rebound", "stick"])
def test_a_word_has_no_parts(word):
    assert Tempo.parse(word).parts is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [("3-1-x-0", "3-1-X-0"), ("03-01-X-00", "3-1-X-0"), (" 3-1-1-0 ", "3-1-1-0"), ("HOLD", "hold"), ("Stick", "stick")],
)
def test_a_tempo_is_kept_in_one_notation(typed, code):
    assert str(Tempo.parse(typed)) == code
    assert Tempo.parse(typed) == Tempo(code)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "3",
        "3110",
        "3-1-1",
        "3-1-1-1-1",
        "3 1 1 0",
        "3/1/1/0",
        "3–1–1–0",
        "X-1-1-0",
        "3-X-1-0",
        "3-1-1-X",
        "3-1-Y-0",
        "3-1-XX-0",
        "100-0-1-0",
        "-3-1-1-0",
        "1.5-0-1-0",
        "slow",
        "hold 3",
    ],
)
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(ShorthandError) as refused:
        Tempo.parse(text)
    assert refused.value.part == "tempo"
    assert refused.value.text == text
    assert refused.value.hint == "write four parts like 3-1-X-0, or hold, free, rebound, stick"


@given(tempos)
def test_every_tempo_comes_back_from_its_own_text(tempo):
    assert Tempo.parse(str(tempo)) == tempo


@given(tempos)
def test_four_figures_never_take_less_than_they_say(tempo):
    assert tempo.rep_seconds >= sum(tempo.parts or (1,))
