"""What athletes may know about their data: all of it, who looked, and how to ask for its end."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from athletes.models import Athlete, Session
from athletes.phone.export import ABOUT, RECORD, everything_about, owned_models
from athletes.records.pain import report_id, report_pain
from athletes.records.sets import done_sets
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def trained(ana, first_session, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    do(first_session, ana, MONDAY)
    report_pain(
        athlete=ana, report_id=report_id(first_session, "", "during"), session=first_session, score=2, region="knee",
        side="left", at=MONDAY,
    )  # fmt: skip
    Session.objects.filter(pk=first_session.pk).update(note="=HYPERLINK(1)")
    return first_session


def archive_of(client) -> zipfile.ZipFile:
    answer = client.get("/settings/download/")
    assert answer["Content-Type"] == "application/zip"
    assert "no-store" in answer["Cache-Control"]
    return zipfile.ZipFile(io.BytesIO(answer.content))


def test_everything_is_in_the_archive_as_json_and_as_tables(as_ana, ana, trained):
    archive = archive_of(as_ana)
    document = json.loads(archive.read("data.json"))
    assert document["Account"][0]["email"] == "ana@stridewell.example"
    assert len(document["Session"]) == ana.sessions.count()
    assert len(document["SetLog"]) == trained.sets.count() > 0
    assert document["PainReport"][0]["score"] == 2
    assert document["Enrollment"][0]["program"] == "Runner base: 8 weeks, 2 days a week (beginner)"
    rows = list(csv.DictReader(io.StringIO(archive.read("setlog.csv").decode("utf-8-sig"))))
    assert len(rows) == trained.sets.count()
    assert {row["exercise"] for row in rows} >= {"Dead bug"}


def test_a_page_says_what_each_file_and_column_is(as_ana, ana, trained):
    archive = archive_of(as_ana)
    page = archive.read("README.txt").decode()
    for name in archive.namelist():
        assert f"{name} - " in page or name in ("README.txt", "data.json")
    assert "setlog.csv - each set as it was done" in page
    assert "  score: pain, 0 to 10" in page
    assert set(ABOUT) == set(everything_about(ana, RECORD))


def test_no_table_has_a_column_that_opens_something(ana, trained):
    for table, rows in everything_about(ana).items():
        columns = {column for row in rows for column in row}
        assert not columns & {"password", "calendar_key", "key", "token", "secret"}, table


def test_no_cell_is_a_formula(as_ana, trained):
    table = archive_of(as_ana).read("session.csv").decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table
    assert ",=HYPERLINK" not in table


def test_every_table_that_names_an_athlete_is_in_it(ana, trained):
    names = {model.__name__ for model in owned_models()}
    assert "User" not in names
    assert names >= {"Session", "SetLog", "SetEdit", "PainReport", "Swap", "Clearance", "Enrollment", "UsualRunDay"}
    assert set(everything_about(ana)) == names | {"Account", "Athlete", "Mail", "PushDevice"}


def test_what_the_clinic_keeps_to_itself_and_what_is_anothers_is_not_in_it(as_ana, ana, ben, trained):
    Athlete.objects.filter(pk=ana.pk).update(notes="canary-of-the-therapist")
    ben.user.name = "Canary Ben"
    ben.user.save()
    content = "".join(archive_of(as_ana).read(name).decode() for name in archive_of(as_ana).namelist())
    for secret in ("canary-of-the-therapist", "Canary Ben", str(ana.calendar_key)):
        assert secret not in content


def test_erasure_is_asked_for_seen_by_the_clinic_and_taken_back(as_ana, as_thea, ana):
    as_ana.post("/settings/", {"erasure": "ask"})
    ana.refresh_from_db()
    assert ana.erasure_asked_at is not None
    assert "You asked the clinic on" in as_ana.get("/settings/").content.decode()
    listed = as_thea.get("/admin/athletes/athlete/?erasure=asked").content.decode()
    assert "Ana Silva" in listed
    assert as_thea.get("/admin/athletes/athlete/?follows=no").status_code == 200
    as_ana.post("/settings/", {"erasure": "keep"})
    ana.refresh_from_db()
    assert ana.erasure_asked_at is None


def test_today_continues_with_the_set_that_comes_next(as_ana, ana, first_session, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    do(first_session, ana, MONDAY, finish=False)
    first_session.refresh_from_db()
    first_session.sets.filter(number=2).update(is_deleted=True)
    page = as_ana.get("/").content.decode()
    assert f"Continue with set {done_sets(first_session, first_session.sets.kept()) + 1}" in page
    assert "Add to Home Screen" in page


def test_the_archive_costs_as_much_for_a_year_as_for_a_day(as_ana, ana, enrollment, trained):
    with CaptureQueriesContext(connection) as few:
        as_ana.get("/settings/download/")
    for each in enrollment.sessions.not_begun()[:4]:
        do(each, ana, MONDAY)
    with CaptureQueriesContext(connection) as many:
        as_ana.get("/settings/download/")
    assert len(many) <= len(few) + 20  # a program's name, a prescriber: once each
