"""Flags in words: every kind is said, and none leaves a gap."""

from __future__ import annotations

import pytest

from athletes.models import Flag, FlagKind
from athletes.problems.figures import MorningFigures, StopFigures
from athletes.wording.problems import WORDS, signs_of, title_of_flag, why
from tests.athletes.problems.examples import EVERY_EXAMPLE, EXAMPLES


def flag(kind, figures=None) -> Flag:
    return Flag(kind=kind, figures=(figures or EXAMPLES[kind][0]).to_json())


def test_every_kind_has_words():
    assert set(FlagKind) ^ set(WORDS) == set(), "kinds without words in athletes/wording/problems.py"


@pytest.mark.parametrize(("kind", "figures"), EVERY_EXAMPLE)
def test_every_shape_is_said_without_a_gap(kind, figures):
    for said in (title_of_flag(flag(kind, figures)), why(flag(kind, figures))):
        assert said
        assert "{" not in said
        assert "None" not in said


@pytest.mark.parametrize(
    ("kind", "title", "words"),
    [
        (FlagKind.PAIN, "Pain over limit", "6 in Left knee, the limit is 3"),
        (FlagKind.MORNING, "Mornings getting worse", "Achilles: 4 the morning after, usually 1.5"),
        (FlagKind.PERSISTENT, "Discomfort that stays", "Left knee: 2, 2, 3 on its last days"),
        (FlagKind.MISSED, "Missed 1 of 2", "last on Mon, Nov 2"),
        (FlagKind.SILENT, "Silent for 9 days", "nothing since Mon, Nov 2"),
        (
            FlagKind.PHASE,
            "Next phase not earned",
            "Heavy slow would begin on Mon, Nov 2, and 1 condition is not met; the week before comes again",
        ),
        (FlagKind.STEP, "Above the plyometric step", "Hop; the athlete stands on P1"),
        (FlagKind.LIGHTER, "Lighter for now", "Step-up: the race is near and 3 more"),
        (FlagKind.HEAVY, "Too heavy", "Step-up: two sets below the range"),
        (FlagKind.GATE, "Ready for plyometrics", "23 raises, symmetry 95%, step-down 4 of 5"),
    ],
)
def test_a_kind_is_said_with_its_figures(kind, title, words):
    assert (title_of_flag(flag(kind)), why(flag(kind))) == (title, words)


def test_pain_in_an_exercise_names_the_exercise():
    assert why(flag(FlagKind.PAIN, EXAMPLES[FlagKind.PAIN][1])) == "6 in Step-up, the limit is 3"


def test_mornings_that_rise_are_said_in_their_order():
    drift = MorningFigures(place="Achilles", mornings=(0, 2, 3))
    assert why(flag(FlagKind.MORNING, drift)) == "Achilles: 0, then 2, then 3 in the morning"


def test_a_stop_is_called_by_where_its_signs_lead_and_says_them_in_words():
    signs = StopFigures(place="Left shin", signs=("night", "spot", "swollen_calf"), route="emergency")
    assert title_of_flag(flag(FlagKind.STOP, signs)) == "Warning signs: emergency"
    assert signs_of(signs) == [
        "One calf swollen, warm and tender, or short of breath",
        "One spot that I can cover with a finger",
        "It hurts at night or at rest",
    ]
    assert why(flag(FlagKind.STOP, signs)).startswith("Left shin: One calf swollen")


def test_a_stop_without_signs_is_pain_over_bone():
    assert title_of_flag(flag(FlagKind.STOP)) == "Stop"
    assert why(flag(FlagKind.STOP)) == "Left shin: 2 over bone, where any pain stops training"
    assert why(flag(FlagKind.STOP, StopFigures(place="Left shin"))) == "Left shin"
