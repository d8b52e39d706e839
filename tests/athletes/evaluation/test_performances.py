"""What was done of each exercise, as the progression rules read it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.evaluation.performances import performance_histories, read_sets
from athletes.models import Session, SetLog
from tests.doing import train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def histories(*sessions):
    by_id = {session.pk: session for session in Session.objects.filter(pk__in=[session.pk for session in sessions])}
    exercises = SetLog.objects.filter(session__in=by_id).values_list("exercise", flat=True)
    return performance_histories(read_sets(by_id, set(exercises), ()), by_id)


@pytest.fixture
def exercise(ana, weeks):
    """A one-sided exercise with a load, trained twice."""
    train(weeks[0], ana, MONDAY, load="40", rpe="6")
    train(weeks[2], ana, MONDAY + 7 * DAY, load="45", rpe="7")
    one_sided = SetLog.objects.filter(session=weeks[0], side="left", load_kg__isnull=False).first()
    return one_sided.exercise


def test_the_latest_session_comes_first_with_its_load_and_the_dose_that_was_due(weeks, exercise):
    latest, before = histories(weeks[0], weeks[2])[exercise.pk]
    assert (latest.on, before.on) == (MONDAY.date() + 7 * DAY, MONDAY.date())
    assert (latest.load.amount, before.load.amount) == (Decimal(45), Decimal(40))
    assert latest.dose.sets == len(latest.sets)
    assert latest.sets[0].amount == int(latest.dose.reps.high)


def test_two_sides_are_one_set_the_weaker_ones_repetitions_and_the_harder_ones_effort(weeks, exercise):
    own = SetLog.objects.filter(session=weeks[0], exercise=exercise, number=1)
    own.filter(side="left").update(reps=5, rpe=6)
    own.filter(side="right").update(reps=7, rpe=9)
    (done,) = histories(weeks[0])[exercise.pk]
    assert (done.sets[0].amount, done.sets[0].rpe) == (5, Decimal(9))


def test_an_effort_that_nobody_rated_is_unknown(weeks, exercise):
    SetLog.objects.filter(session=weeks[0], exercise=exercise).update(rpe=None, load_kg=None)
    (done,) = histories(weeks[0])[exercise.pk]
    assert {one.rpe for one in done.sets} == {None}
    assert done.load is None


def test_sets_that_no_dose_asked_for_are_no_performance(weeks, exercise):
    SetLog.objects.filter(exercise=exercise).update(prescription_id=None)
    assert exercise.pk not in histories(weeks[0], weeks[2])


def test_a_deleted_set_was_not_done(weeks, exercise):
    SetLog.objects.filter(session=weeks[0], exercise=exercise, number=1).update(is_deleted=True)
    (done,) = histories(weeks[0])[exercise.pk]
    assert len(done.sets) == done.dose.sets - 1
