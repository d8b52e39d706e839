"""The record as a whole at the desk: the file, archived and brought back, erased."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from athletes.models import Athlete, Erasure
from athletes.records.care.contacts import log_contact
from athletes.records.care_notes import write_care_note
from clinic.audit.history import access_days
from clinic.models import AccessLog
from tests.people import MONDAY, let_cover
from tests.seen import see, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine, settings):
    time_machine.move_to(MONDAY, tick=False)
    settings.RECORD_RETENTION_YEARS = 0


def at_desk(ana: Athlete, word: str = "") -> str:
    return f"/admin/athletes/athlete/{ana.pk}/{word}"


# -- the file --------------------------------------------------------------------------------


def test_the_file_has_what_therapists_noted_and_no_key(as_thea, ana, thea, enrollment):
    Athlete.objects.filter(pk=ana.pk).update(notes="guards the left side")
    write_care_note(athlete=ana, author=thea, text="nights are short", at=MONDAY)
    log_contact(
        athlete=ana, kind="call", result="reached", by=thea, took_place_at=MONDAY, at=MONDAY, note="wants to race"
    )
    answer = as_thea.get(at_desk(ana, "record.zip"))
    assert 'filename="record-ana-silva-2026-11-02.zip"' in answer["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    document = json.loads(archive.read("data.json"))
    assert document["Athlete"][0]["notes"] == "guards the left side"
    assert document["CareNote"][0]["text"] == "nights are short"
    assert document["CareContact"][0]["note"] == "wants to race"
    assert "calendar_key" not in document["Athlete"][0]
    assert "It also has what therapists noted" in archive.read("README.txt").decode()


def test_a_download_is_in_the_access_log_and_the_athlete_reads_of_it(as_thea, ana):
    as_thea.get(at_desk(ana, "record.zip"))
    assert AccessLog.objects.about(ana.pk).filter(action="GET admin:athletes_athlete_record_file").count() == 1
    assert access_days(ana)[0].people[0].subjects == ["downloaded your whole record"]


# -- archived and brought back ---------------------------------------------------------------


def test_what_archiving_does_is_said_first_and_done_second(as_thea, ana, enrollment):
    page = see(as_thea, at_desk(ana, "archive/"))
    assert "16 are removed" in page
    assert f"{enrollment.program} ends today" in page
    assert ana.sessions.count() == 16
    refused = as_thea.post(at_desk(ana, "archive/"), {"reason": ""})
    assert refused.status_code == 422
    assert "Say why care ends." in shown(refused)
    as_thea.post(at_desk(ana, "archive/"), {"reason": "moved_away"})
    assert not ana.sessions.exists()
    assert "Archived Nov 2, 2026: Moved away" in see(as_thea, at_desk(ana))


def test_an_archived_athlete_is_out_of_the_lists_and_found_where_archived_ones_are(as_thea, ana):
    as_thea.post(at_desk(ana, "archive/"), {"reason": "discharged"})
    the_list = "/admin/athletes/athlete/"

    def listed(query: str = "") -> list[str]:
        return [athlete.user.name for athlete in as_thea.get(the_list + query).context["cl"].result_list]

    assert listed() == []
    assert listed("?archived=yes") == listed("?archived=all") == ["Ana Silva"]
    assert "Ana Silva" not in see(as_thea, "/admin/")
    as_thea.post(at_desk(ana, "archive/"), {"do": "back"})
    assert listed() == ["Ana Silva"]
    assert listed("?archived=yes") == []


def test_the_search_says_who_is_archived(as_thea, ana, thea):
    as_thea.post(at_desk(ana, "archive/"), {"reason": "discharged"})
    Athlete.objects.create(
        user=type(thea).objects.create_user("anatol@runner.example", None, name="Anatol Berg"), therapist=thea
    )
    page = see(as_thea, "/admin/search/?q=ana")
    assert "ana@stridewell.example · Thea Lind · archived" in page
    assert "anatol@runner.example · Thea Lind<" in page.replace(" <", "<")


def test_who_is_archived_still_signs_in_and_takes_everything_along(as_thea, as_ana, ana, enrollment):
    as_thea.post(at_desk(ana, "archive/"), {"reason": "discharged"})
    assert as_ana.get("/").status_code == 200
    assert as_ana.get("/settings/download/").status_code == 200


# -- erased ----------------------------------------------------------------------------------


def test_a_clinic_admin_types_the_name_and_the_record_is_gone(as_carla, ana, enrollment):
    page = see(as_carla, at_desk(ana, "erase/"))
    assert "<b>16</b> sessions" in page
    wrong = as_carla.post(at_desk(ana, "erase/"), {"reason": "asked", "name": "Ana Sylva"})
    assert wrong.status_code == 422
    assert "That is not the name of this record. Nothing was erased." in shown(wrong)
    assert Athlete.objects.filter(pk=ana.pk).exists()
    done = as_carla.post(at_desk(ana, "erase/"), {"reason": "asked", "name": " ana  silva"}, follow=True)
    assert "One row says so, without a name." in shown(done)
    assert not Athlete.objects.filter(pk=ana.pk).exists()
    assert f"Record {ana.pk}" in see(as_carla, f"/admin/athletes/erasure/{Erasure.objects.get().pk}/change/")
    assert as_carla.get(at_desk(ana)).status_code == 404


def test_a_hold_is_set_says_why_and_is_lifted(as_carla, ana):
    as_carla.post(at_desk(ana, "erase/"), {"do": "hold", "hold": "Letter of counsel"})
    page = see(as_carla, at_desk(ana, "erase/"))
    assert "A legal hold is on this record: Letter of counsel" in page
    assert "Erase everything" not in page
    refused = as_carla.post(at_desk(ana, "erase/"), {"reason": "asked", "name": "Ana Silva"})
    assert refused.status_code == 422
    assert Athlete.objects.filter(pk=ana.pk).exists()
    as_carla.post(at_desk(ana, "erase/"), {"do": "lift"})
    assert "Erase everything" in see(as_carla, at_desk(ana, "erase/"))


def test_a_therapist_asks_for_it_and_the_athlete_reads_who_did(as_thea, as_ana, ana):
    as_thea.post(at_desk(ana, "erase/"), {"do": "ask"})
    assert "Thea Lind asked the clinic on November 2, 2026 to erase it." in see(as_ana, "/settings/")
    as_thea.post(at_desk(ana, "erase/"), {"do": "withdraw"})
    ana.refresh_from_db()
    assert ana.erasure_asked_at is None


@pytest.mark.parametrize("do", ["hold", "lift"])
def test_a_hold_is_the_clinic_admins(as_thea, ana, do):
    assert as_thea.post(at_desk(ana, "erase/"), {"do": do, "hold": "mine"}).status_code == 403
    ana.refresh_from_db()
    assert ana.legal_hold == ""


def test_who_covers_neither_archives_nor_asks(as_tom, ana, tom):
    let_cover(ana, tom)
    assert as_tom.get(at_desk(ana, "erase/")).status_code == 200
    assert as_tom.post(at_desk(ana, "erase/"), {"do": "ask"}).status_code == 403
    assert as_tom.post(at_desk(ana, "archive/"), {"reason": "other"}).status_code == 403
