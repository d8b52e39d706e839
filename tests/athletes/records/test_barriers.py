"""What kept an athlete from training: one word a week, and a flag when it is the same again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import FlagKind
from athletes.records.barriers import AGAIN, name_barrier
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)


def test_another_answer_of_the_week_replaces_the_first(ana):
    name_barrier(athlete=ana, week="2026-W45", kind="time", at=MONDAY)
    name_barrier(athlete=ana, week="2026-W45", kind="away", at=MONDAY + timedelta(hours=1))
    barrier = ana.barriers.get()
    assert (barrier.kind, barrier.answered_at) == ("away", MONDAY + timedelta(hours=1))
    assert not ana.flags.exists()


def test_the_same_again_is_flagged_once_with_how_often(ana):
    name_barrier(athlete=ana, week="2026-W45", kind="time", at=MONDAY)
    name_barrier(athlete=ana, week="2026-W46", kind="away", at=MONDAY + WEEK)
    for hours in (0, 1):
        name_barrier(athlete=ana, week="2026-W47", kind="time", at=MONDAY + 2 * WEEK + timedelta(hours=hours))
    flag = ana.flags.get()
    assert (flag.kind, flag.cause) == (FlagKind.BARRIER, "time:2026-W47")
    assert flag.figures == {"kind": "time", "times": 2}


def test_what_was_named_long_ago_is_not_again(ana):
    name_barrier(athlete=ana, week="2026-W45", kind="time", at=MONDAY)
    name_barrier(athlete=ana, week="2027-W02", kind="time", at=MONDAY + AGAIN + WEEK)
    assert not ana.flags.exists()


def test_two_different_ones_are_no_pattern(ana):
    name_barrier(athlete=ana, week="2026-W45", kind="time", at=MONDAY)
    name_barrier(athlete=ana, week="2026-W46", kind="away", at=MONDAY + WEEK)
    assert not ana.flags.exists()
