"""The session page's own acts: pain in a sheet, swaps and the short version, refused sets, sides and units."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .conftest import PHONE, Clinic, page_of, sign_in_athlete
from .test_offline import cut, ready
from .test_the_whole_way import open_card, open_session, pass_questions, wait_for_the_script, wait_until_sent


@pytest.fixture
def phone(browser: Browser) -> Page:
    return page_of(browser, PHONE)


FOR_PAIN = "button.choice[value^='hurts:']"
NOT_FOR_PAIN = "button.choice:not([value^='hurts:'])"


def test_pain_in_a_session_takes_two_taps_and_says_what_it_means(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "priya")
    phone.locator(".exercise[open] [data-pain]").click()
    phone.locator('#pain label:has([value="6"])').click()
    expect(phone.locator("#pain [role=status]")).to_contain_text("over your limit")
    expect(phone.locator("#pain")).to_contain_text("in an emergency call")
    with phone.expect_response("**/pain-reports/**"):
        phone.locator('#pain label:has([name="side"][value="right"])').click()  # what is changed after is kept too
    expect(phone.get_by_role("link", name="Stop here and finish")).to_be_visible()
    phone.keyboard.press("Escape")
    expect(phone.locator(".exercise[open] [data-pain]")).to_be_focused()
    expect(phone.locator(".exercise[open] [data-pain] span")).to_have_text("6")
    phone.get_by_role("link", name="Finish here").click()
    expect(phone.get_by_text("Worst pain: 6, Right")).to_be_visible()


def test_a_swap_in_two_taps_without_a_connection_arrives_with_its_reason(phone: Page, clinic: Clinic):
    path = ready(phone, clinic, "jonas")
    phone.goto(f"{clinic.url}{path}")
    wait_for_the_script(phone)
    pass_questions(phone)
    cut(phone)
    card = phone.locator(".exercise").filter(has=phone.locator(NOT_FOR_PAIN)).first
    open_card(card)
    place = card.get_attribute("id")
    before = card.locator("summary b").first.text_content()
    card.get_by_text("Swap or skip").click()
    card.locator(NOT_FOR_PAIN).first.click()
    expect(card.locator("summary b").first).not_to_have_text(before or "")
    instead = card.locator("summary b").first.text_content() or ""
    expect(phone.locator("#sync")).to_have_text("Offline · 1 kept here")
    pass_questions(phone)  # another exercise, and its first load
    phone.locator("#log").click()
    phone.context.set_offline(False)
    wait_until_sent(phone)
    phone.reload()
    card = phone.locator(f"#{place}")
    expect(card).to_contain_text("swapped")
    expect(card).to_contain_text(instead)
    open_card(card)
    expect(card.locator(".side.done")).to_have_count(1)
    card.get_by_text("Swap or skip").click()
    card.get_by_role("button", name="As prescribed after all").click()
    expect(card.locator("summary b").first).to_have_text(before or "")
    wait_until_sent(phone)


def test_a_swap_because_it_hurts_asks_at_once_where_and_how_much(phone: Page, clinic: Clinic):
    phone.goto(f"{clinic.url}{ready(phone, clinic, 'jonas')}")
    wait_for_the_script(phone)
    pass_questions(phone)
    card = phone.locator(".exercise").filter(has=phone.locator(FOR_PAIN)).last
    open_card(card)
    card.get_by_text("Swap or skip").click()
    card.locator(FOR_PAIN).first.click()
    expect(phone.locator("#pain")).to_be_visible()
    expect(phone.locator("#pain select[name=region]")).to_be_visible()


def test_a_second_place_in_the_same_exercise_is_a_report_of_its_own(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "omar")
    phone.locator(".exercise[open] [data-pain]").click()
    with phone.expect_request("**/pain-reports/**") as first:
        phone.locator('#pain label:has([value="4"])').click()
    asked = []
    phone.on("request", lambda request: asked.append(request.url) if "/pain-reports/" in request.url else None)
    phone.get_by_role("link", name="Another place hurts too").click()
    expect(phone.locator("#pain [name=score]:checked")).to_have_count(0)
    phone.locator('#pain label:has([value="5"])').click()  # the score first: whose it is, nobody knows yet
    assert asked == []
    with phone.expect_request("**/pain-reports/**") as second:
        phone.locator("#pain [name=region]").select_option("Hamstring")
    assert first.value.url != second.value.url
    with phone.expect_request("**/pain-reports/**") as corrected:
        phone.locator('#pain label:has([value="3"])').click()
    assert corrected.value.url == second.value.url


def test_pain_of_a_day_has_one_report_for_each_place_by_script_as_on_the_page(phone: Page, clinic: Clinic):
    def save(side: str) -> str:
        phone.goto(f"{clinic.url}/pain/")
        phone.locator("[name=region]").select_option("calf")
        phone.locator(f"input[name=side][value={side}]").check(force=True)
        phone.locator("input[name=score][value='1']").check(force=True)
        with phone.expect_request("**/api/v1/pain-reports/**") as sent:
            phone.get_by_role("button", name="Save").click()
        expect(phone.locator("#noted")).to_be_visible()
        return sent.value.url

    sign_in_athlete(phone, clinic, "sam")
    left, right = save("left"), save("right")
    assert left != right
    assert save("left") == left


def test_short_on_time_leaves_three_exercises_and_takes_it_back(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "hugo")
    exercises = phone.locator(".exercise").count()
    phone.get_by_role("button", name="Short on time").click()
    expect(phone.locator(".exercise:not(.skipped)")).to_have_count(3)
    wait_until_sent(phone)
    phone.reload()
    expect(phone.locator(".exercise:not(.skipped)")).to_have_count(3)
    phone.get_by_role("button", name="All exercises after all").click()
    expect(phone.locator(".exercise:not(.skipped)")).to_have_count(exercises)
    wait_until_sent(phone)
    phone.reload()
    expect(phone.locator(".exercise:not(.skipped)")).to_have_count(exercises)


def test_a_set_that_the_clinic_refuses_blocks_no_other_and_is_kept_as_a_note(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "lucia")
    card = phone.locator(".exercise").filter(has=phone.locator(".effort")).first
    open_card(card)
    amount = card.locator(".set.current [name=amount]")
    planned = amount.input_value()
    amount.fill("2000")
    phone.locator("#log").click()
    expect(phone.locator("#sync")).to_have_text("1 set needs a look")
    card.locator(".set.current [name=amount]").fill(planned)
    card.locator(".set.current .set-number").click()
    phone.locator("#sync").click()
    expect(phone.locator("#refused li")).to_contain_text(re.compile(r"Set 1, .+: .*2000"))
    expect(phone.locator("#refused li")).to_contain_text("1000")
    phone.get_by_role("button", name="Send again").click()
    expect(phone.locator("#refused li")).to_have_count(1)  # refused once more
    phone.reload()
    expect(phone.locator("#sync")).to_have_text("1 set needs a look")
    phone.locator("#sync").click()
    phone.get_by_role("button", name="Keep as note").click()
    expect(phone.locator("#refused")).to_be_hidden()
    wait_until_sent(phone)
    phone.get_by_role("link", name="Finish here").click()
    expect(phone.locator("#id_note")).to_have_value(re.compile(r"Set 1, .+2000"))


def test_different_loads_on_each_side_carry_each_on_its_own_side(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "jack")
    card = phone.locator(".exercise").filter(has=phone.locator("[data-split]")).first
    open_card(card)
    card.locator("summary", has_text="⋯").click()
    card.get_by_role("button", name="Different each side").click()
    load = card.locator(".set.current [name=load]")
    left = load.input_value()
    phone.locator("#log").click()
    load.fill("5")
    phone.locator("#log").click()
    expect(load).to_have_value(left)
    phone.locator("#log").click()
    expect(load).to_have_value("5")
    wait_until_sent(phone)
    phone.reload()
    marks = phone.locator(f"#{card.get_attribute('id')} .side")
    assert [marks.nth(place).get_attribute("data-load") for place in range(3)] == [left, "5", left]


def test_an_exercise_is_logged_in_the_unit_of_this_gyms_plates(phone: Page, clinic: Clinic):
    open_session(phone, clinic, "grace")
    card = phone.locator(".exercise").filter(has=phone.locator("[data-unit]")).first
    open_card(card)
    card.locator("[name=load]").first.fill("44")
    card.locator("summary", has_text="⋯").click()
    card.get_by_role("button", name="Log in kg").click()
    expect(card.locator("[name=load]").first).to_have_value("20")
    phone.locator("#log").click()
    wait_until_sent(phone)
    phone.reload()
    expect(card.locator(".stepper span").first).to_have_text("kg")
    expect(card.locator("[name=load]").first).to_have_value("20")
    phone.locator(
        f"#{card.get_attribute('id')} .set-number"
    ).first.click()  # a correction keeps the unit of what it keeps
    phone.locator(f"#{card.get_attribute('id')} .set.current [name=amount]").fill("4")
    phone.locator("#log").click()
    wait_until_sent(phone)
    path = phone.url.split("#")[0].rstrip("/").rsplit("/", 1)[-1]
    done = phone.request.get(f"{clinic.url}/api/v1/sessions/{path}/").json()["sets"][0]
    assert (done["load"], done["unit"]) == ("20", "kg")
    expect(phone.locator(f"#{card.get_attribute('id')} .side").first).to_have_attribute("data-load", "20")


def test_the_figure_moves_with_the_tempo_guide_and_stands_still_where_that_is_wished(browser: Browser, clinic: Clinic):
    for motion, moves in (("no-preference", True), ("reduce", False)):
        phone = page_of(browser, PHONE, reduced_motion=motion)
        open_session(phone, clinic, "kira")
        phone.goto(f"{clinic.url}/exercises/single-leg-rdl/")
        phone.get_by_role("button", name="Play at").click()
        expect(phone.locator("[data-tempo]")).to_contain_text("1/5")
        running = phone.evaluate("document.getAnimations().filter((each) => each.playState === 'running').length")
        assert bool(running) is moves
        phone.locator("[data-tempo]").click()
        expect(phone.locator("[data-tempo]")).to_contain_text("Play at")
        assert phone.evaluate("document.getAnimations().length") == 0


def test_without_script_pain_swap_and_the_short_version_are_buttons(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE, java_script_enabled=False)
    sign_in_athlete(phone, clinic, "ben")
    phone.goto(f"{clinic.url}/program/")
    phone.get_by_role("link", name="Open the next session").click()
    if phone.get_by_role("button", name="All exercises after all").count():  # from a first try
        phone.get_by_role("button", name="All exercises after all").click()
    expect(phone.get_by_role("button", name="Short on time")).to_be_visible()
    card = phone.locator(".exercise").filter(has=phone.locator(NOT_FOR_PAIN)).first
    if card.get_attribute("open") is None:
        card.locator("> summary").click()
    card.get_by_text("Swap or skip").click()
    card.locator(NOT_FOR_PAIN).first.click()
    expect(phone.get_by_text("Noted for")).to_be_visible()
    phone.get_by_role("button", name="Short on time").click()
    expect(phone.locator(".exercise.skipped")).not_to_have_count(0)
    phone.get_by_role("button", name="All exercises after all").click()
    expect(phone.locator(".exercise.skipped")).to_have_count(0)
    phone.locator(".exercise[open]").get_by_role("link", name="Pain").click()
    phone.locator('input[name="score"][value="4"]').check(force=True)
    phone.get_by_role("button", name="Save").click()
    expect(phone.locator(".notice")).to_be_visible()
    phone.goto(f"{clinic.url}/schedule/")
    phone.get_by_role("button", name="Save my week").click()
    expect(phone.get_by_text("Your usual week is saved.")).to_be_visible()


def test_a_note_on_an_exercise_waits_without_a_connection_and_comes_back(phone: Page, clinic: Clinic):
    path = ready(phone, clinic, "ella")
    phone.goto(f"{clinic.url}{path}")
    wait_for_the_script(phone)
    cut(phone)
    card = phone.locator(".exercise[open]")
    card.get_by_text("My note").click()
    card.get_by_label("My note").fill("Seat 4, orange band")
    card.get_by_role("button", name="Keep").click()
    expect(phone.locator("#message")).to_contain_text("Note kept")
    phone.reload()
    wait_for_the_script(phone)
    shown = phone.locator(".exercise[open] [data-own-note]")
    expect(shown).to_have_text("Seat 4, orange band")
    with phone.expect_response("**/exercise-notes/**"):
        phone.context.set_offline(False)
        phone.goto(f"{clinic.url}/")
    phone.evaluate("localStorage.removeItem(`notes:${document.body.dataset.owner}`)")
    phone.goto(f"{clinic.url}{path}")
    expect(shown).to_have_text("Seat 4, orange band")


def timed_exercise(phone: Page, clinic: Clinic) -> Locator:
    """The first hold of the program, in whichever session it comes."""
    phone.goto(f"{clinic.url}/program/")
    links = phone.locator('main a[href^="/session/"]').evaluate_all("links => links.map((link) => link.pathname)")
    for path in dict.fromkeys(links):
        phone.goto(f"{clinic.url}{path}")
        for entry in phone.evaluate("JSON.parse(document.getElementById('entries')?.textContent ?? '[]')"):
            if entry["seconds"]:
                wait_for_the_script(phone)
                pass_questions(phone)
                return phone.locator(f"#exercise-{entry['prescription']}")
    raise AssertionError("no session has a hold")


def test_a_hold_goes_on_after_the_page_was_lost(phone: Page, clinic: Clinic):
    sign_in_athlete(phone, clinic, "hugo")
    card = timed_exercise(phone, clinic)
    open_card(card)
    label = phone.locator("#log-what")
    phone.locator("#log").click()
    expect(label).to_contain_text("Get ready")
    phone.locator("#log").click()  # ready already
    expect(label).to_contain_text("Hold")
    phone.reload()
    expect(label).to_contain_text("Hold")
    phone.locator("#log").click()
    expect(card.locator(".side.done")).to_have_count(1)
    phone.reload()
    wait_for_the_script(phone)
    expect(label).not_to_contain_text("Hold")
