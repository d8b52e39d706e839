"""Figures where they are seen: they move by themselves, are held by a tap, and change with a swap."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_athlete, sign_in_staff
from .test_the_whole_way import open_card, open_session

EXERCISE = "/exercises/single-leg-rdl/"
SHOWN = "document.querySelector('.stage picture img').currentSrc"


@pytest.mark.parametrize(("motion", "is_still"), [("no-preference", False), ("reduce", True)])
def test_a_figure_moves_unless_less_motion_is_wished(browser: Browser, clinic: Clinic, motion, is_still):
    phone = page_of(browser, PHONE, reduced_motion=motion)
    sign_in_athlete(phone, clinic, "kira")
    phone.goto(clinic.url + EXERCISE)
    image = phone.locator(".stage picture img")
    expect(image).to_have_js_property("complete", True)
    assert (".still." in phone.evaluate(SHOWN)) is is_still
    assert image.evaluate("image => image.naturalWidth") > 0
    expect(image).to_have_attribute("alt", re.compile("tip together like a seesaw"))


def test_a_tap_holds_a_figure_still_without_a_script(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "kira")
    still = page_of_the_same(browser, phone)
    still.goto(clinic.url + EXERCISE)
    expect(still.locator(".stage picture img")).to_be_visible()
    expect(still.locator(".stage .held")).to_be_hidden()
    still.locator("label.stage").click()
    expect(still.locator(".stage picture img")).to_be_hidden()
    expect(still.locator(".stage .held")).to_be_visible()


def page_of_the_same(browser: Browser, page: Page) -> Page:
    """The same person on a phone that runs no script."""
    return page_of(browser, PHONE, java_script_enabled=False, storage_state=page.context.storage_state())


def test_the_tempo_guide_runs_the_drawing_and_the_content_policy_has_nothing_to_say(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "kira")
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    phone.goto(clinic.url + EXERCISE)
    button = phone.get_by_role("button", name="Play at")
    button.click()
    expect(phone.locator(".stage svg")).to_be_visible()
    expect(phone.locator(".stage picture")).to_be_hidden()
    phone.locator("button[data-tempo]").click()
    expect(phone.locator(".stage svg")).to_have_count(0)
    expect(phone.locator(".stage picture")).to_be_visible()
    assert said == []


def test_a_swap_is_chosen_by_picture_and_changes_the_figure(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    open_session(phone, clinic, "kira")
    card = phone.locator(".exercise:not(.done)").filter(has=phone.locator("button.choice .small-figure")).first
    open_card(card)
    card.get_by_text("Swap or skip").click()
    choice = card.locator("button.choice").filter(has=phone.locator(".small-figure")).first
    other = str(choice.get_attribute("value")).split(":")[1]
    expect(choice.locator(".small-figure")).to_have_attribute("src", re.compile(f"/figures/{other}\\.still"))
    choice.click()
    expect(card.locator(".stage picture img")).to_have_attribute("src", re.compile(f"/figures/{other}\\."))


def test_figures_are_reviewed_by_keyboard(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")
    page.goto(f"{clinic.url}/admin/programs/exercise/figures/?pattern=mobility")
    cards = page.locator(".figure-card")
    expect(cards.first).to_be_visible()
    page.keyboard.press("n")
    expect(cards.nth(0)).to_be_focused()
    page.keyboard.press("a")
    expect(cards.nth(0)).to_contain_text("Accepted · Carla")
    expect(cards.nth(1)).to_be_focused()
    page.keyboard.press("o")
    expect(cards.nth(1).locator("[name=note]")).to_be_focused()
    page.keyboard.type("na")  # words, not acts
    expect(cards.nth(1).locator("[name=note]")).to_have_value("na")


#: Whatever day the suite runs on, it is a strength day of Noah's.
TODAY = """
from django.utils import timezone
from athletes.models import Athlete
athlete = Athlete.objects.get(user__email="noah@stridewell.example")
session = athlete.sessions.filter(status="planned").order_by("planned_on").first()
session.planned_on = athlete.today(timezone.now())
session.save()
"""


def test_todays_figures_come_when_the_list_is_in_sight(browser: Browser, clinic: Clinic):
    clinic.manage("shell", "-c", TODAY)
    phone = page_of(browser, PHONE)
    asked: list[str] = []
    sign_in_athlete(phone, clinic, "noah")
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto(clinic.url, wait_until="networkidle")
    assert not [url for url in asked if "/figures/" in url]
    figures = phone.locator("[data-of-the-session] .small-figure")
    rows = phone.locator("[data-of-the-session] li")
    phone.locator("[data-of-the-session] li").last.scroll_into_view_if_needed()
    expect(figures.first).to_be_visible()
    assert figures.count() == rows.count()
    phone.wait_for_function(
        "() => [...document.querySelectorAll('.small-figure')].every((image) => image.naturalWidth > 0)"
    )


def test_the_grid_shows_the_figure_of_the_row_that_is_pointed_at(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")
    page.goto(f"{clinic.url}/admin/programs/program/2/grid/")
    field = page.locator("tbody [role=combobox]:visible").first
    shown = page.locator(".hover-figure")
    field.hover()
    expect(shown.locator("img")).to_have_attribute("src", re.compile(r"/figures/[\w-]+\.still\."))
    expect(shown).to_be_visible()
    page.keyboard.press("Escape")
    expect(shown).to_be_hidden()
    field.focus()
    expect(shown).to_be_visible()
    page.keyboard.type("x")
    expect(shown).to_be_hidden()


def test_the_contact_sheet_is_filtered_and_prints_stills(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")
    page.goto(f"{clinic.url}/admin/programs/exercise/figures/")
    page.get_by_label("Pattern").select_option("trunk")
    page.get_by_role("button", name="Show").click()
    patterns = page.locator(".figure-card h2 small").all_inner_texts()
    assert patterns
    assert set(patterns) == {"Trunk"}
    page.emulate_media(media="print")
    first = page.locator(".figure-card").first
    for still in first.locator(".figure-pair > img").all():  # the figure, and its common fault where that is drawn
        expect(still).to_be_visible()
    for hidden in ("picture", "form", ".figure-links"):
        expect(first.locator(hidden)).to_be_hidden()


def test_a_note_says_what_is_wrong_by_keyboard(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")
    page.goto(f"{clinic.url}/admin/programs/exercise/figures/?pattern=upper_body")
    card = page.locator(".figure-card").first
    page.keyboard.press("n")
    page.keyboard.press("o")
    page.keyboard.type("The elbow is too high.")
    page.keyboard.press("Enter")
    expect(card).to_contain_text("Not accepted · Carla")
    expect(card).to_contain_text("The elbow is too high.")
