"""The demo clinic in the made-up language, as a browser shows it when its scripts have run."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.foreign import left_in_english, pattern_of

from .conftest import DESK, PHONE, Clinic, page_of, start, stop
from .test_every_page import ADMIN, ATHLETE, PROSPECT, PUBLIC, details

#: Every page once more, in a clinic of its own: ``make walks``. What needs no browser is read in ``tests/access`` each
#: time.
pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        shutil.which("xgettext") is None, reason="no gettext here; install it with: apt-get install gettext"
    ),
]
A_LINK = """
from athletes.mail import links
from athletes.models import User
print(links.sign_in_link(User.objects.get(email="{}"), links.INVITE))
"""
THEIR_TEXTS = """
import json
from tests.foreign import texts_of_people
print(json.dumps(sorted(texts_of_people())))
"""


@pytest.fixture(scope="module")
def foreign(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """A clinic of its own, in which everybody has chosen the made-up language."""
    folder = tmp_path_factory.mktemp("foreign") / "data"
    shutil.copytree(built, folder)
    Clinic("", folder).manage("pseudo_locale")
    with closing(sqlite3.connect(folder / "clinic.sqlite3", timeout=60)) as database, database:
        database.execute("UPDATE athletes_user SET language = 'en-xa'")
    process, url = start(folder)
    yield Clinic(url, folder)
    stop(process)


class Reader:
    """Reads pages, and keeps what is left in English with where it stands."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.known = pattern_of(json.loads(clinic.manage("shell", "--no-imports", "-c", THEIR_TEXTS)))
        self.left: dict[str, set[str]] = defaultdict(set)

    def read(self, page: Page, *paths: str) -> None:
        for path in paths:
            page.goto(f"{self.clinic.url}{path}")
            for text in left_in_english(page.content(), self.known):
                self.left[text].add(path)

    def check(self) -> None:
        lines = [f"{text!r} at {', '.join(sorted(places)[:2])}" for text, places in self.left.items()]
        assert not lines, "\n".join(lines)


def sign_in_by_mail(page: Page, clinic: Clinic, name: str) -> None:
    link = clinic.manage("shell", "--no-imports", "-c", A_LINK.format(f"{name}@stridewell.example")).strip()
    page.goto(f"{clinic.url}{urlsplit(link).path}")
    page.locator("main form button").first.click()
    page.wait_for_url(f"{clinic.url}/")


def sign_in_by_password(page: Page, clinic: Clinic, name: str) -> None:
    clinic.forget_sign_ins()
    page.goto(f"{clinic.url}/staff/sign-in/")
    page.locator("[name=login]").fill(f"{name}@stridewell.example")
    page.locator("[name=password]").fill(clinic.password)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url(f"{clinic.url}/admin/")


def test_pages_for_everybody(browser: Browser, foreign: Clinic):
    reader = Reader(foreign)
    reader.read(page_of(browser, PHONE, locale="en-XA"), *PUBLIC, *PROSPECT)
    reader.check()


@pytest.mark.parametrize("name", ["maya", "isla", "finn"])
def test_pages_of_athletes(browser: Browser, foreign: Clinic, name: str):
    reader, page = Reader(foreign), page_of(browser, PHONE)
    sign_in_by_mail(page, foreign, name)
    reader.read(page, *ATHLETE)
    page.goto(f"{foreign.url}/program/")
    session = page.locator('a[href^="/session/"]')
    if session.count():
        path = urlsplit(session.first.get_attribute("href") or "").path
        reader.read(page, path, f"{path}finish/", f"{path}add/", f"{path}pain/")
    reader.check()


def test_pages_of_staff(browser: Browser, foreign: Clinic):
    reader, page = Reader(foreign), page_of(browser, DESK)
    sign_in_by_password(page, foreign, "carla")
    reader.read(page, *ADMIN, *details(page, foreign))
    reader.check()
