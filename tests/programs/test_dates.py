"""Days as each language writes them: English patterns on the pages, others in the catalog."""

from __future__ import annotations

import re
from datetime import date, time
from pathlib import Path

from programs.dates import PATTERNS, date_format, time_format

ROOT = Path(__file__).resolve().parents[2]
IN_TEMPLATE = re.compile(r"\|(?:date|time):\"([^\"]+)\"")
IN_CODE = re.compile(r"date_format\(.*, [\"']([^\"']+)[\"']\)")


def test_a_pattern_is_of_the_active_language(monkeypatch):
    assert date_format(date(2026, 11, 16), "D, M j") == "Mon, Nov 16"
    monkeypatch.setitem(PATTERNS, "D, M j", "D, j. M")
    assert date_format(date(2026, 11, 16), "D, M j") == "Mon, 16. Nov"


def test_django_s_names_of_patterns_are_django_s():
    assert date_format(date(2026, 11, 16), "DATE_FORMAT") == "Nov 16, 2026"
    assert time_format(time(9), "g:i a") == "9:00 a.m."


def test_every_pattern_of_the_pages_can_be_translated():
    used = set()
    for file in (ROOT / "templates").rglob("*.*"):
        used |= set(IN_TEMPLATE.findall(file.read_text("utf-8")))
    for package in ("athletes", "clinic", "programs"):
        for file in (ROOT / package).rglob("*.py"):
            used |= set(IN_CODE.findall(file.read_text("utf-8")))
    assert {pattern for pattern in used if not pattern.isupper()} <= set(PATTERNS)
