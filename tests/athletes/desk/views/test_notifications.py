"""Notifications in a therapist's own browsers: the switch, what they are told at any hour, and whose browser it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from athletes.mail.loop import tick
from athletes.mail.planner import plan_urgent
from athletes.models import Mail, MailChannel, PushDevice, User
from tests.people import MONDAY
from tests.push_service import Phone, PushService, push_service
from tests.seen import see

pytestmark = pytest.mark.django_db
PAGE = "/admin/notifications/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
NIGHT = MONDAY.replace(hour=3)


@pytest.fixture
def service(settings):
    with push_service() as service:
        settings.PUSH_TEST_SERVICE = service.url
        yield service


def desk_of(person: User) -> Client:
    client = Client(headers={"user-agent": FIREFOX})
    client.force_login(person)
    return client


def turn_on(client: Client, phone: Phone) -> str:
    return client.post(PAGE, phone.subscription(), follow=True).content.decode()


def told(service: PushService, phone: Phone) -> list[dict[str, str]]:
    return [phone.unlock(received.body) for received in service.received]


def test_it_is_turned_on_named_and_turned_off(thea, service):
    desk = desk_of(thea)
    assert "Off. Turn on" in see(desk, PAGE)
    assert "Notifications are on in this browser." in turn_on(desk, service.phone())
    device = PushDevice.objects.get(owner=thea)
    assert device.label == "Firefox on Windows"
    assert "On. Turn off" in see(desk, PAGE)
    page = desk.post(PAGE, {"end": device.pk}, follow=True).content.decode()
    assert "No more notifications in Firefox on Windows." in page
    assert not PushDevice.objects.exists()


def test_what_is_urgent_is_said_at_any_hour_by_both_ways_and_of_nobody(thea, service, mailoutbox):
    phone = service.phone()
    turn_on(desk_of(thea), phone)
    plan_urgent(thea, occasion="a stop", at=NIGHT)
    tick(NIGHT + timedelta(seconds=1))
    assert told(service, phone) == [{"text": "Something needs your attention now.", "path": "/admin/", "tag": "urgent"}]
    assert [mail.to for mail in mailoutbox] == [[thea.email]]
    assert set(Mail.objects.values_list("channel", "state")) == {(channel, "sent") for channel in MailChannel}


def test_who_has_no_browser_on_gets_the_mail_alone(thea, service):
    plan_urgent(thea, occasion="a stop", at=NIGHT)
    assert Mail.objects.get().channel == MailChannel.EMAIL


def test_a_browser_that_was_turned_off_meanwhile_is_not_written_to(thea, service):
    turn_on(desk_of(thea), service.phone())
    plan_urgent(thea, occasion="a stop", at=NIGHT)
    PushDevice.objects.all().delete()
    tick(NIGHT + timedelta(seconds=1))
    assert service.received == []
    assert Mail.objects.get(channel=MailChannel.PUSH).state == "skipped"


def test_signing_out_ends_the_notes_of_this_browser(thea, service):
    desk = desk_of(thea)
    turn_on(desk, service.phone())
    desk.post("/sign-out/")
    assert not PushDevice.objects.exists()


def test_nobody_ends_a_colleague_s(thea, tom, service):
    turn_on(desk_of(tom), service.phone())
    device = PushDevice.objects.get()
    for named in (device.pk, "", "x", "٣"):
        assert desk_of(thea).post(PAGE, {"end": named}).status_code == 404
    assert PushDevice.objects.filter(pk=device.pk).exists()


def test_an_address_that_is_no_push_service_is_refused_in_words(thea, service):
    refused = desk_of(thea).post(PAGE, service.phone().subscription() | {"endpoint": "https://elsewhere.example/"})
    assert refused.status_code == 422
    assert "Notifications cannot be sent to this browser." in refused.content.decode()


def test_a_clinic_without_a_key_has_no_such_page(thea, settings):
    settings.VAPID_PRIVATE_KEY = ""
    desk = desk_of(thea)
    assert desk.get(PAGE).status_code == 404
    assert PAGE not in see(desk, "/admin/")
