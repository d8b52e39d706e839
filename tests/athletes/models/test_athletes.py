"""Athletes in care: who sees them and what is theirs, their day, and what a record refuses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from athletes.models import Athlete, Flag, FlagKind, User
from athletes.models.athletes import (
    REMINDER_HOURS,
    validate_birthday,
    validate_conditions,
    validate_day,
    validate_time_zone,
)
from programs.models import Condition
from tests.clock import at
from tests.people import MONDAY, let_cover

DAY = timedelta(days=1)


@pytest.fixture
def flags(ana, ben) -> dict[str, Flag]:
    found = {}
    for athlete in (ana, ben):
        key = Flag.key(athlete.pk, FlagKind.SILENT, "x")
        found[athlete.user.first_name] = Flag.objects.create(
            id=key, athlete=athlete, kind=FlagKind.SILENT, cause="x", raised_at=MONDAY
        )
    return found


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "seen"),
    [("thea", {"Ana"}), ("tom", {"Ben"}), ("carla", {"Ana", "Ben"}), ("ana", {"Ana"}), ("ben", {"Ben"})],
)
def test_an_athlete_and_what_is_theirs_are_seen_by_the_same_people(request, flags, name, seen):
    person = request.getfixturevalue(name)
    user = User.objects.get(pk=person.pk)
    assert {athlete.user.first_name for athlete in Athlete.objects.visible_to(user)} == seen
    assert set(Flag.objects.visible_to(user)) == {flags[first_name] for first_name in seen}


@pytest.mark.django_db
def test_who_covers_sees_the_athlete_once_and_nobody_who_has_left_sees_any(ana, thea, tom, flags):
    let_cover(ana, tom, thea)
    for user in (tom, thea):
        assert Athlete.objects.visible_to(user).filter(pk=ana.pk).count() == 1
        assert flags["Ana"] in Flag.objects.visible_to(user)
    tom.is_active = False
    for user in (tom, AnonymousUser()):
        assert not Athlete.objects.visible_to(user).exists()
        assert not Flag.objects.visible_to(user).exists()


@pytest.mark.parametrize(
    ("zone", "day"), [("America/New_York", 2), ("Pacific/Auckland", 3), ("Pacific/Honolulu", 2), ("Asia/Kolkata", 3)]
)
def test_today_is_the_date_on_the_athlete_s_own_calendar(zone, day):
    assert Athlete(time_zone=zone).today(at("2026-11-02 18:30 America/New_York")) == date(2026, 11, day)


def test_the_mark_of_a_shared_phone_tells_two_apart_and_never_changes():
    marks = {Athlete(pk=1).owner_mark, Athlete(pk=2).owner_mark}
    assert len(marks) == 2
    assert Athlete(pk=1).owner_mark in marks


def test_reminders_arrive_by_half_past_eight_in_the_evening():
    assert (REMINDER_HOURS[0], REMINDER_HOURS[-1]) == (8, 19)


@pytest.mark.parametrize("value", ["America/Boston", "EST5EDT6", "../etc/passwd", "", " UTC"])
def test_a_zone_that_nobody_knows_is_refused(value):
    with pytest.raises(ValidationError, match="is not a time zone"):
        validate_time_zone(value)


@pytest.mark.parametrize(
    ("validate", "inside", "outside"),
    [
        (validate_day, [date(2000, 1, 1), MONDAY.date() + 366 * DAY], [date(1999, 12, 31), MONDAY.date() + 367 * DAY]),
        (validate_birthday, [date(1900, 1, 1), MONDAY.date()], [date(1899, 12, 31), MONDAY.date() + DAY]),
    ],
)
def test_days_have_bounds(time_machine, validate, inside, outside):
    time_machine.move_to(MONDAY, tick=False)
    for day in inside:
        validate(day)
    for day in outside:
        with pytest.raises(ValidationError):
            validate(day)


def test_conditions_are_chosen_from_the_list_each_once():
    first, second = Condition.values[:2]
    for value in ([], [first], [second, first]):
        validate_conditions(value)
    for value in ([first, first], ["made up"], first, None, {first: 1}):
        with pytest.raises(ValidationError):
            validate_conditions(value)
