"""The tap table: how many taps each task takes, counted in a real browser (ui.md, first page)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import PHONE, Clinic, page_of
from .test_reserve import loaded
from .test_the_whole_way import open_card, open_session, wait_for_the_script, wait_until_sent


class Thumb:
    """Taps, counted."""

    def __init__(self) -> None:
        self.taps = 0

    def tap(self, target: Locator) -> None:
        target.click()
        self.taps += 1


@pytest.fixture
def thumb() -> Thumb:
    return Thumb()


@pytest.fixture
def phone(browser: Browser) -> Page:
    return page_of(browser, PHONE)


def done(phone: Page) -> int:
    return phone.locator(".side.done").count()


def card_with(phone: Page, holding: str) -> Locator:
    found = phone.locator(".exercise").filter(has=phone.locator(holding)).first
    card = phone.locator(f"#{found.get_attribute('id')}")  # it stays this one, whatever it holds by then
    open_card(card)
    return card


def test_a_set_as_prescribed_is_one_tap_and_a_one_sided_one_a_tap_a_side(phone: Page, clinic: Clinic, thumb: Thumb):
    open_session(phone, clinic, "priya")
    card = card_with(phone, '.set:not(.full) .side[data-side="left"]:not(.done)')
    before = done(phone)
    thumb.tap(phone.locator("#log"))
    thumb.tap(phone.locator("#log"))
    expect(phone.locator(".side.done")).to_have_count(before + 2)
    assert thumb.taps == 2
    expect(card.locator(".set.full")).not_to_have_count(0)


def test_another_load_and_count_take_three_taps_without_a_keyboard(phone: Page, clinic: Clinic, thumb: Thumb):
    open_session(phone, clinic, "ella")
    card = card_with(phone, ".stepper:not([hidden]) [name=load]")
    row = card.locator(".set.current")
    load, reps = row.locator("[name=load]").input_value(), row.locator("[name=amount]").input_value()
    thumb.tap(row.get_by_role("button", name="more").first)
    thumb.tap(row.get_by_role("button", name="fewer"))
    thumb.tap(phone.locator("#log"))
    assert thumb.taps == 3
    expect(card.locator(f'.side.done[data-amount="{int(reps) - 1}"]')).to_have_count(1)
    expect(card.locator(".side.done").last).not_to_have_attribute("data-load", load)


def test_pain_takes_two_taps_and_a_swap_two(phone: Page, clinic: Clinic, thumb: Thumb):
    open_session(phone, clinic, "hannah")
    thumb.tap(phone.locator(".exercise[open] [data-pain]"))
    thumb.tap(phone.locator('#pain label:has([value="1"])').last)
    expect(phone.locator("#pain")).to_be_hidden()
    assert thumb.taps == 2
    expect(phone.locator(".exercise[open] [data-pain] span")).to_have_text("1")
    card = card_with(phone, "button.choice")
    name = card.locator("summary b").first
    before = name.text_content() or ""
    thumb.taps = 0
    thumb.tap(card.get_by_text("Swap or skip"))
    thumb.tap(card.locator("button.choice").first)
    expect(name).not_to_have_text(before)
    assert thumb.taps == 2
    wait_until_sent(phone)


def test_a_whole_session_takes_two_taps_a_set_at_most_and_its_finish_two(phone: Page, clinic: Clinic, thumb: Thumb):
    open_session(phone, clinic, "chloe")
    phone.clock.install()  # holds run out at once
    phone.reload()
    wait_for_the_script(phone)
    sets = int(phone.locator("#progress").get_attribute("max") or 0)
    marks = phone.locator(".side:not(.done)").count()
    questions = loads = lighter = 0
    while "All sets done" not in (phone.locator("#log-what").text_content() or ""):
        said = phone.locator("#log-what").inner_text()
        is_hold = "Start" in said
        loads += said == "Use this load"
        lighter += said == "Lighter set done"
        thumb.tap(phone.locator("#log"))
        if is_hold:
            expect(phone.locator("#log-what")).not_to_contain_text("Start")  # its module is here, and it runs
            phone.clock.run_for(130_000)
        if phone.locator("#reserve").is_visible():
            thumb.tap(phone.locator("#reserve").get_by_role("button", name="2", exact=True))
            questions += 1
        asked = questions + loads + lighter
        assert thumb.taps <= 2 * sets + asked, f"{thumb.taps} taps for {sets} sets"
    assert 0 < questions <= len(loaded(phone))
    assert loads + lighter <= 2 * len(loaded(phone))
    assert thumb.taps == marks + questions + loads + lighter
    wait_until_sent(phone)
    phone.clock.resume()
    phone.locator("#log").click()
    phone.wait_for_url("**/finish/")
    thumb.taps = 0
    thumb.tap(phone.locator('#id_session_rpe label:has([value="6"])'))
    thumb.tap(phone.get_by_role("button", name="Save and finish"))
    expect(phone.locator("#saved")).to_be_visible()
    assert thumb.taps == 2
