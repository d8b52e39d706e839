"""What cannot be a run: a part that is too fast for too long, or a jump; a sprint is one."""

from __future__ import annotations

import pytest

from athletes.records.run_files.activity import MAX_POINTS, Activity, Motion, km_per_hour
from programs.uploads.errors import UnreadableError


@pytest.mark.parametrize(
    ("steps", "fast"),
    [
        ([(1, 3)] * 60, 0),  # 11 km/h
        ([(1, 8)] * 10, 0),  # 29 km/h for ten seconds: a sprint
        ([(1, 8)] * 60, 480),  # for a minute: a ride
        ([(1, 40)], 0),  # 40 m off for a second: the watch's noise
        ([(1, 900)], 900),  # a jump
        ([(0, 900)], 900),  # a jump within one second
        ([(0, 40)], 0),  # noise within one second
        ([(None, 900)], 0),  # no time at all: nobody knows how fast
        ([(60, 1000)] * 3 + [(60, 150)], 3000),  # a drive, and back on foot
    ],
)
def test_which_part_nobody_runs(steps, fast):
    motion = Motion()
    for seconds, meters in steps:
        motion.step(seconds, meters)
    motion.end_streak()
    assert sum(part.meters for part in motion.fast_parts) == fast


def test_a_file_without_end_is_refused():
    motion = Motion(count=MAX_POINTS)
    with pytest.raises(UnreadableError, match="more than 100,000 points"):
        motion.step(1, 1)


def test_speed_without_time_is_none():
    assert km_per_hour(100, 0) == 0
    assert not Activity("fit", meters=100).is_too_fast
