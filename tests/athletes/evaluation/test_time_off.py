"""Time off counts for each row until it was done again, from sessions of a program alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.recent_training import DueDose, read_recent_training
from athletes.evaluation.time_off import TimeOff
from programs.models import Dose
from programs.thresholds import clinic_thresholds
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def time_off(ana, at) -> TimeOff:
    return TimeOff.read(read_recent_training(ana, ana.today(at)), clinic_thresholds())


def test_days_off_are_counted_from_the_last_session_and_a_new_program_begins_them_anew(ana, weeks):
    due = DueDose(weeks[2], Dose(), weeks[2].planned_on)  # a week after the first
    assert time_off(ana, MONDAY).before(due, None) == 0
    long_ago = MONDAY.date() - 30 * DAY
    off = TimeOff(ana, [long_ago], clinic_thresholds())
    assert off.before(due, long_ago) == 37
    assert off.before(due, None) == 7  # prescribed on that Monday


def test_a_session_long_ago_is_found_and_the_first_ones_back_stay_easy(ana, weeks):
    do(weeks[0], ana, MONDAY)
    back = MONDAY + 60 * DAY
    due = DueDose(weeks[2], Dose(), ana.today(back))
    assert time_off(ana, back).before(due, MONDAY.date()) == 60
    weeks[1].planned_on = ana.today(back)
    weeks[1].save(update_fields=["planned_on"])
    do(weeks[1], ana, back)
    off = time_off(ana, back + 3 * DAY)
    assert list(off.days) == [MONDAY.date(), ana.today(back)]
    assert off.is_starting_again(DueDose(weeks[2], Dose(), ana.today(back + 3 * DAY)))
