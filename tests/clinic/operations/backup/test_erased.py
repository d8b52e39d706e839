"""Who is erased is in no backup that is made after, nor in the files of SQLite."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from athletes.models import PushDevice
from tests.athletes.enrollment.leaving.canaries import CANARY, PHONE, fill

pytestmark = pytest.mark.django_db
SECRET = "c2l4dGVlbi1ieXRlcyEh"


def dump_of(clinic) -> bytes:
    """Everything that a backup has of the database, in clear."""
    with clinic.database.snapshot() as snapshot:
        content = b"".join(snapshot.pieces())
    if connection.vendor == "postgresql":
        content = subprocess.run(["pg_restore", "-f", "-"], input=content, capture_output=True, check=True).stdout
    return content


def files_of(clinic) -> bytes:
    """The uploads, and the files of SQLite itself with its log of writes."""
    files = [path for path in clinic.media.rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        files += list(Path(clinic.name).parent.glob(f"{Path(clinic.name).name}*"))
    return b"".join(file.name.encode() + file.read_bytes() for file in files)


def test_after_erasing_the_words_are_in_no_dump_and_no_file(clinic, enrollment, carla, typed, settings):
    settings.RECORD_RETENTION_YEARS = 0
    (clinic.media / "squat.svg").write_text("<svg/>")
    fill(enrollment)
    number = enrollment.athlete_id
    PushDevice.objects.filter(owner=number).update(auth=SECRET)
    for word in (CANARY, PHONE):
        assert word.encode() in dump_of(clinic)  # it would be found
    assert SECRET.encode() not in dump_of(clinic)
    typed(f"{CANARY} Silva")
    call_command("erase", str(number), "--by", carla.email, "--reason", "asked")
    for word in (CANARY, PHONE):
        assert word.encode() not in dump_of(clinic)
        assert word.encode() not in files_of(clinic)
