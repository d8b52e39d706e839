"""The reserve question: asked in the dock after the last set of each loaded exercise, before the next card opens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import PHONE, Clinic, page_of
from .test_the_whole_way import open_card, open_session, wait_for_the_script, wait_until_sent

IS_IN_REACH = """(place) => [...place.querySelectorAll('button')].every((button) => {
  const { left, right, top, bottom } = button.getBoundingClientRect();
  const isInside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
  return isInside && button.contains(document.elementFromPoint((left + right) / 2, (top + bottom) / 2));
})"""


@pytest.fixture
def phone(browser: Browser) -> Page:
    return page_of(browser, PHONE)


def loaded(phone: Page) -> list[str]:
    """The cards of exercises with a load that count reps, as the session states them."""
    entries = phone.evaluate("JSON.parse(document.getElementById('entries').textContent)")
    return [f"exercise-{entry['prescription']}" for entry in entries if entry["load_step"] and entry["reps"]]


def untouched(phone: Page) -> list[str]:
    """Of those the ones of which no set is done: other tests have trained with the same athlete."""
    return [card for card in loaded(phone) if not phone.locator(f"#{card} .side.done").count()]


def log_one(phone: Page) -> None:
    """One tap; a hold runs out at once."""
    is_hold = "Start" in (phone.locator("#log-what").text_content() or "")
    phone.locator("#log").click()
    expect(phone.locator("#log")).not_to_have_attribute("aria-disabled", "true")
    if is_hold:
        expect(phone.locator("#log-what")).not_to_contain_text("Start")
        phone.clock.run_for(130_000)


def log_until_asked(phone: Page) -> Locator:
    """Log until the question stands in the dock; the card that is open then."""
    while phone.locator("#reserve").is_hidden() and "All sets done" not in (phone.locator("#log-what").inner_text()):
        log_one(phone)
    return phone.locator(".exercise[open]")


def done(phone: Page, clinic: Clinic) -> list[dict]:
    session = phone.url.split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    return phone.request.get(f"{clinic.url}/api/v1/sessions/{session}/").json()["sets"]


def test_it_is_in_view_after_the_last_set_of_each_loaded_exercise_and_keeps_what_is_answered(
    phone: Page, clinic: Clinic
):
    open_session(phone, clinic, "ana")
    phone.clock.install()
    phone.reload()
    wait_for_the_script(phone)
    cards = loaded(phone)
    assert len(cards) > 1
    asked = []
    while phone.locator("#progress").evaluate("({ value, max }) => value < max"):
        card = log_until_asked(phone)
        if phone.locator("#reserve").is_hidden():
            continue
        asked.append(card.get_attribute("id"))
        expect(card.locator(".set:not(.full)")).to_have_count(0)  # the next one is not open yet
        expect(phone.locator("#reserve-of")).to_contain_text(card.locator("summary b").first.inner_text())
        expect(phone.locator("#log")).to_be_hidden()
        assert phone.locator("#reserve").evaluate(IS_IN_REACH)
        phone.locator("#reserve").get_by_role("button", name="2" if len(asked) % 2 else "Skip", exact=True).click()
        expect(phone.locator("#reserve")).to_be_hidden()
        expect(phone.locator("#log")).to_be_visible()
    assert asked == cards
    wait_until_sent(phone)
    answered = {int(card.removeprefix("exercise-")) for card in cards[::2]}
    sets = done(phone, clinic)
    last = {each["target"]: max(one["number"] for one in sets if one["target"] == each["target"]) for each in sets}
    for each in sets:
        is_told = each["target"] in answered and each["number"] == last[each["target"]]
        assert float(each["rpe"] or 0) == (8 if is_told else 0), each


def test_it_is_answered_by_keyboard_taken_back_and_answered_again(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "kira")
    card = phone.locator(f"#{untouched(phone)[0]}")
    open_card(card)
    phone.locator("#log").focus()
    while phone.locator("#reserve").is_hidden():
        phone.keyboard.press("Enter")
    expect(phone.locator("#reserve")).to_be_focused()
    for _button in ("Skip", "0", "1"):
        phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.locator("#log")).to_be_focused()
    expect(phone.locator("#message")).to_contain_text("1 in reserve saved. Next:")
    phone.get_by_role("button", name="Undo").click()
    expect(phone.locator("#reserve")).to_be_visible()
    phone.locator("#reserve").get_by_role("button", name="4 or more").click()
    wait_until_sent(phone)
    target = int((card.get_attribute("id") or "").removeprefix("exercise-"))
    told = [each["rpe"] for each in done(phone, clinic) if each["target"] == target and each["rpe"]]
    assert {float(each) for each in told} == {6}, told


def log_one_set(phone: Page, card: Locator) -> None:
    """The set that is due, on each side that it has."""
    open_card(card)
    number = card.locator(".set.current").get_attribute("data-number")
    this_set = card.locator(f'.set[data-number="{number}"]')
    while this_set.and_(card.locator(".set:not(.full)")).count():
        done = card.locator(".side.done").count()
        phone.locator("#log").click()
        expect(card.locator(".side.done")).to_have_count(done + 1)


def test_two_exercises_in_turn_are_each_asked_about_after_their_own_last_set(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "leo")
    first, second = (phone.locator(f"#{card}") for card in untouched(phone)[:2])
    asked = []
    while len(asked) < 2:
        for card in (first, second):
            if card.get_attribute("id") in asked:
                continue
            log_one_set(phone, card)
            if card.locator(".set:not(.full)").count() == 0:
                expect(phone.locator("#reserve")).to_be_visible()
                asked.append(card.get_attribute("id"))
                expect(phone.locator("#reserve-of")).to_contain_text(card.locator("summary b").first.inner_text())
                phone.locator("#reserve").get_by_role("button", name="3", exact=True).click()
    assert sorted(asked) == sorted([first.get_attribute("id"), second.get_attribute("id")])  # by their number of sets
