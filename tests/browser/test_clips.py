"""The clinic's own video on a phone: nothing of it before a tap, kept where it is wished, gone with who signs out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .conftest import DESK, PHONE, Clinic, page_of, sign_in_athlete, sign_in_staff

SLUG = "split-squat"
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 800
WORDS = "The front knee stays over the middle of the foot."
#: A second of a gray picture, recorded by the browser itself.
RECORD = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 64 });
  const pen = canvas.getContext("2d");
  const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
  const pieces = [];
  recorder.ondataavailable = (event) => pieces.push(event.data);
  const done = new Promise((resolve) => { recorder.onstop = resolve; });
  recorder.start();
  for (let frame = 0; frame < 12; frame += 1) {
    pen.fillStyle = `rgb(${frame * 20} 90 90)`;
    pen.fillRect(0, 0, 64, 64);
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
  }
  recorder.stop();
  await done;
  const chosen = new DataTransfer();
  chosen.items.add(new File(pieces, "film.webm", { type: "video/webm" }));
  const input = document.getElementById("id_video");
  input.files = chosen.files;
  input.dispatchEvent(new Event("change"));
}"""


def open_exercise(desk: Page, clinic: Clinic) -> None:
    sign_in_staff(desk, clinic, "carla")
    desk.goto(f"{clinic.url}/admin/programs/exercise/figures/")
    desk.locator(f"#{SLUG}").get_by_role("link", name="Correct its numbers").click()
    desk.locator(".breadcrumbs a").nth(1).click()


@pytest.fixture
def film(browser: Browser, clinic: Clinic, tmp_path: Path) -> None:
    """A clinic admin uploads it, as from a phone."""
    desk = page_of(browser, DESK)
    open_exercise(desk, clinic)
    path = tmp_path / "film.mp4"
    path.write_bytes(FILM)
    desk.locator("#id_video").set_input_files(path)
    desk.locator("#id_media_text").fill(WORDS)
    desk.get_by_role("button", name="Save and continue editing").click()
    expect(desk.locator(".success")).to_be_visible()


@pytest.mark.usefixtures("film")
def test_it_is_fetched_at_the_tap_kept_on_request_and_gone_with_who_signs_out(browser: Browser, clinic: Clinic):
    phone = page_of(browser, PHONE)
    sign_in_athlete(phone, clinic, "kira")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    asked: list[str] = []
    phone.context.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{clinic.url}/exercises/{SLUG}/", wait_until="networkidle")
    clip = phone.locator(".clip")
    expect(clip.locator("summary")).to_contain_text(re.compile(r"Watch, 200\.0.KB"))
    expect(clip.locator("summary")).to_contain_text(WORDS)
    expect(phone.locator(".stage picture img")).to_be_visible()
    assert not [url for url in asked if "/video/" in url or "/picture/" in url]
    with phone.expect_request(re.compile(rf"/exercises/{SLUG}/video/")):
        clip.locator("summary").click()

    clip.get_by_label("Keep on this phone").check()
    expect(clip.locator("[role=status]")).to_have_text("Kept. It plays without a connection, until you sign out.")
    phone.context.set_offline(True)
    piece = phone.evaluate(
        """async () => {
          const url = document.querySelector("[data-clip]").dataset.clip;
          const answer = await fetch(url, { headers: { Range: "bytes=4-11" } });
          return [answer.status, answer.headers.get("Content-Range"), await answer.text()];
        }"""
    )
    assert piece == [206, f"bytes 4-11/{len(FILM)}", "ftypmp42"]
    phone.context.set_offline(False)
    phone.reload()
    expect(phone.locator("[data-keep]")).to_be_checked()
    phone.goto(f"{clinic.url}/settings/")
    phone.get_by_role("button", name="Sign out", exact=True).click()
    phone.wait_for_url(re.compile("/(sign-in/)?$"))
    phone.wait_for_function("async () => (await (await caches.open('pages')).keys()).length === 0")


def test_a_chosen_video_brings_its_still(browser: Browser, clinic: Clinic):
    desk = page_of(browser, DESK)
    said: list[str] = []
    desk.on("console", lambda message: said.append(message.text))
    open_exercise(desk, clinic)
    desk.evaluate(RECORD)
    desk.wait_for_function("() => document.getElementById('id_image').files.length === 1")
    assert desk.evaluate("document.getElementById('id_image').files[0].type") == "image/jpeg"
    expect(desk.locator("canvas[data-picture]")).to_be_visible()
    assert said == []
