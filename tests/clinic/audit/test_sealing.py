"""What is sealed, when, and what the anchor file has of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from clinic.audit import sealing
from clinic.audit.sealing import digests_in, seal
from clinic.models import AccessLog, AccessSeal
from clinic.tasks import seal_access_log

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchor(settings, tmp_path) -> Path:
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "seals.txt")
    return Path(settings.AUDIT_ANCHOR_FILE)


@pytest.fixture
def later(thea, anchor):
    """An instant after three rows."""
    for _ in range(3):
        AccessLog.objects.create(actor=thea)
    return timezone.now()


def test_a_row_is_sealed_by_the_task_and_only_once(later, anchor):
    assert seal_access_log() == AccessLog.objects.count()
    assert seal(later) == 0
    assert digests_in(anchor) == [AccessSeal.objects.get().digest]


def test_many_rows_are_several_seals_that_hold_each_other(later, anchor, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 2)
    seal(later)
    first, second = AccessSeal.objects.order_by("id")
    assert (first.count, second.count) == (2, AccessLog.objects.count() - 2)
    assert (second.previous, second.first_row) == (first.digest, first.last_row + 1)
    assert digests_in(anchor) == [first.digest, second.digest]


def test_a_seal_that_did_not_reach_the_file_is_noted_with_the_next(later, anchor, thea):
    seal(later)
    anchor.unlink()
    AccessLog.objects.create(actor=thea)
    seal(timezone.now())
    assert len(digests_in(anchor)) == 2


def test_nothing_is_added_to_a_file_that_belongs_to_another_log(later, anchor, caplog):
    anchor.write_text("2026-11-02T09:00:00+00:00 1-3 " + "a" * 64 + "\n")
    seal(later)
    assert digests_in(anchor) == ["a" * 64]
    assert "nothing is added to it" in caplog.text


def test_while_somebody_still_writes_nothing_is_sealed(later, anchor, monkeypatch):
    if connection.vendor != "postgresql":
        pytest.skip("on SQLite one writes at a time")
    monkeypatch.setattr(sealing, "WAITS", (0,))
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("LOCK TABLE clinic_accesslog IN ROW EXCLUSIVE MODE")  # as an INSERT does first
        assert seal(later) == 0
        cursor.execute("ROLLBACK")
    other.close()
    assert seal(later) == AccessLog.objects.count()
