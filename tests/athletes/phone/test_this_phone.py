"""Reminders on this phone: turned on and off in Settings, and never left to whoever holds the phone next."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.test import Client

from athletes.mail import links
from athletes.mail.push import keys
from athletes.models import Athlete, PushDevice
from athletes.phone.export import as_zip, everything_about
from tests.push_service import PushService, push_service

pytestmark = pytest.mark.django_db
LINK = "clinic.sign_in.auth.LinkBackend"
ANDROID = "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"


@pytest.fixture
def service(settings):
    with push_service() as service:
        settings.PUSH_TEST_SERVICE = service.url
        yield service


@pytest.fixture
def browser(ana) -> Client:
    client = Client(headers={"user-agent": ANDROID})
    client.force_login(ana.user, backend=LINK)
    return client


def turn_on(client: Client, service: PushService, name: str = "one"):
    return client.post("/settings/phones/", service.phone(name).subscription(), follow=True)


def signed_in_later(athlete: Athlete, browser: Client) -> Client:
    """The same browser, whose sign-in has run out without a word, and in which somebody opens their link."""
    later = Client()
    later.cookies["phone"] = browser.cookies["phone"].value
    later.post(urlsplit(links.sign_in_link(athlete.user, links.INVITE)).path)
    return later


def test_settings_offer_one_switch_and_name_the_key(ana, browser):
    page = browser.get("/settings/").content.decode()
    assert page.count('role="switch"') == 1
    assert f'data-key="{keys.public_key()}"' in page
    assert "phone-reminders.js" in page


def test_a_clinic_without_a_key_offers_nothing_anywhere(ana, browser, service, settings):
    settings.VAPID_PRIVATE_KEY = ""
    page = browser.get("/settings/").content.decode()
    assert "phone-reminders" not in page
    assert turn_on(browser, service).status_code == 422
    assert not PushDevice.objects.exists()


def test_on_and_off_again(ana, browser, service):
    page = turn_on(browser, service).content.decode()
    assert "Reminders come to this phone." in page
    assert 'aria-checked="true"' in page
    (device,) = PushDevice.objects.all()
    page = browser.post(f"/settings/phones/{device.pk}/", {"end": "1"}, follow=True).content.decode()
    assert "No more reminders on Chrome on Android." in page
    assert 'aria-checked="false"' in page
    assert not PushDevice.objects.exists()


def test_an_address_that_is_no_push_service_is_refused_in_words(ana, browser):
    answer = browser.post("/settings/phones/", {"endpoint": "https://10.0.0.1/"})
    assert answer.status_code == 422
    assert "Notifications cannot be sent to this browser" in answer.content.decode()


def test_another_phone_is_listed_and_can_be_removed(ana, browser, service):
    other = Client(headers={"user-agent": ANDROID.replace("Android 14", "iPhone")})
    other.force_login(ana.user, backend=LINK)
    turn_on(other, service, "two")
    page = browser.get("/settings/").content.decode()
    assert "Remove Chrome on iPhone" in page
    assert 'aria-checked="false"' in page
    browser.post(f"/settings/phones/{PushDevice.objects.get().pk}/", {"end": "1"})
    assert not PushDevice.objects.exists()


def test_signing_out_ends_it_on_this_phone_alone(ana, browser, service):
    other = Client()
    other.force_login(ana.user, backend=LINK)
    turn_on(other, service, "two")
    turn_on(browser, service)
    browser.post("/sign-out/")
    assert [device.endpoint for device in PushDevice.objects.all()] == [f"{service.url}/send/two"]


def test_somebody_else_who_signs_in_on_the_phone_ends_it_for_the_former_owner(ana, ben, browser, service):
    turn_on(browser, service)
    fresh = signed_in_later(ben, browser)
    assert fresh.get("/settings/").status_code == 200
    assert not PushDevice.objects.exists()


def test_the_same_athlete_who_signs_in_again_keeps_it(ana, browser, service):
    turn_on(browser, service)
    fresh = signed_in_later(ana, browser)
    assert 'aria-checked="true"' in fresh.get("/settings/").content.decode()


def test_a_cookie_that_somebody_made_up_is_nobody_s_phone(ana, ben, browser, service):
    turn_on(browser, service)
    device = PushDevice.objects.get()
    stranger = Client()
    stranger.cookies["phone"] = f"{device.pk}:made-up"
    stranger.force_login(ben.user, backend=LINK)
    stranger.post("/sign-out/")
    assert PushDevice.objects.exists()


def test_signing_out_everywhere_ends_all(ana, browser, service):
    turn_on(browser, service)
    browser.post("/settings/", {"everywhere": "1"})
    assert not PushDevice.objects.exists()


def test_the_archive_names_the_phone_and_none_of_its_keys(ana, browser, service):
    phone = service.phone()
    browser.post("/settings/phones/", phone.subscription())
    (row,) = everything_about(ana)["PushDevice"]
    assert row["label"] == "Chrome on Android"
    assert set(row) & {"endpoint", "p256dh", "auth"} == set()
    assert as_zip(ana)


def test_keys_of_phones_stand_on_no_page(ana, browser, service):
    phone = service.phone()
    browser.post("/settings/phones/", phone.subscription())
    page = browser.get("/settings/").content.decode()
    assert [value for value in phone.subscription().values() if value in page] == []
