"""Files of watches: day, minutes and distance come out; positions, bombs and rubbish do not come in."""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from datetime import timedelta, timezone
from decimal import Decimal

import pytest
from django.core import serializers
from django.core.files.uploadedfile import SimpleUploadedFile

from athletes.models import Run, UsualRunDay
from athletes.records.run_files.packed import MAX_BYTES
from tests.athletes import watch
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
FILES = {"gpx": watch.gpx(), "tcx": watch.tcx(), "fit": watch.fit()}
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">]><gpx>&d;</gpx>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx>&x;</gpx>"""
MANY = watch.gpx().replace(b"<trkseg>", b"<trkseg>" + b'<trkpt lat="1" lon="1"/>' * 100_001)
PICTURE = b"\xff\xd8\xff\xe0 a photo"


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
        "began_at", "received_at", "rev", "edit_id", "is_deleted", "distinct_from",
    }  # fmt: skip


def test_the_same_file_again_is_the_same_run_also_after_an_edit(as_ana, ana):
    upload(as_ana, FILES["fit"])
    run = Run.objects.get()
    as_ana.post(f"/runs/{run.pk}/", {"kind": "long", "day": "1", "minutes": "31", "rev": "1"})
    said = upload(as_ana, FILES["fit"], "renamed.fit").content.decode()
    assert "This file was already read" in said
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
        (b"<html><body>Sign in</body></html>", "neither a GPX nor a TCX nor a FIT file"),
        (LAUGHS, "a document type or entities"),
        (OUTSIDE, "a document type or entities"),
        (b"<!DOCTYPE gpx SYSTEM 'http://elsewhere.example/gpx.dtd'><gpx/>", "a document type or entities"),
        (watch.gpx(timed=False), "does not say when"),
        (b'<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1"/>', "no time and no distance"),
        (b"<TrainingCenterDatabase/>", "no time and no distance"),
        (PICTURE, "This is a photo."),
        (b"\x00\x00\x00\x18ftypheic", "This is a photo."),
        (watch.tcx(seconds="1e300"), "longer than any run"),
        (watch.tcx(seconds="nan"), "longer than any run"),
        (watch.tcx(seconds="-900"), "longer than any run"),
        (watch.tcx(seconds="x"), "The file is damaged"),
        (watch.gpx(start=watch.START + timedelta(days=30)), "which cannot be right"),
        (watch.gpx(start=watch.START.replace(year=1990)), "which cannot be right"),
        (MANY, "more than 100,000 points"),
        (FILES["gpx"] + b" " * MAX_BYTES, "more than 30 MB at once"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(as_ana, content, words):
    answer = upload(as_ana, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Log a run" in answer.content.decode()
    assert Run.objects.count() == 0


# -- as people get files -------------------------------------------------------------------------


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("__MACOSX/._run", b"rubbish")
        for name, content in files.items():
            archive.writestr(f"export/{name}", content)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        gzip.compress(FILES["fit"]),
        zipped(run=FILES["gpx"]),
        zipped(run=gzip.compress(FILES["tcx"])),
        b"\n\n  " + FILES["gpx"],
        b"\xef\xbb\xbf" + FILES["tcx"],
        FILES["tcx"].decode().encode("utf-16"),
        FILES["gpx"].decode().encode("utf-16"),
        FILES["fit"][:-1] + b"\x00",  # a checksum that slips
        FILES["fit"] + b"\x00" * 40,  # bytes after the end
    ],
    ids=["gz", "zip", "gz in zip", "blanks", "mark", "utf-16 tcx", "utf-16 gpx", "checksum", "tail"],
)
def test_a_run_is_read_as_people_get_it(as_ana, content):
    upload(as_ana, content)
    assert Run.objects.get().minutes == 30


def test_a_file_that_ends_before_its_summary_is_read_from_its_points(as_ana):
    upload(as_ana, watch.fit(has_session=False))
    run = Run.objects.get()
    assert run.minutes in (29, 30)
    assert run.distance_km > 4


def test_several_at_once_have_a_word_each(as_ana):
    later = watch.gpx(start=watch.START - timedelta(days=2))
    files = [
        SimpleUploadedFile("week.zip", zipped(one=FILES["gpx"], ride=watch.tcx(sport="Biking"))),
        SimpleUploadedFile("two.gpx", later),
    ]
    page = as_ana.post("/runs/upload/", {"file": files}).content.decode()
    assert Run.objects.count() == 2
    assert "one: " in page
    assert "two.gpx: " in page
    assert "Is this a run?" in page
    assert "The file says biking." in page
    again = as_ana.post(
        "/runs/upload/", {"file": [SimpleUploadedFile("week.zip", zipped(one=FILES["gpx"], two=later))]}, follow=True
    )
    assert again.content.decode().count("already read. Nothing was added") == 2


def test_what_is_packed_costs_no_more_to_read_than_one_file(as_ana):
    """Twenty bombs in one archive of some kilobytes were read one after the other."""
    large = FILES["gpx"] + b" " * (MAX_BYTES // 2)
    page = upload(as_ana, zipped(one=large, two=large, three=FILES["tcx"])).content.decode()
    assert "That is more than 30 MB at once." in page
    assert Run.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped(), "This ZIP file is empty."),
        (zipped(**{f"run{number}": b"x" for number in range(21)}), "holds 21 files"),
        (zipped(run=FILES["gpx"])[:-30], "cannot be unpacked"),
        (gzip.compress(FILES["gpx"])[:-20], "This archive is damaged"),
        (gzip.compress(b" " * (MAX_BYTES + 1)), "more than 30 MB at once"),
        (zipped(bomb=b" " * (MAX_BYTES + 1)), "more than 30 MB at once"),
    ],
    ids=["empty zip", "many files", "cut zip", "cut gz", "gz bomb", "zip bomb"],
)
def test_what_cannot_be_taken_says_why(as_ana, content, words):
    answer = upload(as_ana, content)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert Run.objects.count() == 0


def test_without_a_file_one_is_asked_for(as_ana):
    assert "Choose a file." in as_ana.post("/runs/upload/", {}).content.decode()


# -- what is asked about -------------------------------------------------------------------------


def answer(client, page, *answers: str):
    tokens = re.findall(r'name="question" value="([^"]+)"', page.content.decode())
    names = dict.fromkeys(re.findall(r'name="(answer-[^"]+)"', page.content.decode()))
    values = dict(zip(names, answers, strict=False))
    return client.post("/runs/asked/", {"question": tokens} | values, follow=True)


@pytest.mark.parametrize(
    ("content", "sport"),
    [(watch.fit(sport=2), "cycling"), (watch.tcx(sport="Biking"), "biking"), (watch.gpx(sport="Walking"), "walking")],
)
def test_a_sport_that_is_no_run_is_asked_about_and_stored_only_where_it_was_one(as_ana, content, sport):
    page = upload(as_ana, content)
    assert f"The file says {sport}." in page.content.decode()
    answer(as_ana, page, "leave")
    assert Run.objects.count() == 0
    for _twice in range(2):  # a double click
        answer(as_ana, page, "keep")
    assert Run.objects.get().minutes == 30
    assert "already read" in upload(as_ana, content).content.decode()


def test_several_activities_of_a_file_are_asked_about_each(as_ana):
    page = upload(as_ana, watch.gpx(watch.START - timedelta(days=1), watch.START))
    assert page.content.decode().count("<h2>One of 2 activities in this file") == 2
    assert Run.objects.count() == 0
    answer(as_ana, page, "keep", "leave")
    assert Run.objects.get().ran_on == MONDAY.date() - timedelta(days=2)


def test_a_pause_of_the_watch_is_one_run(as_ana):
    upload(as_ana, watch.gpx(watch.START, watch.START + timedelta(minutes=33)))
    run = Run.objects.get()
    assert (run.minutes, round(run.distance_km)) == (60, 10)


@pytest.mark.parametrize("content", [watch.fit(legs=(2, 3, 1)), watch.tcx(before="Biking")], ids=["fit", "tcx"])
def test_of_a_multisport_race_the_running_leg_is_asked_about_and_the_rest_is_named(as_ana, content):
    page = upload(as_ana, content)
    said = page.content.decode()
    assert "The file holds: " in said
    assert re.search("left out: (cycling|biking)", said)
    answer(as_ana, page, "keep")
    run = Run.objects.get()
    assert (run.minutes, round(run.distance_km)) == (30, 5)


def test_a_jump_of_the_position_is_asked_about_and_cut(as_ana):
    page = upload(as_ana, watch.gpx(jump=0.1))
    assert "faster than anyone runs" in page.content.decode()
    assert Run.objects.count() == 0
    answer(as_ana, page, "cut")
    run = Run.objects.get()
    assert run.minutes == 28  # without the two minutes there and back
    assert 4.6 < run.distance_km < 4.9


def test_a_short_sprint_is_a_run(as_ana):
    """Ten seconds at 30 km/h end many a run."""
    points = watch.gpx().replace(b"</trkseg>", SPRINT + b"</trkseg>")
    upload(as_ana, points)
    assert Run.objects.get().minutes == 30


SPRINT = (
    f'<trkpt lat="{42.36 + 30 * watch.STEP + 80 / 111_195:.7f}" lon="-71.06">'
    f"<time>{watch.START + timedelta(minutes=30, seconds=10):%Y-%m-%dT%H:%M:%SZ}</time></trkpt>"
).encode()


def test_a_question_is_answered_by_whom_it_was_asked_and_within_a_day(as_ana, client, ben, time_machine):
    page = upload(as_ana, watch.fit(sport=2))
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    assert "too old to be answered" in answer(client, page, "keep").content.decode()
    assert "Choose one of the answers." in answer(as_ana, page, "cut").content.decode()  # not what was asked
    time_machine.move_to(MONDAY + timedelta(days=2), tick=False)
    as_ana.force_login(Run._meta.get_field("athlete").related_model.objects.get(user__name="Ana Silva").user)
    assert "too old to be answered" in answer(as_ana, page, "keep").content.decode()
    assert Run.objects.count() == 0


TWO = watch.gpx(watch.START - timedelta(days=1), watch.START)


def test_nothing_is_chosen_beforehand_and_an_open_answer_is_asked_again(as_ana):
    page = upload(as_ana, TWO)
    assert "checked" not in page.content.decode().split("<form")[1]
    again = answer(as_ana, page, "keep")
    assert again.status_code == 422
    assert again.content.decode().count("Choose one of the answers.") == 1
    assert len(re.findall(r'value="keep"\s+checked', again.content.decode())) == 1
    assert Run.objects.count() == 0
    answer(as_ana, again, "keep", "keep")
    assert Run.objects.count() == 2


def test_after_back_the_last_answer_holds(as_ana):
    page = upload(as_ana, TWO)
    for answers, kept in (
        (("keep", "keep"), 2),
        (("keep", "leave"), 1),
        (("leave", "leave"), 0),
        (("leave", "keep"), 1),
    ):
        for _click in range(2):
            answer(as_ana, page, *answers)
        assert Run.objects.kept().count() == kept
    assert Run.objects.count() == 2


def test_another_answer_changes_the_figures_but_never_what_was_corrected_since(as_ana):
    page = upload(as_ana, watch.gpx(jump=0.1))
    answer(as_ana, page, "cut")
    answer(as_ana, page, "time")
    run = Run.objects.get()
    assert (run.minutes, run.distance_km) == (30, None)
    as_ana.post(f"/runs/{run.pk}/", {"kind": "long", "day": "1", "minutes": "33", "rev": "2"})
    answer(as_ana, page, "cut")
    assert Run.objects.get().minutes == 33


@pytest.mark.parametrize("content", [watch.tcx(seconds="300"), watch.tcx(seconds="300", sport="Biking")])
def test_what_is_too_fast_as_a_whole_is_asked_about_and_only_its_time_can_be_kept(as_ana, content):
    page = upload(as_ana, content)
    assert "30 km an hour is faster than anyone runs" in page.content.decode()
    assert answer(as_ana, page, "keep").status_code == 422
    assert Run.objects.count() == 0
    answer(as_ana, page, "time")
    run = Run.objects.get()
    assert (run.minutes, run.distance_km) == (10, None)


def test_a_jump_in_one_of_several_sessions_is_asked_about(as_ana):
    page = upload(as_ana, watch.fit_of_runs(jump_at=900))
    assert "18011 km an hour is faster than anyone runs" in page.content.decode()
    answer(as_ana, page, "cut", "keep")
    assert {round(run.distance_km, 1) for run in Run.objects.all()} == {Decimal("5.4")}


def test_more_files_than_are_read_at_once_are_named_not_dropped(as_ana):
    files = [SimpleUploadedFile(f"{number}.gpx", FILES["gpx"]) for number in range(21)]
    page = as_ana.post("/runs/upload/", {"file": files}, follow=True).content.decode()
    assert page.count("already read. Nothing was added") == 19
    assert "20.gpx: Not read: send at most 20 files at once." in page


def test_a_file_of_a_whole_year_is_refused_with_what_to_do(as_ana):
    starts = [watch.START - timedelta(days=day) for day in range(51)]
    assert "This file holds 51 activities." in upload(as_ana, watch.gpx(*starts)).content.decode()


# -- the day of the place ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "day"),
    [
        (watch.fit(hours=-5), "2026-11-01"),
        (watch.fit(hours=13), "2026-11-02"),  # early on Monday in Auckland
        (watch.gpx(start=watch.START.astimezone(timezone(timedelta(hours=13)))), "2026-11-02"),
        (watch.gpx(start=watch.START.replace(hour=2)), "2026-10-31"),  # says nothing: the athlete's, Boston
        (watch.fit(hours=99), "2026-11-01"),  # no place is there
    ],
    ids=["home", "auckland fit", "auckland gpx", "silent", "nonsense"],
)
def test_the_day_is_that_of_the_place(as_ana, content, day):
    upload(as_ana, content)
    assert Run.objects.get().ran_on.isoformat() == day


def test_a_run_where_it_is_tomorrow_already_stands_and_is_edited_there(as_ana, time_machine):
    """Ten in the evening of Sunday in Boston is one in the afternoon of Monday in Brisbane."""
    time_machine.move_to(watch.START + timedelta(hours=13), tick=False)
    start = (watch.START + timedelta(hours=11)).astimezone(timezone(timedelta(hours=10)))
    upload(as_ana, watch.gpx(start=start))
    run = Run.objects.get()
    assert run.ran_on.isoformat() == "2026-11-02"
    edit = {"kind": "easy", "day": "other", "on": "2026-11-02", "minutes": "30", "effort": "4", "rev": "1"}
    assert as_ana.post(f"/runs/{run.pk}/", edit).status_code == 302
    run.refresh_from_db()
    assert (run.effort, run.ran_on.isoformat()) == (4, "2026-11-02")


def test_a_day_that_has_come_nowhere_is_refused(as_ana, time_machine):
    time_machine.move_to(watch.START + timedelta(hours=13), tick=False)
    start = (watch.START + timedelta(hours=25)).astimezone(timezone(timedelta(hours=10)))
    assert (
        "This file says 2026-11-03, which cannot be right." in upload(as_ana, watch.gpx(start=start)).content.decode()
    )
