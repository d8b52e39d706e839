"""Discovery calls at the desk: who sees them, what comes of them, and when they are forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.discovery_calls import ask_for_call, called, decline, forget_calls, turn_into_athlete
from athletes.errors import RefusedError
from athletes.models import Athlete, DiscoveryCall
from athletes.phone.export import everything_about
from tests.clock import at

pytestmark = pytest.mark.django_db
MONDAY = at("2026-11-16 10:00 America/New_York")
THURSDAY = at("2026-11-19 09:00 America/New_York")


def request_of(name: str, when=MONDAY, **fields) -> DiscoveryCall:
    email = f"{name.split()[0].lower()}@runner.example"
    said = {"name": name, "email": email, "story": "Sore shin", "times": "evenings"}
    return ask_for_call(at=when, **said | fields)


@pytest.fixture
def call(db) -> DiscoveryCall:
    return request_of("Nora Quist", goal_race="Reservoir 10K", goal_race_on=at("2027-04-18 09:00").date())


def test_turning_into_an_athlete_takes_over_name_address_and_race(call, thea):
    athlete = turn_into_athlete(call=call, therapist=thea, by=thea, at=THURSDAY)
    assert (athlete.user.name, athlete.user.email, athlete.therapist) == ("Nora Quist", "nora@runner.example", thea)
    assert (athlete.goal_race, str(athlete.goal_race_on)) == ("Reservoir 10K", "2027-04-18")
    call.refresh_from_db()
    assert (call.state, call.athlete, call.handled_by, call.handled_at) == ("became_athlete", athlete, thea, THURSDAY)


def test_what_was_told_goes_along(thea):
    """Telephone, story and note were dropped."""
    call = request_of("Kim Ode", phone="(617) 555-0131", story="A tight cord, fine by mile two.")
    called(call=call, by=thea, at=THURSDAY - timedelta(hours=1), note="Works nights.")
    athlete = turn_into_athlete(call=call, therapist=thea, by=thea, at=THURSDAY)
    assert athlete.phone == "(617) 555-0131"
    kept = [(note.text, note.author, note.at) for note in athlete.care_notes.all()]
    assert kept == [("Works nights.", thea, THURSDAY), ("A tight cord, fine by mile two.", None, MONDAY)]


def test_an_athlete_is_made_once_and_stays_one(call, thea, tom):
    turn_into_athlete(call=call, therapist=thea, by=thea, at=THURSDAY)
    for verb in (called, decline):
        with pytest.raises(RefusedError, match="already"):
            verb(call=call, by=tom, at=THURSDAY)
    with pytest.raises(RefusedError, match="already"):
        turn_into_athlete(call=call, therapist=tom, by=tom, at=THURSDAY)
    assert Athlete.objects.count() == 1


def test_an_address_that_is_here_already_changes_nothing(call, thea, ana):
    DiscoveryCall.objects.filter(pk=call.pk).update(email=ana.user.email)
    with pytest.raises(RefusedError) as refused:
        turn_into_athlete(call=call, therapist=thea, by=thea, at=THURSDAY)
    assert refused.value.field == "email"
    call.refresh_from_db()
    assert (call.state, call.athlete) == ("waiting", None)


def test_only_a_therapist_has_a_caseload_to_join(call, carla):
    with pytest.raises(RefusedError) as refused:
        turn_into_athlete(call=call, therapist=carla, by=carla, at=THURSDAY)
    assert refused.value.field == "therapist"


def test_who_was_called_may_ask_again(call, thea):
    called(call=call, by=thea, at=MONDAY)
    assert request_of("Nora Quist", THURSDAY) != call
    assert DiscoveryCall.objects.count() == 2


def test_calls_that_became_nothing_are_forgotten_a_year_after_the_last_word(call, thea, tom):
    kept = request_of("Otto Lang")
    turn_into_athlete(call=kept, therapist=tom, by=tom, at=MONDAY)
    request_of("Pia Waits")
    decline(call=call, by=thea, at=THURSDAY)
    year = timedelta(days=365)
    assert forget_calls(at=MONDAY + year) == 0
    assert forget_calls(at=THURSDAY + year) == 1  # nobody ever called Pia; she has waited for longer
    assert forget_calls(at=THURSDAY + year + timedelta(seconds=1)) == 1
    assert list(DiscoveryCall.objects.all()) == [kept]


def test_an_athlete_s_download_has_the_call_without_the_clinic_s_note(call, thea):
    athlete = turn_into_athlete(call=call, therapist=thea, by=thea, at=THURSDAY, note="canary of the clinic")
    (row,) = everything_about(athlete)["DiscoveryCall"]
    assert row["story"] == "Sore shin"
    assert "canary of the clinic" not in str(row)


def test_the_call_goes_with_its_athlete(call, thea):
    athlete = turn_into_athlete(call=call, therapist=thea, by=thea, at=THURSDAY)
    athlete.user.delete()
    assert not DiscoveryCall.objects.exists()
