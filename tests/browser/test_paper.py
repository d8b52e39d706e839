"""What is printed, as Chromium prints it: pages are counted in the PDF."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.paper import A4, LETTER, page_sizes

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_athlete, sign_in_staff

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


#: The athletes of the demo clinic of whom most is known: pain, tests, suggestions, a gate that is not met.
BUSIEST = ("Priya Raman", "Jonas Weber", "Chloe Martin", "Jack Turner", "Diego Torres")
PAPERS = {"A4": A4, "letter": LETTER}
#: As Chromium prints it: it rounds the sides of A4 up.
PRINTED = {"A4": [(596, 843)], "letter": [LETTER]}


@pytest.fixture
def desk(browser: Browser, clinic: Clinic) -> Page:
    page = page_of(browser, DESK, color_scheme="dark")
    sign_in_staff(page, clinic, "carla")
    return page


def find(desk: Page, clinic: Clinic, kind: str, name: str, page: str) -> str:
    """The address of that page of what the list of that kind has of an athlete, the latest first."""
    desk.goto(f"{clinic.url}/admin/athletes/{kind}/?q={name}")
    link = desk.locator("#result_list tbody tr", has_text=name).first.get_by_role("link").first
    return re.sub(r"/(change/)?$", f"/{page}/", urlsplit(link.get_attribute("href") or "").path)


def sizes(page: Page) -> dict[str, list[tuple[int, int]]]:
    """The pages that each paper takes, by their size in points."""
    return {name: page_sizes(page.pdf(format=name, prefer_css_page_size=True)) for name in PAPERS}


@pytest.mark.parametrize("name", BUSIEST)
def test_the_brief_is_one_page_as_wide_as_the_paper(desk: Page, clinic: Clinic, name: str):
    desk.goto(clinic.url + find(desk, clinic, "athlete", name, "brief"))
    assert desk.locator(".soap").count() == 4
    assert sizes(desk) == PRINTED
    desk.emulate_media(media="print", color_scheme="dark")
    desk.set_viewport_size({"width": 700, "height": 900})
    paper = desk.locator(".paper")
    box = paper.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 700)
    assert paper.evaluate("element => getComputedStyle(element).color") == "rgb(16, 32, 26)"
    assert paper.locator("h2").inner_text() == name
    assert not desk.get_by_role("link", name="Download as text").is_visible()


@pytest.mark.parametrize("name", BUSIEST)
def test_the_hand_over_sheet_is_one_page_from_the_browser_and_as_pdf(desk: Page, clinic: Clinic, name: str):
    path = find(desk, clinic, "enrollment", name, "handover")
    desk.goto(clinic.url + path)
    for size in PAPERS:
        pdf = desk.request.get(clinic.url + path.replace("/handover/", f"/handover.pdf?paper={size}")).body()
        if pdf.startswith(b"%PDF-"):  # where WeasyPrint and its libraries are
            assert page_sizes(pdf) == [PAPERS[size]]
    assert sizes(desk) == PRINTED
    desk.emulate_media(media="print", color_scheme="dark")
    sheet = desk.locator(".sheet")
    assert sheet.locator(".figure").count() == sheet.locator("li").count() > 0
    assert not re.search(r"\b\d-\d-[\dX]-\d\b", sheet.inner_text())
