"""An exercise that the athlete adds to a session: chosen, logged like any other, kept, and seen by the desk."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_staff
from .test_the_whole_way import open_session, pass_questions, wait_for_the_script, wait_until_sent


@pytest.fixture
def phone(browser: Browser) -> Page:
    return page_of(browser, PHONE)


def test_an_exercise_of_the_other_day_is_added_and_logged(phone: Page, browser: Browser, clinic: Clinic):
    open_session(phone, clinic, "finn")
    session = re.search(r"/session/([^/]+)/", phone.url)
    assert session
    asked = phone.locator("#progress").get_attribute("max")
    cards = phone.locator(".exercise").count()
    phone.get_by_role("link", name="Add an exercise").click()
    name = phone.locator("main li b").first.inner_text()
    phone.locator("main li a").first.click()
    wait_for_the_script(phone)
    own = phone.locator(".exercise").nth(cards)
    expect(own.locator("h2 b")).to_have_text(name)
    expect(own).to_have_attribute("open", "")
    expect(phone.locator("#progress")).to_have_attribute("max", str(asked))

    pass_questions(phone)
    before = phone.locator(".side.done").count()
    phone.locator("#log").click()
    expect(own.locator(".side.done")).not_to_have_count(0)
    assert phone.locator(".side.done").count() == before + 1
    wait_until_sent(phone)

    phone.goto(f"{clinic.url}/session/{session[1]}/")
    wait_for_the_script(phone)
    expect(phone.locator(".exercise").nth(cards).locator("h2 b")).to_have_text(name)
    expect(phone.locator(".exercise").nth(cards).locator(".side.done")).to_have_count(1)

    desk = page_of(browser, DESK)
    sign_in_staff(desk, clinic, "carla")
    desk.goto(f"{clinic.url}/admin/athletes/session/{session[1]}/change/")
    row = desk.get_by_role("row").filter(has=desk.get_by_role("rowheader", name=re.compile(re.escape(name))))
    expect(row).to_contain_text("added by the athlete")
