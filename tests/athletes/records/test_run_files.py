"""Files of watches: day, minutes and distance come out; positions, bombs and rubbish do not come in."""

from __future__ import annotations

import json
import tracemalloc
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile

from athletes.models import Run, UsualRunDay
from athletes.records import run_files
from tests.athletes import watch
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
FILES = {"gpx": watch.gpx(), "tcx": watch.tcx(), "fit": watch.fit()}
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><gpx>&d;</gpx>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx>&x;</gpx>"""
MANY = watch.gpx().replace(b"<trkseg>", b"<trkseg>" + b'<trkpt lat="1" lon="1"/>' * 50_001)


@pytest.fixture(autouse=True)
def _monday(time_machine, ana):
    time_machine.move_to(MONDAY, tick=False)


def upload(client, content: bytes, name: str = "run.bin"):
    return client.post("/runs/upload/", {"file": SimpleUploadedFile(name, content)}, follow=True)


@pytest.mark.parametrize("kind", FILES)
def test_each_kind_of_file_gives_the_same_run(as_ana, ana, kind):
    answer = upload(as_ana, FILES[kind])
    run = Run.objects.get()
    assert (run.source, run.kind, run.minutes) == (kind, "easy", 30)
    assert run.ran_on == MONDAY.date() - timedelta(days=1)
    assert abs(run.distance_km - 5) < Decimal("0.02")
    assert answer.redirect_chain == [(f"/runs/{run.pk}/", 302)]
    assert "How hard was it?" in answer.content.decode()


@pytest.mark.parametrize("kind", FILES)
def test_where_it_was_is_not_kept(as_ana, ana, kind):
    upload(as_ana, FILES[kind])
    kept = serializers.serialize("json", Run.objects.all())
    assert "42.3" not in kept
    assert "71.0" not in kept
    assert "Home" not in kept
    assert set(json.loads(kept)[0]["fields"]) == {
        "athlete", "kind", "ran_on", "minutes", "distance_km", "distance_unit", "effort", "pain", "note", "source",
        "received_at", "rev", "edit_id", "is_deleted",
    }  # fmt: skip


def test_the_same_file_again_is_the_same_run_also_after_an_edit(as_ana, ana):
    upload(as_ana, FILES["fit"])
    run = Run.objects.get()
    as_ana.post(f"/runs/{run.pk}/", {"kind": "long", "day": "1", "minutes": "31", "rev": "1"})
    said = upload(as_ana, FILES["fit"], "renamed.fit").content.decode()
    assert "This file was read before" in said
    run.refresh_from_db()
    assert (Run.objects.count(), run.kind, run.minutes, run.source) == (1, "long", 31, "fit")


def test_a_deleted_file_is_offered_back(as_ana, ana):
    upload(as_ana, FILES["tcx"])
    run = Run.objects.get()
    as_ana.post(f"/runs/{run.pk}/", {"do": "delete"})
    assert "Deleted." in upload(as_ana, FILES["tcx"]).content.decode()


def test_two_runners_may_have_the_same_file(as_ana, client, ben):
    upload(as_ana, FILES["gpx"])
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    upload(client, FILES["gpx"])
    assert Run.objects.filter(athlete=ben, distance_unit="mi").count() == 1
    assert Run.objects.count() == 2


def test_the_usual_kind_of_the_day_is_taken_and_the_day_is_the_athletes(as_ana, ana):
    UsualRunDay.objects.create(athlete=ana, weekday=5, kind="long")
    upload(as_ana, watch.gpx(start=watch.START.replace(hour=2)))  # Saturday evening in Boston
    run = Run.objects.get()
    assert (run.kind, run.ran_on.isoformat()) == ("long", "2026-10-31")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"hello", "The file is damaged"),
        (b"\x00" * 4000, "The file is damaged"),
        (FILES["gpx"][:900], "The file is damaged"),
        (FILES["tcx"][:500], "The file is damaged"),
        (FILES["fit"][:60], "The file is damaged"),
        (FILES["fit"][:-1] + b"\x00", "The file is damaged"),
        (b"<html><body>Sign in</body></html>", "neither a GPX nor a TCX nor a FIT file"),
        (LAUGHS, "a document type or entities"),
        (OUTSIDE, "a document type or entities"),
        (b"<!DOCTYPE gpx SYSTEM 'http://elsewhere.example/gpx.dtd'><gpx/>", "a document type or entities"),
        (watch.gpx(timed=False), "does not say when"),
        (b'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"/>', "no time and no distance"),
        (b"<TrainingCenterDatabase/>", "no time and no distance"),
        (watch.fit(has_session=False), "no time and no distance"),
        (watch.fit(sport=2), "this was cycling, not a run"),
        (watch.tcx(sport="Biking"), "this was biking, not a run"),
        (watch.tcx(seconds="1e300"), "longer than any run"),
        (watch.tcx(seconds="nan"), "longer than any run"),
        (watch.tcx(seconds="-900"), "longer than any run"),
        (watch.tcx(seconds="x"), "The file is damaged"),
        (watch.gpx(start=watch.START + timedelta(days=30)), "that cannot be"),
        (watch.gpx(start=watch.START.replace(year=1990)), "that cannot be"),
        (MANY, "more than 50,000 points"),
        (b"x" * (run_files.MAX_BYTES + 1), "larger than 8 MB"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(as_ana, content, words):
    answer = upload(as_ana, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Log a run" in answer.content.decode()
    assert Run.objects.count() == 0


def test_without_a_file_one_is_asked_for(as_ana):
    assert "Choose a file." in as_ana.post("/runs/upload/", {}).content.decode()


def test_laughs_take_neither_memory_nor_time(as_ana):
    tracemalloc.start()
    upload(as_ana, LAUGHS.replace(b"&d;</gpx>", b"&d;" * 10_000 + b"</gpx>"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
