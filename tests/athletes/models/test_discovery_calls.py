"""Discovery calls as rows: who waits, who is overdue, who sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from athletes.enrollment.discovery_calls import ask_for_call, called, decline, turn_into_athlete
from athletes.models import DiscoveryCall
from tests.clock import at

pytestmark = pytest.mark.django_db


MONDAY = at("2026-11-16 10:00 America/New_York")


def request_of(name: str, when=MONDAY, **fields) -> DiscoveryCall:
    email = f"{name.split()[0].lower()}@runner.example"
    said = {"name": name, "email": email, "story": "Sore shin", "times": "evenings"}
    return ask_for_call(at=when, **said | fields)


@pytest.fixture
def call(db) -> DiscoveryCall:
    return request_of("Nora Quist", goal_race="Reservoir 10K", goal_race_on=at("2027-04-18 09:00").date())


def test_who_waits_longest_comes_first_and_handled_calls_wait_no_more(call, thea):
    later = request_of("Otto Lang", MONDAY + timedelta(hours=1))
    assert list(DiscoveryCall.objects.waiting()) == [call, later]
    called(call=call, by=thea, at=MONDAY)
    assert list(DiscoveryCall.objects.waiting()) == [later]


@pytest.mark.parametrize(
    ("now", "overdue"),
    [
        ("2026-11-18 23:59 America/New_York", False),
        ("2026-11-19 00:00 America/New_York", True),
        ("2026-11-19 04:00 UTC", False),  # still Wednesday at the clinic
    ],
)
def test_a_call_of_monday_is_overdue_from_thursday_at_the_clinic(call, now, overdue, thea):
    assert DiscoveryCall.objects.overdue(at(now)).exists() is overdue
    called(call=call, by=thea, at=MONDAY)
    assert not DiscoveryCall.objects.overdue(at(now)).exists()


def test_staff_share_open_calls_and_only_those_who_care_see_what_came_of_them(call, thea, tom, carla, ana):
    def who_sees() -> set[str]:
        people = {"thea": thea, "tom": tom, "carla": carla, "ana": ana.user, "nobody": AnonymousUser()}
        return {name for name, user in people.items() if DiscoveryCall.objects.visible_to(user).exists()}

    assert who_sees() == {"thea", "tom", "carla"}
    called(call=call, by=thea, at=MONDAY)
    assert who_sees() == {"thea", "tom", "carla"}
    decline(call=call, by=tom, at=MONDAY)
    assert who_sees() == {"tom", "carla"}
    turn_into_athlete(call=call, therapist=thea, by=tom, at=MONDAY)
    assert who_sees() == {"thea", "carla"}
    thea.is_active = False
    assert who_sees() == {"carla"}
