"""The pain that a place may reach is one answer, by tissue, by the therapist and by side."""

from __future__ import annotations

import pytest

from athletes.models import Athlete, PainProfile
from athletes.training.pain_limits import limits_from
from programs.models import Tissue
from programs.rules.thresholds import DEFAULTS

OWN = 3


def limits(**tissues):
    """tissues -- by region and side, “knee_left”; a number is the therapist's own limit"""
    ana = Athlete(user_id=1, pain_limit=OWN)
    profiles = []
    for place, tissue in tissues.items():
        region, _, side = place.partition("_")
        is_number = isinstance(tissue, int)
        profile = PainProfile(athlete=ana, region=region, side=side)
        profile.tissue = Tissue.UNKNOWN if is_number else tissue
        profile.limit = tissue if is_number else None
        profiles.append(profile)
    return limits_from(OWN, profiles, DEFAULTS)


@pytest.mark.parametrize(
    ("tissues", "region", "side", "limit"),
    [
        ({}, "knee", "left", OWN),
        ({"achilles_left": Tissue.TENDON}, "achilles", "left", 5),
        ({"achilles_left": Tissue.TENDON}, "achilles", "right", OWN),
        ({"achilles_left": Tissue.TENDON}, "achilles", "", OWN),  # it may be the right one
        ({"achilles_left": Tissue.TENDON, "achilles_right": Tissue.TENDON}, "achilles", "", 5),
        ({"shin_left": Tissue.BONE}, "shin", "left", 0),
        ({"shin_left": Tissue.BONE}, "shin", "", 0),
        ({"shin_": Tissue.BONE}, "shin", "right", 0),
        ({"achilles_left": 2}, "achilles", "left", 2),
        ({"knee_left": Tissue.UNKNOWN}, "knee", "left", OWN),
    ],
)
def test_the_limit_of_a_place(tissues, region, side, limit):
    assert limits(**tissues).at(region, side) == limit


def test_the_phone_has_every_place_that_differs_from_the_athletes_own():
    found = limits(achilles_left=Tissue.TENDON, achilles_right=Tissue.TENDON, shin_left=Tissue.BONE)
    assert found.spelled_out() == {
        "achilles:": 5,
        "achilles:left": 5,
        "achilles:right": 5,
        "shin:": 0,
        "shin:left": 0,
    }
