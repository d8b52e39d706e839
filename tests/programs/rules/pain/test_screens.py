"""The bone-stress tripwire and where warning signs lead: the tables of clinical.md 2.5 and 2.6."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.rules.pain.screens import BONE_SIGNS, RED_FLAGS, is_bone_stop, route_of


@pytest.mark.parametrize(
    ("signs", "region", "expected"),
    [
        (["spot"], "knee", False),
        (["spot", "new_load"], "knee", True),
        (["night"], "knee", True),
        (["walking"], "knee", True),
        (["hop"], "knee", True),
        (["worsens"], "knee", False),
        (["before", "new_load"], "knee", True),
        (["energy"], "knee", False),
        (["new_load"], "knee", False),
        (["new_load"], "groin", True),
        ([], "groin", False),
        (["spot", "spot"], "knee", False),
    ],
)
def test_the_bone_tripwire_needs_three_points_or_one_at_a_high_risk_site(signs, region, expected):
    assert is_bone_stop(signs, region) is expected


@given(st.sets(st.sampled_from(BONE_SIGNS)), st.sampled_from(BONE_SIGNS), st.sampled_from(["knee", "shin"]))
def test_one_sign_more_never_opens_the_tripwire(signs, another, region):
    assert is_bone_stop(signs | {another}, region) >= is_bone_stop(signs, region)


def test_red_flags_lead_where_the_most_urgent_one_does():
    assert route_of([]) == ""
    assert route_of(["numb_foot"]) == "therapist"
    assert route_of(["numb_foot", "pop"]) == "urgent"
    assert route_of(["pop", "chest"]) == "emergency"
    assert {route_of([flag]) for flag in RED_FLAGS} == {"therapist", "urgent", "emergency"}
