"""Runs on a phone: four taps, and in the woods without a connection."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.athletes import watch

from .conftest import PHONE, Clinic, page_of, sign_in_athlete
from .test_offline import cut, until


def test_the_usual_run_is_logged_in_four_taps(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "chloe")
    phone.goto(f"{clinic.url}/runs/")
    phone.get_by_role("radio", name="Easy", exact=True).check()
    phone.get_by_role("button", name="5 minutes more").click()
    minutes = phone.get_by_label("minutes", exact=True).input_value()
    phone.locator('input[name="effort"][value="4"]').click(force=True)
    phone.get_by_role("button", name="Save run").click()
    expect(phone.locator("#saved")).to_be_visible()
    expect(phone.locator(".list").nth(1)).to_contain_text(f"Easy · {minutes} min")
    phone.reload()
    expect(phone.locator("#saved")).to_be_hidden()


def test_a_run_without_a_connection_waits_and_arrives_once(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "isla")
    phone.goto(f"{clinic.url}/runs/")
    until(phone, "async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'")
    phone.reload()
    until(phone, "async () => Boolean(await (await caches.open('pages')).match('/runs/'))")
    cut(phone)
    phone.goto(f"{clinic.url}/runs/")
    phone.get_by_role("radio", name="Long run").check()
    phone.get_by_label("minutes", exact=True).fill("77")
    phone.get_by_role("button", name="Save run").click()
    expect(phone.locator("#waiting")).to_contain_text("Long run · 77 min")
    phone.reload()
    expect(phone.locator("#waiting")).to_contain_text("Long run · 77 min")
    phone.context.set_offline(False)
    expect(phone.get_by_role("link", name="Long run · 77 min")).to_have_count(1)
    expect(phone.locator("#waiting")).to_be_hidden()
    phone.goto(f"{clinic.url}/runs/")
    expect(phone.get_by_role("link", name="Long run · 77 min")).to_have_count(1)


def runs_of(phone, text: str):
    return phone.locator("main .list a", has_text=text)


def test_a_double_click_is_one_run_and_back_corrects_it(browser: Browser, clinic: Clinic):
    """It stored two; and after Back the corrected run was "Saved" with the old value six times of ten."""
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "ella")
    phone.goto(f"{clinic.url}/runs/")
    phone.get_by_label("minutes", exact=True).fill("43")
    phone.get_by_role("button", name="Save run").dblclick()
    expect(phone.locator("#saved")).to_be_visible()
    expect(runs_of(phone, "43 min")).to_have_count(1)
    phone.get_by_label("minutes", exact=True).fill("44")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Save run").click()
    expect(runs_of(phone, "44 min")).to_have_count(1)


def test_a_day_is_the_athletes_own_on_a_phone_that_travels(browser: Browser, clinic: Clinic):
    """The phone's calendar said tomorrow: yesterday's run became today's, and "Two days in a row?" was never seen."""
    hour = datetime.now(ZoneInfo("America/New_York")).hour
    elsewhere = "Pacific/Kiritimati" if hour >= 5 else "Etc/GMT+12"
    phone = page_of(browser, PHONE, timezone_id=elsewhere)
    sign_in_athlete(phone, clinic, "ben")
    phone.goto(f"{clinic.url}/runs/")
    phone.get_by_role("radio", name="Yesterday").check()
    phone.get_by_label("minutes", exact=True).fill("141")
    phone.get_by_role("button", name="Save run").click()
    runs_of(phone, "141 min").click()
    expect(phone.get_by_role("radio", name="Yesterday")).to_be_checked()


def test_an_empty_run_is_asked_for_its_amount(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "leo")
    phone.goto(f"{clinic.url}/runs/")
    phone.get_by_label("minutes", exact=True).fill("")
    phone.get_by_role("button", name="Save run").click()
    assert phone.get_by_label("minutes", exact=True).evaluate("field => field.validationMessage")
    assert phone.url == f"{clinic.url}/runs/"


def test_a_week_answered_without_a_connection_arrives(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "diego")
    phone.goto(f"{clinic.url}/check-in/")
    phone.locator('input[name="changed"][value="1"]').check()
    phone.locator('input[name="held_back"][value="2"]').check()
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator("#kept")).to_be_visible()
    phone.context.set_offline(False)
    phone.goto(f"{clinic.url}/")
    until(phone, "async () => /name=.changed.\\s+value=.1.\\s+checked/.test(await (await fetch('/check-in/')).text())")


def test_a_message_is_read_on_today_and_kept_nowhere(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "ana")
    until(phone, "async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'")
    phone.goto(f"{clinic.url}/messages/")
    phone.goto(f"{clinic.url}/")
    expect(phone.get_by_text("Dr. Thea Lind wrote:")).to_be_visible()
    until(phone, "async () => Boolean(await (await caches.open('pages')).match('/'))")
    kept = phone.evaluate(
        """async () => {
          const pages = await caches.open('pages');
          const texts = (await pages.keys()).map(async (page) => (await pages.match(page)).text());
          return (await Promise.all(texts)).join('');
        }"""
    )
    assert 'class="week"' in kept
    assert "split squats. Keep the long run" not in kept
    assert "wrote:" not in kept
    phone.get_by_role("button", name="Got it").click()
    expect(phone.get_by_text("Dr. Thea Lind wrote:")).to_have_count(0)


def test_a_session_elsewhere_waits_without_a_connection_and_arrives_once(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "sam")
    phone.goto(f"{clinic.url}/")
    phone.get_by_role("link", name="I trained elsewhere").click()
    phone.get_by_label("Minutes").fill("47")
    phone.get_by_role("radio", name="Yesterday").check(force=True)
    phone.get_by_role("radio", name="6 Hard").check(force=True)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Save").dblclick()
    expect(phone.locator("#kept")).to_be_visible()
    with phone.expect_response(lambda answer: answer.request.method == "PUT"):
        phone.context.set_offline(False)
    phone.goto(f"{clinic.url}/history/")
    expect(phone.get_by_text("Trained elsewhere")).to_have_count(1)


def files(*contents: tuple[str, bytes]) -> list[FilePayload]:
    return [FilePayload(name=name, mimeType="application/octet-stream", buffer=content) for name, content in contents]


def send_doubtful_files(phone: Page, clinic: Clinic) -> None:
    """A walk, a lost position, two runs of one file, and a photo."""
    yesterday = datetime.now(UTC).replace(microsecond=0) - timedelta(days=1)
    phone.goto(f"{clinic.url}/runs/")
    phone.locator('input[type="file"]').set_input_files(
        files(
            ("evening.gpx", watch.gpx(start=yesterday, sport="Walking")),
            ("lost.gpx", watch.gpx(start=yesterday - timedelta(days=1), jump=0.1)),
            ("two.gpx", watch.gpx(yesterday - timedelta(days=3), yesterday - timedelta(days=2))),
            ("IMG_2041.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40)),
        )
    )
    phone.get_by_role("button", name="Read the file").click()
    expect(phone.get_by_role("heading", name="Check before saving")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "no script"])
def test_what_is_doubtful_in_files_is_answered_on_one_page(browser: Browser, clinic: Clinic, has_script: bool):
    phone = page_of(browser, PHONE, java_script_enabled=has_script)
    sign_in_athlete(phone, clinic, "maya" if has_script else "ella")
    phone.goto(f"{clinic.url}/runs/")
    before = runs_of(phone, "min").count()
    send_doubtful_files(phone, clinic)
    expect(phone.get_by_text("IMG_2041.heic: This is a photo.")).to_be_visible()
    expect(phone.locator("fieldset")).to_have_count(4)
    expect(phone.locator("fieldset input:checked")).to_have_count(0)
    phone.get_by_role("button", name="Save", exact=True).click()  # the browser itself asks for an answer
    expect(phone.get_by_role("heading", name="Check before saving")).to_be_visible()
    phone.get_by_text("Not a run, leave it out").click()
    phone.get_by_text("Cut that part").click()
    for part in phone.get_by_text("Keep this run").all():
        part.click()
    expect(phone.locator("fieldset input:checked")).to_have_count(4)
    phone.get_by_role("button", name="Save", exact=True).dblclick()
    expect(phone.get_by_role("heading", name="Runs", exact=True)).to_be_visible()
    expect(runs_of(phone, "min")).to_have_count(before + 3)


@pytest.mark.parametrize("width", [320, 390])
def test_the_asking_page_fits_a_small_phone_and_is_told_to_who_cannot_see_it(
    browser: Browser, clinic: Clinic, width: int
):
    phone = page_of(browser, {"width": width, "height": 700})
    sign_in_athlete(phone, clinic, "isla")
    send_doubtful_files(phone, clinic)
    assert phone.evaluate("document.documentElement.scrollWidth") == width
    heights = phone.locator("fieldset label").evaluate_all(
        "each => each.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 44
    expect(phone.get_by_role("group", name="lost.gpx:")).to_have_count(1)
    assert [found["id"] for found in Axe().run(phone).response["violations"]] == []
