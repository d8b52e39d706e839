"""Suggestions in words: every reason is said, and the athlete reads one true sentence."""

from __future__ import annotations

from decimal import Decimal

import pytest

from athletes.models import Suggestion
from athletes.training.target import Target
from athletes.training.targets import Lightened
from athletes.wording.suggestions import (
    REASONS,
    accept_label,
    acceptable,
    advice_words,
    reason_words,
    told,
    when_it_ends,
    words_of_reason,
)
from programs.models import Exercise
from programs.rules.advice import AdviceReason, Change
from programs.rules.prescription.dose import Load

#: Reasons whose advice only the plan can follow, or that change nothing: an athlete never reads them.
UNTOLD = {
    AdviceReason.FIRST_TIME,
    AdviceReason.PLAN_MOVES,
    AdviceReason.TIMED,
    AdviceReason.SETS_MISSING,
    AdviceReason.EFFORT_MISSING,
    AdviceReason.HARD_ENOUGH,
    AdviceReason.WEEK_CAP,
    AdviceReason.MISSES,
    AdviceReason.EASY_TWICE,
    AdviceReason.ADD_LOAD,
}


def suggestion(change, load_kg=None, **values) -> Suggestion:
    load = None if load_kg is None else Decimal(load_kg)
    return Suggestion(exercise=Exercise(name="Split squat"), change=change, load_kg=load, **values)


def target(why, name="Split squat", load_kg="40") -> Target:
    load = None if load_kg is None else Load(Decimal(load_kg))
    return Target(
        prescription_id=1, exercise_slug="x", exercise_name=name, sets=3, load=load, change_reason=why,
        change_place="left Achilles",
    )  # fmt: skip


def test_every_reason_has_words_and_every_word_a_reason():
    assert set(REASONS) == set(AdviceReason)
    assert all(str(words.why) for words in REASONS.values())


def test_the_athlete_is_told_every_reason_that_targets_can_follow_and_no_other():
    assert {reason for reason, words in REASONS.items() if not words.told} == UNTOLD


def test_every_reason_fits_its_column():
    longest = Suggestion._meta.get_field("reason").max_length
    assert all(len(reason) <= longest for reason in AdviceReason)


def test_a_reason_that_no_rule_gives_any_more_is_passed_over():
    assert words_of_reason("former") == ""
    assert told([target("former")]) == ""


@pytest.mark.parametrize(
    ("change", "values", "words"),
    [
        (Change.MORE_LOAD, {"load_kg": "22.5"}, "Split squat: 22.5 kg next time"),
        (Change.HOLD, {"load_kg": "20"}, "Split squat: 20 kg again"),
        (Change.HOLD, {"load_kg": "0"}, "Split squat: body weight again"),
        (Change.HOLD, {}, "Split squat: the last dose again"),
        (Change.INSTEAD, {"instead": Exercise(name="Step-up")}, "Split squat: Step-up instead"),
        (Change.LEAVE_OUT, {}, "Split squat: left out"),
        (Change.LIGHTER, {"load_kg": "20"}, "Split squat: down to 20 kg"),
        (Change.LIGHTER, {"sets_off": 1}, "Split squat: lighter, 1 set fewer"),
        (Change.FEWER_SETS, {"load_kg": "40", "sets_off": 2}, "Split squat: same load, 2 sets fewer"),
        (Change.MORE_REPS, {"reps": 9}, "Split squat: aim at 9 repetitions"),
        (Change.SLOWER, {}, "Split squat: a second more on the way down"),
        (Change.HARDER, {}, "Split squat: the harder neighbor"),
        (Change.EASIER, {}, "Split squat: the easier neighbor"),
        (Change.ASK, {}, "Split squat: your decision"),
    ],
)
def test_every_change_is_said(change, values, words):
    assert advice_words(suggestion(change, **values)) == words


def test_every_change_that_is_stored_has_words():
    for change in set(Change) - {Change.NOTHING, Change.REPEAT}:
        assert advice_words(suggestion(change)).startswith("Split squat: ")


def test_a_suggestion_says_why():
    assert reason_words(suggestion(Change.LIGHTER, reason=AdviceReason.RED)) == "pain over the limit"


def test_one_step_is_accepted_by_its_load_and_several_by_their_number():
    step = suggestion(Change.MORE_LOAD, load_kg="42.5")
    only_by_plan = suggestion(Change.HARDER)
    assert acceptable([step, only_by_plan]) == [step]
    assert accept_label([step, only_by_plan]) == "Accept 42.5 kg"
    assert accept_label([step, step]) == "Accept 2 steps"
    assert accept_label([suggestion(Change.LIGHTER, load_kg="20")]) == "Accept 1 step"


def test_nothing_is_told_where_nothing_changed():
    assert told([]) == ""
    assert told([target("")]) == ""


def test_a_cut_is_told_before_a_step_up_and_the_first_of_each_kind():
    step_up, cut = target("top_of_range", "Step-up"), target("red", "Calf raise")
    said = told([step_up, cut], therapist="Dr. Lind")
    assert said == "Lighter on the calf raise today, because of your left Achilles. Dr. Lind has been told."
    assert told([step_up]) == ("All sets at the top last time, with effort on target, so 40 kg on the step-up today.")
    assert told([cut, target("short_sets")]) == told([cut])


def test_a_step_up_without_a_load_to_name_is_not_told():
    assert told([target("top_of_range", load_kg=None)]) == ""
    assert told([target("one_more", load_kg=None)]) == "One repetition more on the split squat today."


def test_what_is_left_out_is_told_before_what_is_lighter():
    out = Lightened("pain_out", "left calf", 2, was=target("", "Calf raise"), now=None)
    said = told([target("red")], [out], therapist="Dr. Lind")
    assert said == "No calf raise today, because of your left calf. Dr. Lind has been told."


def test_a_step_back_to_nothing_is_said_as_left_out():
    out = Lightened("rising", "left calf", 2, was=target("", "Calf raise"), now=None)
    assert (
        told([], [out], therapist="Dr. Lind")
        == "No calf raise today, because of your left calf. Dr. Lind has been told."
    )


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("red", "No calf raise today, because of your left calf. Dr. Lind has been told."),
        ("red_again", "No calf raise today, because of your left calf. Dr. Lind has been told."),
        ("amber", "No calf raise yet, because of your left calf: nothing new is added while it hurts."),
    ],
)
def test_what_is_out_is_never_said_to_be_lighter(reason, words):
    """Today said “Lighter on the supported split squat”, and the list below it “Left out”."""
    out = Lightened(reason, "left calf", 2, was=target("", "Calf raise"), now=None)
    assert told([], [out], therapist="Dr. Lind") == words


def test_what_is_less_says_what_brings_it_back_the_gravest_first():
    row = target("", "Calf raise")
    red, gap = (Lightened(reason, "left calf", 2, was=row, now=row) for reason in ("red", "gap"))
    out = Lightened("pain_out", "left calf", 2, was=row, now=None)
    assert when_it_ends([gap, red], therapist="Dr. Lind").startswith(
        "It comes back after one session in which your left calf stays at 2 or less"
    )
    rising = Lightened("rising", "left calf", None, was=row, now=row)
    assert when_it_ends([rising], therapist="Dr. Lind") == (
        "It comes back once your mornings are no worse than the ones before, or Dr. Lind says so."
    )
    assert when_it_ends([red, out], therapist="Dr. Lind") == "Dr. Lind decides when it comes back."
    assert when_it_ends([Lightened("taper", "", None, was=row, now=row)], therapist="Dr. Lind") == ""
