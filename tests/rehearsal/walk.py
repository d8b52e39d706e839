"""What people of a new clinic do, in Chromium: the owner, the first therapist, an athlete with a phone."""

from __future__ import annotations

import base64
import hmac
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESK, PHONE, page_of
from tests.browser.test_passkeys import AUTHENTICATOR
from tests.browser.test_the_whole_way import ZONE, finish, log_everything

from .relay import Relay, link_in

PASSWORD = "nine quiet lighthouses"
#: An authenticator app shows another code after so many.
APP_SECONDS = 30


def code_of_the_app(secret: str, counter: int) -> str:
    """RFC 6238, as every authenticator app computes it."""
    digest = hmac.digest(base64.b32decode(secret), counter.to_bytes(8), "sha1")
    start = digest[-1] & 0xF
    number = int.from_bytes(digest[start : start + 4]) & 0x7FFFFFFF
    return f"{number % 10**6:06}"


@dataclass
class Person:
    """secret -- what their authenticator app was given"""

    name: str
    email: str
    password: str = PASSWORD
    secret: str = ""
    used: set[int] = field(default_factory=set)

    def code(self, page: Page) -> str:
        """The app's six digits; each is taken once, so that somebody in a hurry waits for the next."""
        while True:
            now = int(time.time()) // APP_SECONDS
            if now not in self.used:
                self.used.add(now)
                return code_of_the_app(self.secret, now)
            page.wait_for_timeout(500)


@dataclass
class Walk:
    """One clinic at one address, and who walks through it."""

    site: str
    browser: Browser
    relay: Relay
    pages: dict[str, Page] = field(default_factory=dict)
    SIZES: ClassVar[dict[str, dict[str, int]]] = {"desk": DESK, "phone": PHONE}

    def page(self, whose: str, size: str = "desk") -> Page:
        """Their own browser, which stays open."""
        if whose not in self.pages:
            self.pages[whose] = page_of(self.browser, self.SIZES[size])
        return self.pages[whose]

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()
        self.pages.clear()

    # -- staff -----------------------------------------------------------------------------------

    def sign_in_for_the_first_time(self, person: Person) -> None:
        """Password, password again, a second factor; then the first page of the desk."""
        page = self.page(person.email)
        self._give_password(page, person)
        page.get_by_label("Password").fill(person.password)
        page.get_by_role("button", name="Continue").click()
        self._set_up_second_factor(page, person)

    def sign_in_again(self, person: Person) -> None:
        """As on every morning: password, then the app's code."""
        page = self.page(person.email)
        self._give_password(page, person)
        page.locator("input[name=code]").fill(person.code(page))
        page.get_by_role("button", name="Sign in").click()
        self.see_the_desk(person)

    def see_the_desk(self, person: Person) -> None:
        page = self.page(person.email)
        page.goto(f"{self.site}/admin/")
        expect(page.get_by_role("heading", name="Who needs you today")).to_be_visible()

    def read_the_menu(self, owner: Person, release: str) -> None:
        page = self.page(owner.email)
        page.goto(f"{self.site}/admin/")
        expect(page.locator("#menu")).to_contain_text("Backed up within the hour")
        expect(page.locator("#menu")).to_contain_text(f"Release {release}")

    def add_therapist(self, owner: Person, therapist: Person) -> None:
        page = self.page(owner.email)
        page.goto(f"{self.site}/admin/athletes/user/add/")
        page.get_by_label("Name").fill(therapist.name)
        page.get_by_label("E-mail").fill(therapist.email)
        page.get_by_label("Role").select_option(label="Therapist")
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(f"{therapist.name} gets an invitation by mail")).to_be_visible()

    def join(self, person: Person) -> None:
        """By the invitation: a password, a second factor, the recovery codes."""
        page = self.page(person.email)
        page.goto(link_in(self.relay.wait(person.email, "/join/"), "/join/"))
        expect(page.get_by_text(person.email)).to_be_visible()
        page.get_by_label("Password").fill(person.password)
        page.get_by_label("The same again").fill(person.password)
        page.get_by_role("button", name="Continue").click()
        self._set_up_second_factor(page, person)

    def add_athlete(self, therapist: Person, athlete: Person) -> None:
        page = self.page(therapist.email)
        page.goto(f"{self.site}/admin/athletes/athlete/add/")
        page.locator("#id_name").fill(athlete.name)
        page.locator("#id_email").fill(athlete.email)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.get_by_text(athlete.name).first).to_be_visible()

    def prescribe(self, therapist: Person, athlete: Person) -> None:
        """The first template, from today on: with it the athlete is invited."""
        page = self.page(therapist.email)
        page.goto(f"{self.site}/admin/programs/program/?is_template__exact=1")
        page.get_by_role("link", name="Runner base").click()
        page.get_by_role("link", name="Prescribe to athlete").click()
        page.get_by_label(athlete.name).check()
        today = datetime.now(ZONE).date()
        page.locator("#id_starts_on").fill(today.isoformat())
        page.get_by_label("First strength day").select_option(str(today.weekday()))
        page.get_by_label("Second strength day").select_option(str((today.weekday() + 3) % 7))
        page.get_by_role("button", name="Prescribe").click()
        page.wait_for_url("**/handover/")

    def read_the_session(self, therapist: Person, athlete: Person, sets: int) -> None:
        page = self.page(therapist.email)
        page.goto(f"{self.site}/admin/athletes/session/?q={athlete.name.split()[0]}&status__exact=completed")
        page.locator("#result_list tbody a").first.click()
        expect(page.get_by_text(f"{sets} of {sets} sets")).to_be_visible()

    # -- the athlete -----------------------------------------------------------------------------

    def open_invitation(self, athlete: Person) -> None:
        phone = self.page(athlete.email, "phone")
        phone.goto(link_in(self.relay.wait(athlete.email, "/in/"), "/in/"))
        phone.get_by_role("button", name="Sign in on this phone").click()
        expect(phone.get_by_role("heading", name=f"Strength day, {athlete.name.split()[0]}")).to_be_visible()

    def log_session(self, athlete: Person) -> int:
        """Every set, one pain, and how hard it was; returns how many sets."""
        phone = self.page(athlete.email, "phone")
        phone.goto(f"{self.site}/")
        sets = log_everything(phone)
        finish(phone)
        expect(phone.get_by_text("Saved.", exact=False).first).to_be_visible()
        return sets

    def set_up_passkey(self, athlete: Person) -> None:
        """Offered after the second sign-in; the phone's lock says yes."""
        phone = self.page(athlete.email, "phone")
        tools = phone.context.new_cdp_session(phone)
        tools.send("WebAuthn.enable")
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        phone.context.clear_cookies()
        before = len(self.relay.to(athlete.email, "/in/"))
        phone.goto(f"{self.site}/sign-in/")
        phone.get_by_label("E-mail").fill(athlete.email)
        phone.get_by_role("button", name="E-mail me a link").click()
        phone.goto(link_in(self.relay.wait(athlete.email, "/in/", more_than=before), "/in/"))
        phone.get_by_role("button", name="Sign in on this phone").click()
        phone.wait_for_url(f"{self.site}/")
        phone.get_by_role("button", name="Set up a passkey").click()
        expect(phone.get_by_text("tap “Use a passkey”")).to_be_visible()
        self.use_passkey(athlete)

    def use_passkey(self, athlete: Person) -> None:
        phone = self.page(athlete.email, "phone")
        phone.context.clear_cookies()
        phone.goto(f"{self.site}/sign-in/")
        phone.get_by_role("button", name="Use a passkey").click()
        expect(phone).to_have_url(f"{self.site}/")

    def _set_up_second_factor(self, page: Page, person: Person) -> None:
        expect(page.get_by_role("heading", name="Set up your second factor")).to_be_visible()
        person.secret = page.locator("code").inner_text()
        page.get_by_label("Code", exact=True).fill(person.code(page))
        page.get_by_role("button", name="Activate").click()
        expect(page.get_by_role("heading", name="Keep your recovery codes")).to_be_visible()
        page.get_by_role("link", name="I have kept them").click()
        expect(page.get_by_role("heading", name="Who needs you today")).to_be_visible()

    def _give_password(self, page: Page, person: Person) -> None:
        page.context.clear_cookies()
        page.goto(f"{self.site}/admin/")
        page.get_by_label("E-mail").fill(person.email)
        page.get_by_label("Password").fill(person.password)
        page.get_by_role("button", name="Sign in").click()


def eve_of_the_next_session() -> datetime:
    """The evening before the athlete's first session of next week, a moment after its mail is due."""
    now = datetime.now(ZONE)
    monday = now + timedelta(days=7 - now.weekday())
    first = min(now.weekday(), (now.weekday() + 3) % 7)
    return (monday + timedelta(days=first - 1)).replace(hour=19, minute=5, second=0, microsecond=0)
