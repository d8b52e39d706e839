"""Where a program goes on after time off."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.evaluate import evaluate
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_session_that_was_put_behind_its_week_stays_in_the_first(ana, weeks):
    do(weeks[0], ana, MONDAY)
    weeks[1].planned_on = weeks[8].planned_on + DAY  # week 1, and due after a session of week 5
    weeks[1].save()
    evaluate(ana, MONDAY + 27 * DAY)
    weeks[1].refresh_from_db()
    weeks[8].refresh_from_db()
    assert (weeks[8].week.number, weeks[1].week.number) == (1, 1)
