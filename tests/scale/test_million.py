"""make bench-scale: each page of a clinic with a million sessions, sets, pain reports, mails, and ten million looks.

Prints each page with its slowest statement, and is red where PostgreSQL reads a big table from end to end. Needs
PostgreSQL and some gigabytes; the database goes with the test.
"""

from __future__ import annotations

import time

import pytest
from django.db import connection

from athletes.models import Athlete
from tests.bench import _say

from .million import ROWS, fill
from .walk import PageRead, walk

pytestmark = [
    pytest.mark.long,
    pytest.mark.timeout(0),
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="plans are PostgreSQL's"),
]
#: Pages that are printed: those whose statements took longest.
PRINTED = 40


@pytest.fixture(scope="session")
def million_rows(django_db_setup, django_db_blocker) -> None:
    begun = time.monotonic()
    with django_db_blocker.unblock():
        if not Athlete.objects.exists():
            fill()
    _say(f"\n{ROWS:,} rows, {10 * ROWS:,} looks: made in {time.monotonic() - begun:.0f} s")


def test_no_page_reads_a_million_rows(million_rows, db, things, clients, thea):
    """Ana's therapist has a hundred others; the first asking warms caches, the second is printed."""
    hundred = Athlete.objects.exclude(therapist=thea).order_by("pk").values("pk")[:100]
    Athlete.objects.filter(pk__in=list(hundred.values_list("pk", flat=True))).update(therapist=thea)
    pages = list(walk(clients, things))
    pages.sort(key=lambda page: page.ms, reverse=True)
    for page in pages[:PRINTED]:
        _say(line_of(page))
    faults = []
    for page in pages:
        faults += page.faults
    assert not faults, "\n".join(dict.fromkeys(faults))


def line_of(page: PageRead) -> str:
    slowest = page.slowest
    said = f"{slowest.ms:8.1f}  {slowest.sql[:60]} ... {slowest.sql[-200:]}" if slowest else ""
    return f"{page.ms:8.1f} ms {page.who:6} {page.path[:70]:70} {said}"
