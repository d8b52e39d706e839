"""What is printed, as Chromium prints it: pages are counted in the PDF."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page

from .conftest import PHONE, Clinic, page_of, sign_in_athlete

#: One athlete for each program of the demo clinic; Grace waits for the plyometric gate.
FOLLOWERS = {"sam": "Runner base", "grace": "10K builder", "ana": "Half marathon", "priya": "Achilles return"}


def pages(page: Page, size: str, **options: object) -> int:
    printed = page.pdf(format=size, prefer_css_page_size=True, **options)
    return len(re.findall(rb"/Type\s*/Page\b", printed))


@pytest.mark.parametrize("name", FOLLOWERS)
def test_a_program_is_one_page_of_a4_or_letter(browser: Browser, clinic: Clinic, name: str):
    page = page_of(browser, PHONE, color_scheme="dark")
    sign_in_athlete(page, clinic, name)
    page.goto(f"{clinic.url}/program/")
    page.get_by_role("link", name="Print").click()
    page.wait_for_url("**/program/print/")
    assert FOLLOWERS[name] in page.get_by_role("heading", level=1).inner_text()
    assert {size: pages(page, size) for size in ("A4", "Letter")} == {"A4": 1, "Letter": 1}
    assert pages(page, "A5") > 1  # the count can see more than one


def test_the_public_page_prints_dark_on_light_without_its_buttons(browser: Browser, clinic: Clinic):
    page = page_of(browser, PHONE, color_scheme="dark")
    page.goto(f"{clinic.url}/")
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.get_by_role("link", name="Book a discovery call").first.is_visible()
    color = "element => getComputedStyle(element).color"
    assert page.locator("h1").evaluate(color) == "rgb(0, 0, 0)"
    assert page.locator("main p").nth(2).evaluate(color) in ("rgb(0, 0, 0)", "rgb(51, 51, 51)")
    assert pages(page, "A4") <= 4
