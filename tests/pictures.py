"""make pictures: every picture of README, docs and the manifest, from the demo clinic, with Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
URL = "http://127.0.0.1:18766"
STATIC = ROOT / "static"
#: Of the manifest: both are of a phone, and named as the manifest names them.
SCREENSHOTS = ("today", "session")
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or sys.exit("No Chromium here; install it with: apt-get install chromium")
    data = tempfile.mkdtemp(prefix="clinic-pictures-")
    command = [sys.executable, "manage.py", "run", "--port", "18766"]
    environment = os.environ | {"DEMO_CLINIC": "yes", "DATA_DIR": data, "PORT": "18766"}
    clinic = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        wait_until_ready(clinic)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            maskable_icons(browser)
            phone_pictures(browser)
            desk_pictures(browser)
            browser.close()
    finally:
        clinic.send_signal(signal.SIGINT)
        clinic.wait(timeout=30)


def wait_until_ready(clinic: subprocess.Popen[str]) -> None:
    assert clinic.stdout
    for line in clinic.stdout:
        if line.startswith("Ready"):
            return
    raise SystemExit("the demo clinic did not start")


def maskable_icons(browser: Browser) -> None:
    """The icon on a ground that goes to the edges: the phone cuts its own shape out of it."""
    mark = (STATIC / "icon.svg").read_text().replace(' rx="14"', "", 1)
    for size in (192, 512):
        page = browser.new_page(viewport={"width": size, "height": size})
        page.set_content(f"<style>body{{margin:0}}svg{{display:block;width:{size}px}}</style>{mark}")
        page.screenshot(path=STATIC / "icons" / f"maskable-{size}.png")
        page.close()


def phone_pictures(browser: Browser) -> None:
    page = browser.new_page(viewport=PHONE, device_scale_factor=2)
    page.goto(f"{URL}/sign-in/")
    page.get_by_label("E-mail").fill("ana@stridewell.example")
    page.get_by_role("button", name="E-mail me a link").click()
    for _attempt in range(40):
        page.goto(f"{URL}/dev/mail/")
        if page.locator('a[href*="/in/mail-"]').count():
            break
        time.sleep(0.25)
    page.locator('a[href*="/in/mail-"]').first.click()
    page.get_by_role("button", name="Sign in on this phone").click()
    shoot(page, "today")
    page.goto(f"{URL}/program/")
    shoot(page, "program")
    page.get_by_role("link", name="Open the next session").click()
    for _tap in range(4):
        page.locator("#log").click()
    expect(page.locator('#sync[aria-busy="false"]')).to_have_text("Saved")
    shoot(page, "session")
    page.goto(f"{URL}/progress/?weeks=12")
    shoot(page, "progress")


def desk_pictures(browser: Browser) -> None:
    page = browser.new_page(viewport=DESK)
    page.goto(f"{URL}/staff/sign-in/")
    page.get_by_label("E-mail").fill("thea@stridewell.example")
    page.get_by_label("Password").fill("two strength days")
    page.get_by_role("button", name="Sign in").click()
    shoot(page, "caseload")
    page.goto(f"{URL}/admin/programs/program/?is_template__exact=1")
    page.get_by_role("link", name="Half marathon").first.click()
    page.get_by_role("link", name="Overview").click()
    shoot(page, "outline")
    page.goto(f"{URL}/admin/programs/program/?q=10K")
    page.locator("#result_list tbody tr", has_text="Grace Kim").get_by_role("link").first.click()
    page.locator(".phases .in-hand").wait_for()  # rows of other phases are folded by now
    shoot(page, "grid")
    page.locator("table[data-letter=A] tr:not([hidden]) .dose").nth(2).fill("3 by 8")
    page.locator("table[data-letter=A] tbody tr:not([hidden])").nth(1).get_by_role("combobox").fill("split")
    page.locator("#names li").first.wait_for()
    page.locator(".why", has_text="write 3x8").wait_for()
    shoot(page, "grid-typing")
    page.goto(f"{URL}/admin/programs/program/shorthand/")
    shoot(page, "shorthand")
    page.goto(f"{URL}/admin/athletes/enrollment/add/")
    shoot(page, "prescribe")
    page.goto(f"{URL}/admin/athletes/enrollment/?q=Sam")
    page.locator("#result_list tbody a").first.click()
    page.get_by_role("link", name="Hand-over").click()
    page.get_by_role("button", name="Show a code to scan").click()
    page.locator(".handover svg.qr").wait_for()
    shoot(page, "handover")
    page.emulate_media(media="print")
    shoot(page, "sheet")
    page.emulate_media(media="screen")
    page.goto(f"{URL}/admin/athletes/session/?q=Jonas&status__exact=completed")
    page.locator("#result_list tbody a").first.click()
    shoot(page, "review")


def shoot(page: Page, name: str) -> None:
    page.wait_for_load_state("networkidle")
    picture = FOLDER / f"{name}.png"
    page.screenshot(path=picture)
    if name in SCREENSHOTS:
        Image.open(picture).convert("RGB").save(STATIC / "screenshots" / f"{name}.webp", quality=80)


if __name__ == "__main__":
    main()
