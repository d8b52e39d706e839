"""What of the advice ahead becomes a flag."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import FlagKind
from tests.doing import train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_load_that_stands_still_for_three_sessions_is_said_with_its_load(ana, weeks):
    for number, session in enumerate(weeks[:5:2]):
        assert not ana.flags.filter(kind=FlagKind.STALLED).exists(), number
        train(session, ana, MONDAY + (session.planned_on - weeks[0].planned_on), rpe="7.5")
    assert {flag.figures["load"] for flag in ana.flags.filter(kind=FlagKind.STALLED)} == {"40 kg"}
