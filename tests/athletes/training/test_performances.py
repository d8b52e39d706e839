"""What was done of an exercise the last time, whatever was done of others since."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.models import Session, SetLog
from athletes.training.performances import last_performances
from programs.models import Exercise
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def squat() -> Exercise:
    return Exercise.objects.filter(pattern="single_leg").first()


@pytest.fixture
def raises() -> Exercise:
    return Exercise.objects.filter(pattern="calf_achilles").first()


def trained(athlete, exercise, days=0, *, kg=20, number=1, side="", session=None, is_deleted=False) -> Session:
    at = MONDAY + days * DAY
    if session is None:
        session = Session.objects.create(athlete=athlete, planned_on=at.date())
    SetLog.objects.create(
        id=uuid.uuid4(), session=session, athlete=athlete, exercise=exercise, number=number, side=side, reps=8,
        load_kg=kg, performed_on=at.date(), received_at=at, edit_id=uuid.uuid4(), is_deleted=is_deleted,
    )  # fmt: skip
    return session


def loads(performances, exercise) -> list[Decimal]:
    return [done.load_kg for done in performances.get(exercise.slug, [])]


def test_each_exercise_has_its_own_last_session_with_its_sets_in_order(ana, squat, raises):
    trained(ana, squat, 0, kg=10)
    trained(ana, raises, 0, kg=30)
    second = trained(ana, squat, 3, kg=24, number=2)
    trained(ana, squat, 3, kg=22, number=1, side="right", session=second)
    trained(ana, squat, 3, kg=21, number=1, side="left", session=second)
    found = last_performances(ana, [squat.slug, raises.slug])
    assert loads(found, squat) == [21, 22, 24]
    assert loads(found, raises) == [30]


def test_neither_deleted_sets_nor_those_of_another_athlete_count(ana, ben, squat):
    trained(ana, squat, 0, kg=10)
    trained(ana, squat, 3, kg=50, is_deleted=True)
    trained(ben, squat, 4, kg=60)
    assert loads(last_performances(ana, [squat.slug]), squat) == [10]


def test_the_session_that_is_shown_is_left_out(ana, squat):
    trained(ana, squat, 0, kg=10)
    shown = trained(ana, squat, 3, kg=20)
    assert loads(last_performances(ana, [squat.slug], before=shown), squat) == [10]


def test_what_was_never_done_is_not_there(ana, squat, raises):
    trained(ana, squat)
    assert set(last_performances(ana, [squat.slug, raises.slug])) == {squat.slug}


def test_it_costs_two_queries_however_long_the_history(ana, squat, raises, django_assert_num_queries):
    for days in range(12):
        session = trained(ana, squat, days)
        trained(ana, raises, days, session=session)
    with django_assert_num_queries(2):
        last_performances(ana, [squat.slug, raises.slug])
