"""Asking for a discovery call: what a person types arrives once, and a robot never knows that it did not."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from athletes.models import DiscoveryCall

pytestmark = pytest.mark.django_db
URL = "/discovery-call/"
SAID = {
    "name": "Núria Solé",
    "email": "Nuria@runner.example",
    "phone": "(617) 555-0199",
    "goal_race": "Charles River 10K",
    "goal_race_on": "2027-04-18",
    "story": "Thirty miles a week.\r\nMy left shin talks after the long run.",
    "times": "weekdays after 5 pm",
}


@pytest.fixture
def now(time_machine):
    time_machine.move_to("2026-11-17T15:00:00+00:00", tick=False)
    return timezone.now()


def opened(client: Client) -> str:
    return re.search(r'name="opened" value="([^"]+)"', client.get(URL).content.decode())[1]


def ask(time_machine, client: Client | None = None, after: int = 30, **changes: str):
    """Open the form, wait, and send it."""
    client = client or Client()
    values = SAID | {"opened": opened(client)} | changes
    time_machine.move_to(timezone.now() + timedelta(seconds=after), tick=False)
    return client.post(URL, values)


def test_a_request_is_stored_as_it_was_typed_and_says_what_comes_next(now, time_machine):
    answer = ask(time_machine)
    assert (answer.status_code, answer.url) == (302, "/discovery-call/thanks/")
    call = DiscoveryCall.objects.get()
    assert (call.name, call.email, call.phone) == ("Núria Solé", "nuria@runner.example", "(617) 555-0199")
    assert call.story == "Thirty miles a week.\nMy left shin talks after the long run."
    assert (str(call.goal_race_on), call.state) == ("2027-04-18", "waiting")
    page = Client().get(answer.url).content.decode()
    assert "within two working days" in page
    assert "(617) 555-0142" in page
    assert "not for emergencies" in page


def test_only_name_address_story_and_times_are_asked_for(now, time_machine):
    ask(time_machine, phone="", goal_race="", goal_race_on="")
    call = DiscoveryCall.objects.get()
    assert (call.phone, call.goal_race, call.goal_race_on) == ("", "", None)


ROBOTS = {
    "fills in what people do not see": {"website": "https://pills.example"},
    "is faster than a person": {"after": 2},
    "sends no time": {"opened": ""},
    "makes a time up": {"opened": "opened:1vLxyz:forged"},
}


@pytest.mark.parametrize("name", ROBOTS)
def test_a_robot_sees_what_everybody_sees_and_nothing_is_kept(name, now, time_machine):
    answer = ask(time_machine, **ROBOTS[name])
    assert (answer.status_code, answer.url) == (302, "/discovery-call/thanks/")
    assert not DiscoveryCall.objects.exists()
    assert outbox.outbox == []


def test_a_page_that_was_open_since_yesterday_is_sent_once_more_with_what_was_typed(now, time_machine):
    client = Client()
    page = ask(time_machine, client, after=25 * 3600)
    assert page.status_code == 422
    text = page.content.decode()
    assert "open for a long time" in text
    assert "My left shin talks" in text
    time_machine.move_to(timezone.now() + timedelta(seconds=10), tick=False)
    again = client.post(URL, SAID | {"opened": re.search(r'name="opened" value="([^"]+)"', text)[1]})
    assert again.status_code == 302
    assert DiscoveryCall.objects.count() == 1


REFUSED = {
    "name": ["", "x" * 121, "Spam https://pills.example", "www.pills.example", "two\rlines", "\u200b", "\u202eanA"],
    "email": [
        "",
        "not an address",
        "a@b.example\r\nBcc: c@d.example",
        "x" * 250 + "@a.example",
        "a@" + ("İ" * 60 + ".") * 4 + "org",
    ],
    "phone": ["call me", "1" * 30, "12345", "٠١٢٣٤٥٦٧٨", "+" + "1" * 16],
    "goal_race": ["x" * 121],
    "goal_race_on": ["tomorrow", "1999-12-31", "2199-01-01", "9" * 30],
    "story": ["", "x" * 2001, "nul\x00"],
    "times": ["", "x" * 201],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in REFUSED.items() for value in values])
def test_what_cannot_be_taken_is_named_and_everything_typed_stays(field, value, now, time_machine):
    page = ask(time_machine, **{field: value})
    assert page.status_code == 422
    text = page.content.decode()
    assert f'<a href="#id_{field}">' in text
    assert re.search(rf'id="id_{field}"[^>]*aria-invalid="true"|aria-invalid="true"[^>]*id="id_{field}"', text)
    assert f'id="id_{field}_error"' in text
    for name, typed in SAID.items():
        if name not in (field, "story"):
            assert f'value="{typed}"' in text
    if field != "story":
        assert "My left shin talks" in text
    assert not DiscoveryCall.objects.exists()


@pytest.mark.parametrize(
    "name", ["李小龍", "Ñandú O’Brien-Łukasz", "م. الخطيب", "😀 Runner", "<script>alert(1)</script>"]
)
def test_names_of_everybody_are_taken_and_never_run(name, now, time_machine, as_thea):
    assert ask(time_machine, name=name).status_code == 302
    assert DiscoveryCall.objects.get().name == name


def test_the_ends_of_lines_are_not_counted_twice(now, time_machine):
    assert ask(time_machine, story="\r\n".join(["x" * 19] * 100)).status_code == 302
    assert len(DiscoveryCall.objects.get().story) == 1999


def test_sending_twice_is_one_request_with_the_latest_words(now, time_machine):
    ask(time_machine)
    ask(time_machine, after=60, email="NURIA@runner.example", phone="", times="mornings")
    call = DiscoveryCall.objects.get()
    assert (call.times, call.phone) == ("mornings", "")
    assert call.asked_at == now + timedelta(seconds=30)


def test_one_network_address_asks_five_times_an_hour_and_is_then_told_to_call(now, time_machine):
    for number in range(5):
        assert ask(time_machine, email=f"runner{number}@runner.example").status_code == 302
    page = ask(time_machine, email="runner6@runner.example")
    assert page.status_code == 429
    assert "(617) 555-0142" in page.content.decode()
    assert "My left shin talks" in page.content.decode()
    assert DiscoveryCall.objects.count() == 5


def test_the_form_is_kept_by_no_cache_and_asks_for_a_token_of_its_own(now, time_machine):
    assert "no-store" in Client().get(URL)["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(URL, SAID | {"opened": opened(strict)}).status_code == 403
