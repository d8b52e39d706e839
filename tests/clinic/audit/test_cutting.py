"""The oldest part of the access log goes by time, and what stays can be verified; younger rows stay whoever asks."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from athletes.access.events import EventKind
from athletes.enrollment.leaving.retention import hold
from athletes.tasks import forget
from clinic.audit import cutting
from clinic.audit.cutting import cut_access_log
from clinic.audit.sealing import digests_in, seal
from clinic.audit.verifying import verify
from clinic.models import AccessLog, AccessSeal

from .test_verifying import insert, tamper

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)
#: How long ago the rows of each seal were written; the first three are older than seven years.
AGES = [10 * 366 * DAY, 9 * 366 * DAY, 8 * 366 * DAY, 5 * 366 * DAY, DAY]


@pytest.fixture
def anchor(settings, tmp_path) -> Path:
    settings.AUDIT_ANCHOR_FILE = str(tmp_path / "seals.txt")
    settings.ACCESS_LOG_RETENTION_YEARS = 7
    return Path(settings.AUDIT_ANCHOR_FILE)


@pytest.fixture
def rows(anchor, ana, ben, thea) -> list[int]:
    return written(AGES, ana, ben, thea)


def written(ages, ana, ben, thea) -> list[int]:
    """One row about each of two athletes under each seal; returns the keys."""
    tamper("DELETE FROM clinic_accesslog")
    keys = []
    for age in ages:
        for athlete in (ben, ana):
            keys.append(AccessLog.objects.create(actor=thea, athletes=[athlete.pk], at=NOW - age).pk)
        seal(NOW - age + timedelta(hours=1))
    return keys


def faults(anchor: Path) -> str:
    return "\n".join(verify(anchor, timezone.now()).faults)


def test_what_is_over_goes_by_whole_seals_and_the_rest_is_well(rows, anchor):
    noted = digests_in(anchor)
    before = AccessSeal.objects.count()
    gone = cut_access_log(NOW)
    assert not AccessLog.objects.filter(pk__lte=rows[5]).exists()
    assert gone >= 6
    assert AccessSeal.objects.count() == before - 3
    seal(NOW)
    assert (faults(anchor), digests_in(anchor)[: len(noted)]) == ("", noted)
    said = AccessLog.objects.get(kind=EventKind.LOG_CUT)
    assert (said.note, said.actor, said.athletes) == (str(rows[5]), None, [])


def test_a_second_time_nothing_goes_and_a_later_part_is_cut_from_the_first(rows, anchor, settings):
    settings.ACCESS_LOG_RETENTION_YEARS = 9
    cut_access_log(NOW)
    assert AccessLog.objects.filter(pk__lte=rows[7]).count() == 6
    assert cut_access_log(NOW) == 0
    settings.ACCESS_LOG_RETENTION_YEARS = 7
    cut_access_log(NOW)
    seal(NOW)
    assert not AccessLog.objects.filter(pk__lte=rows[5]).exists()
    assert faults(anchor) == ""


def test_less_than_a_month_is_left_to_come_together(rows, anchor):
    at = NOW - AGES[0] + 7 * 366 * DAY + timedelta(days=30)
    assert cut_access_log(at) == 0


def test_a_clinic_that_sets_no_period_keeps_everything(rows, settings):
    settings.ACCESS_LOG_RETENTION_YEARS = 0
    assert cut_access_log(NOW) == 0


def test_a_part_ends_where_it_would_be_too_much_for_one_transaction(rows, anchor, monkeypatch):
    monkeypatch.setattr(cutting, "MOST_ROWS", 5)
    cut_access_log(NOW)
    assert AccessLog.objects.filter(pk__range=(rows[4], rows[5])).count() == 2
    cut_access_log(NOW)
    seal(NOW)
    assert not AccessLog.objects.filter(pk__lte=rows[5]).exists()
    assert faults(anchor) == ""


def test_nothing_that_names_an_athlete_under_a_legal_hold_goes(rows, ben):
    hold(athlete=ben, reason="Letter of counsel")
    assert cut_access_log(NOW) == 0
    assert AccessLog.objects.filter(pk=rows[0]).exists()


def test_the_newest_seal_stays_however_old(anchor, ana, ben, thea):
    keys = written(AGES[:2], ana, ben, thea)
    assert cut_access_log(NOW) == 2
    assert not AccessLog.objects.filter(pk__in=keys[:2]).exists()
    seal(NOW)
    assert faults(anchor) == ""


def test_the_database_refuses_to_delete_what_is_younger_than_six_years(rows, thea):
    young = AccessLog.objects.create(actor=thea, at=NOW - 6 * 365 * DAY)
    for model, found in ((AccessLog, young.pk), (AccessSeal, AccessSeal.objects.latest("id").pk)):
        with pytest.raises(IntegrityError, match="only added to"), transaction.atomic():
            model.objects.filter(pk=found).delete()


def test_a_young_part_that_was_cut_past_the_database_is_found_by_the_file(rows, anchor):
    cut_access_log(NOW)
    tamper("DELETE FROM clinic_accesslog WHERE id <= %s", rows[7])
    tamper("DELETE FROM clinic_accessseal WHERE last_row <= %s", rows[7])
    AccessLog.objects.create(kind=EventKind.LOG_CUT, note=str(rows[7]))
    seal(NOW)
    assert faults(anchor) == "The log was cut short: 1 seals are gone that are not 6 years old."


def test_an_old_part_that_is_gone_without_a_word_is_found(rows, anchor):
    AccessLog.objects.filter(pk__lte=rows[5]).delete()
    AccessSeal.objects.filter(last_row__lte=rows[5]).delete()
    assert "is missing, or the order" in faults(anchor)


def test_a_row_that_comes_back_before_the_cut_is_found(rows, anchor):
    cut_access_log(NOW)
    seal(NOW)
    insert(rows[2], like=rows[9])
    assert "1 rows stand before the first that can be." in faults(anchor)


def test_a_first_seal_that_does_not_follow_what_went_is_found(rows, anchor):
    cut_access_log(NOW)
    lines = anchor.read_text().splitlines(keepends=True)
    place = 2
    lines[place] = lines[place].replace(lines[place].split()[-1], "0" * 64)
    anchor.write_text("".join(lines))
    assert "does not follow what was removed before it" in faults(anchor)


def test_a_new_anchor_file_begins_with_what_is_left(rows, anchor):
    cut_access_log(NOW)
    call_command("verify_audit", begin_anchor=True)
    seal(NOW)
    assert faults(anchor) == ""


def test_the_hourly_task_and_the_command_do_it(rows, anchor, capsys):
    call_command("retain", "--dry-run")
    assert "rows of the access log: would go" in capsys.readouterr().out
    assert AccessLog.objects.filter(pk=rows[0]).exists()
    assert forget() >= 6
    assert not AccessLog.objects.filter(pk=rows[0]).exists()
