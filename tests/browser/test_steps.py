"""One way through an exercise: its first load, a lighter set, the sets, the reserve; taken back, and heard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PHONE, Clinic, page_of, sign_in_athlete
from .test_reserve import done, loaded, log_one
from .test_the_whole_way import open_session, pass_questions, wait_for_the_script, wait_until_sent


@pytest.fixture
def phone(browser: Browser) -> Page:
    return page_of(browser, PHONE)


def label(phone: Page) -> str:
    return phone.locator("#log-what").inner_text()


def log_until(phone: Page, words: str) -> None:
    """Tap the one button, and the first answer of what it asks, until it says so."""
    while label(phone) != words:
        if phone.locator("#reserve").is_visible():
            phone.locator("#reserve").get_by_role("button", name="3", exact=True).click()
        else:
            log_one(phone)


def test_taps_alone_leave_a_load_and_a_reserve_for_each_loaded_lift(phone: Page, clinic: Clinic):
    """In the first session of a phase a loaded lift was stored as body weight, without a word."""
    open_session(phone, clinic, "kira")
    phone.clock.install()
    phone.reload()
    wait_for_the_script(phone)
    cards = loaded(phone)
    log_until(phone, "All sets done")
    wait_until_sent(phone)
    sets = done(phone, clinic)
    for card in cards:
        own = [each for each in sets if each["target"] == int(card.removeprefix("exercise-"))]
        assert all(float(each["load"] or 0) > 0 for each in own), card
        assert any(each["rpe"] for each in own), card


def test_a_first_load_is_proposed_changed_taken_back_and_may_be_none(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "grace")
    phone.clock.install()
    phone.reload()
    wait_for_the_script(phone)
    log_until(phone, "Use this load")
    question = phone.locator("#first-load")
    expect(question).to_contain_text("more times after these")
    proposal = phone.locator("#first-load-amount").input_value()
    hint = phone.locator("#first-load-hint")
    question.get_by_role("radio", name="A pair").check()
    expect(hint).to_have_text(re.compile(r"^two \d+(\.\d)?s$"))
    question.get_by_role("radio", name="Barbell").check()
    for _tap in range(60):
        question.get_by_role("button", name="less").click()
    expect(phone.locator("#first-load-amount")).to_have_value(re.compile("^(20|45)$"))  # never less than the bar
    expect(hint).to_have_text("the bar alone")
    question.get_by_role("button", name="more").click()
    expect(hint).to_have_text(re.compile(r"^the bar and [\d.]+ on each side$"))
    question.get_by_role("radio", name="One dumbbell").check()
    expect(hint).to_be_empty()
    question.get_by_role("button", name="more").click()
    expect(phone.locator("#first-load-amount")).not_to_have_value(proposal)
    phone.locator("#log").click()
    expect(question).to_be_hidden()
    phone.get_by_role("button", name="Undo").click()
    expect(question).to_be_visible()
    question.get_by_role("button", name="No load today").click()
    expect(question).to_be_hidden()
    expect(phone.locator("#lighter")).to_be_hidden()  # without a load there is nothing lighter
    assert label(phone).startswith("Log")


def test_undo_outlives_a_reload_and_so_does_the_rest(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "priya")
    before = phone.locator(".side.done").count()
    full = phone.locator(".set.full").count()
    while phone.locator(".set.full").count() == full or phone.locator("#rest").is_hidden():  # none between two sides
        if phone.locator("#reserve").is_visible():
            phone.locator("#reserve").get_by_role("button", name="Skip").click()
        pass_questions(phone)
        phone.locator("#log").click()
        before += 1
        expect(phone.locator(".side.done")).to_have_count(before)
    wait_until_sent(phone)
    phone.reload()
    expect(phone.locator("#rest")).to_be_visible()
    phone.get_by_role("button", name="Undo").click()
    expect(phone.locator(".side.done")).to_have_count(before - 1)
    wait_until_sent(phone)
    phone.reload()
    expect(phone.locator(".side.done")).to_have_count(before - 1)


def test_a_set_of_their_own_is_kept_and_counts_for_nothing_that_was_asked(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "maya")
    most = phone.locator("#progress").get_attribute("max")
    card = phone.locator(".exercise[open]")
    card.get_by_role("button", name="Add a set").click()
    expect(phone.locator("#message")).to_contain_text("It is your own extra, not part of the plan.")
    extra = card.locator(".set.extra")
    expect(extra).to_have_count(1)
    extra.locator(".set-number").click()
    sides = extra.locator(".side").count()
    for _side in range(sides):
        phone.locator("#log").click()
    expect(extra.locator(".side.done")).to_have_count(sides)
    expect(phone.locator("#progress")).to_have_attribute("max", most)
    wait_until_sent(phone)
    phone.reload()
    expect(phone.locator(".set.extra .side.done")).to_have_count(sides)


def test_what_is_heard_is_what_is_seen(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "leo")
    name = phone.locator(".exercise[open] > summary b").inner_text()
    expect(phone.get_by_role("heading", name=f"{name} now")).to_be_visible()
    row = phone.locator('.set[aria-current="step"]')
    expect(row).to_have_count(1)
    sides = row.locator(".side").count()
    number = row.get_attribute("data-number")
    card = phone.locator(".exercise[open]").get_attribute("id")
    phone.locator("#log").click()
    button = phone.locator(f'#{card} .set[data-number="{number}"] .set-number')
    words = "left done, right to do" if sides == 2 else "done"
    expect(button).to_have_attribute("aria-label", re.compile(rf"^Set {number}, .*, {words}\. Edit$"))
    progress = phone.locator("#progress")
    value, most = progress.evaluate("({ value, max }) => [value, max]")
    expect(progress).to_have_attribute("aria-label", f"{int(value)} of {int(most)} sets done")


def test_the_end_of_a_rest_is_said_once(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "lucia")
    phone.clock.install()
    phone.reload()
    wait_for_the_script(phone)
    while phone.locator("#left").is_hidden():
        log_one(phone)
    phone.evaluate(
        """() => {
          globalThis.heard = [];
          const live = document.getElementById("live");
          new MutationObserver(() => globalThis.heard.push(live.textContent)).observe(live, { childList: true });
        }"""
    )
    phone.clock.run_for(400_000)
    heard = [each for each in phone.evaluate("globalThis.heard") if "Rest is over." in each]
    assert len(heard) == 1
    assert (
        "Log" in heard[0]
        or "Start" in heard[0]
        or "Use" in heard[0]
        or "Lighter" in heard[0]
        or heard[0] == "Rest is over."
    )


def test_without_script_the_big_button_saves_the_next_set(browser: Browser, clinic: Clinic):
    """Before the script ran it was “Finish”."""
    phone = page_of(browser, PHONE, java_script_enabled=False)
    sign_in_athlete(phone, clinic, "ella")
    phone.goto(f"{clinic.url}/program/")
    phone.get_by_role("link", name="Open the next session").click()
    button = phone.locator("#log")
    expect(button).to_contain_text("Save set")
    before = phone.locator(".side.done").count()
    button.click()
    expect(phone.locator(".side.done")).to_have_count(before + 1)
