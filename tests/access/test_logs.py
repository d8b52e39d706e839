"""Nobody's name or address stands in the log of a walk over every page, whatever the answer was."""

from __future__ import annotations

import io
import logging

import pytest

from clinic.operations.logs.lines import JsonLines, TextLines
from clinic.operations.logs.request_id import WithRequestId

from .conftest import CANARY
from .policy import TABLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> io.StringIO:
    """What both kinds of lines would have put into a log."""
    log = io.StringIO()
    handlers = []
    for lines in (TextLines(), JsonLines()):
        handler = logging.StreamHandler(log)
        handler.setFormatter(lines)
        handler.addFilter(WithRequestId())
        handlers.append(handler)
        logging.getLogger().addHandler(handler)
    yield log
    for handler in handlers:
        logging.getLogger().removeHandler(handler)


def test_a_walk_over_every_page_names_nobody(clients, things, people, written):
    for row in TABLE.rows:
        if row.method != "GET":
            continue
        path = row.path.format(**things)
        for name in ("ben", "tom"):
            clients[name].get(f"{path}?q={CANARY}" if "?" not in path else path)
    said = written.getvalue()
    assert "django.request" in said  # refusals are written down
    persons = [person.name for person in people.values()] + [person.email for person in people.values()]
    assert [words for words in (CANARY, *persons) if words in said] == []
