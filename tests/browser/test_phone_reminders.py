"""Reminders on this phone, in a real browser: the switch, the clinic's own loop, and the note that a tap opens.

The push service is one of the tests' own. A browser without a way out cannot be given an address by a real one, so
``subscribe`` answers with the address and the keys of the test's phone; what arrives there is handed to the browser's
own worker as a real service would.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.push_service import PushService, push_service

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_athlete, sign_in_staff, start, stop

SUBSCRIBE = """(named) => {
  PushManager.prototype.subscribe = async (options) => {
    globalThis.asked = options;
    return { toJSON: () => ({ endpoint: named.endpoint, keys: { p256dh: named.p256dh, auth: named.auth } }) };
  };
}"""
#: Tapping a note is done by the system; here its event is sent to the worker, which says what it would open.
TAP = """async () => {
  const [note] = await registration.getNotifications();
  const opened = new Promise((resolve) => { clients.openWindow = async (path) => resolve(path); });
  dispatchEvent(new NotificationEvent("notificationclick", { notification: note }));
  return opened;
}"""
NOTES = "async () => (await registration.getNotifications()).map((note) => note.title)"


#: The shell that the other tests drive refuses every note; the whole browser shows them.
WHOLE = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(
    WHOLE is None, reason="no whole Chromium here; install it with: apt-get install chromium"
)


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(
        executable_path=WHOLE, args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
    )
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    with push_service() as service:
        yield service


@pytest.fixture(scope="module")
def own_clinic(built: Path, service: PushService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic that knows the test's push service."""
    folder = tmp_path_factory.mktemp("push") / "data"
    shutil.copytree(built, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PUSH_TEST_SERVICE", service.url)
        process, url = start(folder)
        yield Clinic(url, folder)
        stop(process)


def deliver(page: Page, clinic: Clinic, note: dict[str, str]) -> None:
    """As the browser does when a push service has brought something."""
    session = page.context.new_cdp_session(page)
    versions: list[dict[str, str]] = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: versions.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    while not versions:
        page.wait_for_timeout(50)
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": clinic.url, "registrationId": versions[-1]["registrationId"], "data": json.dumps(note)},
    )


def test_from_the_switch_to_the_note_and_its_page(browser: Browser, own_clinic: Clinic, service: PushService):
    page = page_of(browser, PHONE)
    page.context.grant_permissions(["notifications"], origin=own_clinic.url)
    sign_in_athlete(page, own_clinic, "ana")
    page.goto(f"{own_clinic.url}/settings/")
    switch = page.get_by_role("switch")
    expect(switch).to_have_attribute("aria-checked", "false")
    phone = service.phone()
    page.evaluate(SUBSCRIBE, phone.subscription())
    switch.click()
    expect(page.get_by_text("Reminders come to this phone.")).to_be_visible()
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "true")

    own_clinic.manage(
        "shell", "--command",
        "from athletes.models import *; from athletes.records.messages import send_message;"
        "from athletes.mail.loop import tick; from tests.clock import at;"
        "ana = Athlete.objects.get(user__email='ana@stridewell.example');"
        "from django.utils import timezone; from datetime import timedelta;"
        "noon = (timezone.now() + timedelta(days=1)).astimezone(ana.tzinfo).replace(hour=12);"
        "send_message(athlete=ana, author=ana.therapist, text='Keep going', at=timezone.now()); tick(noon)",
        PUSH_TEST_SERVICE=service.url,
    )  # fmt: skip
    notes = [phone.unlock(received.body) for received in service.received]
    (note,) = [note for note in notes if note["tag"] == "message"]
    deliver(page, own_clinic, note)
    (worker,) = page.context.service_workers
    page.wait_for_function("async () => (await (await navigator.serviceWorker.ready).getNotifications()).length")
    assert worker.evaluate(NOTES) == ["Your clinic wrote to you."]
    assert worker.evaluate(TAP) == "/messages/"
    assert worker.evaluate(NOTES) == []

    page.get_by_role("switch").click()
    expect(page.get_by_text("No more reminders on")).to_be_visible()
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "false")


def test_permission_is_asked_after_a_tap_only_and_a_browser_that_blocks_says_what_to_do(
    browser: Browser, own_clinic: Clinic
):
    page = page_of(browser, PHONE)
    sign_in_athlete(page, own_clinic, "ana")
    page.add_init_script(
        "globalThis.asked = 0; let answer = 'default';"
        "Object.defineProperty(Notification, 'permission', { get: () => answer });"
        "Notification.requestPermission = async () => { globalThis.asked += 1; return (answer = 'denied'); };"
    )
    page.goto(f"{own_clinic.url}/settings/")
    expect(page.get_by_role("switch")).to_be_visible()
    assert page.evaluate("asked") == 0
    page.get_by_role("switch").click()
    expect(page.get_by_text("This browser blocks notifications from us.")).to_be_visible()
    expect(page.get_by_role("switch")).to_be_hidden()
    assert page.evaluate("asked") == 1


def test_a_browser_that_gives_no_address_says_so(browser: Browser, own_clinic: Clinic):
    page = page_of(browser, PHONE)
    page.context.grant_permissions(["notifications"], origin=own_clinic.url)
    sign_in_athlete(page, own_clinic, "ana")
    page.goto(f"{own_clinic.url}/settings/")
    page.evaluate("() => { PushManager.prototype.subscribe = async () => { throw new DOMException('no'); }; }")
    page.get_by_role("switch").click()
    expect(page.get_by_text("The browser gave us no address for notifications.")).to_be_visible()


def test_an_iphone_is_sent_to_the_home_screen_first(browser: Browser, own_clinic: Clinic):
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Mobile/15E148 Safari/604.1"
    page = page_of(browser, PHONE, user_agent=agent)
    sign_in_athlete(page, own_clinic, "ana")
    page.add_init_script("delete globalThis.PushManager;")
    page.goto(f"{own_clinic.url}/settings/")
    expect(page.get_by_text("On an iPhone or iPad this works from the home screen only.")).to_be_visible()
    expect(page.get_by_role("switch")).to_be_hidden()


def test_a_therapist_s_browser_shows_a_note_that_opens_the_caseload(
    browser: Browser, own_clinic: Clinic, service: PushService
):
    page = page_of(browser, DESK)
    page.context.grant_permissions(["notifications"], origin=own_clinic.url)
    sign_in_staff(page, own_clinic, "thea")
    page.get_by_role("link", name="Notifications").click()
    phone = service.phone("desk")
    page.evaluate(SUBSCRIBE, phone.subscription())
    page.get_by_role("switch").click()
    expect(page.get_by_text("Notifications are on in this browser.")).to_be_visible()
    expect(page.get_by_role("switch")).to_have_attribute("aria-checked", "true")
    deliver(page, own_clinic, {"text": "Something needs your attention now.", "path": "/admin/", "tag": "urgent"})
    (worker,) = page.context.service_workers
    page.wait_for_function("async () => (await (await navigator.serviceWorker.ready).getNotifications()).length")
    assert worker.evaluate(TAP) == "/admin/"
    page.goto(f"{own_clinic.url}/admin/")
    assert page.evaluate("navigator.serviceWorker.controller") is None
