"""A passkey in a real browser, with an authenticator made of software: offered, set up, used, removed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PHONE, Clinic, page_of, sign_in_athlete

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def named(clinic: Clinic) -> Clinic:
    """The same clinic by its name: a passkey belongs to one."""
    return Clinic(clinic.url.replace("127.0.0.1", "localhost"), clinic.folder, opened=clinic.opened)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone with a lock that says yes."""
    page = page_of(browser, PHONE)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def sign_out(phone: Page, clinic: Clinic) -> None:
    phone.context.clear_cookies(name=re.compile("session"))
    phone.goto(f"{clinic.url}/sign-in/")


def test_offered_after_the_second_sign_in_then_no_mail_is_needed(phone: Page, named: Clinic):
    sign_in_athlete(phone, named, "ella")
    expect(phone.get_by_role("heading", name="Faster next time?")).to_have_count(0)
    sign_out(phone, named)
    sign_in_athlete(phone, named, "ella")
    expect(phone.get_by_role("heading", name="Faster next time?")).to_be_visible()
    phone.get_by_role("button", name="Set up a passkey").click()
    expect(phone.get_by_text("tap “Use a passkey”")).to_be_visible()
    expect(phone.get_by_role("heading", name="Faster next time?")).to_have_count(0)

    sign_out(phone, named)
    phone.get_by_role("button", name="Use a passkey").click()
    expect(phone).to_have_url(f"{named.url}/")

    phone.goto(f"{named.url}/settings/")
    expect(phone.locator("#passkeys")).to_contain_text("Last used")
    phone.get_by_role("button", name=re.compile("^Remove the passkey of")).click()
    expect(phone.get_by_text("opens nothing any more")).to_be_visible()
    sign_out(phone, named)
    phone.get_by_role("button", name="Use a passkey").click()
    expect(phone.get_by_role("heading", name="We do not know this passkey")).to_be_visible()


def test_not_now_is_not_asked_again_on_this_phone(phone: Page, named: Clinic):
    for _time in range(2):
        sign_in_athlete(phone, named, "noah")
        sign_out(phone, named)
    sign_in_athlete(phone, named, "noah")
    phone.get_by_role("button", name="Not now").first.click()
    expect(phone.get_by_role("heading", name="Faster next time?")).to_be_hidden()
    phone.reload()
    phone.wait_for_load_state("networkidle")
    expect(phone.get_by_role("heading", name="Faster next time?")).to_be_hidden()


def test_a_lock_that_says_no_is_told_in_words(browser: Browser, named: Clinic):
    page = page_of(browser, PHONE)
    tools = page.context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR | {"isUserVerified": False}})
    page.goto(f"{named.url}/sign-in/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("No passkey was used.")).to_be_visible()
    expect(page.get_by_role("button", name="E-mail me a link")).to_be_enabled()


def test_by_number_there_is_none(browser: Browser, clinic: Clinic):
    page = page_of(browser, PHONE)
    page.goto(f"{clinic.url}/sign-in/")
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
