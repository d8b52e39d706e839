"""What every answer carries: headers, error pages, health."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.conf import settings as django_settings
from django.test import Client

from clinic.celery import app

pytestmark = pytest.mark.django_db
PATHS = ("/sign-in/", "/staff/sign-in/", "/nothing/", "/healthz", "/", "/settings/", "/program/", "/api/v1/me/")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_strict_about_where_content_comes_from(as_ana, path):
    headers = as_ana.get(path).headers
    policy = headers["Content-Security-Policy"]
    for rule in (
        "default-src 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(("path", "has_policy"), [("js/text.js", False), ("css/base.css", False), ("icon.svg", True)])
def test_a_file_is_what_its_type_says_and_carries_no_headers_of_pages(settings, path, has_policy):
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    answer = Client().get(f"/static/{path}")
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Cross-Origin-Opener-Policy" not in answer.headers
    assert ("Content-Security-Policy" in answer.headers) == has_policy


@pytest.mark.parametrize("path", ["/", "/settings/", "/api/v1/me/"])
def test_personal_pages_are_kept_by_no_cache(as_ana, path):
    assert "no-store" in as_ana.get(path).headers["Cache-Control"]


def test_a_page_that_is_not_there_says_so_in_plain_words():
    answer = Client().get("/nothing/")
    assert answer.status_code == 404
    assert "We cannot find that page" in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_plain_words(ana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana.user, backend="clinic.sign_in.auth.LinkBackend")
    answer = client.post("/settings/", {})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "BREW"])
def test_a_method_that_no_page_has_is_refused_before_any_is_asked(method):
    assert Client().generic(method, "/").status_code == 405


def test_ready_follows_the_database_and_reports_the_mail():
    answer = Client().get("/readyz").json()
    assert answer.pop("broker") == ("ok" if django_settings.REDIS_URL else "embedded")
    assert answer == {"database": "ok", "mail": {"due": 0, "unknown": 0, "loop": "silent"}}


def test_a_broker_that_is_away_is_reported_and_the_answer_stays_ready(settings, monkeypatch):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(app.conf, "broker_url", settings.REDIS_URL)
    monkeypatch.setattr(app.conf, "broker_transport", None)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["broker"]) == (200, "away")


PRODUCTION = {
    "DEMO_CLINIC": "no",
    "SECRET_KEY": "x" * 50,
    "FIELD_KEYS": "b25seS1mb3ItY29sbGVjdHN0YXRpYy1pbi1uby1jbGk=",
    "ALLOWED_HOSTS": "clinic.example.org",
    "DATABASE_URL": "postgres://clinic@localhost/clinic",
    "REDIS_URL": "redis://localhost/0",
    "SITE_URL": "https://clinic.example.org",
    "MAIL_URL": "smtp://localhost:25",
    "MAIL_FROM": "hello@clinic.example.org",
    "CLINIC_NAME": "Harbor Runners PT",
    "CLINIC_PHONE": "(617) 867-5309",
    "CLINIC_ADDRESS": "12 Harbor Street, Boston, MA",
    "CLINIC_EMERGENCY_NUMBER": "911",
}


def start(**changes: str) -> str:
    """What production settings say when they are loaded with these variables; empty when they accept them."""
    environment = {"PATH": os.environ["PATH"], **PRODUCTION, **changes}
    loaded = subprocess.run(
        [sys.executable, "-c", "import clinic.settings"],
        env=environment, cwd=django_settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return loaded.stderr


def test_production_starts_with_everything_set():
    assert start() == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"FIELD_KEYS": ""}, "FIELD_KEYS has no key"),
        ({"BACKUP_DIR": "/backups"}, "BACKUP_RECIPIENTS has no public key"),
        ({"DEBUG": "yes"}, "DEBUG is on"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"DATABASE_URL": "sqlite:///clinic.sqlite3"}, "DATABASE_URL is not PostgreSQL"),
        ({"REDIS_URL": ""}, "REDIS_URL is missing"),
        ({"STAFF_SECOND_FACTOR": "no"}, "STAFF_SECOND_FACTOR is off"),
        ({"SITE_URL": "http://clinic.example.org"}, "SITE_URL"),
        ({"MAIL_URL": ""}, "MAIL_URL is missing"),
        ({"MAIL_FROM": ""}, "MAIL_FROM"),
        ({"MAIL_FROM": "hello"}, "MAIL_FROM"),
        ({"MAIL_URL": "smtp+tls://user:password@smtp.example.org:587"}, "MAIL_URL is still the example's"),
        ({"CLINIC_NAME": "", "CLINIC_ADDRESS": ""}, "CLINIC_ADDRESS is missing: patients read it"),
        ({"CLINIC_PHONE": "(617) 555-0142"}, "CLINIC_PHONE is a number for examples"),
        ({"DIGEST_HOUR": "7am", "PORT": "abc"}, "DIGEST_HOUR is “7am”: it must be a whole number from 0 to 23"),
    ],
)
def test_production_refuses_to_start_half_configured(changes, reason):
    assert reason in start(**changes)


def test_a_program_reads_json_where_the_api_has_no_such_address(as_ana):
    answer = as_ana.get("/api/v1/nothing/")
    assert answer.status_code == 404
    assert answer.json() == {"detail": "Not found."}
