"""A real browser against the real start command: web, worker and beat, on a port and folder of their own."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
#: The shell draws the same pages for half the work: it has no windows of its own.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
#: Three clinics run side by side, each with its own share of the tests; what is named nowhere is done at the desk.
SHARES = {
    "phone": {"test_faults", "test_offline", "test_owners", "test_reserve", "test_session", "test_steps", "test_taps"},
    "pages": {"test_every_page", "test_first_therapist", "test_first_view", "test_what_is_today"},
}
#: Playwright keeps an event loop; a test that asks the database beside a browser is no asynchronous code for that.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
#: A state is waited for this long, in milliseconds: far longer than any page takes on a busy machine.
PATIENCE = int(os.environ.get("BROWSER_PATIENCE", "60000"))
expect.set_options(timeout=PATIENCE)

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}


@pytest.hookimpl(tryfirst=True)  # before the groups are read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    missing = pytest.mark.skip(
        reason="browser tests skipped: no Chromium here; install it with: apt-get install chromium"
    )
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.xdist_group(share_of(item.path.stem)))
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(missing)


def share_of(module: str) -> str:
    for share, modules in SHARES.items():
        if module in modules:
            return share
    return "desk"


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    """Ended with the last test of this package: it keeps an event loop, beside which Django refuses to query."""
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
    yield browser
    browser.close()


@pytest.fixture(autouse=True)
def _close_windows(browser: Browser) -> Iterator[None]:
    """A page that is left open goes on drawing and asking, beside every test that follows."""
    yield
    close_windows(browser)


def close_windows(browser: Browser) -> None:
    for context in browser.contexts:
        context.close()


@dataclass(frozen=True)
class Clinic:
    """A running demo clinic."""

    url: str
    folder: Path
    password: str = "two strength days"
    opened: set[str] = field(default_factory=set)
    """Sign-in links that were opened: each opens once."""

    def manage(self, *arguments: str, **environment: str) -> str:
        return self._run([sys.executable, "manage.py", *arguments], environment)

    def call_tick(self, at: str) -> None:
        """Put a tick of that time on the real broker, for the real worker."""
        command = [sys.executable, "-m", "celery", "-A", "clinic", "call", "athletes.tasks.tick_reminders"]
        self._run([*command, "--kwargs", f'{{"at": "{at}"}}'], {})

    def mails(self, subject: str, to: str) -> list[str]:
        """The files of the mail folder that hold such a mail."""
        texts = [file.read_text(errors="replace") for file in sorted((self.folder / "mail").glob("*.log"))]
        return [text for text in texts if f"Subject: {subject}" in text and f"To: {to}" in text]

    def forget_sign_ins(self) -> None:
        """The suite signs in more often in a minute, from one address, than the clinic lets anybody."""
        with closing(sqlite3.connect(self.folder / "clinic.sqlite3", timeout=60)) as database, database:
            database.execute("DELETE FROM clinic_cache")

    def _run(self, command: list[str], environment: dict[str, str]) -> str:
        variables = os.environ | {"DATA_DIR": str(self.folder), "DEMO_CLINIC": "yes"} | environment
        done = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=True)
        return done.stdout


def start(folder: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start the clinic in that folder as `make run` does, and wait until it serves; its process and address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "run.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run", "--port", str(port)],
            cwd=ROOT, env=os.environ | {"DATA_DIR": str(folder), "DEMO_CLINIC": "yes", "PORT": str(port)},
            stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + 600  # the demo lives through three months first, on a busy machine too
    while "Ready:" not in (folder / "run.log").read_text():
        assert process.poll() is None, (folder / "run.log").read_text()
        assert time.monotonic() < deadline, "the clinic did not start"
        time.sleep(0.2)
    return process, f"http://127.0.0.1:{port}"


def stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C stops it."""
    process.send_signal(signal.SIGINT)
    process.wait(timeout=30)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clinic that was started once and stopped: the worker that comes first builds it for all."""
    root = tmp_path_factory.getbasetemp()
    folder = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / "built-clinic"
    done = folder.with_suffix(".done")
    try:
        folder.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 600  # the demo lives through three months first, on a busy machine too
        while not done.exists():
            assert time.monotonic() < deadline, "the clinic was not built"
            time.sleep(0.2)
        return folder
    stop(start(folder)[0])
    done.touch()
    return folder


@pytest.fixture(scope="session")
def clinic(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A running clinic of this worker's own."""
    folder = tmp_path_factory.mktemp("clinic") / "data"
    shutil.copytree(built, folder)
    process, url = start(folder)
    yield Clinic(url, folder)
    ended = process.poll()
    stop(process)
    assert ended is None, f"The clinic ended while it was visited:\n{(folder / 'run.log').read_text()}"


def page_of(browser: Browser, size: dict[str, int], **options: object) -> Page:
    context: BrowserContext = browser.new_context(viewport=size, **options)
    context.set_default_timeout(PATIENCE)
    return going_on(context.new_page())


def going_on(page: Page) -> Page:
    """Tests share athletes, and each trains when it runs: who is asked about a day between goes on all the same."""
    page.add_locator_handler(page.get_by_role("link", name="Open it all the same"), lambda link: link.click())
    return page


def sign_in_staff(page: Page, clinic: Clinic, name: str) -> None:
    clinic.forget_sign_ins()
    page.goto(f"{clinic.url}/staff/sign-in/")
    page.get_by_label("E-mail").fill(f"{name}@stridewell.example")
    page.get_by_label("Password").fill(clinic.password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{clinic.url}/admin/")


def sign_in_athlete(page: Page, clinic: Clinic, name: str) -> None:
    """By the newest sign-in mail of the mail page, as a person would."""
    clinic.forget_sign_ins()
    page.goto(f"{clinic.url}/sign-in/")
    page.get_by_label("E-mail").fill(f"{name}@stridewell.example")
    page.get_by_role("button", name="E-mail me a link").click()
    page.get_by_label("Code").wait_for()
    link = newest_link(page, clinic, f"{name}@stridewell.example")
    page.goto(link)
    page.get_by_role("button", name="Sign in on this phone").click()
    page.wait_for_url(f"{clinic.url}/")


def newest_link(page: Page, clinic: Clinic, address: str) -> str:
    """The newest link to that address. Mails arrive when the worker sends them: an opened one is of another sign-in."""
    for _attempt in range(240):
        page.goto(f"{clinic.url}/dev/mail/")
        mail = page.locator("article", has_text=address).filter(has=page.locator('a[href*="/in/"]')).first
        link = str(mail.locator('a[href*="/in/"]').first.get_attribute("href")) if mail.count() else ""
        if link and link not in clinic.opened:
            clinic.opened.add(link)
            return urljoin(clinic.url, link.partition(urlsplit(link).netloc)[2])
        page.wait_for_timeout(250)
    raise AssertionError(f"no sign-in mail for {address}")
