"""The library out to a spreadsheet and back: what is exported and imported again changes nothing."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programs.library.exercise_plans import export_library
from programs.library.exercise_rows import COLUMNS
from programs.models import Equipment, Exercise, ExerciseImport

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker")]

IMPORT = "/admin/programs/exercise/import/"


def check(client, content: bytes, name: str) -> ExerciseImport:
    """Upload a file and have it checked by the columns that are suggested."""
    page = client.post(IMPORT, {"file": SimpleUploadedFile(name, content)}, follow=True)
    chosen = {choice.field: choice.chosen for choice in page.context["columns"].choices}
    return client.post(page.request["PATH_INFO"], chosen | {"do": "check"}, follow=True).context["job"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(as_carla, kind):
    Equipment.objects.create(slug="long-band", name="Long band")
    squat = Exercise.objects.get(slug="split-squat")
    squat.equipment.add(Equipment.objects.get(slug="long-band"))
    Exercise.objects.filter(pk=squat.pk).update(setup_cue="'=1 is a text", common_fault="-2 is low", short_cue="@home")
    before = export_library()
    exported = as_carla.get(f"/admin/programs/exercise/export/{kind}/")
    job = check(as_carla, exported.content, f"exercises.{kind}")
    assert exported["Content-Disposition"] == f'attachment; filename="exercises.{kind}"'
    assert (job.report["unchanged"], job.report["differences"], job.refusals) == (194, [], [])
    assert export_library() == before


def test_every_column_of_an_export_is_known_by_its_name(as_carla):
    exported = as_carla.get("/admin/programs/exercise/export/csv/").content
    page = as_carla.post(IMPORT, {"file": SimpleUploadedFile("x.csv", exported)}, follow=True)
    assert page.context["columns"].unused == []
    assert len(page.context["job"].mapping) == len(COLUMNS)


def test_therapists_export_and_do_not_import(as_thea):
    assert as_thea.get("/admin/programs/exercise/export/csv/").status_code == 200
    assert as_thea.get("/admin/programs/exercise/export/exe/").status_code == 404
    assert as_thea.post(IMPORT, {"file": SimpleUploadedFile("x.csv", b"")}).status_code == 403
