"""What is asked for at addresses that everybody knows."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone


def test_robots_may_read_what_the_clinic_says_to_all_and_nothing_else():
    rules = RobotFileParser()
    lines = Client().get("/robots.txt").text.splitlines()
    assert lines[-1] == "Disallow: /"
    rules.parse([line.removesuffix("$") for line in lines if line != "Allow: /$"])  # the parser knows no end of a path
    assert "Allow: /$" in lines
    assert rules.can_fetch("anybody", "/discovery-call/")
    assert rules.can_fetch("anybody", "/static/css/public.css")
    for path in ("/admin/", "/session/1/", "/in/token/", "/sign-in/", "/api/v1/me/"):
        assert not rules.can_fetch("anybody", path)


@pytest.mark.parametrize(
    ("named", "contact"), [("", "hello@harbor-pt.com"), ("security@harbor-pt.com", "security@harbor-pt.com")]
)
def test_who_finds_a_hole_is_told_whom_to_write_to(settings, named, contact):
    settings.DEFAULT_FROM_EMAIL = "Harbor PT <hello@harbor-pt.com>"
    settings.SECURITY_CONTACT = named
    lines = dict(line.split(": ", 1) for line in Client().get("/.well-known/security.txt").text.splitlines())
    assert lines["Contact"] == f"mailto:{contact}"
    assert timedelta(0) < datetime.fromisoformat(lines["Expires"]) - timezone.now() < timedelta(days=365)
    assert lines["Canonical"].endswith("/.well-known/security.txt")


def test_the_icon_is_where_browsers_look_first():
    answer = Client().get("/favicon.ico")
    assert answer.status_code == 301
    assert finders.find(answer["Location"].removeprefix("/static/"))
