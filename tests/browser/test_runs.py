"""Runs on a phone: four taps, and in the woods without a connection."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

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
