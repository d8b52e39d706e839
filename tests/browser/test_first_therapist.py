"""From an empty production clinic to its first therapist, as docs/deploy.md says: nothing of the demo helps here."""

from __future__ import annotations

import mailbox
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
import redis
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Browser, Page, expect

from .conftest import DESK, ROOT, close_windows, page_of

POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/9"
ADMIN = "olga@clinic.example.org"
THERAPIST = "nora@clinic.example.org"
PASSWORD = "nine quiet lighthouses"


def server(name: str, scheme: str, otherwise: str) -> str:
    """The address that the environment names for this kind of server, or the one on this machine."""
    named = os.environ.get(name, "")
    return named if named.startswith(scheme) else otherwise


def what_is_missing() -> str:
    """What of a production clinic this machine has not; empty when everything is here."""
    if shutil.which("openssl") is None:
        return "openssl"
    try:
        psycopg.connect(server("DATABASE_URL", "postgres", POSTGRES), connect_timeout=2).close()
    except psycopg.OperationalError:
        return "PostgreSQL"
    try:
        redis.Redis.from_url(server("REDIS_URL", "redis", REDIS), socket_connect_timeout=2).ping()
    except redis.RedisError:
        return "Redis"
    return ""


@dataclass(frozen=True)
class Production:
    """A clinic with production settings behind TLS, with nobody in it."""

    url: str
    folder: Path
    environment: dict[str, str]

    def manage(self, *arguments: str, **environment: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT, env=self.environment | environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def wait_for_mail(self, to: str) -> str:
        """The text of the one mail to this address."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for file in (self.folder / "mail").glob("*.log"):
                message = mailbox.mboxMessage(file.read_bytes())
                if message["To"] == to:
                    return message.get_payload(0).get_payload(decode=True).decode()
            time.sleep(0.2)
        raise AssertionError(f"no mail to {to}: {(self.folder / 'web.log').read_text()}")


@pytest.fixture
def database() -> Iterator[str]:
    """The address of an empty database of this test's own."""
    missing = what_is_missing()
    if missing:
        pytest.skip(f"the first therapist is skipped: a production clinic needs {missing}, and there is none here")
    parts = urlsplit(server("DATABASE_URL", "postgres", POSTGRES))
    name = f"clinic_first_therapist_{os.getpid()}"
    with psycopg.connect(urlunsplit(parts), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        yield urlunsplit(parts._replace(path=f"/{name}"))
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def production(database: str, built: Path, tmp_path: Path, browser: Browser) -> Iterator[Production]:
    """The real web server with its own configuration file. The demo clinic lends its static files, and nothing else."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    environment = {
        "PATH": os.environ["PATH"],
        "ALLOWED_HOSTS": "127.0.0.1",
        "CLINIC_NAME": "Harbor Runners PT",
        "CLINIC_PHONE": "(617) 867-5309",
        "CLINIC_ADDRESS": "12 Harbor Street, Boston, MA",
        "CLINIC_EMERGENCY_NUMBER": "911",
        "DATABASE_URL": database,
        "DATA_DIR": str(tmp_path),
        "MAIL_FROM": "Clinic <hello@clinic.example.org>",
        "MAIL_URL": f"filemail:///{tmp_path / 'mail'}",
        "PORT": port,
        "REDIS_URL": server("REDIS_URL", "redis", REDIS),
        "FIELD_KEYS": "b25seS1mb3ItY29sbGVjdHN0YXRpYy1pbi1uby1jbGk=",
        "SECRET_KEY": "only-for-the-test-of-the-first-therapist-who-signs-in",
        "SITE_URL": f"https://127.0.0.1:{port}",
        "STATIC_ROOT": str(built / "static"),
        "WEB_CONCURRENCY": "1",
    }
    clinic = Production(f"https://127.0.0.1:{port}", tmp_path, environment)
    clinic.manage("migrate", "--verbosity", "0")
    certificate, key = str(tmp_path / "certificate.pem"), str(tmp_path / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
         "-keyout", key, "-out", certificate], capture_output=True, check=True,
    )  # fmt: skip
    with (tmp_path / "web.log").open("w") as log:
        web = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}",
             "--worker-class", "gthread", "--certfile", certificate, "--keyfile", key],
            cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    deadline = time.monotonic() + 60
    while "Listening at" not in (tmp_path / "web.log").read_text():
        assert web.poll() is None, (tmp_path / "web.log").read_text()
        assert time.monotonic() < deadline, "the web server did not start"
        time.sleep(0.2)
    yield clinic
    close_windows(browser)  # the web server waits for a page that is still open
    web.terminate()
    web.wait(timeout=60)


def sign_in(page: Page, clinic: Production, email: str) -> None:
    page.goto(f"{clinic.url}/admin/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def confirm_password(page: Page) -> None:
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()


def join(page: Page, clinic: Production, mail: str) -> None:
    """From the invitation to the recovery codes, as the mail says."""
    link = re.search(rf"{clinic.url}/join/\S+", mail)
    assert link
    page.goto(link[0])
    expect(page.get_by_text(THERAPIST)).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("The same again").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    set_up_second_factor(page)


def set_up_second_factor(page: Page) -> None:
    """What the authenticator app makes of the secret that the page shows, and the recovery codes."""
    expect(page.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    secret = page.locator("code").inner_text()
    _last, this, _next = yield_hotp_counters_from_time()
    page.get_by_label("Code", exact=True).fill(format_hotp_value(hotp_value(secret, this)))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Keep your recovery codes")).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()


def see_the_admin(page: Page, clinic: Production) -> None:
    expect(page).to_have_url(f"{clinic.url}/admin/")
    expect(page.get_by_role("heading", name="Who needs you today")).to_be_visible()


def test_the_first_clinic_admin_and_the_first_therapist_get_in(browser: Browser, production: Production):
    production.manage(
        "createsuperuser", "--noinput", "--email", ADMIN, "--name", "Olga Brandt", DJANGO_SUPERUSER_PASSWORD=PASSWORD
    )
    desk = page_of(browser, DESK, ignore_https_errors=True)
    sign_in(desk, production, ADMIN)
    confirm_password(desk)
    set_up_second_factor(desk)
    see_the_admin(desk, production)
    desk.get_by_role("link", name="First steps").first.click()
    expect(desk.get_by_text("there is no therapist")).to_be_visible()
    desk.goto(f"{production.url}/admin/athletes/user/add/")
    desk.get_by_label("Name").fill("Nora Quist")
    desk.get_by_label("E-mail").fill(THERAPIST)
    desk.get_by_label("Role").select_option(label="Therapist")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("was added successfully")).to_be_visible()
    expect(desk.get_by_text("Nora Quist gets an invitation by mail within a minute.")).to_be_visible()
    production.manage("send_reminders")
    page = page_of(browser, DESK, ignore_https_errors=True)
    join(page, production, production.wait_for_mail(THERAPIST))
    see_the_admin(page, production)
    desk.reload()
    expect(desk.get_by_role("row", name="Nora Quist").get_by_text("Joined")).to_be_visible()

    page.context.clear_cookies()
    sign_in(page, production, THERAPIST)
    expect(page.get_by_label("Code")).to_be_visible()


def test_a_forgotten_password_is_chosen_anew_by_the_clinic_s_own_mail(browser: Browser, production: Production):
    production.manage(
        "createsuperuser", "--noinput", "--email", ADMIN, "--name", "Olga Brandt", DJANGO_SUPERUSER_PASSWORD="forgotten"
    )
    page = page_of(browser, DESK, ignore_https_errors=True)
    page.goto(f"{production.url}/admin/")
    page.get_by_role("link", name="Forgot your password?").click()
    page.locator("input[name=email]").fill(ADMIN)
    page.get_by_role("button", name="Send the link").click()
    link = re.search(rf"{production.url}/staff/password/reset/key/\S+", production.wait_for_mail(ADMIN))
    assert link
    page.goto(link[0])
    page.locator("input[name=password1]").fill(PASSWORD)
    page.locator("input[name=password2]").fill(PASSWORD)
    page.get_by_role("button", name="Change the password").click()
    page.wait_for_url("**/password/reset/key/done/")
    sign_in(page, production, ADMIN)
    confirm_password(page)
    set_up_second_factor(page)
    see_the_admin(page, production)
