"""FIT: sessions before laps before points, and the clock of the place."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest

from athletes.records.run_files.fit_files import read_fit
from tests.athletes import watch


def read(content: bytes):
    return read_fit(io.BytesIO(content))


def test_a_session_says_it_all():
    (activity,) = read(watch.fit())
    assert (activity.sport, activity.started_at, activity.offset) == ("running", watch.START, None)
    assert (activity.seconds, activity.meters, activity.fast_meters) == (1800, 5000, 0)


def test_without_a_session_the_points_do():
    (activity,) = read(watch.fit(has_session=False))
    assert (activity.seconds, round(activity.meters, -2)) == (1800, 5000)


@pytest.mark.parametrize("hours", [-5, 5.75, 13])
def test_the_offset_of_the_place_is_in_quarters_of_an_hour(hours):
    (activity,) = read(watch.fit(hours=hours))
    assert activity.offset == timedelta(hours=hours)


def test_each_leg_is_an_activity():
    assert [activity.sport for activity in read(watch.fit(legs=(2, 3, 1)))] == ["cycling", "transition", "running"]


def test_two_clocks_that_say_the_same_say_nothing_of_the_place():
    """Programs that know no zone write both alike: the run of an evening stood on the day of UTC."""
    (activity,) = read(watch.fit(hours=0))
    assert activity.offset is None


def test_of_several_sessions_a_jump_belongs_to_the_one_it_happened_in():
    first, second = read(watch.fit_of_runs(jump_at=900))
    assert (first.fast_meters, second.fast_meters) == (5003, 0)
    assert first.can_be_cut
