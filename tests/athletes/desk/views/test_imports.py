"""The import of athletes, walked by a therapist and a clinic admin: nobody is written to before the second click."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from athletes.models import Athlete, AthleteImport, Mail
from clinic.models import AccessLog
from tests.tables import csv_file, xlsx_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker")]

START = "/admin/athletes/athlete/import/"
LINES = [["Name", "E-Mail", "Cell"], ["Nora Neu", "nora@runner.example", "1"], ["Omar Ost", "omar@runner.example", ""]]


def press(client, page, do: str, **fields: str):
    chosen = {}
    if "columns" in page.context:
        chosen = {choice.field: choice.chosen for choice in page.context["columns"].choices}
    return client.post(page.request["PATH_INFO"], chosen | fields | {"do": do}, follow=True)


def upload(client, content: bytes):
    return client.post(START, {"file": SimpleUploadedFile("list.csv", content)}, follow=True)


def test_the_list_of_athletes_leads_to_the_import(as_thea):
    assert f'href="{START}"' in as_thea.get("/admin/athletes/athlete/").content.decode()


@pytest.mark.parametrize(
    "content", [csv_file(LINES, delimiter=";", encoding="cp1252"), xlsx_file(LINES)], ids=["csv", "xlsx"]
)
def test_a_therapist_imports_and_invites_with_a_click_of_its_own(as_thea, thea, content):
    page = press(as_thea, upload(as_thea, content), "check")
    assert "No one is e-mailed: invitations wait" in page.content.decode()
    page = press(as_thea, page, "run")
    assert Athlete.objects.filter(therapist=thea, user__email__endswith="@runner.example").count() == 2
    assert not Mail.objects.exists()
    assert "Send 2 invitations" in page.content.decode()
    page = press(as_thea, page, "invite")
    assert "2 invitations are on their way." in page.content.decode()
    assert "Everyone who was added has been invited." in page.content.decode()
    assert Mail.objects.filter(kind="invite").count() == 2
    press(as_thea, page, "invite")
    assert Mail.objects.count() == 2


def test_nobody_is_invited_before_the_import_is_done(as_thea):
    page = press(as_thea, upload(as_thea, csv_file(LINES)), "check")
    press(as_thea, page, "invite")
    assert not Mail.objects.exists()


def test_a_therapist_cannot_post_another_s_caseload(as_thea, thea, tom):
    page = press(as_thea, upload(as_thea, csv_file(LINES)), "check", **{"column-therapist": f"is-{tom.email}"})
    press(as_thea, page, "run")
    assert set(Athlete.objects.values_list("therapist", flat=True)) == {thea.pk}


def test_a_clinic_admin_chooses_the_therapist_of_all_rows(as_carla, thea, tom):
    page = upload(as_carla, csv_file(LINES))
    assert "“Therapist”" in press(as_carla, page, "check").content.decode()
    page = press(as_carla, page, "check", **{"column-therapist": f"is-{tom.email}"})
    press(as_carla, page, "run")
    assert Athlete.objects.filter(therapist=tom).count() == 2


def test_a_check_that_shows_known_athletes_is_logged(as_thea, ana):
    page = press(as_thea, upload(as_thea, csv_file([["name", "email"], ["Ana New", ana.user.email]])), "check")
    assert "<del>Ana Silva</del>" in page.content.decode()
    assert [ana.pk] in AccessLog.objects.values_list("athletes", flat=True)


def test_an_upload_is_gone_when_it_is_imported(as_thea):
    press(as_thea, press(as_thea, upload(as_thea, csv_file(LINES)), "check"), "run")
    job = AthleteImport.objects.get()
    assert (job.rows, job.refusals, job.report["differences"]) == ([], [], [])
    stored = str(AthleteImport.objects.values().get())
    assert "Nora" not in stored
    assert "runner.example" not in stored


def test_another_s_upload_is_not_there(as_thea, as_carla):
    page = upload(as_thea, csv_file(LINES))
    assert as_carla.get(page.request["PATH_INFO"]).status_code == 404
    assert as_carla.get(page.request["PATH_INFO"] + "refused/").status_code == 404
