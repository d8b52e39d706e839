"""From a prescription to a logged session and one weekly mail, in a real browser."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import DESK, PHONE, Clinic, newest_link, page_of, sign_in_athlete, sign_in_staff

ZONE = ZoneInfo("America/New_York")
INES = "ines@stridewell.example"


def test_prescribe_sign_in_log_finish_review_and_one_mail_a_week(browser: Browser, clinic: Clinic):
    desk = page_of(browser, DESK)
    sign_in_staff(desk, clinic, "thea")
    prescribe(desk, clinic)
    expect(desk.get_by_role("heading", name="Hand over to Ines Falk")).to_be_visible()
    desk.get_by_role("button", name="Show a code to scan").click()
    expect(desk.locator(".handover svg.qr")).to_be_visible()

    phone = page_of(browser, PHONE)
    phone.goto(newest_link(phone, clinic, INES))
    phone.get_by_role("button", name="Sign in on this phone").click()
    expect(phone.get_by_role("heading", name="Strength day, Ines")).to_be_visible()
    sets = log_everything(phone)
    assert sets > 0
    finish(phone)
    expect(phone.get_by_text("Saved. Dr. Thea Lind can see it.")).to_be_visible()

    desk.goto(f"{clinic.url}/admin/athletes/session/?q=Ines&status__exact=completed")
    desk.locator("#result_list tbody a").first.click()
    expect(desk.get_by_text(f"{sets} of {sets} sets")).to_be_visible()
    expect(desk.get_by_text("2/10 Left knee")).to_be_visible()

    eve = eve_of_next_week()
    for _tick in range(3):
        clinic.call_tick(eve.isoformat())
    wait_for_mails(clinic, 1)
    clinic.call_tick((eve + timedelta(days=7)).isoformat())
    wait_for_mails(clinic, 2)
    clinic.manage("send_reminders", "--once", "--now", (eve + timedelta(days=7)).isoformat())
    assert len(clinic.mails("Tomorrow", INES)) == 2
    assert "Next: tomorrow," in clinic.mails("Tomorrow", INES)[0]


def prescribe(desk: Page, clinic: Clinic) -> None:
    """From the template's own page, on today and three days later."""
    desk.goto(f"{clinic.url}/admin/programs/program/?is_template__exact=1")
    desk.get_by_role("link", name="Runner base").click()
    desk.get_by_role("link", name="Prescribe to athlete").click()
    desk.get_by_label("Ines Falk").check()
    today = datetime.now(ZONE).date()
    desk.locator("#id_starts_on").fill(today.isoformat())
    desk.get_by_label("First strength day").select_option(str(today.weekday()))
    desk.get_by_label("Second strength day").select_option(str((today.weekday() + 1) % 7))
    desk.get_by_role("button", name="Prescribe").click()
    expect(desk.locator(".prescribe .errorlist").last).to_contain_text("Strength days need a day between them")
    desk.get_by_label("Second strength day").select_option(str((today.weekday() + 3) % 7))
    desk.get_by_role("button", name="Prescribe").click()
    desk.wait_for_url("**/handover/")


def log_everything(phone: Page) -> int:
    """Tap the dock's one button until all sets are done; change one load on the way, note one pain."""
    phone.get_by_role("link", name="Start session").click()
    log = phone.locator("#log")
    wait_for_the_script(phone)
    pass_questions(phone)
    phone.get_by_role("link", name="Pain").first.click()
    phone.get_by_label("Where?").select_option("Knee")
    phone.locator('input[name="side"][value="left"]').check(force=True)
    phone.locator('input[name="score"][value="2"]').check(force=True)
    expect(phone.locator("#pain")).to_be_hidden()  # little pain closes the sheet by itself
    sets = int(phone.locator("#progress").get_attribute("max") or 0)
    wait_for_the_script(phone)
    pass_questions(phone)
    taps = 0
    while "All sets done" not in (log.text_content() or ""):
        log.click()
        taps += 1
        if phone.locator("#reserve").is_visible():
            phone.locator("#reserve").get_by_role("button", name="Skip").click()
        assert taps <= 6 * sets, "more taps than a hold on each side needs"
    wait_until_sent(phone)
    expect(phone.locator("#progress")).to_have_js_property("value", sets)
    phone.reload()
    expect(phone.locator("#log-what")).to_have_text("All sets done")
    return sets


def finish(phone: Page) -> None:
    phone.locator("#log").click()
    phone.wait_for_url("**/finish/")
    phone.locator('input[name="session_rpe"][value="6"]').check(force=True)
    phone.get_by_role("button", name="Save and finish").click()


def eve_of_next_week() -> datetime:
    """The evening before the first of next week's two strength days, which are today's weekday and three days on."""
    now = datetime.now(ZONE)
    monday = now + timedelta(days=7 - now.weekday())
    first = min(now.weekday(), (now.weekday() + 3) % 7)
    return (monday + timedelta(days=first - 1)).replace(hour=19, minute=5, second=0, microsecond=0)


def wait_for_mails(clinic: Clinic, count: int) -> None:
    deadline = time.monotonic() + 60
    while len(clinic.mails("Tomorrow", INES)) < count:
        assert time.monotonic() < deadline, f"{len(clinic.mails('Tomorrow', INES))} of {count} mails"
        time.sleep(0.5)


def test_without_script_a_set_can_be_logged_corrected_and_the_session_finished(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE, java_script_enabled=False)
    sign_in_athlete(phone, clinic, "ana")
    phone.goto(f"{clinic.url}/program/")
    phone.get_by_role("link", name="Open the next session").click()
    first = phone.locator(".exercise[open] .set").first
    first.get_by_label("reps").fill("7")
    first.get_by_role("button", name="Save set").first.click()
    first = phone.locator(".set").first
    expect(first.get_by_label("reps")).to_have_value("7")
    first.get_by_label("reps").fill("6")
    first.get_by_role("button", name="Save change").first.click()
    expect(phone.locator(".set").first.get_by_label("reps")).to_have_value("6")
    phone.get_by_role("link", name="Finish here").click()
    phone.locator('input[name="session_rpe"][value="5"]').check(force=True)
    phone.get_by_role("button", name="Save and finish").click()
    expect(phone.get_by_role("status")).to_contain_text("Saved")


def test_sets_logged_without_a_connection_arrive_once_it_is_back(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "ben")
    phone.goto(f"{clinic.url}/program/")
    phone.get_by_role("link", name="Open the next session").click()
    wait_for_the_script(phone)
    pass_questions(phone)
    before = phone.locator(".side.done").count()
    phone.context.set_offline(True)
    phone.locator("#log").click()
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("Offline · 2 kept here")
    phone.context.set_offline(False)
    wait_until_sent(phone)
    expect(phone.locator(".side.done")).to_have_count(before + 2)
    phone.reload()
    expect(phone.locator(".side.done")).to_have_count(before + 2)


def wait_until_sent(phone: Page) -> None:
    expect(phone.locator('#sync[aria-busy="false"]')).to_have_text("Saved")


def open_session(phone: Page, clinic: Clinic, name: str) -> None:
    sign_in_athlete(phone, clinic, name)
    phone.goto(f"{clinic.url}/program/")
    phone.get_by_role("link", name="Open the next session").click()
    wait_for_the_script(phone)
    pass_questions(phone)


def pass_questions(phone: Page) -> None:
    """A first load as it is proposed, and the lighter set: the next tap logs.

    What the first tap of a page does comes with it: until it is there the button says what it said.
    """
    button = phone.locator("#log")
    while (phone.locator("#log-what").text_content() or "").strip() in ("Use this load", "Lighter set done"):
        button.click()
        expect(button).not_to_have_attribute("aria-disabled", "true")


def open_card(card: Locator) -> None:
    """Opens an exercise that has sets to do, up to where a tap logs one of them.

    The browser tells the page of an opened card a moment later: until then the dock is about another one.
    """
    if card.get_attribute("open") is None:
        card.locator("> summary").click()
    expect(card.locator("[data-state]")).to_have_text("now")
    pass_questions(card.page)


def wait_for_the_script(phone: Page) -> None:
    """Before it runs, and without it, the big button saves the set by a plain form."""
    expect(phone.locator("#log-what")).not_to_contain_text("Save set")


def test_the_last_set_is_not_lost_when_the_session_is_finished_without_a_connection(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    open_session(phone, clinic, "chloe")
    before = phone.locator(".side.done").count()
    phone.locator("#log").click()
    wait_until_sent(phone)
    phone.context.set_offline(True)
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("Offline · 1 kept here")
    session = phone.url.split("#")[0]
    with phone.expect_response(lambda answer: answer.request.method == "PUT"):
        phone.context.set_offline(False)
        phone.goto(f"{clinic.url}/")  # another page sends what waits
    phone.goto(session)
    expect(phone.locator(".side.done")).to_have_count(before + 2)


def test_the_effort_question_keeps_what_each_side_did(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    open_session(phone, clinic, "hannah")
    card = (
        phone.locator(".exercise")
        .filter(has=phone.locator('.side[data-side="left"]'))
        .filter(has=phone.locator(".stepper:not([hidden]) [name=load]"))  # of a lift: it asks for the reserve
        .first
    )
    open_card(card)
    while card.locator(".side:not(.done)").count() > 1:  # a load and a lighter set may be asked for first
        phone.locator("#log").click()
    row = card.locator(".set").last
    row.get_by_role("button", name="fewer").click()
    reps = int(row.locator('[name="amount"]').input_value())
    phone.locator("#log").click()
    phone.locator("#reserve").get_by_role("button", name="2", exact=True).click()
    wait_until_sent(phone)
    phone.reload()
    marks = phone.locator(f"#{card.get_attribute('id')} .set").last.locator(".side")
    assert [marks.nth(0).get_attribute("data-amount"), marks.nth(1).get_attribute("data-amount")] == [
        str(reps + 1),
        str(reps),
    ]
    assert {Decimal(marks.nth(place).get_attribute("data-rpe") or "0") for place in (0, 1)} == {8}


def test_undo_takes_back_what_was_done_last_and_nothing_else(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    open_session(phone, clinic, "leo")
    phone.locator("#log").click()
    phone.locator("#log").click()
    done = phone.locator(".side.done").count()
    row = phone.locator(".set").first
    phone.locator(".exercise").first.evaluate("card => card.open = true")
    row.locator(".set-number").click()
    before = row.locator('[name="amount"]').input_value()
    row.locator('[name="amount"]').fill("3")
    expect(phone.locator("#log")).to_contain_text("Save change")
    phone.locator("#log").click()
    wait_until_sent(phone)
    phone.locator("#undo").click()
    wait_until_sent(phone)
    phone.reload()
    expect(phone.locator(".side.done")).to_have_count(done)
    expect(phone.locator(".side").first).to_have_attribute("data-amount", before)


def test_two_tabs_without_a_connection_lose_nothing(browser: Browser, clinic: Clinic):
    first = page_of(browser, PHONE)
    open_session(first, clinic, "sam")
    second = first.context.new_page()
    second.goto(first.url)
    wait_for_the_script(second)
    pass_questions(second)
    before = first.locator(".side.done").count()
    first.context.set_offline(True)
    first.locator("#log").click()
    second.locator(".exercise").nth(1).evaluate("card => card.open = true")
    second.locator("#log").click()
    expect(second.locator("#sync")).to_contain_text("kept here")
    first.context.set_offline(False)
    wait_until_sent(second)
    first.reload()
    expect(first.locator(".side.done")).to_have_count(before + 2)
