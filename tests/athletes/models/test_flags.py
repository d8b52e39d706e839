"""Flags: which are open, which wait, and which were put off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import Flag, FlagKind
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def flags(ana) -> dict[str, Flag]:
    def raised(cause: str, kind: str = FlagKind.PAIN, **values) -> Flag:
        key = Flag.key(ana.pk, kind, cause)
        return Flag.objects.create(id=key, athlete=ana, kind=kind, cause=cause, raised_at=MONDAY, **values)

    return {
        "open": raised("open"),
        "seen": raised("seen", acknowledged_at=MONDAY),
        "off": raised("off", snoozed_until=MONDAY + HOUR),
        "stop": raised("stop", FlagKind.STOP),
        "resolved": raised("resolved", resolved_at=MONDAY),
    }


def causes(rows) -> set[str]:
    return set(rows.values_list("cause", flat=True))


def test_each_question_has_its_rows(flags, ana):
    rows = ana.flags.all()
    assert causes(rows.open()) == {"open", "seen", "off", "stop"}
    assert causes(rows.resolved()) == {"resolved"}
    assert causes(rows.open().stops()) == {"stop"}
    assert causes(rows.waiting(MONDAY)) == {"open", "seen", "stop"}
    assert causes(rows.put_off(MONDAY)) == {"off"}


def test_what_was_put_off_waits_again_from_its_hour_on(flags, ana):
    assert "off" in causes(ana.flags.waiting(MONDAY + HOUR))
    assert not ana.flags.put_off(MONDAY + HOUR).exists()


def test_a_flag_says_how_far_it_is(flags):
    assert [flags[name].state for name in ("open", "seen", "resolved")] == ["open", "seen", "resolved"]


def test_the_same_cause_is_the_same_flag():
    key = Flag.key(1, FlagKind.PAIN, "x")
    assert key == Flag.key(1, FlagKind.PAIN, "x")
    assert key not in {
        Flag.key(2, FlagKind.PAIN, "x"),
        Flag.key(1, FlagKind.STOP, "x"),
        Flag.key(1, FlagKind.PAIN, "y"),
    }
