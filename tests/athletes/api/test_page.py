"""Every example of docs/api.md is done as it is written: curl's by their arguments, Python's by running them."""

from __future__ import annotations

import io
import json
import re
import shlex
from pathlib import Path
from string import Template
from urllib import request as urllib_request

import pytest
from django.test import Client

from athletes.access.scopes import Scope
from athletes.models import Flag
from clinic.tokens.making import make_token
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
PAGE = (Path(__file__).resolve().parents[3] / "docs" / "api.md").read_text()
CURLS = re.findall(r"```sh\n(curl .*?)\n```", PAGE)
PYTHON = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
SITE = "http://testserver"


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def names(thea, ana, first_session) -> dict[str, str]:
    """What the page's variables stand for, of a token for everything, and something to read."""
    do(first_session, ana, MONDAY)
    figures = {"region": "knee", "side": "left", "place": "Left knee", "score": 6, "limit": 3, "on": "2026-11-02"}
    Flag.objects.create(
        id=Flag.key(ana.pk, "pain", "x"), athlete=ana, kind="pain", cause="x", figures=figures, raised_at=MONDAY
    )
    text = make_token(owner=thea, by=thea, name="Page", scopes=Scope.values, days=30, at=MONDAY)[1]
    return {"SITE": SITE, "TOKEN": text, "ATHLETE": str(ana.pk)}


def ask(address: str, headers: dict[str, str]):
    return Client().get(address.removeprefix(SITE), headers=headers)


def done(command: str, names: dict[str, str]):
    """What curl would get: its one header and its one address."""
    words = shlex.split(Template(command.replace(r"\$", "$$")).substitute(names))
    name, value = words[words.index("-H") + 1].split(": ")
    return ask(words[-1], {name: value})


def test_the_page_has_examples():
    assert len(CURLS) == PAGE.count("```sh") == 5
    assert len(PYTHON) == 2


@pytest.mark.parametrize("command", CURLS)
def test_each_curl_gets_what_it_asks_for(names, command):
    answer = done(command, names)
    if "snice" in command:
        (shown,) = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
        assert answer.json() == json.loads(shown)
    else:
        assert answer.status_code == 200
        assert "Ana" in str(answer.json()) or names["ATHLETE"] in str(answer.json()["results"])


def test_the_python_reads_every_page_and_prints_what_it_says(names, monkeypatch, capsys):
    def urlopen(request):
        return io.BytesIO(ask(request.full_url, dict(request.header_items())).content)

    monkeypatch.setattr(urllib_request, "urlopen", urlopen)
    for name in ("SITE", "TOKEN"):
        monkeypatch.setenv(name, names[name])
    exec("\n".join(PYTHON), {})
    lines = capsys.readouterr().out.splitlines()
    assert any("Left knee" in line or "limit" in line for line in lines)
    assert any(line.startswith("2026-11-02 ") for line in lines)


def test_every_scope_stands_on_the_page():
    for scope in Scope.values:
        assert f"`{scope}`" in PAGE
