"""Six weeks of training and what is due next: what an evaluation reads."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.evaluation.recent_training import RecentTraining, read_due_doses, read_recent_training
from athletes.models import Athlete, Session
from programs.models import Prescription, ProgressionMode
from tests.clock import at
from tests.doing import do
from tests.people import MONDAY

DAY = timedelta(days=1)
TODAY = MONDAY.date()


def training(*begun, coming=()) -> RecentTraining:
    return RecentTraining(Athlete(time_zone="America/New_York"), TODAY, list(begun), list(coming))


def test_the_last_finished_session_is_the_one_that_ended_last_not_the_one_planned_last():
    late = Session(planned_on=TODAY - 5 * DAY, finished_at=MONDAY - DAY)
    early = Session(planned_on=TODAY - 2 * DAY, finished_at=MONDAY - 2 * DAY)
    still_open = Session(planned_on=TODAY)
    assert training(late, early, still_open).last_finished is late
    assert training(still_open).last_finished is None


def test_a_session_that_ended_after_midnight_elsewhere_was_trained_on_the_athletes_day():
    ended = at("2026-11-03 03:00 UTC")
    assert training(Session(finished_at=ended), Session()).trained_days == {TODAY}


def test_without_a_session_to_come_there_is_no_next_week():
    assert (training().next_session, training().next_week) == (None, "")
    coming = [Session(planned_on=TODAY)]
    assert (training(coming=coming).next_session, training(coming=coming).next_week) == (coming[0], "2026-W45")


@pytest.mark.django_db
def test_begun_sessions_and_the_next_two_planned_ones_are_read_in_one_query(ana, weeks, django_assert_num_queries):
    do(weeks[0], ana, MONDAY)
    with django_assert_num_queries(1):
        read = read_recent_training(ana, TODAY)
        assert [session.week.number for session in read.coming] == [1, 2]
        assert read.coming[0].enrollment.program.name
    assert read.begun == [weeks[0]]
    assert read.coming == weeks[1:3]
    assert read.begun_by_id == {weeks[0].pk: weeks[0]}


@pytest.mark.django_db
def test_what_lies_further_back_or_ahead_is_not_read(ana, weeks):
    do(weeks[0], ana, MONDAY)
    assert read_recent_training(ana, TODAY + 42 * DAY).begun == [weeks[0]]
    assert read_recent_training(ana, TODAY + 43 * DAY).begun == []
    assert read_recent_training(ana, TODAY - 22 * DAY).coming == []


@pytest.mark.django_db
def test_a_planned_session_of_yesterday_is_not_to_come(ana, weeks):
    assert read_recent_training(ana, TODAY + DAY).coming == weeks[1:3]


@pytest.mark.django_db
def test_due_doses_come_session_by_session_and_say_whether_they_may_progress(ana, weeks, django_assert_num_queries):
    row = Prescription.objects.filter(workout=weeks[1].workout).first()
    row.progression = ProgressionMode.OFF
    row.save()
    training = read_recent_training(ana, TODAY)
    coming = training.coming
    with django_assert_num_queries(1):
        due = read_due_doses(training)
        assert all(dose.exercise.name for dose in due)
    assert {dose.session for dose in due} == set(coming)
    assert [dose.session for dose in due] == sorted((dose.session for dose in due), key=coming.index)
    assert {dose.prescription.pk for dose in due if not dose.may_progress} == {row.pk}
    for dose in due:
        assert dose.prescription.workout_id == dose.session.workout_id
        assert dose.dose.week_id == dose.session.week_id
    assert read_due_doses(RecentTraining(ana, TODAY, [], [])) == []


def test_what_was_missed_this_week_or_is_optional_may_be_done_next_too(ana, weeks):
    """A missed session was offered again without any rule applied to it."""
    wednesday = TODAY + 2 * DAY
    weeks[2].is_optional = True
    weeks[2].save()
    training = read_recent_training(ana, wednesday)
    assert (training.coming, training.beside) == ([weeks[1], weeks[3]], [weeks[0], weeks[2]])
    assert training.governed == weeks[:4]
    assert training.day_of(weeks[0]) == wednesday
    a_week_later = read_recent_training(ana, TODAY + 8 * DAY)
    assert weeks[0] not in a_week_later.governed
    assert weeks[2] not in a_week_later.governed  # what is optional passes with its day
