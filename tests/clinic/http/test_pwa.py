"""The installable site: what the phone keeps of it, and that it holds nothing of anybody."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client

from clinic.http.pwa import SHELL

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parents[3] / "static"


def test_every_module_that_a_phone_page_loads_is_kept():
    modules = {name for name in SHELL if name.endswith(".js")}
    for name in modules:
        for imported in re.findall(r'(?:from |import\()"\./([\w-]+\.js)"', (STATIC / name).read_text()):
            assert f"js/{imported}" in modules, f"{name} imports {imported}"
    assert named_in_templates(r"'(js/[\w-]+\.js)'") <= modules


def test_every_stylesheet_of_a_page_that_is_kept_is_kept():
    on_paper = {"css/print.css"}  # the program to print needs a connection
    sheets = {name for name in SHELL if name.endswith(".css")}
    assert named_in_templates(r"'(css/[\w-]+\.css)'") == (sheets - {"css/base.css"}) | on_paper


def named_in_templates(pattern: str) -> set[str]:
    found: set[str] = set()
    for file in (STATIC.parent / "templates" / "athletes").rglob("*.html"):
        found |= set(re.findall(pattern, file.read_text()))
    return found


def test_the_worker_is_asked_for_anew_each_time_and_names_its_version():
    answer = Client().get("/service-worker.js")
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Type"] == "text/javascript"
    text = answer.content.decode()
    shell = json.loads(re.search(r"const SHELL = (.+);", text)[1])
    assert shell[-1] == "/offline/"
    assert re.search(r'const VERSION = "[0-9a-f]{12}";', text)


def test_the_offline_page_is_the_same_for_everybody(as_ana):
    assert as_ana.get("/offline/").content == Client().get("/offline/").content


def test_the_manifest_names_icons_that_exist():
    manifest = Client().get("/manifest.webmanifest").json()
    for icon in manifest["icons"]:
        assert (STATIC / icon["src"].removeprefix("/static/")).is_file()
    assert manifest["start_url"] == "/"
