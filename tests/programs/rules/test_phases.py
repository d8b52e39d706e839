"""Phases: clinical.md 2.7. What is not known is not met."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from programs.rules.phases import asked_of

TEMPLATES = Path(__file__).parents[3] / "programs" / "data" / "templates.json"
ENTRY = next(
    each["phase_entry"] for each in json.loads(TEMPLATES.read_text("utf-8"))["templates"] if each.get("phase_entry")
)
FIT = {
    "pain_during_max_7d": 2, "next_morning_delta_max_7d": Decimal(1), "weekly_morning_mean_change": Decimal("0.5"),
    "double_heel_raise_reps": 15, "single_heel_raise_reps_affected": 15, "heel_raise_lsi_pct": 80,
    "rebound_set_pain_max": 2, "therapist_clearance": True,
}  # fmt: skip
WORSE = {
    "pain_during_max_7d": 6, "next_morning_delta_max_7d": Decimal("1.5"), "weekly_morning_mean_change": Decimal("0.6"),
    "double_heel_raise_reps": 14, "single_heel_raise_reps_affected": 9, "heel_raise_lsi_pct": 79,
    "rebound_set_pain_max": 3, "therapist_clearance": False,
}  # fmt: skip


@pytest.mark.parametrize("phase", ["2", "3", "4"])
def test_what_is_just_good_enough_earns_every_phase(phase):
    assert all(each.is_met for each in asked_of(ENTRY[phase], FIT))


@pytest.mark.parametrize("phase", ["2", "3", "4"])
@pytest.mark.parametrize("worse", [{}, WORSE], ids=["unknown", "worse"])
def test_each_condition_fails_alone_when_it_is_worse_or_not_known(phase, worse):
    for place, condition in enumerate(ENTRY[phase]):
        metric = condition["metric"]
        asked = asked_of(ENTRY[phase], FIT | {metric: worse.get(metric)})
        assert [number for number, each in enumerate(asked) if not each.is_met] == [place]


def test_an_operator_that_nobody_knows_is_an_error():
    with pytest.raises(KeyError):
        asked_of([{"metric": "x", "op": "~", "value": 1}], {"x": 1})
