"""The drill: a clinic is backed up, and an empty one becomes it. Nobody hears of it before somebody says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from athletes.mail import loop
from athletes.mail.planner import plan_urgent
from athletes.models import Athlete, Erasure, Mail, Session, User
from clinic.operations.backup import keys
from clinic.operations.backup.errors import BackupError
from clinic.operations.backup.manifest import differing
from clinic.operations.backup.restoring import check, restore

pytestmark = pytest.mark.django_db
#: What was due is planned and held: its next due times, the rows, and that they are.
MOVED_BY_HOLDING = ["athletes_athlete", "athletes_loopbeat", "athletes_mail"]


@pytest.fixture
def peopled(clinic, enrollment, carla):
    """A therapist with an athlete in the middle of a program, an urgent mail on its way, and two uploads."""
    plan_urgent(carla, occasion="1", at=timezone.now())
    (clinic.media / "figures").mkdir()
    (clinic.media / "figures" / "squat.svg").write_text("<svg/>")
    (clinic.media / "video.mp4").write_bytes(bytes(range(256)) * 40_000)
    return clinic


@pytest.fixture
def signed_in(peopled, thea) -> Client:
    """A therapist's browser, signed in when the backup is made."""
    browser = Client()
    browser.force_login(thea, backend="clinic.sign_in.auth.StaffPasswordBackend")
    return browser


@pytest.fixture
def file(peopled, signed_in, key_file, tmp_path):
    file = tmp_path / "clinic.age"
    call_command("backup", str(file))
    return file


def test_an_empty_clinic_becomes_the_one_that_was_backed_up(file, key_file, peopled, clinics, monkeypatch, capsys):
    counted = (Athlete.objects.count(), Session.objects.count())
    with peopled.database.snapshot() as snapshot:
        sums = snapshot.sums()
    new = clinics.empty()
    outbox.outbox.clear()
    with new.in_use(monkeypatch):
        call_command("restore", str(file), key=key_file)
        assert "Every table and every file is as it was" in capsys.readouterr().out
        assert (Athlete.objects.count(), Session.objects.count()) == counted == (1, 16)
        with new.database.snapshot() as snapshot:
            assert differing(sums, snapshot.sums()) == MOVED_BY_HOLDING
        assert (new.media / "video.mp4").read_bytes() == bytes(range(256)) * 40_000
        assert (new.media / "figures" / "squat.svg").read_text() == "<svg/>"
        browser = Client()
        browser.post("/staff/sign-in/", {"login": "thea@stridewell.example", "password": "correct horse battery"})
        assert b"Ana Silva" in browser.get("/admin/athletes/athlete/").content
        outbox.outbox.clear()
        for days in (0, 1, 7):
            loop.tick(timezone.now() + timedelta(days=days))
        assert outbox.outbox == []
        assert Mail.objects.get(kind="urgent").state == "unknown"
        plan_urgent(User.objects.get(role="clinic_admin"), occasion="2", at=timezone.now())
        loop.tick(timezone.now())
        assert outbox.outbox == []
        call_command("send_reminders", "--resume")
        loop.tick(timezone.now())
        assert [mail.to for mail in outbox.outbox] == [["carla@stridewell.example"]]


def test_a_clinic_with_people_in_it_is_replaced_by_who_types_its_name_and_by_nobody_else(
    file, key_file, peopled, signed_in, thea, ana, ben, typed, monkeypatch, capsys
):
    with pytest.raises(CommandError, match="not empty: it has 5 accounts and 2 uploaded files"):
        call_command("restore", str(file), key=key_file)
    typed("Another clinic")
    with pytest.raises(CommandError, match="not the name"):
        call_command("restore", str(file), key=key_file, replace=True)
    typed("Stridewell PT")
    with monkeypatch.context() as patched:
        patched.setattr(type(peopled.database), "engine", "another")
        with pytest.raises(CommandError, match="this clinic runs on another"):
            call_command("restore", str(file), key=key_file, replace=True)
    key = keys.identity(key_file.read_text())
    manifest = check(file, key=key)
    manifest.tables["athletes_user"][1] = "0"
    connection.close()
    with pytest.raises(BackupError, match="Not as it was: athletes_user"):
        restore(file, key=key, manifest=manifest, database=peopled.database, media_root=peopled.media)
    assert Athlete.objects.filter(pk=ben.pk).exists()
    assert signed_in.get("/admin/").status_code == 200
    (peopled.media / "later.png").write_bytes(b"png")
    Erasure.objects.create(athlete_key=ana.pk, reason="asked", by=thea, at=timezone.now())
    call_command("restore", str(file), key=key_file, replace=True)
    assert f"Erased since the backup was made, and back again: {ana.pk}." in capsys.readouterr().out
    assert Athlete.objects.get().user.email == "ana@stridewell.example"
    assert sorted(each.name for each in peopled.media.iterdir()) == ["figures", "video.mp4"]
    assert signed_in.get("/admin/").status_code == 302  # nobody is signed in by a backup
