"""Phones on which reminders are on: whose they are, how many, and how they end."""

from __future__ import annotations

import pytest

from athletes.enrollment.accounts import change_address, sign_out_everywhere
from athletes.errors import RefusedError
from athletes.mail.push import devices
from athletes.models import Athlete, PushDevice, User
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def owners() -> list[int]:
    return list(PushDevice.objects.values_list("owner_id", flat=True))


def due_times(athlete: Athlete) -> tuple[bool, bool]:
    found = Athlete.objects.get(pk=athlete.pk)
    return found.strength_push_due_at is not None, found.morning_push_due_at is not None


def test_turning_on_twice_is_one_phone_and_what_comes_round_is_due(ana, service, turn_on):
    phone = service.phone()
    assert due_times(ana) == (False, False)
    for _time in range(2):
        device = turn_on(ana, phone)
    assert (owners(), device.label, due_times(ana)) == ([ana.pk], "Chrome on Android", (True, True))


def test_a_browser_that_somebody_else_turns_on_is_theirs_alone(ana, ben, service, turn_on):
    phone = service.phone()
    turn_on(ana, phone)
    turn_on(ben, phone)
    assert owners() == [ben.pk]
    assert (due_times(ana), due_times(ben)) == ((False, False), (True, True))


def test_with_the_last_phone_nothing_comes_round(ana, service, turn_on):
    first, second = turn_on(ana, service.phone("one")), turn_on(ana, service.phone("two"))
    devices.end(first, at=MONDAY)
    assert due_times(ana) == (True, True)
    devices.end(second, at=MONDAY)
    devices.end(second, at=MONDAY)
    assert (owners(), due_times(ana)) == ([], (False, False))


def test_one_phone_more_than_there_is_room_for_ends_the_oldest(ana, service, turn_on):
    made = [turn_on(ana, service.phone(str(number))) for number in range(devices.MOST_DEVICES + 1)]
    assert set(PushDevice.objects.all()) == set(made[1:])


def move_house(user: User) -> None:
    change_address(user=user, email="new@x.example", at=MONDAY)


@pytest.mark.parametrize("act", [sign_out_everywhere, move_house])
def test_ending_every_sign_in_ends_every_phone(ana, ben, service, turn_on, act):
    turn_on(ana, service.phone("one"))
    turn_on(ben, service.phone("two"))
    act(ana.user)
    assert (owners(), due_times(ana)) == ([ben.pk], (False, False))


WRONG = [
    {"endpoint": "https://127.0.0.1/send"},
    {"endpoint": "https://fcm.googleapis.com/" + "x" * 1000},
    {"p256dh": ""},
    {"p256dh": "A" * 87},
    {"p256dh": "é"},
    {"auth": "AAAA"},
    {"auth": ""},
]


@pytest.mark.parametrize("wrong", WRONG)
def test_what_no_note_could_reach_is_refused(ana, service, wrong):
    named = service.phone().subscription() | wrong
    with pytest.raises(RefusedError):
        devices.turn_on(owner=ana.user, **named, user_agent="", at=MONDAY)
    assert owners() == []


def test_a_clinic_without_a_key_takes_no_phone(ana, service, turn_on, settings):
    settings.VAPID_PRIVATE_KEY = ""
    with pytest.raises(RefusedError):
        turn_on(ana, service.phone())


def test_a_browser_is_seen_by_its_owner_alone(ana, ben, thea, tom, carla, service, turn_on):
    device = turn_on(ana, service.phone())
    for user, sees in ((ana.user, True), (ben.user, False), (thea, False), (tom, False), (carla, False)):
        assert PushDevice.objects.visible_to(user).filter(pk=device.pk).exists() is sees
