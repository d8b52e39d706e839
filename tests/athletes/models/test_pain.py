"""Pain as reported: where, in words."""

from __future__ import annotations

import pytest

from athletes.models import PainProfile, PainReport


@pytest.mark.parametrize(
    ("region", "side", "words"),
    [("achilles", "left", "Left Achilles"), ("low_back", "", "Lower back"), ("knee", "right", "Right Knee")],
)
def test_a_report_and_a_profile_name_the_same_place(region, side, words):
    assert PainReport(region=region, side=side, score=4).place == words
    assert str(PainProfile(region=region, side=side)) == words
    assert str(PainReport(region=region, side=side, score=4)) == f"4 · {words}"
