"""The installable site: what the phone keeps of it, and that it holds nothing of anybody."""

from __future__ import annotations

import json
import math
import re
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from clinic.http.pwa import SHELL

pytestmark = pytest.mark.django_db
STATIC = Path(__file__).resolve().parents[3] / "static"


def test_every_module_that_a_phone_page_loads_is_kept():
    modules = {name for name in SHELL if name.endswith(".js")}
    for name in modules:
        for imported in re.findall(r'(?:from |import\()"\./([\w-]+\.js)"', (STATIC / name).read_text()):
            assert f"js/{imported}" in modules, f"{name} imports {imported}"
    assert named_in_templates(r"'(js/[\w-]+\.js)'") <= modules


def test_every_page_that_today_asks_to_be_kept_is_one_that_the_worker_may_keep(as_ana, enrollment):
    worker = (STATIC / "js" / "worker.js").read_text()
    kept = [pattern.replace(r"\/", "/") for pattern in re.findall(r"^  /(\^.+\$)/,$", worker, re.MULTILINE)]
    asked = as_ana.get("/").context["keep"].split()
    assert len(asked) > 6
    assert [path for path in asked if not any(re.search(pattern, path) for pattern in kept)] == []


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


def test_the_manifest_names_pictures_that_are_as_large_as_it_says():
    manifest = Client().get("/manifest.webmanifest").json()
    for picture in [*manifest["icons"], *manifest["screenshots"]]:
        file = STATIC / picture["src"].removeprefix("/static/")
        if file.suffix == ".svg":
            assert file.is_file()
        else:
            assert picture["sizes"] == "{}x{}".format(*Image.open(file).size)
    assert (manifest["start_url"], manifest["id"]) == ("/", "/")
    assert [each["url"] for each in manifest["shortcuts"]] == ["/", "/runs/", "/pain/"]


def test_a_phone_may_cut_any_shape_out_of_a_maskable_icon():
    """Ground to the corners, and nothing but ground outside of the middle circle of 80 %: the mark is never cut."""
    manifest = Client().get("/manifest.webmanifest").json()
    maskable = [icon for icon in manifest["icons"] if icon.get("purpose") == "maskable"]
    assert maskable
    for icon in maskable:
        picture = Image.open(STATIC / icon["src"].removeprefix("/static/")).convert("RGBA")
        size, ground = picture.width, picture.getpixel((0, 0))
        assert ground[3] == 255
        middle, radius = (size - 1) / 2, 0.4 * size
        for x in range(size):
            for y in range(size):
                if math.hypot(x - middle, y - middle) > radius:
                    assert picture.getpixel((x, y)) == ground
