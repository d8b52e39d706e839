"""Every page, and its colors in dark too: no accessibility fault, no blocked content, no third party, thumbs fit."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_athlete, sign_in_staff

#: Everything is asked of the light page, and of the dark one what colors can change.
LIGHT = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
DARK = {"type": "rule", "values": ["color-contrast"]}
PUBLIC = [
    "/sign-in/",
    "/staff/sign-in/",
    "/staff/password/reset/",
    "/in/invite-made-up/",
    "/join/made-up/",
    "/nothing/",
    "/dev/mail/",
]
PROSPECT = ["/", "/discovery-call/", "/discovery-call/thanks/"]
ATHLETE = [
    "/",
    "/program/",
    "/program/print/",
    "/history/",
    "/progress/?weeks=12",
    "/schedule/",
    "/runs/",
    "/check-in/",
    "/messages/",
    "/could-not/",
    "/trained-elsewhere/",
    "/welcome/gear/",
    "/welcome/runs/",
    "/welcome/reminders/",
    "/welcome/pain/",
    "/pain/",
    "/warning-signs/",
    "/settings/",
    "/exercises/split-squat/",
    "/sign-out/",
    "/settings/access-history/",
]
ADMIN = [
    "/admin/",
    "/admin/athletes/athlete/",
    "/admin/athletes/athlete/add/",
    "/admin/athletes/athlete/import/",
    "/admin/athletes/athlete/cover/",
    "/admin/athletes/enrollment/",
    "/admin/athletes/enrollment/add/",
    "/admin/athletes/session/",
    "/admin/athletes/painreport/",
    "/admin/athletes/run/",
    "/admin/athletes/checkin/",
    "/admin/athletes/flag/",
    "/admin/athletes/mail/",
    "/admin/athletes/discoverycall/",
    "/admin/athletes/messagetemplate/",
    "/admin/athletes/billingcode/",
    "/admin/notifications/",
    "/admin/report/",
    "/admin/report/monitoring/",
    "/admin/tokens/",
    "/admin/athletes/mail/preview/",
    "/admin/programs/program/",
    "/admin/programs/program/add/",
    "/admin/programs/program/shorthand/",
    "/admin/programs/exercise/",
    "/admin/programs/exercise/1/figure/",
    "/admin/programs/exercise/1/change/",
    "/admin/programs/caution/",
    "/admin/programs/threshold/",
    "/admin/programs/threshold/1/change/",
    "/admin/athletes/",
    "/staff/password/",
    "/staff/second-factor/",
    "/staff/sessions/",
]
#: What clinic admins see beside, or otherwise.
CLINIC_ADMIN = [
    "/admin/programs/exercise/1/figure/",
    "/admin/programs/exercise/1/change/",
    "/admin/programs/exercise/add/",
    "/admin/programs/exercise/import/",
    "/admin/programs/exercise/",
    "/admin/programs/exercise/?compare=1&compare=2",
    "/admin/programs/exercise/?q=nothing-like-it",
    "/admin/programs/exercise/merge/?keep=1&drop=2",
    "/admin/athletes/messagetemplate/add/",
    "/admin/athletes/billingcode/add/",
    "/admin/athletes/erasure/",
    "/admin/athletes/athlete/cover/",
    "/admin/report/",
    "/admin/first-steps/",
    "/admin/athletes/user/",
    "/admin/tokens/",
    "/admin/webhooks/",
]


class Watched:
    """A page whose console and requests are watched."""

    def __init__(self, page: Page, clinic: Clinic) -> None:
        self.page, self.clinic = page, clinic
        self.faults: list[str] = []
        page.on(
            "console",
            lambda message: self.faults.append(f"{page.url}: {message.text}") if self.is_fault(message) else None,
        )
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on(
            "request",
            lambda request: self.faults.append(f"third party: {request.url}") if self.is_foreign(request) else None,
        )

    def is_fault(self, message) -> bool:
        return "Content Security Policy" in message.text or (message.type == "error" and "404" not in message.text)

    def is_foreign(self, request) -> bool:
        parts = urlsplit(request.url)
        return parts.scheme in ("http", "https") and parts.netloc != urlsplit(self.clinic.url).netloc

    def check(self, path: str) -> None:
        self.page.goto(f"{self.clinic.url}{path}")
        self.check_here(path)

    def check_here(self, path: str = "here") -> None:
        self.page.evaluate(AXE_SCRIPT)
        self.check_scheme("light", LIGHT, path)
        self.check_scheme("dark", DARK, path)
        self.page.emulate_media(color_scheme="light")

    def check_scheme(self, scheme: Literal["light", "dark"], rules: dict[str, object], path: str) -> None:
        self.page.emulate_media(color_scheme=scheme)
        self.page.evaluate(COLORS_ARRIVED)
        seen = list(self.faults)
        violations = self.page.evaluate(FIND_VIOLATIONS, {"runOnly": rules, "resultTypes": ["violations"]})
        self.faults[:] = seen  # axe writes styles of its own where a sheet imports another
        for violation in violations:
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.faults.append(f"{path} ({scheme}): {violation['id']}: {nodes}")

    def check_thumbs(self, path: str) -> None:
        """Every control of a phone page is at least 44 x 44 px, links in running text aside."""
        self.page.goto(f"{self.clinic.url}{path}")
        small = self.page.evaluate(SMALL_CONTROLS)
        self.faults += [f"{path}: smaller than 44 px: {control}" for control in small]


#: Of every color that is on its way; what moves for ever is not waited for.
COLORS_ARRIVED = """() => Promise.allSettled(document.getAnimations()
  .filter(({ effect }) => effect.getComputedTiming().endTime < Infinity)
  .map(({ finished }) => finished))"""
#: Of a long table its first twelve rows: one more row is of the same kind.
FIND_VIOLATIONS = """options =>
  axe.run({ exclude: [['tbody tr:nth-child(n + 13)']] }, options).then(({ violations }) => violations)"""
SMALL_CONTROLS = """() => {
  const controls = 'a[href], button, input:not([type=hidden]), select, summary, textarea';
  const box = e => (e.matches('[type=radio], [type=checkbox]') && e.closest('label') || e).getBoundingClientRect();
  return [...document.querySelectorAll(controls)]
    .filter(e => e.checkVisibility() && !e.closest('.set:not(.on)') && !(e.matches('a') && e.closest('p')))
    .map(e => [e, box(e)])
    .filter(([e, r]) => r.width && (r.width < 43.5 || r.height < 43.5))
    .map(([e, r]) => `${e.outerHTML.slice(0, 80)} ${Math.round(r.width)}x${Math.round(r.height)}`);
}"""


def test_pages_for_everybody(browser: Browser, clinic: Clinic):
    watched = Watched(page_of(browser, PHONE), clinic)
    for path in PUBLIC:
        watched.check(path)
    assert not watched.faults, "\n".join(dict.fromkeys(watched.faults))


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_for_prospects(browser: Browser, clinic: Clinic, size: dict[str, int]):
    watched = Watched(page_of(browser, size), clinic)
    for path in PROSPECT:
        watched.check(path)
        watched.check_thumbs(path)
    watched.page.goto(f"{clinic.url}/discovery-call/")
    watched.page.wait_for_timeout(3100)  # sent faster, it is taken for a robot's
    watched.page.get_by_label("Your name").fill("Nobody")
    watched.page.get_by_role("button", name="Ask for the call").click()
    expect(watched.page.get_by_role("heading", name="Not sent yet")).to_be_visible()
    assert watched.page.get_by_label("Your name").input_value() == "Nobody"
    watched.check_here()
    assert not [fault for fault in watched.faults if "422" not in fault], "\n".join(dict.fromkeys(watched.faults))


def test_pages_of_athletes(browser: Browser, clinic: Clinic):
    page = page_of(browser, PHONE)
    sign_in_athlete(page, clinic, "maya")
    watched = Watched(page, clinic)
    page.goto(f"{clinic.url}/program/")
    session = urlsplit(page.get_by_role("link", name="Open the next session").get_attribute("href") or "").path
    for path in [*ATHLETE, session, f"{session}pain/"]:
        watched.check(path)
        watched.check_thumbs(path)
    page.goto(f"{clinic.url}{session}")
    page.locator("#log").click()
    expect(page.locator('#sync[aria-busy="false"]')).to_have_text("Saved")
    for path in (session, f"{session}finish/", f"{session}add/"):
        watched.check(path)
        watched.check_thumbs(path)
    assert not watched.faults, "\n".join(dict.fromkeys(watched.faults))


#: Nobody's program yet, away for weeks, stopped, near a race, still open: each has a Today of its own.
TODAYS = ("ines", "omar", "isla", "finn", "sam")


def test_today_in_each_state(browser: Browser, clinic: Clinic):
    faults: list[str] = []
    for name in TODAYS:
        page = page_of(browser, PHONE)
        sign_in_athlete(page, clinic, name)
        watched = Watched(page, clinic)
        watched.check("/")
        faults += [f"{name}: {fault}" for fault in watched.faults]
        page.context.close()
    assert not faults, "\n".join(dict.fromkeys(faults))


def test_pages_of_therapists(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "thea")
    watched = Watched(page, clinic)
    for path in [*ADMIN, *details(page, clinic)]:
        watched.check(path)
    assert not watched.faults, "\n".join(dict.fromkeys(watched.faults))


def test_pages_of_a_stop_and_no_key_ends_it(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "tom")
    expect(page.locator("#review-name")).to_have_text("Isla Morgan")
    page.keyboard.press("r")
    page.get_by_role("link", name="Return to training").click()
    page.wait_for_url("**/return-to-training/")
    back = urlsplit(page.url).path
    watched = Watched(page, clinic)
    others = [back.replace("/return-to-training/", other) for other in ("/change/", "/brief/")]
    for path in ("/admin/", back, *others):
        watched.check(path)
    expect(page.get_by_text("It hurts at night or at rest").first).to_be_visible()
    assert not watched.faults, "\n".join(dict.fromkeys(watched.faults))


def test_pages_of_clinic_admins(browser: Browser, clinic: Clinic):
    page = page_of(browser, DESK)
    sign_in_staff(page, clinic, "carla")
    watched = Watched(page, clinic)
    for path in CLINIC_ADMIN:
        watched.check(path)
    assert not watched.faults, "\n".join(dict.fromkeys(watched.faults))


#: What reaches furthest to the right, for who has to mend it.
WIDEST = """() => {
  const right = (element) => element.getBoundingClientRect().right;
  const all = [...document.body.querySelectorAll("*")];
  const widest = all.reduce((one, other) => (right(other) > right(one) ? other : one));
  return `${widest.outerHTML.slice(0, 120)} ends at ${Math.round(right(widest))}`;
}"""


@pytest.mark.parametrize("width", [390, 1024])
def test_no_page_of_the_desk_is_wider_than_its_window(browser: Browser, clinic: Clinic, width: int):
    page = page_of(browser, {"width": width, "height": 844})
    sign_in_staff(page, clinic, "carla")
    wide = []
    for path in [*ADMIN, *CLINIC_ADMIN, *details(page, clinic)]:
        page.goto(f"{clinic.url}{path}")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(f"{path}: {page.evaluate(WIDEST)}")
    assert not wide, "\n".join(wide)


def details(page: Page, clinic: Clinic) -> list[str]:
    """One page of each kind of thing, and a hand-over."""
    found = []
    kinds = ("athletes/athlete", "athletes/enrollment", "athletes/session", "programs/program", "athletes/mail")
    for name in (*kinds, "athletes/discoverycall", "athletes/flag"):
        page.goto(f"{clinic.url}/admin/{name}/")
        found.append(page.locator("#result_list tbody a").first.get_attribute("href") or "")
    program, enrollment = found[3].removesuffix("grid/"), found[1].split("?")[0]
    more = [
        f"{program}change/",
        f"{program}progression/",
        f"{program}history/",
        enrollment.replace("/change/", "/handover/"),
    ]
    athlete = found[0].split("?")[0]
    pages = ("change", "messages", "brief", "chart", "outcomes", "policy", "monitoring", "cover", "record")
    more += [f"{athlete}{page}/" for page in (*pages, "archive", "erase")]
    return [*(urlsplit(path).path for path in found), *more]


@pytest.mark.parametrize(("width", "text"), [(320, "100%"), (390, "200%")])
def test_nothing_is_wider_than_a_small_phone_or_at_twice_the_text(
    browser: Browser, clinic: Clinic, width: int, text: str
):
    page = page_of(browser, {"width": width, "height": 640})
    for path in PROSPECT:
        page.goto(f"{clinic.url}{path}")
        page.evaluate("size => (document.documentElement.style.fontSize = size)", text)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    sign_in_athlete(page, clinic, "grace")
    page.goto(f"{clinic.url}/program/")
    session = urlsplit(page.get_by_role("link", name="Open the next session").get_attribute("href") or "").path
    for path in [*ATHLETE, session]:
        page.goto(f"{clinic.url}{path}")
        page.evaluate("size => (document.documentElement.style.fontSize = size)", text)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
