"""Which patterns load which region of the body, as the signed table says."""

from __future__ import annotations

import csv

import pytest

from programs.models import Condition, Exercise, Pattern
from programs.regions import (
    DATA,
    LOWER_BODY,
    REGION_OF_CONDITION,
    cautioned_exercises,
    loads_bone,
    loads_region,
    pattern_loads_region,
)

TABLE = list(csv.DictReader(DATA.read_text("utf-8").splitlines()))
ROWS = [row for row in TABLE if not row["exercise"]]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['region']}-{row['pattern']}")
def test_every_row_of_the_table_is_a_pattern_that_loads_a_region(row):
    assert row["pattern"] in Pattern.values
    assert pattern_loads_region(row["pattern"], row["region"])


def test_what_is_not_in_the_table_does_not_load_the_region():
    named = {row["pattern"] for row in ROWS if row["region"] == "achilles"}
    assert {pattern for pattern in Pattern.values if pattern_loads_region(pattern, "achilles")} == named
    assert named < set(Pattern.values)


@pytest.mark.parametrize("pattern", Pattern.values)
def test_a_region_that_nobody_knows_is_loaded_by_the_whole_lower_body(pattern):
    assert pattern_loads_region(pattern, "elsewhere") is (pattern in LOWER_BODY)


@pytest.mark.django_db
def test_every_exercise_of_the_table_is_in_the_library_with_that_pattern():
    named = {row["exercise"]: row["pattern"] for row in TABLE if row["exercise"]}
    assert dict(Exercise.objects.filter(slug__in=named).values_list("slug", "pattern")) == named


def test_what_is_done_standing_at_the_hip_loads_the_knee_and_a_copenhagen_plank_the_groin():
    assert loads_region("lateral-lunge", "lateral_hip", "knee", is_loaded=False)
    assert not loads_region("clamshell", "lateral_hip", "knee", is_loaded=False)
    assert loads_region("copenhagen-long", "trunk", "groin", is_loaded=False)
    assert not loads_region("side-plank", "trunk", "groin", is_loaded=False)


def test_a_rebound_loads_what_a_jump_loads():
    assert loads_region("rebound-single-heel-raise", "calf_achilles", "hip", is_loaded=False)
    assert not loads_region("single-leg-heel-raise", "calf_achilles", "hip", is_loaded=False)


def test_a_bone_below_the_hip_is_loaded_by_everything_standing():
    assert loads_bone("hip_hinge", "shin")
    assert not loads_bone("trunk", "shin")
    assert not loads_bone("hip_hinge", "groin")


@pytest.mark.django_db
def test_an_exercise_that_a_condition_cautions_loads_the_region_of_the_condition(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = cautioned_exercises()
    assert "eccentric-heel-drop-bent" in found["achilles"]
    assert set(found) == set(REGION_OF_CONDITION.values())
    assert {*REGION_OF_CONDITION, Condition.BONE_STRESS_SUSPECTED} == set(Condition.values)
