"""The pose form in a browser: what is typed is judged at once, undone, saved, and seen by athletes once published."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_athlete, sign_in_staff

PITCH = "[name='poses.1.trunk.flex']"


def open_form(desk: Page, clinic: Clinic, slug: str) -> None:
    sign_in_staff(desk, clinic, "carla")
    desk.goto(f"{clinic.url}/admin/programs/exercise/figures/")
    desk.locator(f"#{slug}").get_by_role("link", name="Correct its numbers").click()


@pytest.mark.parametrize("width", [390, 1280])
def test_what_is_typed_is_seen_and_judged_at_once_and_undone(browser: Browser, clinic: Clinic, width):
    desk = page_of(browser, {"width": width, "height": 844})
    said: list[str] = []
    desk.on("console", lambda message: said.append(message.text))
    desk.on("pageerror", lambda error: said.append(str(error)))
    open_form(desk, clinic, "romanian-deadlift")
    findings = desk.locator(".figure-findings")
    trunk = desk.locator("#pose-2 details").filter(has=desk.locator(PITCH))
    trunk.locator("summary").press("Enter")
    expect(desk.locator("[data-slider='poses.1.trunk.flex']")).to_be_enabled()
    desk.locator(PITCH).fill("80")
    expect(findings).to_contain_text("Pose 2: Trunk flexion is 80 degrees, and goes from -32 to 62")
    expect(trunk.locator(".finding")).to_have_text("Trunk flexion is 80 degrees, and goes from -32 to 62")
    expect(desk.locator("[data-slider='poses.1.trunk.flex']")).to_have_value("80")
    expect(desk.locator("[data-pose='1'] svg")).to_be_visible()
    expect(desk.locator("[data-pose='moving'] svg")).to_be_visible()
    desk.locator(PITCH).press("Tab")
    desk.get_by_role("button", name="Undo").click()
    expect(findings).to_have_text("Nothing is wrong with these numbers.")
    expect(desk.locator(PITCH)).to_have_value("2")
    desk.get_by_role("button", name="Redo").click()
    expect(desk.locator(PITCH)).to_have_value("80")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert said == []


def test_a_figure_of_many_poses_is_no_wider_than_a_phone(browser: Browser, clinic: Clinic):
    desk = page_of(browser, {"width": 390, "height": 844})
    open_form(desk, clinic, "banded-lateral-walk")
    assert desk.locator(".figure-pose").count() > 4
    desk.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_slider_moves_its_number_by_keyboard(browser: Browser, clinic: Clinic):
    desk = page_of(browser, DESK)
    open_form(desk, clinic, "romanian-deadlift")
    trunk = desk.locator("#pose-2 details").filter(has=desk.locator(PITCH))
    trunk.locator("summary").press("Enter")
    slider = desk.locator("[data-slider='poses.1.trunk.flex']")
    expect(slider).to_be_enabled()
    slider.press("ArrowRight")
    expect(desk.locator(PITCH)).to_have_value("3")
    expect(desk.locator("[data-pose='1'] svg")).to_be_visible()


def test_drafted_reviewed_and_published_it_is_what_athletes_see(browser: Browser, clinic: Clinic):
    desk = page_of(browser, DESK)
    open_form(desk, clinic, "hip-thrust")
    desk.locator("#title").fill("Shoulders on a bench, the hips rise until the trunk is level.")
    desk.get_by_role("button", name="Save as draft").click()
    desk.get_by_role("button", name="What is saved is right: reviewed by me").click()
    desk.get_by_role("button", name="Publish: athletes see it from now on").click()
    phone = page_of(browser, PHONE)
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    sign_in_athlete(phone, clinic, "kira")
    phone.goto(f"{clinic.url}/exercises/hip-thrust/")
    image = phone.locator(".stage picture img")
    expect(image).to_have_attribute("alt", "Shoulders on a bench, the hips rise until the trunk is level.")
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("image => image.naturalWidth") > 0
    expect(phone.get_by_text("Drawn by the clinic, reviewed by Carla Ruiz")).to_be_visible()
    desk.get_by_role("button", name="Back to the figure that came with the software").click()
    phone.reload()
    expect(image).not_to_have_attribute("alt", "Shoulders on a bench, the hips rise until the trunk is level.")
    expect(phone.get_by_text("Drawn by the clinic")).to_have_count(0)
    assert said == []


def test_without_a_script_preview_draws_what_is_typed(browser: Browser, clinic: Clinic):
    signed_in = page_of(browser, DESK)
    open_form(signed_in, clinic, "romanian-deadlift")
    desk = page_of(browser, DESK, java_script_enabled=False, storage_state=signed_in.context.storage_state())
    desk.goto(signed_in.url)
    before = desk.locator("[data-pose='1'] img").get_attribute("src")
    desk.locator("#pose-2 summary", has_text="Trunk").click()
    desk.locator(PITCH).fill("80")
    desk.locator(".figure-acts").get_by_role("button", name="Preview").click()
    expect(desk.locator("#pose-2 .finding")).to_have_text("Trunk flexion is 80 degrees, and goes from -32 to 62")
    assert desk.locator("[data-pose='1'] img").get_attribute("src") != before
    expect(desk.locator("[type=range]").first).to_be_hidden()
