"""A basement without signal: pages, sets, pain and the finish stay on the phone and arrive once."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PHONE, Clinic, page_of, sign_in_athlete
from .test_the_whole_way import pass_questions, wait_for_the_script


@pytest.fixture
def phone(browser: Browser) -> Page:
    return page_of(browser, PHONE)


def until(phone: Page, script: str, arg: object = None) -> None:
    """Wait for a script to say true; Playwright's own waiting needs eval, which the pages forbid."""
    for _attempt in range(100):
        if phone.evaluate(script, arg):
            return
        phone.wait_for_timeout(100)
    raise AssertionError(f"never true: {script}")


def cut(phone: Page) -> None:
    """No connection, for the page and for its worker: the browser cuts a worker off a moment later."""
    phone.context.set_offline(True)
    for _twice in range(2):
        until(phone, "() => fetch(`/static/no-${Math.random()}.js`).then(() => false, () => true)")
        phone.wait_for_timeout(200)


def is_not_here(phone: Page, url: str) -> None:
    """The address answers with the offline page; a worker that has just woken may not be cut off yet."""
    for _attempt in range(3):
        phone.goto(url)
        if phone.get_by_role("heading", name="No connection").count():
            return
        cut(phone)
    raise AssertionError(f"{url} is here: {phone.title()}")


def ready(phone: Page, clinic: Clinic, name: str) -> str:
    """Sign in, look at Today, and wait until the next session is on the phone; returns its path."""
    sign_in_athlete(phone, clinic, name)
    phone.goto(f"{clinic.url}/")
    until(phone, "async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'")
    phone.reload()
    until(
        phone,
        """async () => {
          const pages = await (await caches.open('pages')).keys();
          return pages.filter(({ url }) => /\\/session\\/[^/]+\\/(finish|pain)?\\/?$/.test(url)).length >= 3;
        }""",
    )
    session = phone.locator('main a[href^="/session/"]:not([href$="/finish/"])').first  # on a run day not in the hero
    return urlsplit(session.get_attribute("href") or "").path


def test_a_session_that_was_never_opened_is_done_from_start_to_finish_without_a_connection(phone: Page, clinic: Clinic):
    path = ready(phone, clinic, "finn")
    cut(phone)
    phone.goto(f"{clinic.url}/")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Finn")
    phone.goto(f"{clinic.url}{path}")
    wait_for_the_script(phone)
    pass_questions(phone)
    for _tap in range(3):
        pass_questions(phone)
        phone.locator("#log").click()
    done = phone.locator(".side.done").count()
    expect(phone.locator("#sync")).to_have_text("Offline · 3 kept here")  # one for each tap
    phone.reload()
    expect(phone.locator(".side.done")).to_have_count(done)
    phone.get_by_role("link", name=re.compile("^Pain")).first.click()
    phone.get_by_label("Where?").select_option("Knee")
    phone.locator('input[name="score"][value="6"]').check(force=True)
    expect(phone.locator("#noted")).to_contain_text("over your limit")
    expect(phone.locator("#noted")).to_contain_text("Kept on this phone")
    phone.locator("#pain > button").click()
    phone.goto(f"{clinic.url}{path}finish/")
    # what the phone knows, not what the page was kept with: sets that are done, and pain that was noted
    expect(phone.get_by_role("heading", level=1)).to_contain_text("That counts.")
    expect(phone.locator("#hurt")).to_contain_text("You noted pain of 6.")
    phone.locator('input[name="session_rpe"][value="6"]').check(force=True)
    phone.get_by_role("button", name="Save and finish").click()
    expect(phone.locator("#kept")).to_be_visible()
    phone.context.set_offline(False)
    phone.goto(f"{clinic.url}/")
    until(
        phone,
        """async () => {
          const open = indexedDB.open(`clinic-${document.body.dataset.owner}`, 2);
          const db = await new Promise((done) => (open.onsuccess = () => done(open.result)));
          const all = (kind) => new Promise((done) => {
            const asked = db.transaction(kind).objectStore(kind).getAll();
            asked.onsuccess = () => done(asked.result);
          });
          const [sessions, reports] = [await all('sessions'), await all('reports')];
          return !reports.length && sessions.every((one) => !one.header && !Object.keys(one.sets).length);
        }""",
    )
    phone.goto(f"{clinic.url}{path}")
    expect(phone.locator(".side.done")).to_have_count(done)
    phone.goto(f"{clinic.url}{path}finish/")
    expect(phone.locator('input[name="session_rpe"]:checked')).to_have_value("6")
    expect(phone.get_by_text("Worst pain: 6")).to_be_visible()


def test_sets_that_were_sent_stand_on_a_page_kept_from_before_them(phone: Page, clinic: Clinic):
    path = ready(phone, clinic, "jack")
    kept = phone.evaluate("async (path) => (await (await caches.open('pages')).match(path)).text()", path)
    phone.goto(f"{clinic.url}{path}")
    wait_for_the_script(phone)
    pass_questions(phone)
    before = phone.locator(".side.done").count()
    phone.locator("#log").click()
    phone.locator("#log").click()
    expect(phone.locator('#sync[aria-busy="false"]')).to_have_text("Saved")
    phone.evaluate(
        "async ([path, text]) => (await caches.open('pages')).put(path,"
        " new Response(text, { headers: { 'Content-Type': 'text/html' } }))",
        [path, kept],
    )
    cut(phone)
    phone.goto(f"{clinic.url}{path}")
    expect(phone.locator(".side.done")).to_have_count(before + 2)


def test_a_page_that_is_not_here_says_what_is(phone: Page, clinic: Clinic):
    ready(phone, clinic, "kira")
    cut(phone)
    is_not_here(phone, f"{clinic.url}/settings/")
    phone.get_by_role("link", name="Today and your next sessions").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Kira")


def test_signing_out_leaves_nothing_on_a_shared_phone(phone: Page, clinic: Clinic):
    path = ready(phone, clinic, "omar")
    phone.goto(f"{clinic.url}{path}")
    phone.locator("#log").click()
    expect(phone.locator('#sync[aria-busy="false"]')).to_have_text("Saved")
    phone.goto(f"{clinic.url}/settings/")
    with phone.expect_response("**/sign-out/") as signed_out:
        phone.get_by_role("button", name="Sign out", exact=True).click()
    assert signed_out.value.all_headers()["clear-site-data"] == '"cache", "storage"'
    phone.wait_for_url("**/sign-in/")
    left = phone.evaluate(
        """async () => {
          const names = (await indexedDB.databases()).map((one) => one.name);
          return { pages: await caches.has('pages'), names, words: Object.keys(localStorage) };
        }"""
    )
    assert left == {"pages": False, "names": [], "words": []}


def test_another_person_on_the_same_phone_sees_nothing_of_the_first(phone: Page, clinic: Clinic):
    path = ready(phone, clinic, "ella")
    phone.context.clear_cookies(name=re.compile("session"))  # ended by the server, not by the athlete
    sign_in_athlete(phone, clinic, "diego")
    phone.goto(f"{clinic.url}/")
    until(phone, "async (path) => !(await (await caches.open('pages')).match(path))", path)
    cut(phone)
    is_not_here(phone, f"{clinic.url}{path}")


YESTERDAY = """
from datetime import timedelta
from django.utils import timezone
from athletes.models import Athlete
from athletes.records.pain import report_id, report_pain
at = timezone.now()
athlete = Athlete.objects.get(user__email="mia@stridewell.example")
athlete.pain_reports.all().delete()
athlete.time_zone = f"Etc/GMT{at.hour - 8:+d}" if at.hour - 8 <= 12 else "Etc/GMT+12"  # about eight in the morning
athlete.save()
kira = Athlete.objects.get(user__email="kira@stridewell.example")
session = athlete.sessions.completed().first() or kira.sessions.completed().first()
session.pain_reports.all().delete()  # Kira's own words stay out of it
session.athlete, session.enrollment = athlete, None
session.opened_at, session.planned_on = at - timedelta(days=1), athlete.today(at - timedelta(days=1))
session.save()
report_pain(athlete=athlete, report_id=report_id(session, "", "during"), session=session, score=3, region="knee",
            side="left", at=at - timedelta(days=1))
"""


def test_the_morning_question_is_answered_without_a_connection(phone: Page, clinic: Clinic):
    clinic.manage("shell", "-c", YESTERDAY)
    sign_in_athlete(phone, clinic, "mia")
    phone.goto(f"{clinic.url}/")
    asked = phone.locator("#morning form")
    expect(asked).to_be_visible()
    until(phone, "async () => (await navigator.serviceWorker.getRegistration())?.active?.state === 'activated'")
    phone.reload()
    until(phone, "async () => Boolean(await (await caches.open('pages')).match('/'))")
    cut(phone)
    phone.goto(f"{clinic.url}/")
    asked.get_by_role("button", name="2", exact=True).click()
    expect(phone.locator("#morning [role=status]").first).to_have_text("2 stored.")
    phone.context.set_offline(False)
    until(phone, "async () => (await (await fetch('/')).text()).includes('2 stored')")
    phone.goto(f"{clinic.url}/")
    expect(phone.locator("#morning")).to_contain_text("2 stored")


def test_what_needs_a_connection_says_so_and_keeps_what_was_chosen(phone: Page, clinic: Clinic):
    ready(phone, clinic, "noah")
    phone.goto(f"{clinic.url}/schedule/")
    expect(phone.get_by_role("heading", name="Your usual runs")).to_be_visible()
    cut(phone)
    phone.goto(f"{clinic.url}/schedule/")
    phone.locator("#id_day-1").select_option("tempo")
    phone.get_by_role("button", name="Save my week").click()
    expect(phone.locator("#away")).to_be_visible()
    expect(phone.locator("#id_day-1")).to_have_value("tempo")
