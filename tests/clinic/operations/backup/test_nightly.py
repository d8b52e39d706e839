"""The backup that comes round: once a night, healed within the hour, kept so many times, and told when it fails."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from athletes.mail.watch import telling
from athletes.models import LoopBeat, Mail, MailKind
from clinic.models import BackupState
from clinic.operations.backup import nightly
from tests.clock import at

NIGHT = at("2026-11-03 03:05 America/New_York")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def folder(tmp_path, settings, key_file):
    settings.BACKUP_DIR = str(tmp_path / "backups")
    settings.BACKUP_KEEP = 2
    made = tmp_path / "backups"
    made.mkdir()
    return made


def files(folder) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


@pytest.mark.django_db
def test_it_is_made_once_a_night_and_the_newest_are_kept(folder, some_clinic):
    assert nightly.back_up_if_due(NIGHT) == folder / "clinic-20261103T080500Z.age"
    for hours in (1, 12, 21):
        assert nightly.back_up_if_due(NIGHT + hours * HOUR) is None
    nightly.back_up_if_due(NIGHT + DAY)
    (folder / "something-else.txt").touch()
    nightly.back_up_if_due(NIGHT + 2 * DAY)
    assert files(folder) == ["clinic-20261104T080500Z.age", "clinic-20261105T080500Z.age", "something-else.txt"]


@pytest.mark.django_db
def test_one_that_fails_is_tried_again_within_the_hour_and_told(folder, some_clinic, carla, settings, time_machine):
    time_machine.move_to(NIGHT, tick=False)
    settings.BACKUP_DIR = str(folder / "not-mounted")
    LoopBeat.objects.update_or_create(id=1, defaults={"at": NIGHT})
    assert nightly.back_up_if_due(NIGHT) is None
    assert nightly.back_up_if_due(NIGHT + HOUR / 2) is None
    assert BackupState.objects.get().tried_at == NIGHT
    (trouble,) = telling.check(NIGHT)
    assert "The last backup failed" in trouble.words
    assert "not-mounted cannot be written: No such file" in trouble.words
    assert Mail.objects.get(kind=MailKind.MAIL_TROUBLE).recipient == carla
    settings.BACKUP_DIR = str(folder)
    assert nightly.back_up_if_due(NIGHT + HOUR) is not None
    assert nightly.findings(NIGHT + HOUR) == []


@pytest.mark.django_db
def test_by_hand_one_is_made_whether_it_is_due_or_not(folder, some_clinic, capsys, settings):
    call_command("backup")
    assert " tables, " in capsys.readouterr().out
    assert nightly.age(BackupState.objects.get().made_at + HOUR).hours == 1
    settings.BACKUP_DIR = ""
    with pytest.raises(CommandError, match="Name a file, or set BACKUP_DIR"):
        call_command("backup")


@pytest.mark.parametrize(
    ("now", "hour"),
    [
        ("2026-11-03 03:00 America/New_York", "2026-11-03 03:00 America/New_York"),
        ("2026-11-03 02:59 America/New_York", "2026-11-02 03:00 America/New_York"),
        ("2026-03-08 12:00 America/New_York", "2026-03-08 03:00 America/New_York"),
    ],
)
def test_the_hour_is_the_clinic_s_on_a_night_of_a_clock_change_too(now, hour):
    assert nightly.latest_hour(at(now)) == at(hour)


# -- who sees it -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "words", "is_bad"),
    [
        ({}, "No backup yet", True),
        ({"made_at": NIGHT - HOUR / 2}, "Backed up within the hour", False),
        ({"made_at": NIGHT - HOUR}, "Backed up 1 hour ago", False),
        ({"made_at": NIGHT - 28 * HOUR}, "Backed up 28 hours ago", True),
        ({"made_at": NIGHT - HOUR, "trouble": "disk full"}, "The last backup failed", True),
    ],
)
def test_the_menu_says_how_old_it_is(settings, state, words, is_bad):
    settings.BACKUP_DIR = "/backups"
    BackupState.objects.create(**state)
    assert nightly.menu_line(NIGHT) == nightly.BackupLine(words, is_bad)


@pytest.mark.django_db
def test_clinic_admins_read_it_on_every_page_and_therapists_do_not(settings, as_carla, as_thea):
    settings.BACKUP_DIR = "/backups"
    assert b"No backup yet" in as_carla.get("/admin/programs/threshold/").content
    assert b"No backup yet" not in as_thea.get("/admin/programs/threshold/").content
    settings.BACKUP_DIR, settings.DEMO_CLINIC = "", False
    assert b"No backup is set up" in as_carla.get("/admin/programs/threshold/").content
    settings.DEMO_CLINIC = True
    assert b"No backup is set up" not in as_carla.get("/admin/programs/threshold/").content


@pytest.mark.django_db
def test_a_monitor_is_told_of_an_old_one_and_traffic_still_comes(settings, client, time_machine):
    time_machine.move_to(NIGHT, tick=False)
    LoopBeat.objects.update_or_create(id=1, defaults={"at": NIGHT})
    assert "backup" not in json.loads(client.get("/readyz?strict=1").content)
    settings.BACKUP_DIR = "/backups"
    BackupState.objects.create(made_at=NIGHT - 5 * HOUR)
    answer = client.get("/readyz?strict=1")
    assert (answer.status_code, answer.json()["backup"]) == (200, {"hours": 5, "state": "ok"})
    BackupState.objects.update(made_at=NIGHT - 28 * HOUR)
    assert client.get("/readyz?strict=1").status_code == 503
    assert client.get("/readyz").status_code == 200
    assert [finding.code for finding in nightly.findings(NIGHT)] == ["backup"]
