"""What the rules advise for the next two sessions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.prescribing import prescribe
from athletes.evaluation.evaluate import evaluate
from athletes.models import FlagKind
from tests.doing import train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_program_prescribed_after_months_off_begins_as_it_is_written(ana, thea, weeks, base_template):
    train(weeks[0], ana, MONDAY)
    later = MONDAY + 70 * DAY
    prescribe(athlete=ana, template=base_template, starts_on=later.date(), weekdays=(0, 3), by=thea, at=later)
    evaluate(ana, later)
    assert not ana.suggestions.filter(session__status="planned", reason="gap").exists()
    assert not ana.flags.filter(kind=FlagKind.LIGHTER).exists()
