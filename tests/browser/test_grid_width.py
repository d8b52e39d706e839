"""Twelve weeks side by side at 1280, nothing of a dose cut, other phases folded; on a phone every week to be read."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_staff

#: Of every table: how much wider it is than the room it has. Of every dose that is seen: whether its text is cut.
OVERFLOW = "[...document.querySelectorAll('.outline')].map(box => box.scrollWidth - box.clientWidth)"
CUT = """[...document.querySelectorAll('tr:not([hidden]) .dose')]
  .filter(cell => cell.scrollWidth > cell.clientWidth || cell.scrollHeight > cell.clientHeight + 1)
  .map(cell => cell.value)"""


def open_template(page: Page, clinic: Clinic, name: str) -> None:
    page.goto(f"{clinic.url}/admin/programs/program/?q={name}")
    page.locator("#result_list").get_by_role("link", name=re.compile(name)).first.click()
    page.wait_for_url("**/grid/")
    expect(page.locator(".phases")).to_be_visible()


def test_twelve_weeks_stand_side_by_side_and_no_dose_is_cut(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")  # who may edit a template: the page with the most in it
    for name in ("Achilles return", "Half marathon"):
        open_template(page, clinic, name)
        page.get_by_role("button", name="All rows").click()
        assert page.locator("table").first.locator("thead .week").count() == 12
        assert page.evaluate(OVERFLOW) == [0] * page.locator(".outline").count()
        assert page.evaluate(CUT) == []


def test_rows_of_other_phases_are_folded_and_passed_over(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")
    open_template(page, clinic, "Achilles return")
    first = page.locator("table").first
    rows = first.locator("tbody tr")
    seen = first.locator("tbody tr:not([hidden])")
    expect(page.locator(".phases .in-hand")).to_contain_text("Settle and load")
    assert 0 < seen.count() < rows.count()
    for place in range(seen.count()):
        assert seen.nth(place).locator(".dose").evaluate_all("cells => cells.slice(0, 2).some(c => c.value !== '-')")
    first.locator(".folded button").nth(1).click()
    expect(page.locator(".phases .in-hand")).to_contain_text("Heavy slow, higher reps")
    cells = seen.locator(".dose:nth-child(1)")
    last = seen.last.locator(".dose").first
    seen.first.locator(".dose").first.focus()
    for _row in range(seen.count() - 1):
        page.keyboard.press("ArrowDown")
    expect(last).to_be_focused()
    assert cells.count() >= seen.count()
    page.get_by_role("button", name="All rows").click()
    assert seen.count() == rows.count()


def test_the_week_beside_the_grid_is_the_one_with_the_cursor_and_says_what_is_typed(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")
    open_template(page, clinic, "Runner base")
    week = page.locator(".week-card.chosen")
    expect(week).to_contain_text("Week 1 as a session")
    row = page.locator("tbody tr").filter(has=page.locator("[role=combobox]")).first
    third = row.locator(".dose").nth(2)
    third.focus()
    expect(week).to_contain_text("Week 3 as a session")
    third.fill("4x6 @8")
    expect(week).to_contain_text("4 × 6")
    expect(week).to_contain_text("leave 2")
    third.fill("-")
    expect(third).to_have_class(re.compile("rest"))
    page.get_by_role("button", name="Leave without saving").click()


def test_on_a_phone_every_week_is_read_and_the_grid_waits_behind_a_switch(browser: Browser, clinic: Clinic):
    page = page_of(browser, PHONE)
    sign_in_staff(page, clinic, "carla")
    page.goto(f"{clinic.url}/admin/programs/program/?q=Achilles")
    page.locator("#result_list tbody a").first.click()
    page.wait_for_url("**/grid/")
    assert page.locator(".week-card:visible").count() == 12
    expect(page.locator("table").first).to_be_hidden()
    page.get_by_text("Week 12 as a session").click()
    expect(page.locator(".week-card").last.locator("li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_label("Show the grid on this small screen").check()
    expect(page.locator("table").first).to_be_visible()
    page.get_by_role("button", name="Menu").click()
    expect(page.locator("#menu").get_by_role("link", name="Library")).to_be_visible()
