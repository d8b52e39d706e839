"""Every page of the policy in the made-up language, whose decimals have a comma: nothing is left in plain English."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from athletes.models import User
from tests.foreign import left_in_english, numbers_for_people, typed_by_people

from .matrix import ask, filled
from .policy import TABLE, Row

PRINCIPALS = ("anonymous", "ana", "thea", "carla")
#: The reference of the API is written for programmers, in English.
FOR_PROGRAMMERS = "api/v1/docs/"


@pytest.fixture
def foreign(made_up_language: str, clients: dict[str, Client]) -> dict[str, Client]:
    """Browsers of people who have all chosen the made-up language, and of a visitor whose browser asks for it."""
    User.objects.update(language=made_up_language)
    for client in clients.values():
        client.defaults["HTTP_ACCEPT_LANGUAGE"] = made_up_language
    return clients


def test_no_page_has_words_in_english_or_numbers_that_programs_misread(foreign, things):
    left = defaultdict(set)
    known = typed_by_people()
    for where, page in pages(foreign, things):
        for text in (*left_in_english(page, known), *numbers_for_people(page)):
            left[text].add(where)
        if 'lang="en-xa"' not in page:
            left["another language is claimed"].add(where)
    assert not left, "\n".join(f"{text!r} at {', '.join(sorted(places)[:2])}" for text, places in left.items())


def pages(clients: dict[str, Client], things: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each page that a row of the policy leads to, once for everybody who gets it; nothing that is posted stays."""
    for written in TABLE.rows:
        row = filled(written, things)
        if row.route == FOR_PROGRAMMERS:
            continue
        for name in PRINCIPALS:
            client = clients[name]
            cookies = deepcopy(client.cookies)
            with transaction.atomic():
                answer = shown(client, row, row.path.format(**things))
                transaction.set_rollback(True)
            client.cookies = cookies
            if "<html" in answer:
                yield f"{row.name} as {name}", answer


def shown(client: Client, row: Row, path: str) -> str:
    """The page, or the one that it sends on to after an act."""
    answer: HttpResponse = ask(client, row, path)
    if answer.status_code == 302 and row.method == "POST":
        answer = client.get(answer["Location"])
    is_page = "text/html" in answer.get("Content-Type", "") and not answer.streaming
    return answer.content.decode() if is_page else ""
