"""When something was done: the phone's word where it is believable."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.records.clock import TRUSTED_FUTURE, TRUSTED_PAST, when_done
from tests.people import MONDAY

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("said", "done"),
    [
        (None, MONDAY),
        (MONDAY - timedelta(hours=13), MONDAY - timedelta(hours=13)),
        (MONDAY - TRUSTED_PAST, MONDAY - TRUSTED_PAST),
        (MONDAY - TRUSTED_PAST - SECOND, MONDAY),
        (MONDAY + TRUSTED_FUTURE, MONDAY),
        (MONDAY + TRUSTED_FUTURE + SECOND, MONDAY),
    ],
)
def test_a_believable_clock_says_when_and_nothing_was_done_after_it_arrived(said, done):
    assert when_done(said, MONDAY) == done
