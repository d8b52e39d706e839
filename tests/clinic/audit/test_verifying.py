"""Each way of tampering with the access log is found, past triggers that were switched off."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from athletes.access.events import EventKind, answering, record_event
from athletes.enrollment.leaving.erasing import erase
from clinic.audit import guard
from clinic.audit.sealing import seal
from clinic.audit.verifying import verify
from clinic.models import AccessLog, AccessSeal

pytestmark = pytest.mark.django_db


@pytest.fixture
def anchor(settings, tmp_path) -> Path:
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "anchor" / "seals.txt")
    return Path(settings.AUDIT_ANCHOR_FILE)


@pytest.fixture
def rows(ana, thea, rf, anchor) -> list[int]:
    """Two seals of three rows each. Returns the keys of the rows."""
    request = rf.get("/")
    request.user = thea
    with answering(request):
        for _ in range(2):
            for number in range(3):
                record_event(EventKind.OPENED, athletes=[ana.pk], note=f"{number}")
            seal(timezone.now())
    return list(AccessLog.objects.order_by("id").values_list("id", flat=True))[-6:]


def tamper(sql: str, *values: object) -> None:
    """As somebody would who owns the database."""
    guard.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
    guard.install(connection)


def faults(anchor: Path) -> str:
    return "\n".join(verify(anchor, timezone.now()).faults)


def test_an_untouched_log_is_well(rows, anchor):
    verdict = verify(anchor, timezone.now())
    assert (verdict.faults, verdict.seals, verdict.waiting) == ([], 2, 0)
    assert verdict.rows == AccessLog.objects.count()


@pytest.mark.parametrize(
    "change",
    ["kind = 'signed_in'", "actor_id = actor_id + 1", "athletes = '[1]'", "action = 'GET x'", "note = 'x'",
     "once = 'x'", "address_digest = ''", "account_id = 1"],
)  # fmt: skip
def test_an_update_is_found(rows, anchor, change):
    tamper(f"UPDATE clinic_accesslog SET {change} WHERE id = %s", rows[1])
    assert "changed or reordered" in faults(anchor)


def test_another_time_is_found(rows, anchor):
    tamper("UPDATE clinic_accesslog SET at = %s WHERE id = %s", timezone.now() - timedelta(days=3), rows[1])
    assert "changed or reordered" in faults(anchor)


@pytest.mark.parametrize("change", ["address = '10.9.9.9'", "address = NULL", "address = NULL, request_id = NULL"])
def test_another_address_and_one_that_was_taken_out_are_found(rows, anchor, change):
    tamper(f"UPDATE clinic_accesslog SET {change} WHERE id = %s", rows[1])
    assert f"Row {rows[1]}: the address was changed or removed." in faults(anchor)


def test_a_delete_is_found(rows, anchor):
    tamper("DELETE FROM clinic_accesslog WHERE id = %s", rows[4])
    assert f"Rows {rows[3]} to {rows[5]}: 1 deleted." in faults(anchor)


def test_another_order_is_found(rows, anchor):
    tamper("UPDATE clinic_accesslog SET id = -1 WHERE id = %s", rows[0])
    tamper("UPDATE clinic_accesslog SET id = %s WHERE id = %s", rows[0], rows[1])
    tamper("UPDATE clinic_accesslog SET id = %s WHERE id = -1", rows[1])
    assert "changed or reordered" in faults(anchor)


def insert(key: int, like: int) -> None:
    columns = "at, kind, athletes, action, note, address_digest, actor_id"
    tamper(
        f"INSERT INTO clinic_accesslog (id, {columns}) SELECT {key}, {columns} FROM clinic_accesslog WHERE id = %s",
        like,
    )


def test_an_insert_is_found(rows, anchor, thea):
    later = AccessLog.objects.create(id=rows[5] + 10, actor=thea)
    seal(timezone.now())
    assert faults(anchor) == ""
    insert(later.pk - 5, like=rows[5])
    assert f"Rows {rows[5] + 1} to {later.pk}: 1 inserted." in faults(anchor)


def test_an_insert_before_all_others_is_found(rows, anchor):
    insert(-3, like=rows[5])
    assert "1 rows stand before the first that can be." in faults(anchor)


def test_a_log_cut_at_its_end_with_its_seals_is_found_by_the_file(rows, anchor):
    tamper("DELETE FROM clinic_accesslog WHERE id >= %s", rows[3])
    tamper("DELETE FROM clinic_accessseal WHERE last_row >= %s", rows[3])
    assert faults(anchor) == "The log was cut short: 1 seals of the anchor file are gone."


def test_everything_gone_is_found_by_the_file(rows, anchor):
    tamper("DELETE FROM clinic_accesslog")
    tamper("DELETE FROM clinic_accessseal")
    assert "The log was cut" in faults(anchor)


def test_seals_made_again_over_other_rows_are_found_by_the_file(rows, anchor):
    tamper("DELETE FROM clinic_accessseal")
    tamper("UPDATE clinic_accesslog SET note = 'x' WHERE id = %s", rows[0])
    seal(timezone.now())
    assert "is not the one that the anchor file has" in faults(anchor)


def test_a_changed_seal_and_a_missing_one_are_found(rows, anchor):
    first = AccessSeal.objects.order_by("id").first()
    tamper("UPDATE clinic_accessseal SET count = count + 1 WHERE id = %s", first.pk)
    assert f"Seal {first.pk} was changed." in faults(anchor)
    tamper("DELETE FROM clinic_accessseal WHERE id = %s", first.pk)
    assert "is missing, or the order" in faults(anchor)


def test_a_file_that_was_cut_or_lost_is_found(rows, anchor):
    lines = anchor.read_text().splitlines(keepends=True)
    anchor.write_text(lines[0])
    assert "The anchor file was cut short: 1 seals are missing from it." in faults(anchor)
    anchor.unlink()
    assert "is missing or empty" in faults(anchor)


def test_a_database_that_lets_changes_through_is_found(rows, anchor):
    guard.remove(connection)
    assert "the trigger accesslog_update is missing" in faults(anchor)


def test_rows_that_nobody_seals_are_found(rows, anchor, thea):
    AccessLog.objects.create(actor=thea, at=timezone.now() - timedelta(minutes=16))
    assert "the task is not running" in faults(anchor)


def test_who_is_erased_leaves_a_log_that_is_well(rows, anchor, ana, carla, settings, rf):
    settings.RECORD_RETENTION_YEARS = 0
    request = rf.get("/")
    request.user = ana.user
    with answering(request):
        record_event(EventKind.OPENED, athletes=[ana.pk])
    seal(timezone.now())
    erase(athlete=ana, reason="asked", by=carla, at=timezone.now())
    assert AccessLog.objects.filter(actor=ana.pk, address=None, request_id=None).exists()
    assert faults(anchor) == ""


def test_the_command_says_it_and_ends_with_an_error_where_it_is_not_well(rows, anchor, capsys):
    call_command("verify_audit")
    assert "as 2 seals have them, 0 wait for one." in capsys.readouterr().out
    tamper("DELETE FROM clinic_accesslog WHERE id = %s", rows[1])
    with pytest.raises(CommandError, match="1 deleted"):
        call_command("verify_audit")


def test_after_a_restore_the_file_begins_anew_and_the_log_says_so(rows, anchor):
    tamper("DELETE FROM clinic_accesslog WHERE id >= %s", rows[3])
    tamper("DELETE FROM clinic_accessseal WHERE last_row >= %s", rows[3])
    call_command("verify_audit", begin_anchor=True)
    assert faults(anchor) == ""
    assert len(list(anchor.parent.glob("seals.txt.until-*"))) == 1
    assert AccessLog.objects.latest("id").kind == EventKind.ANCHOR_BEGUN
