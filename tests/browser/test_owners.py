"""Two people on one phone: what waits for one is never sent, shown or deleted by the sign-in of the other."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import PHONE, Clinic, page_of, sign_in_athlete
from .test_offline import cut, ready, until
from .test_the_whole_way import pass_questions, wait_for_the_script

NOTE = "Left shoe came undone at the bridge"
RECORDED = f"""
from athletes.models import PainReport, Run, SetLog
print(sorted(set(Run.objects.filter(note={NOTE!r}).values_list("athlete__user__email", flat=True))))
print(SetLog.objects.filter(session=%(session)r, is_deleted=False).count())
print(sorted(PainReport.objects.filter(session=%(session)r, score=5).values_list("athlete__user__email", flat=True)))
"""
NOTHING_WAITS = """async () => {
  const open = indexedDB.open(`clinic-${document.body.dataset.owner}`, 2);
  const stores = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const all = (kind) => new Promise((done) => {
    const asked = stores.transaction(kind).objectStore(kind).getAll();
    asked.onsuccess = () => done(asked.result);
  });
  const [sessions, reports] = [await all('sessions'), await all('reports')];
  stores.close();
  return !reports.length && sessions.every((one) => !one.header && !Object.keys(one.sets).length);
}"""


@pytest.fixture
def phone(browser: Browser) -> Page:
    return page_of(browser, PHONE)


def recorded(clinic: Clinic, session: str) -> list[str]:
    """Whose the run is, how many sets the session has, and whose the pain is, as the clinic has them."""
    return clinic.manage("shell", "-v", "0", "-c", RECORDED % {"session": session}).splitlines()


def log_without_connection(phone: Page, clinic: Clinic, name: str) -> str:
    """A run with a note, a set and a pain report, all of them only on the phone; the session's path."""
    path = ready(phone, clinic, name)
    phone.goto(f"{clinic.url}/runs/")
    until(phone, "async () => Boolean(await (await caches.open('pages')).match('/runs/'))")
    cut(phone)
    phone.goto(f"{clinic.url}/runs/")
    phone.locator("[name=minutes]").fill("41")
    note = phone.locator("[name=note]")
    if not note.is_visible():
        phone.locator("details:has([name=note]) > summary").click()
    note.fill(NOTE)
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator("#waiting")).to_be_visible()
    phone.goto(f"{clinic.url}{path}")
    wait_for_the_script(phone)
    pass_questions(phone)
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_contain_text("kept here")
    phone.get_by_role("link", name=re.compile("^Pain")).first.click()
    phone.get_by_label("Where?").select_option("Knee")
    phone.locator('input[name="score"][value="5"]').check(force=True)
    expect(phone.locator("#noted")).to_contain_text("Kept on this phone")
    return path


def end_sign_in(phone: Page) -> None:
    """Ended by the server, not by the athlete."""
    phone.context.clear_cookies(name=re.compile("session"))


def test_what_waits_for_one_person_is_not_sent_by_the_sign_in_of_another(phone: Page, clinic: Clinic):
    path = log_without_connection(phone, clinic, "hugo")
    session = path.split("/")[2]
    before = int(recorded(clinic, session)[1])
    end_sign_in(phone)
    phone.context.set_offline(False)

    sign_in_athlete(phone, clinic, "kira")
    expect(phone.locator("#others")).to_have_text(
        "3 things on this phone wait for another sign-in. They stay closed, and are not mixed with yours."
    )
    assert recorded(clinic, session) == ["[]", str(before), "[]"]
    phone.goto(f"{clinic.url}/runs/")
    expect(phone.locator("#waiting")).to_be_hidden()
    assert NOTE not in phone.content()

    end_sign_in(phone)
    sign_in_athlete(phone, clinic, "hugo")
    until(phone, NOTHING_WAITS)
    expect(phone.locator("#others")).to_be_hidden()
    hugo = "['hugo@stridewell.example']"
    assert recorded(clinic, session) == [hugo, str(before + 1), hugo]


def test_signing_out_deletes_nothing_that_waits_for_somebody_else(phone: Page, clinic: Clinic):
    path = log_without_connection(phone, clinic, "noah")
    end_sign_in(phone)
    phone.context.set_offline(False)
    sign_in_athlete(phone, clinic, "leo")
    phone.goto(f"{clinic.url}/settings/")
    phone.get_by_role("button", name="Sign out", exact=True).click()
    phone.wait_for_url("**/sign-in/")
    sign_in_athlete(phone, clinic, "noah")
    until(phone, NOTHING_WAITS)
    assert recorded(clinic, path.split("/")[2])[2] == "['noah@stridewell.example']"


def test_a_page_that_was_left_open_sends_nothing_under_the_next_sign_in(phone: Page, clinic: Clinic):
    path = ready(phone, clinic, "jonas")
    phone.goto(f"{clinic.url}{path}")
    wait_for_the_script(phone)
    pass_questions(phone)
    end_sign_in(phone)
    other = phone.context.new_page()
    sign_in_athlete(other, clinic, "grace")
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("Sign in to send 1 set")


def test_signing_in_leaves_no_page_of_the_one_before(phone: Page, clinic: Clinic):
    path = ready(phone, clinic, "maya")
    phone.evaluate("localStorage.clear()")  # whose pages these are is no longer known
    end_sign_in(phone)
    sign_in_athlete(phone, clinic, "priya")
    assert not phone.evaluate("async (path) => Boolean(await (await caches.open('pages')).match(path))", path)


UNMARKED = """async (session) => {
  const open = indexedDB.open('clinic', 2);
  open.onupgradeneeded = () => {
    for (const kind of ['sessions', 'reports']) open.result.createObjectStore(kind, { keyPath: 'id' });
  };
  const store = await new Promise((done) => (open.onsuccess = () => done(open.result)));
  const writing = store.transaction(['sessions', 'reports'], 'readwrite');
  const report = { score: 5, region: 'knee', side: 'left', session, exercise: null, is_one_spot: null };
  writing.objectStore('reports').put({ id: crypto.randomUUID(), report, edit: 'a' });
  const run = { kind: 'easy', ran_on: '2026-11-20', minutes: 41, note: NOTE, rev: 1, edit_id: crypto.randomUUID() };
  writing.objectStore('reports').put({ id: crypto.randomUUID(), kind: 'runs', report: run, edit: 'b' });
  await new Promise((done) => (writing.oncomplete = done));
  store.close();
}""".replace("NOTE", f"'{NOTE} before'")


def test_what_a_phone_kept_without_a_mark_goes_only_where_the_clinic_knows_whose_it_is(phone: Page, clinic: Clinic):
    session = ready(phone, clinic, "finn").split("/")[2]
    phone.evaluate(UNMARKED, session)
    end_sign_in(phone)
    sign_in_athlete(phone, clinic, "chloe")
    expect(phone.locator("#others")).to_contain_text("2 things on this phone")
    end_sign_in(phone)
    sign_in_athlete(phone, clinic, "finn")
    expect(phone.locator("#others")).to_contain_text("1 thing on this phone")  # a run could be anybody's
    until(phone, NOTHING_WAITS)
    assert recorded(clinic, session)[2] == "['finn@stridewell.example']"
