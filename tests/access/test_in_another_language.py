"""Every page and file of the policy in the made-up language, whose decimals have a comma: no English is left."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client

from athletes.mail.links import calendar_link
from athletes.models import Athlete, User
from tests.foreign import left_in_english, left_in_text, numbers_for_people, typed_by_people
from tests.foreign_files import texts_of_file

from .matrix import ask, filled
from .policy import TABLE, Row

pytestmark = pytest.mark.walk

PRINCIPALS = ("anonymous", "ana", "thea", "carla")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
READ_BY_PEOPLE = {
    "text/html", "text/csv", "text/plain", "text/calendar", "application/zip", "application/pdf", XLSX,
}  # fmt: skip
#: Pages of HTML and text that are written for programs and programmers, in English.
FOR_PROGRAMMERS = {"api/v1/docs/", "robots.txt", ".well-known/security.txt", "healthz"}


A_MAIL = "To: ana@stridewell.example\nSubject: ⟦x⟧\nDate: Mon, 02 Nov 2026 14:00:00 -0000\n\n⟦x⟧\n"


@pytest.fixture
def foreign(made_up_language: str, clients: dict[str, Client], settings: Any, tmp_path: Path) -> dict[str, Client]:
    """Browsers of people who have all chosen the made-up language, and of a visitor whose browser asks for it."""
    (tmp_path / "1.log").write_text(A_MAIL)
    settings.MAIL_DIR = tmp_path
    User.objects.update(language=made_up_language)
    for client in clients.values():
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = made_up_language
    return clients


def test_no_page_or_file_has_words_in_english_or_numbers_that_programs_misread(foreign, things, ana):
    left = defaultdict(set)
    known = typed_by_people()
    kinds = set()
    for where, answer in (*answers(foreign, things), *files_elsewhere(foreign, ana)):
        kind = answer.headers.get("Content-Type", "").partition(";")[0]
        body = b"".join(answer) if answer.streaming else answer.content
        kinds.add(kind)
        if kind == "text/html":
            found = list(left_on_page(body.decode(), known))
        else:
            found = [text for words in texts_of_file(kind, body) for text in left_in_text(words, known)]
        for text in found:
            left[text].add(where)
    assert not left, "\n".join(f"{text!r} at {', '.join(sorted(places)[:2])}" for text, places in left.items())
    assert kinds >= {"text/html", "text/csv", "text/plain", "text/calendar", "application/zip", "application/pdf", XLSX}


def left_on_page(page: str, known: re.Pattern[str]) -> Iterator[str]:
    yield from left_in_english(page, known)
    yield from numbers_for_people(page)
    if "<html" in page and 'lang="en-xa"' not in page:
        yield "another language is claimed"


def answers(clients: dict[str, Client], things: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What each row of the policy leads to, once for everybody who gets it; nothing that is posted stays."""
    for written in TABLE.rows:
        row = filled(written, things)
        if row.route in FOR_PROGRAMMERS:
            continue
        for name in PRINCIPALS:
            client = clients[name]
            cookies = deepcopy(client.cookies)
            with transaction.atomic():
                answer = shown(client, row, row.path.format(**things))
                transaction.set_rollback(True)
            client.cookies = cookies
            if answer.status_code < 500 and not is_for_programs(answer):
                yield f"{row.name} as {name}", answer


def files_elsewhere(clients: dict[str, Client], ana: Athlete) -> Iterator[tuple[str, Any]]:
    """Kinds of files that no row of the policy asks for."""
    yield "calendar feed", clients["anonymous"].get(urlsplit(calendar_link(ana)).path)
    yield "export as a workbook", clients["carla"].get("/admin/programs/exercise/export/xlsx/")


def shown(client: Client, row: Row, path: str) -> Any:
    """The answer, or that of the page that it sends on to after an act."""
    answer: Any = ask(client, row, path)
    if answer.status_code == 302 and row.method == "POST":
        answer = client.get(answer["Location"])
    return answer


def is_for_programs(answer: Any) -> bool:
    """Documents of the API and of scripts, pictures, and what has no body."""
    kind = answer.headers.get("Content-Type", "").partition(";")[0]
    return kind not in READ_BY_PEOPLE
