"""Warnings that one click answers: what each offers, and that the click is what the warning asks for."""

from __future__ import annotations

import pytest

from programs.grid.checking import check
from programs.grid.commands import InsertExercise, ReplaceExercise
from programs.grid.offers import GridContext
from programs.models import Caution, Exercise, Threshold
from programs.rules.prescription.dose import parse
from programs.rules.thresholds import DEFAULTS
from programs.thresholds import clinic_thresholds

from .grids import WHOLE, grid_of

pytestmark = pytest.mark.django_db

NOBODY = GridContext()


def test_a_gap_is_told_once_for_all_its_weeks_with_three_exercises_that_would_fill_it():
    without = {slug: dose for slug, dose in WHOLE.items() if slug != "kettlebell-deadlift"} | {"front-plank": "3x30s"}
    grid = grid_of({"A": without}, weeks=4)
    grid.tables[0].rows[0].cells[1].value = None
    (gap,) = [each for each in check(grid, NOBODY, DEFAULTS).warnings if "lacks Hip hinge" in each.text]
    assert gap.text == "A, week 1-4: lacks Hip hinge."
    assert len(gap.offers) == 3
    for offer in gap.offers:
        assert Exercise.objects.get(slug=offer.command.exercise).pattern == "hip_hinge"
        assert (offer.command.letter, offer.command.weeks) == ("A", frozenset(range(4)))


def test_a_long_program_without_a_heavy_dose_is_offered_one_in_its_last_weeks():
    grid = grid_of({"A": WHOLE}, weeks=12, race=[11])
    (force,) = [each for each in check(grid, NOBODY, DEFAULTS).warnings if "heavy enough" in each.text]
    assert force.text.endswith("by week 10: reps plus reserve of 7 or less.")
    assert force.offers
    for offer in force.offers:
        assert offer.command == InsertExercise("A", offer.command.exercise, frozenset({9, 10}), parse("4x5 @8"))
    heavy = WHOLE | {"kettlebell-deadlift": ["3x8 24kg @7"] * 9 + ["4x5 32kg @8"] * 3}
    enough = check(grid_of({"A": heavy}, weeks=12), NOBODY, DEFAULTS)
    assert not any("heavy enough" in each.text for each in enough.warnings)


def test_the_heavy_dose_that_is_offered_is_just_heavy_enough_for_this_clinic():
    Threshold.objects.filter(code="force_reps").update(value=6)
    grid = grid_of({"A": WHOLE}, weeks=10)
    (force,) = [each for each in check(grid, NOBODY, clinic_thresholds()).warnings if "heavy enough" in each.text]
    assert {str(offer.command).rpartition(":")[2] for offer in force.offers} == {"4x5_@9"}


def test_a_caution_of_the_athletes_condition_offers_its_swap():
    caution = Caution.objects.exclude(swap=None).select_related("exercise", "swap").first()
    grid = grid_of({"A": {caution.exercise.slug: "-"}})
    found = check(grid, GridContext(conditions=frozenset({caution.condition})), DEFAULTS)
    (warning,) = [each for each in found.warnings if caution.reason in each.text]
    row = grid.tables[0].rows[0]
    assert [offer.command for offer in warning.offers] == [ReplaceExercise(row.key, caution.swap.slug)]
    assert not any(caution.reason in each.text for each in check(grid, NOBODY, DEFAULTS).warnings)


@pytest.fixture
def closed_gate():
    grid = grid_of({"A": WHOLE | {"pogo-jump": ["-", "2x10"]}, "B": WHOLE}, weeks=2)
    grid.program.gate_closed = {"offer": [{"slug": "double-heel-raise-step", "sets": 2, "reps": 20}]}
    return grid


def test_plyometric_rows_wait_while_the_gate_is_closed_and_something_is_done_meanwhile(closed_gate):
    found = check(closed_gate, GridContext(is_gate_closed=True), DEFAULTS)
    assert found.waiting == {closed_gate.tables[0].rows[-1].key}
    waits = found.warnings[0]
    assert waits.text == "Waiting for clearance, left out of sessions until then: Pogo jump."
    (offer,) = waits.offers
    assert offer.do == "insert:A:double-heel-raise-step:1:2x20"
    assert offer.label == "A: double heel raise step 2x20 meanwhile"
    assert not check(closed_gate, NOBODY, DEFAULTS).waiting


def test_a_replacement_that_cannot_be_read_is_not_offered(closed_gate):
    closed_gate.program.gate_closed["offer"][0]["reps"] = "some"
    assert check(closed_gate, GridContext(is_gate_closed=True), DEFAULTS).warnings[0].offers == []
