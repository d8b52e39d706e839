"""Enrollments: which run, and which rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.prescribing import finish
from athletes.models import Enrollment
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
TODAY, DAY = MONDAY.date(), timedelta(days=1)


def test_a_program_that_has_ended_is_not_active(enrollment):
    assert list(Enrollment.objects.active()) == [enrollment]
    finish(enrollment=enrollment, on=TODAY)
    assert not Enrollment.objects.active().exists()


def test_a_pause_ends_on_its_day(enrollment):
    Enrollment.objects.update(paused_until=TODAY + 7 * DAY)
    assert not Enrollment.objects.not_paused(TODAY + 6 * DAY).exists()
    assert list(Enrollment.objects.not_paused(TODAY + 7 * DAY)) == [enrollment]


def test_without_a_pause_it_goes_on(enrollment):
    assert list(Enrollment.objects.active().not_paused(TODAY)) == [enrollment]
