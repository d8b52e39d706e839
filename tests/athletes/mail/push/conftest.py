"""A push service of the tests' own, and phones that are reached through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from athletes.mail.push import devices
from athletes.models import Athlete, PushDevice
from tests.people import MONDAY
from tests.push_service import Phone, PushService, push_service

CHROME = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def service(settings) -> Iterator[PushService]:
    with push_service() as service:
        settings.PUSH_TEST_SERVICE = service.url
        yield service


@pytest.fixture
def turn_on() -> Callable[[Athlete, Phone], PushDevice]:
    def act(athlete: Athlete, phone: Phone) -> PushDevice:
        return devices.turn_on(owner=athlete.user, **phone.subscription(), user_agent=CHROME, at=MONDAY)

    return act
