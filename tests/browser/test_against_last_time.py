"""Finish says what was done against the last time: the phone of its own sets, as the clinic says it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PHONE, Clinic, page_of
from .test_offline import cut, ready
from .test_the_whole_way import pass_questions, wait_for_the_script, wait_until_sent


@pytest.fixture
def phone(browser: Browser) -> Page:
    return page_of(browser, PHONE)


def told(phone: Page) -> list[str]:
    return phone.locator("#against li").all_inner_texts()


def test_phone_and_clinic_say_the_same(phone: Page, clinic: Clinic):
    path = ready(phone, clinic, "diego")
    cut(phone)
    phone.goto(f"{clinic.url}{path}")
    wait_for_the_script(phone)
    pass_questions(phone)
    row = phone.locator(".set.current")
    row.get_by_role("button", name="more").last.click()
    for _tap in range(10):
        phone.locator("#log").click()
        if phone.locator("#reserve").is_visible():
            phone.locator("#reserve").get_by_role("button", name="3", exact=True).click()
    expect(phone.locator("#sync")).to_contain_text("kept here")
    phone.goto(f"{clinic.url}{path}finish/")
    expect(phone.get_by_role("heading", name="Against last time")).to_be_visible()
    by_phone = told(phone)
    assert by_phone

    phone.context.set_offline(False)
    phone.goto(f"{clinic.url}{path}")
    wait_for_the_script(phone)
    wait_until_sent(phone)
    fresh = page_of(phone.context.browser, PHONE)  # another phone, which knows nothing
    fresh.context.add_cookies(phone.context.cookies())
    fresh.goto(f"{clinic.url}{path}finish/")
    assert told(fresh) == by_phone
