"""An import as a person does it, with the clinic's own worker: the page follows, and without script one looks again."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.tables import csv_file, xlsx_file

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_staff
from .test_every_page import Watched


def choose(page: Page, clinic: Clinic, path: str, name: str, content: bytes) -> None:
    page.goto(f"{clinic.url}{path}")
    page.get_by_label("Table").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Read the file").click()


def path_of(page: Page, clinic: Clinic) -> str:
    return page.url.removeprefix(clinic.url)


def test_a_table_of_exercises_goes_all_the_way_while_the_page_follows(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")
    lines = [["Our list"], ["Exercise", "Category"], *([f"Browser squat {n}", "squat"] for n in range(1500))]
    content = csv_file(lines, delimiter=";", encoding="cp1252")
    choose(page, clinic, "/admin/programs/exercise/import/", "ours.csv", content)
    expect(page.get_by_label("Pattern")).to_have_value("at-1")
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("button", name="Import 1500 rows").click()
    expect(page.get_by_role("heading", name="ours.csv is imported")).to_be_visible()
    expect(page.locator(".import-counts dd").first).to_have_text("1500")
    watched = Watched(page, clinic)
    check(watched)
    assert not watched.faults, "\n".join(dict.fromkeys(watched.faults))


def check(watched: Watched) -> None:
    """The page that is open, as it is asked for anew; then as wide as a phone."""
    page, path = watched.page, path_of(watched.page, watched.clinic)
    watched.check(path)
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    page.set_viewport_size({"width": DESK["width"], "height": DESK["height"]})


def test_every_page_of_an_import_is_sound(browser: Browser, clinic: Clinic):
    """Contrast, names and errors of the console, as on any other page; none is wider than a phone."""
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")
    watched = Watched(page, clinic)
    lines = [["Name", "Pattern", "Level"], ["Seen squat", "squat", "two"], ["Seen hinge", "arms", "1"]]
    choose(page, clinic, "/admin/programs/exercise/import/", "seen.xlsx", xlsx_file(lines))
    expect(page.get_by_label("Level")).to_have_value("at-2")
    check(watched)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_text("2 rows were refused.")).to_be_visible()
    check(watched)
    page.get_by_role("button", name="Choose other columns").click()
    page.get_by_label("Level").select_option("")
    page.get_by_label("Pattern").select_option(label="Mobility")
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("button", name="Import 2 rows")).to_be_visible()
    check(watched)
    page.get_by_role("link", name="Import exercises").click()
    expect(page.get_by_role("link", name="seen.xlsx")).to_be_visible()
    check(watched)
    assert not watched.faults, "\n".join(dict.fromkeys(watched.faults))


def test_athletes_are_imported_without_script_on_a_phone_and_invited_after(browser: Browser, clinic: Clinic):
    page = page_of(browser, PHONE, java_script_enabled=False)
    sign_in_staff(page, clinic, "thea")
    lines = [["First name", "Surname", "E-Mail"], ["Nora", "Neu", "nora.neu@runner.example"]]
    choose(page, clinic, "/admin/athletes/athlete/import/", "list.csv", csv_file(lines, encoding="utf-16"))
    page.get_by_role("button", name="Check the file").click()
    look_again_until(page, "Import 1 row")
    page.get_by_role("button", name="Import 1 row").click()
    look_again_until(page, "Send 1 invitation")
    page.get_by_role("button", name="Send 1 invitation").click()
    expect(page.get_by_text("Everyone who was added has been invited.")).to_be_visible()


def look_again_until(page: Page, button: str) -> None:
    """What somebody without script does while it works."""
    wanted, again = page.get_by_role("button", name=button), page.get_by_role("link", name="Look again")
    for _attempt in range(120):
        expect(wanted.or_(again).first).to_be_visible()  # whichever page the answer is: a worker may be faster than it
        if wanted.count():
            return
        page.wait_for_timeout(250)
        again.click()
    pytest.fail(f"there is no button “{button}”")
