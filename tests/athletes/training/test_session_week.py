"""Which session Today offers: the questions about the sessions around a day, one by one. No database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from athletes.models import Athlete, Session, SessionStatus
from athletes.training.session_week import SessionWeek, ahead_of

#: A Wednesday.
TODAY = date(2026, 11, 4)
MONDAY, TUESDAY, THURSDAY, SATURDAY = (TODAY + timedelta(days=days) for days in (-2, -1, 1, 3))
LAST_FRIDAY = TODAY - timedelta(days=5)
ANA = Athlete(time_zone="UTC")


def planned(on: date, **more: object) -> Session:
    return Session(athlete=ANA, planned_on=on, **more)


def begun(on: date, *, opened_on: date, status: str = SessionStatus.OPEN) -> Session:
    opened_at = datetime(opened_on.year, opened_on.month, opened_on.day, 12, tzinfo=UTC)
    return planned(on, status=status, opened_at=opened_at)


def done(on: date) -> Session:
    return begun(on, opened_on=on, status=SessionStatus.COMPLETED)


def test_what_is_planned_for_the_day_is_offered():
    todays, later = planned(TODAY), planned(SATURDAY)
    assert SessionWeek([todays, later]).begun_or_planned_on(TODAY) is todays


def test_a_session_of_another_day_that_was_begun_today_is_gone_on_with():
    early, later = begun(THURSDAY, opened_on=TODAY), planned(SATURDAY)
    assert SessionWeek([early, later]).begun_or_planned_on(TODAY) is early


def test_what_is_done_is_not_offered_again():
    assert SessionWeek([done(TODAY)]).begun_or_planned_on(TODAY) is None


def test_a_missed_session_is_offered_where_the_days_around_are_free():
    missed = planned(MONDAY)
    assert SessionWeek([missed, planned(SATURDAY)]).missed_with_room_around(TODAY) is missed


@pytest.mark.parametrize("neighbor", [planned(THURSDAY), done(TODAY), done(TUESDAY)])
def test_a_missed_session_waits_where_strength_lies_beside_it(neighbor):
    assert SessionWeek([planned(MONDAY), neighbor]).missed_with_room_around(TODAY) is None


def test_what_is_missed_or_optional_takes_no_room():
    missed, optional = planned(TUESDAY), planned(THURSDAY, is_optional=True)
    assert SessionWeek([planned(MONDAY), missed, optional]).missed_with_room_around(TODAY) is missed


@pytest.mark.parametrize("session", [planned(LAST_FRIDAY), planned(MONDAY, is_optional=True), done(MONDAY)])
def test_neither_last_week_nor_what_is_optional_or_done_is_missed(session):
    assert SessionWeek([session]).missed_with_room_around(TODAY) is None


def test_the_next_planned_session_comes_after_the_day():
    later = planned(SATURDAY)
    assert SessionWeek([planned(TODAY), later]).planned_after(TODAY) == [later]


def test_a_session_left_open_is_the_latest_of_an_earlier_day():
    older, left = (begun(day, opened_on=day) for day in (LAST_FRIDAY, MONDAY))
    assert SessionWeek([older, left, begun(THURSDAY, opened_on=TODAY)]).left_open_before(TODAY) is left
    assert SessionWeek([begun(MONDAY, opened_on=TODAY), done(TUESDAY)]).left_open_before(TODAY) is None


def test_the_last_session_begun_on_a_day_is_asked_about_the_morning_after():
    first, second = done(TUESDAY), begun(THURSDAY, opened_on=TUESDAY)
    assert SessionWeek([first, second]).begun_on(TUESDAY) is second
    assert SessionWeek([planned(TUESDAY)]).begun_on(TUESDAY) is None


def test_the_first_rule_that_names_a_session_wins():
    missed, todays, later = planned(MONDAY), planned(TODAY), planned(SATURDAY)
    assert SessionWeek([missed, todays, later]).due_on(TODAY) is todays
    assert SessionWeek([missed, later]).due_on(TODAY) is missed
    assert SessionWeek([done(MONDAY), later]).due_on(TODAY) is None
    assert SessionWeek([]).due_on(TODAY) is None


def test_what_was_begun_today_comes_before_what_is_planned_for_today():
    todays, early = planned(TODAY), begun(THURSDAY, opened_on=TODAY)
    assert SessionWeek([todays, early]).due_on(TODAY) is early


def test_a_pause_leaves_only_what_is_open():
    todays = planned(TODAY)
    paused = SessionWeek([todays, planned(SATURDAY)], paused_until=SATURDAY)
    assert paused.due_on(TODAY) is None
    still_open = begun(TODAY, opened_on=TODAY)
    assert SessionWeek([still_open], paused_until=SATURDAY).due_on(TODAY) is still_open
    assert SessionWeek([todays], paused_until=TODAY).due_on(TODAY) is todays


def test_what_is_held_back_is_neither_due_nor_missed_nor_next_unless_it_was_begun():
    held = [planned(day, is_held=True) for day in (MONDAY, TODAY, SATURDAY)]
    week = SessionWeek(held)
    assert (week.due_on(TODAY), week.planned_after(TODAY), week.held_on(TODAY)) == (None, [], held[1])
    begun_anyway = begun(TODAY, opened_on=TODAY)
    begun_anyway.is_held = True
    assert SessionWeek([begun_anyway]).due_on(TODAY) is begun_anyway


def test_now_and_later_is_one_answer_for_every_page():
    missed, soon, later = planned(MONDAY), planned(THURSDAY), planned(SATURDAY)
    ahead = ahead_of(ANA, SessionWeek([missed, soon, later]), TODAY)
    assert (ahead.now, ahead.later, ahead.first) == (None, soon, soon)
    ahead = ahead_of(ANA, SessionWeek([planned(TODAY), later]), TODAY)
    assert [session.planned_on for session in ahead.next_two] == [TODAY, SATURDAY]


def test_the_phone_keeps_two_sessions_on_a_day_of_rest_too():
    """A basement without signal may be tomorrow's."""
    missed, soon, later = planned(MONDAY), planned(THURSDAY), planned(SATURDAY)
    assert ahead_of(ANA, SessionWeek([soon, later]), TODAY).next_two == [soon, later]
    assert ahead_of(ANA, SessionWeek([missed, later]), TODAY).next_two == [missed, later]
    early = begun(SATURDAY, opened_on=TODAY)
    assert ahead_of(ANA, SessionWeek([soon, early]), TODAY).next_two == [early, soon]


def test_while_training_is_stopped_nothing_is_now_or_later():
    stopped = Athlete(time_zone="UTC", stopped_at=datetime(2026, 11, 3, 12, tzinfo=UTC))
    assert ahead_of(stopped, SessionWeek([planned(TODAY), planned(SATURDAY)]), TODAY).next_two == []


@pytest.mark.django_db
def test_near_the_race_nothing_new_begins_and_the_next_after_it_is_known():
    racing = Athlete(time_zone="UTC", goal_race_on=SATURDAY)
    racing.pk = 1
    later = planned(SATURDAY + timedelta(days=6))
    ahead = ahead_of(racing, SessionWeek([planned(TODAY), later]), TODAY)
    assert (ahead.now, ahead.later) == (None, later)


def test_what_was_done_on_another_day_takes_the_room_of_that_day():
    """Wednesday's was done on Friday: Monday's, missed, was offered at once, two full sessions on one day."""
    monday, wednesday, friday = MONDAY, MONDAY + timedelta(days=2), MONDAY + timedelta(days=4)
    done = planned(
        wednesday,
        status=SessionStatus.COMPLETED,
        opened_at=datetime.combine(friday, time(18), UTC),
        finished_at=datetime.combine(friday, time(19), UTC),
    )
    sessions = SessionWeek([planned(monday), done])
    for day in (friday, friday + timedelta(days=1)):
        assert sessions.missed_with_room_around(day) is None
    assert sessions.missed_with_room_around(friday + timedelta(days=2)) is not None
