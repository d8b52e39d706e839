"""How many athletes a therapist should see about: a number, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.problems import episodes
from athletes.problems.attention import count_flagged
from tests.doing import hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_digest_counts_athletes_with_a_flag_that_waits(ana, ben, thea, enrollment):
    assert count_flagged(thea, MONDAY) == 0
    hurt(ana, 6)
    hurt(ben, 6)
    assert count_flagged(thea, MONDAY) == 1
    episodes.snooze(flags=ana.flags.open(), until=MONDAY + DAY, by=thea, at=MONDAY)
    assert count_flagged(thea, MONDAY) == 0
