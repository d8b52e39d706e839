"""How a page comes: what it weighs before anybody touches it, whether it stands still, what comes for the first tap."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_athlete, sign_in_staff
from .test_the_whole_way import pass_questions, wait_for_the_script, wait_until_sent

#: Bytes as sent, with headers. A session shows the figure of the exercise that is open: 2.5 kB as a rule, 4 kB at most.
BUDGETS = {"public": 22_000, "today": 22_000, "session": 30_000, "finish": 15_000}
#: Of its scripts, with the one that asks for a first load.
SCRIPTS_OF_A_SESSION = 10_000


class Weighed:
    """A page of its own, as on a phone that was never here."""

    def __init__(self, browser: Browser, signed_in: object) -> None:
        self.page = browser.new_context(viewport=PHONE, storage_state=signed_in).new_page()
        self.kinds: dict[str, str] = {}
        self.sizes: dict[str, float] = {}
        network = self.page.context.new_cdp_session(self.page)
        network.send("Network.enable")
        network.on("Network.responseReceived", self.take_kind)
        network.on("Network.loadingFinished", self.take_size)

    def take_kind(self, event) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def take_size(self, event) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"]

    def open(self, url: str) -> float:
        """The bytes until the network is quiet."""
        self.page.goto(url, wait_until="networkidle")
        return sum(self.sizes.values())

    def of_kind(self, kind: str) -> float:
        return sum(size for request, size in self.sizes.items() if self.kinds.get(request) == kind)


def next_session(page: Page, clinic: Clinic) -> str:
    page.goto(f"{clinic.url}/program/")
    link = page.get_by_role("link", name="Open the next session").get_attribute("href")
    return urlsplit(link or "").path


@pytest.mark.parametrize("name", ["noah", "maya"])  # loads to begin with, and the heaviest figure
def test_first_views_keep_their_weight(browser: Browser, clinic: Clinic, name: str):
    page = page_of(browser, PHONE)
    sign_in_athlete(page, clinic, name)
    session = next_session(page, clinic)
    state = page.context.storage_state()
    views = [("public", "/", None), ("today", "/", state), ("session", session, state)]
    for view, path, signed_in in [*views, ("finish", f"{session}finish/", state)]:
        weighed = Weighed(browser, signed_in)
        size = weighed.open(f"{clinic.url}{path}")
        assert size <= BUDGETS[view], f"{view}: {size} bytes in {len(weighed.sizes)} requests"
        if view == "session":
            assert weighed.of_kind("Script") <= SCRIPTS_OF_A_SESSION


@pytest.fixture
def phone(browser: Browser) -> Page:
    """One that keeps no files: what comes later comes over the network."""
    return page_of(browser, PHONE, service_workers="block")


TAPS = "**/js/taps.*.js"


def test_what_a_tap_does_comes_by_itself_for_who_walks_into_a_basement(phone: Page, clinic: Clinic):
    sign_in_athlete(phone, clinic, "lucia")
    session = next_session(phone, clinic)
    with phone.expect_response("**/js/send.*.js"):
        phone.goto(f"{clinic.url}{session}")
    phone.wait_for_load_state("networkidle")
    phone.context.set_offline(True)
    pass_questions(phone)
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("Offline · 1 kept here")


def test_a_tap_that_comes_before_its_script_counts_once(phone: Page, clinic: Clinic):
    sign_in_athlete(phone, clinic, "finn")
    session = next_session(phone, clinic)
    held: list[Route] = []
    phone.route(TAPS, lambda route: held.append(route))
    phone.goto(f"{clinic.url}{session}")
    wait_for_the_script(phone)
    before = phone.locator(".side.done").count()
    button = phone.locator("#log")
    button.click()
    expect(button).to_have_attribute("aria-disabled", "true")
    button.dispatch_event("click")  # what the button says is what the next tap does: this one is early
    held[0].continue_()
    expect(phone.locator(".side.done")).to_have_count(before + 1)
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    expect(phone.locator(".side.done")).to_have_count(before + 2)
    wait_until_sent(phone)


def test_a_tap_whose_script_does_not_come_is_a_plain_form(phone: Page, clinic: Clinic):
    sign_in_athlete(phone, clinic, "finn")
    session = next_session(phone, clinic)
    phone.route(TAPS, lambda route: route.abort())
    phone.goto(f"{clinic.url}{session}")
    wait_for_the_script(phone)
    before = phone.locator(".side.done").count()
    with phone.expect_navigation():
        phone.locator("#log").click()
    expect(phone.locator(".side.done")).to_have_count(before + 1)


#: The greatest sum of layout shifts (CLS, web.dev/cls) that a page may have until it is quiet.
STILL = 0.02
SHIFTS = """() => new Promise((done) => {
  const seen = [];
  const observer = new PerformanceObserver((list) => seen.push(...list.getEntries()));
  observer.observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(seen.map(({ value, sources }) => ({
    value,
    of: sources.map(({ node }) => (node?.closest ? node : node?.parentElement)?.outerHTML.slice(0, 80)),
  }))), 500);
})"""


def check_stillness(page: Page, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    shifts = page.evaluate(SHIFTS)
    assert sum(shift["value"] for shift in shifts) <= STILL, f"{url}: {shifts}"


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_athletes_stand_still(browser: Browser, clinic: Clinic, size: dict[str, int]):
    page = page_of(browser, size)
    sign_in_athlete(page, clinic, "maya")
    session = next_session(page, clinic)
    for path in ("/", session, f"{session}finish/", "/program/", "/progress/", "/runs/", "/check-in/", "/pain/", "/"):
        check_stillness(page, f"{clinic.url}{path}")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_of_the_desk_stand_still(browser: Browser, clinic: Clinic, size: dict[str, int]):
    """A long program folds the rows of other phases before the first of it is drawn."""
    page = page_of(browser, size)
    sign_in_staff(page, clinic, "thea")
    paths = ["/admin/", "/admin/athletes/athlete/", "/admin/programs/exercise/"]
    for kind in ("athletes/athlete", "programs/program"):
        page.goto(f"{clinic.url}/admin/{kind}/")
        first = page.locator("#result_list tbody a").first.get_attribute("href")
        paths.append(urlsplit(first or "").path)
    for path in paths:
        check_stillness(page, f"{clinic.url}{path}")
