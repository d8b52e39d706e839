"""What goes wrong between phone and clinic: sets lost 0, doubled 0."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, Route, expect

from .conftest import CHROMIUM, PHONE, Clinic, going_on, page_of, sign_in_athlete
from .test_offline import until
from .test_the_whole_way import open_session, pass_questions, wait_for_the_script, wait_until_sent

PUT = "**/api/v1/sessions/*/"

#: Another tab's long write: nothing is stored on this phone until window.isFree is true.
BLOCK_THE_STORE = """() => new Promise((blocked) => {
  const opening = indexedDB.open(`clinic-${document.body.dataset.owner}`);
  opening.onsuccess = () => {
    const documents = opening.result.transaction('sessions', 'readwrite').objectStore('sessions');
    const goOn = () => {
      if (!window.isFree) documents.count().onsuccess = goOn;
    };
    goOn();
    blocked(true);
  };
})"""
READ_THE_STORE = """() => new Promise((read) => {
  const opening = indexedDB.open(`clinic-${document.body.dataset.owner}`);
  opening.onsuccess = () => {
    const documents = opening.result.transaction('sessions', 'readwrite').objectStore('sessions');
    documents.count().onsuccess = () => read(true);
  };
})"""


@pytest.fixture
def phone(browser: Browser) -> Page:
    return page_of(browser, PHONE)


def stored(phone: Page, clinic: Clinic) -> list[dict]:
    """The sets that the clinic has of the session that is open."""
    path = phone.url.split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    return phone.request.get(f"{clinic.url}/api/v1/sessions/{path}/").json()["sets"]


def wait_for(phone: Page, is_so: Callable[[], bool]) -> None:
    """Let the page go on until that is so."""
    for _attempt in range(600):
        if is_so():
            return
        phone.wait_for_timeout(100)
    raise AssertionError("never so")


def kept(phone: Page) -> str:
    return phone.locator("#sync").text_content() or ""


@pytest.mark.parametrize("status", [503, 429])
def test_a_clinic_in_trouble_loses_nothing(phone: Page, clinic: Clinic, status: int):
    open_session(phone, clinic, "noah")
    before = len(stored(phone, clinic))
    phone.route(PUT, lambda route: route.fulfill(status=status, body="busy"))
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("Our side · 1 kept here")
    phone.unroute(PUT)
    phone.reload()
    wait_until_sent(phone)
    assert len(stored(phone, clinic)) == before + 1


def test_saved_is_not_said_while_a_set_waits_that_came_as_another_one_went(phone: Page, clinic: Clinic):
    """A slow phone stored the second set as the answer to the first came: "Saved", and it was not sent yet."""
    open_session(phone, clinic, "noah")
    held: list[Route] = []
    phone.route(PUT, lambda route: held.append(route))
    phone.locator("#log").click()
    wait_for(phone, lambda: len(held) == 1)
    phone.evaluate(BLOCK_THE_STORE)
    phone.locator("#log").click()
    with phone.expect_request_finished():
        held[0].continue_()
    phone.evaluate("() => { window.isFree = true; }")
    wait_for(phone, lambda: len(held) == 2)
    for _later in range(5):
        phone.evaluate(READ_THE_STORE)
    sync = phone.locator("#sync")
    assert (sync.get_attribute("aria-busy"), sync.text_content() == "Saved") == ("true", False)
    held[1].continue_()
    wait_until_sent(phone)


def test_an_answer_that_is_lost_doubles_nothing(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "chloe")
    before = len(stored(phone, clinic))
    lost = []

    def lose(route: Route) -> None:
        route.fetch()  # the clinic has it; the phone never hears
        lost.append(route.request.post_data_json)
        route.abort()

    phone.route(PUT, lose)
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("Offline · 1 kept here")
    assert len(stored(phone, clinic)) == before + 1
    phone.unroute(PUT)
    phone.reload()
    wait_until_sent(phone)
    assert lost
    assert len(stored(phone, clinic)) == before + 1


def test_a_sign_in_that_ended_keeps_the_sets_and_sends_them_after_the_next(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "maya")
    session = phone.url
    before = len(stored(phone, clinic))
    phone.context.clear_cookies()
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("Sign in to send 1 set")
    phone.locator("#sync").click()
    phone.wait_for_url("**/sign-in/**")
    sign_in_athlete(phone, clinic, "maya")
    phone.goto(session)
    wait_until_sent(phone)
    assert len(stored(phone, clinic)) == before + 1


def test_two_phones_mean_the_same_set(browser: Browser, clinic: Clinic):
    first, second = page_of(browser, PHONE), page_of(browser, PHONE)
    open_session(first, clinic, "leo")
    sign_in_athlete(second, clinic, "leo")
    second.goto(first.url)
    wait_for_the_script(second)
    pass_questions(second)
    before = len(stored(first, clinic))
    second.context.set_offline(True)
    second.locator(".set.current [name=amount]").fill("3")
    second.locator("#log").click()
    first.locator("#log").click()
    wait_until_sent(first)
    second.context.set_offline(False)
    wait_until_sent(second)
    sets = stored(first, clinic)
    assert len(sets) == before + 1
    second.reload()
    shown = second.locator(".side.done").first.get_attribute("data-amount")
    assert shown in {str(each["reps"] or each["seconds"]) for each in sets}


def test_a_phone_whose_clock_is_wrong_by_years_logs_as_any_other(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    open_session(phone, clinic, "sam")
    before = len(stored(phone, clinic))
    phone.clock.set_system_time(datetime(2009, 1, 1, tzinfo=UTC))
    with phone.expect_request(PUT) as sent:
        phone.locator("#log").click()
    assert sent.value.post_data_json["sets"][0]["done_at"].startswith("2009-01-01")
    wait_until_sent(phone)
    assert len(stored(phone, clinic)) == before + 1


def test_a_new_deploy_clears_the_old_shell_and_nothing_that_waits(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "finn")
    session, before = phone.url, len(stored(phone, clinic))
    phone.route(PUT, lambda route: route.abort())
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("Offline · 1 kept here")
    phone.evaluate(
        """async () => {
          for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
          await (await caches.open('shell-former')).put('/static/js/former.js', new Response('old'));
        }"""
    )
    phone.unroute(PUT)
    phone.context.set_offline(True)
    phone.context.set_offline(False)
    phone.goto(f"{clinic.url}/")
    until(phone, "async () => !(await caches.keys()).includes('shell-former')")
    phone.goto(session)
    wait_until_sent(phone)
    assert len(stored(phone, clinic)) == before + 1


def test_signing_out_with_sets_waiting_asks_and_staying_keeps_them(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "jack")
    session, before = phone.url, len(stored(phone, clinic))
    phone.route(PUT, lambda route: route.abort())
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("Offline · 1 kept here")
    phone.on("dialog", lambda dialog: dialog.dismiss())
    phone.goto(f"{clinic.url}/settings/")
    with phone.expect_event("dialog") as asked:
        phone.get_by_role("button", name="Sign out", exact=True).click()
    assert asked.value.message == "Some sets are only on this phone and would be lost. Sign out anyway?"
    assert phone.url.endswith("/settings/")
    phone.unroute(PUT)
    phone.goto(session)
    wait_until_sent(phone)
    assert len(stored(phone, clinic)) == before + 1


STEPS = {"before it leaves": "ella", "when the clinic has it": "hannah", "when the answer is there": "kira"}


@pytest.mark.parametrize(("step", "name"), STEPS.items())
def test_a_browser_killed_at_any_step_of_sending_loses_and_doubles_nothing(
    playwright: Playwright, clinic: Clinic, tmp_path: Path, step: str, name: str
):
    """SIGKILL, then the same phone is switched on again."""

    def switch_on():
        options = {"executable_path": CHROMIUM, "args": ["--no-sandbox", "--disable-gpu"], "viewport": PHONE}
        context = playwright.chromium.launch_persistent_context(str(tmp_path), **options)
        return context, going_on(context.pages[0])

    context, phone = switch_on()
    open_session(phone, clinic, name)
    session, before = phone.url, len(stored(phone, clinic))

    def die(route: Route) -> None:
        if step != "before it leaves":
            answer = route.fetch()
            if step == "when the answer is there":
                route.fulfill(response=answer)
        kill(tmp_path)

    phone.route(PUT, die)
    phone.locator("#log").click(no_wait_after=True)
    phone.wait_for_event("close")
    context, phone = switch_on()
    phone.goto(session)
    if "/sign-in/" in phone.url:
        sign_in_athlete(phone, clinic, name)
        phone.goto(session)
    wait_until_sent(phone)
    assert len(stored(phone, clinic)) == before + 1
    expect(phone.locator(".side.done")).to_have_count(before + 1)
    context.close()


def kill(profile: Path) -> None:
    found = subprocess.run(["pgrep", "-f", f"user-data-dir={profile}"], capture_output=True, text=True, check=False)
    for pid in found.stdout.split():
        try:
            os.kill(int(pid), signal.SIGKILL)
        except ProcessLookupError:
            continue
