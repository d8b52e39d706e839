"""Pain as reported: where, in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from athletes.models import PainProfile, PainReport


@pytest.mark.parametrize(
    ("region", "side", "words"),
    [("achilles", "left", "Left Achilles"), ("low_back", "", "Lower back"), ("knee", "right", "Right knee")],
)
def test_a_report_and_a_profile_name_the_same_place(region, side, words):
    assert PainReport(region=region, side=side, score=4).place == words
    assert str(PainProfile(region=region, side=side)) == words
    assert str(PainReport(region=region, side=side, score=4)) == f"4 · {words}"


ON = date(2026, 11, 10)


@pytest.mark.parametrize(
    ("profile", "expected"),
    [
        (PainProfile(), False),
        (PainProfile(set_by_id=1), True),
        (PainProfile(judged_on=ON - timedelta(days=7)), True),
        (PainProfile(judged_on=ON - timedelta(days=8)), False),
        (PainProfile(judged_on=ON - timedelta(days=80), zone=2), True),  # red is not ended by silence
    ],
)
def test_a_place_is_watched_where_it_was_set_hurt_lately_or_is_red_still(profile, expected):
    assert profile.is_watched_on(ON, 7) is expected
