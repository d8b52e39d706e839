"""A target as a value: what it asks for, its document, and another exercise in its place."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from athletes.models import Side
from athletes.training.target import Target, UnreadableTargetError
from programs.models import Exercise, LoadType
from programs.rules.prescription.dose import Load, Span
from programs.rules.prescription.tempo import Tempo

#: As sessions that have begun hold them.
COUNTED = """
{
  "prescription": 31, "exercise": "split-squat", "name": "Split squat", "pattern": "single_leg",
  "cue": "Front foot flat, knee over the toes.", "is_unilateral": true, "measure": "reps", "superset": "A",
  "sets": 3, "ramp_up_sets": 1, "reps": [8, 10], "seconds": null, "load": "22.5", "unit": "kg", "load_step": "2.5",
  "rpe": ["6", "7.5"], "tempo": "3-1-X-0", "rest_seconds": 90, "guidance": "Same load as last week.", "note": "",
  "contacts": 0, "why": "top_of_range"
}
"""
HELD = """
{
  "prescription": 32, "exercise": "side-plank", "name": "Side plank", "pattern": "trunk",
  "cue": "", "is_unilateral": true, "measure": "seconds", "superset": "",
  "sets": 2, "ramp_up_sets": 0, "reps": null, "seconds": 30, "load": null, "unit": "lb", "load_step": null,
  "rpe": null, "tempo": "hold", "rest_seconds": 45, "guidance": "", "note": "Knees bent.",
  "contacts": 0
}
"""
#: What a swap to another exercise makes of the first: no load, no contacts, nothing said of it.
SWAPPED = """
{
  "prescription": 31, "exercise": "step-up", "name": "Step-up", "pattern": "single_leg",
  "cue": "Drive through the heel.", "is_unilateral": true, "measure": "reps", "superset": "A",
  "sets": 3, "ramp_up_sets": 1, "reps": [8, 10], "seconds": null, "load": null, "unit": "kg", "load_step": "2",
  "rpe": ["6", "7.5"], "tempo": "3-1-X-0", "rest_seconds": 90, "guidance": "", "note": "",
  "contacts": 0, "why": "top_of_range"
}
"""
#: From before there were supersets, ramp-up sets, contacts and reasons.
OLDEST = """
{
  "prescription": 9, "exercise": "calf-raise", "name": "Calf raise", "is_unilateral": false,
  "sets": 4, "reps": [12, 12], "seconds": null, "load": "135", "unit": "lb", "rpe": null, "tempo": ""
}
"""


def read(document: str) -> Target:
    return Target.from_json(json.loads(document))


def test_a_counted_target_is_read_with_its_types():
    target = read(COUNTED)
    assert (target.prescription_id, target.exercise_slug, target.exercise_name) == (31, "split-squat", "Split squat")
    assert (target.sets, target.ramp_up_sets, target.superset) == (3, 1, "A")
    assert (target.reps, target.seconds) == (Span(Decimal(8), Decimal(10)), None)
    assert (target.load, target.load_step) == (Load(Decimal("22.5"), "kg"), Decimal("2.5"))
    assert target.rpe == Span(Decimal(6), Decimal("7.5"))
    assert (target.tempo, target.rest_seconds) == (Tempo("3-1-X-0"), 90)
    assert target.change_reason == "top_of_range"


@pytest.mark.parametrize("document", [COUNTED, HELD, SWAPPED], ids=["counted", "held", "swapped"])
def test_a_stored_document_comes_back_as_it_was(document):
    assert read(document).to_json() == json.loads(document)


def test_an_old_document_reads_on_and_lacks_nothing_afterward():
    target = read(OLDEST)
    assert (target.load, target.tempo, target.contacts) == (Load(Decimal(135), "lb"), Tempo("free"), 0)
    assert (target.superset, target.ramp_up_sets, target.change_reason) == ("", 0, "")
    assert set(target.to_json()) == set(json.loads(HELD))
    assert Target.from_json(target.to_json()) == target


def test_keys_that_nobody_knows_any_more_are_passed_over():
    assert Target.from_json(json.loads(HELD) | {"swapped_from": "plank"}) == read(HELD)


def test_the_reason_stands_only_where_something_was_changed():
    assert "why" not in read(HELD).to_json()
    assert read(COUNTED).to_json()["why"] == "top_of_range"


@pytest.mark.parametrize(
    "broken",
    [
        {"prescription": 1, "exercise": "plank"},
        {"exercise": "plank", "sets": 3},
        {"prescription": 1, "sets": 3},
        {"prescription": 1, "exercise": "plank", "sets": 3, "reps": [8]},
        {"prescription": 1, "exercise": "plank", "sets": 3, "reps": ["NaN", "NaN"]},
        {"prescription": 1, "exercise": "plank", "sets": 3, "load": "heavy"},
        {"prescription": 1, "exercise": "plank", "sets": 3, "rpe": "67 8"},
        {"prescription": 1, "exercise": "plank", "sets": 3, "tempo": "slow"},
        {"prescription": 1, "exercise": "plank", "sets": 3, "tempo": 3},
        [],
        "plank",
        None,
    ],
    ids=str,
)
def test_what_is_no_target_says_so(broken):
    with pytest.raises(UnreadableTargetError):
        Target.from_json(broken)


decimals = st.decimals(0, 1000, places=2)
spans = st.builds(Span, decimals, decimals)
whole_spans = st.builds(Span, st.integers(0, 1000).map(Decimal), st.integers(0, 1000).map(Decimal))
tempos = st.sampled_from(["3-1-X-0", "2-0-2-1", "hold", "free", "rebound", "stick"]).map(Tempo)


@given(
    reps=st.none() | whole_spans,
    seconds=st.none() | st.integers(1, 7200),
    amount=st.none() | decimals,
    unit=st.sampled_from(["kg", "lb"]),
    step=st.none() | decimals,
    rpe=st.none() | spans,
    tempo=tempos,
    name=st.text(),
    reason=st.text(),
)
def test_the_document_is_the_inverse_of_the_target(reps, seconds, amount, unit, step, rpe, tempo, name, reason):
    target = Target(
        prescription_id=1, exercise_slug="plank", exercise_name=name, sets=3, reps=reps, seconds=seconds,
        load=None if amount is None else Load(amount, unit), unit=unit, load_step=step, rpe=rpe, tempo=tempo,
        change_reason=reason,
    )  # fmt: skip
    sent = json.loads(json.dumps(target.to_json()))
    assert Target.from_json(sent) == target


# -- questions -------------------------------------------------------------------------------


def test_a_counted_target_answers_with_repetitions():
    target = read(COUNTED)
    assert not target.is_timed
    assert (target.least_amount, target.most_amount) == (8, 10)
    assert target.reserve == Span(Decimal("2.5"), Decimal(4))
    assert target.paced_reps == 8


def test_a_hold_answers_with_seconds_and_is_neither_paced_nor_rated():
    target = Target.from_json(json.loads(HELD) | {"rpe": ["6", "7"], "tempo": "3-1-X-0"})
    assert target.is_timed
    assert (target.least_amount, target.most_amount) == (30, 30)
    assert target.reserve is None
    assert target.paced_reps == 0


def test_a_tempo_that_is_a_word_is_not_paced():
    assert Target.from_json(json.loads(COUNTED) | {"tempo": "free"}).paced_reps == 0


def test_one_sided_sets_have_a_left_and_a_right_one():
    assert read(COUNTED).sides == [Side.LEFT, Side.RIGHT]
    assert read(OLDEST).sides == [Side.BOTH]


def test_an_exercise_takes_load_where_it_has_a_step():
    assert read(COUNTED).takes_load
    assert not read(HELD).takes_load


def test_the_load_due_is_the_one_that_was_asked_for():
    assert read(COUNTED).is_load_due(Load(Decimal("22.50"), "kg"))
    assert not read(COUNTED).is_load_due(Load(Decimal(25), "kg"))
    assert not read(HELD).is_load_due(Load(Decimal(25), "kg"))


# -- another exercise in its place -----------------------------------------------------------

STEP_UP = Exercise(
    slug="step-up", name="Step-up", short_cue="Drive through the heel.", laterality="unilateral", measure="reps",
    load_type=LoadType.DUMBBELL, load_step_kg=Decimal(2), default_amount=12, default_tempo="2-0-X-0",
)  # fmt: skip
WALL_SIT = Exercise(
    slug="wall-sit", name="Wall sit", laterality="bilateral", measure="seconds", load_type=LoadType.BODYWEIGHT,
    default_amount=40, default_tempo="hold",
)  # fmt: skip


def test_a_swap_names_the_other_exercise_and_leaves_the_dose_and_the_prescription():
    assert read(COUNTED).swapped_with(STEP_UP) == read(SWAPPED)


def test_a_swap_to_a_hold_takes_its_seconds_and_its_tempo():
    swapped = read(COUNTED).swapped_with(WALL_SIT)
    assert (swapped.reps, swapped.seconds, swapped.tempo) == (None, 40, Tempo("hold"))
    assert (swapped.sides, swapped.takes_load, swapped.sets) == ([Side.BOTH], False, 3)


def test_a_swap_from_a_hold_takes_its_repetitions_and_its_tempo():
    swapped = read(HELD).swapped_with(STEP_UP)
    assert (swapped.reps, swapped.seconds) == (Span(Decimal(12), Decimal(12)), None)
    assert swapped.tempo == Tempo("2-0-X-0")
    assert swapped.load_step == Decimal(5)  # in the athlete's pounds


def test_a_swap_takes_neither_load_nor_contacts_nor_what_was_said_of_the_other():
    former = Target.from_json(json.loads(COUNTED) | {"contacts": 60, "note": "Left knee in."})
    swapped = former.swapped_with(STEP_UP)
    assert (swapped.load, swapped.contacts, swapped.note, swapped.guidance) == (None, 0, "", "")
