"""The library out to a spreadsheet and back, and what is uploaded with it."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
import tablib
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from programs.library.exercise_rows import COLUMNS
from programs.library.exercises import export_library
from programs.library.spreadsheets import UnreadableError, read_table, write_table
from programs.models import Equipment, Exercise

pytestmark = pytest.mark.django_db

IMPORT = "/admin/programs/exercise/import/"


def rows(**changes) -> list[dict[str, str]]:
    """The exported library with the split squat changed."""
    return [row | changes if row["slug"] == "split-squat" else row for row in export_library()]


def upload(client, content: bytes, name="exercises.csv"):
    return client.post(IMPORT, {"file": SimpleUploadedFile(name, content)})


def confirm(client, page):
    return client.post(IMPORT, {"confirm": page.context["key"]}, follow=True)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_imported_again_changes_nothing(as_carla, kind):
    exported = as_carla.get(f"/admin/programs/exercise/export/{kind}/").content
    page = upload(as_carla, exported, f"exercises.{kind}")
    assert page.context["differences"] == []
    assert "Nothing: the library already has all of it" in page.content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_change_is_shown_first_and_stored_when_it_is_confirmed(as_carla, kind):
    page = upload(as_carla, write_table(rows(short_cue="Sink and stand", level="3"), COLUMNS, kind), f"x.{kind}")
    html = page.content.decode()
    assert "<ins>Sink and stand</ins>" in html
    before = Exercise.objects.get(slug="split-squat")
    assert before.short_cue != "Sink and stand"
    assert f"<del>{before.short_cue}</del>" in html
    assert "0 new, 1 changed, 193 as they were" in confirm(as_carla, page).content.decode()
    assert Exercise.objects.get(slug="split-squat").level == 3


def test_a_new_row_arrives_published(as_carla):
    new = next(row for row in export_library() if row["slug"] == "split-squat") | {"slug": "new-one", "name": "New one"}
    page = upload(as_carla, write_table([*rows(), new], COLUMNS, "csv"))
    assert [difference.is_new for difference in page.context["differences"]] == [True]
    confirm(as_carla, page)
    assert Exercise.objects.get(slug="new-one").status == "published"


def test_what_is_refused_names_row_and_column_and_nothing_is_stored(as_carla):
    before = export_library()
    page = upload(as_carla, write_table(rows(level="9", pattern="moonwalk", short_cue="Changed"), COLUMNS, "csv"))
    assert page.status_code == 422
    number = 2 + next(place for place, row in enumerate(before) if row["slug"] == "split-squat")
    found = {(error.row, error.column) for error in page.context["errors"]}
    assert found == {(number, "level"), (number, "pattern")}
    assert export_library() == before


def test_a_preview_is_confirmed_once_and_only_by_whom_it_was_shown_to(as_carla, thea, carla):
    page = upload(as_carla, write_table(rows(short_cue="Sink and stand"), COLUMNS, "csv"))
    other = type(carla).objects.create_user("otto@stridewell.example", name="Otto", role=carla.role)
    as_otto = Client()
    as_otto.force_login(other, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert "has expired" in confirm(as_otto, page).content.decode()
    confirm(as_carla, page)
    assert "has expired" in confirm(as_carla, page).content.decode()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_of_an_export_is_a_formula_and_it_still_comes_back(kind):
    Exercise.objects.filter(slug="split-squat").update(
        setup_cue="=HYPERLINK(1)", common_fault="-2 is low", name="@home"
    )
    content = write_table(export_library(), COLUMNS, kind)
    data = tablib.Dataset().load(BytesIO(content) if kind == "xlsx" else content.decode(), format=kind)
    assert not [cell for row in data for cell in row if str(cell or "").startswith(("=", "+", "-", "@"))]
    assert "=HYPERLINK(1)" in read_table(f"x.{kind}", content)


def bomb() -> bytes:
    """A small file that unpacks to 80 MB."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.csv", b"a" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
        ("x.csv", b"slug\n" + b"a\n" * 10_001, "more than 10,000 rows"),
        ("x.csv", b"\xff\xfe\x00", "cannot be read"),
        ("x.xlsx", b"no zip", "cannot be read"),
        ("x.xlsx", bomb(), "too large once it is unpacked"),
    ],
    ids=["too large", "too many rows", "no text", "no archive", "a bomb"],  # the bytes hold the second they were made
)
def test_what_is_no_table_is_refused_in_words(as_carla, name, content, why):
    with pytest.raises(UnreadableError, match=why):
        read_table(name, content)
    page = upload(as_carla, content, name)
    assert page.status_code == 422
    assert why in page.content.decode()


def test_therapists_export_and_do_not_import(as_thea):
    assert as_thea.get("/admin/programs/exercise/export/csv/").status_code == 200
    assert as_thea.get("/admin/programs/exercise/export/exe/").status_code == 404
    assert upload(as_thea, b"").status_code == 403


def test_blank_rows_hyphens_and_apostrophes_come_back(as_carla):
    Equipment.objects.create(slug="long-band", name="Long band")
    squat = Exercise.objects.get(slug="split-squat")
    squat.equipment.add(Equipment.objects.get(slug="long-band"))
    Exercise.objects.filter(pk=squat.pk).update(setup_cue="'=1 is a text", common_fault="'plain")
    exported = as_carla.get("/admin/programs/exercise/export/csv/").content + b"," * (len(COLUMNS) - 1) + b"\r\n"
    assert upload(as_carla, exported).context["differences"] == []


@pytest.mark.parametrize("level", ["9" * 5000, "٣"])
def test_an_odd_number_is_refused_and_not_a_fault(as_carla, level):
    assert upload(as_carla, write_table(rows(level=level), COLUMNS, "csv")).status_code == 422


def test_qualities_are_checked_where_they_are_typed(as_carla):
    squat = Exercise.objects.get(slug="split-squat")
    page = as_carla.post(
        f"/admin/programs/exercise/{squat.pk}/change/", form_of(as_carla, squat) | {"qualities": "force; x"}
    )
    assert "parted by" in page.content.decode()
    Exercise.objects.filter(pk=squat.pk).update(qualities="force; x")
    assert as_carla.get("/admin/programs/exercise/").status_code == 200


# -- pictures and videos -----------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(size=(40, 30), kind="PNG", **options) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **options)
    return out.getvalue()


def form_of(client, exercise) -> dict[str, object]:
    """The exercise's form as the page sends it back."""
    page = client.get(f"/admin/programs/exercise/{exercise.pk}/change/")
    values = {}
    for form in (
        page.context["adminform"].form,
        *(f for s in page.context["inline_admin_formsets"] for f in s.formset),
    ):
        for bound in form:
            value = bound.value()
            if value not in (None, "", False) and not hasattr(value, "storage"):
                values[bound.html_name] = value
    for formset in page.context["inline_admin_formsets"]:
        prefix, management = formset.formset.prefix, formset.formset.management_form
        values |= {f"{prefix}-{name}": management[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS")}
    return values


def change(client, exercise, **uploads):
    return client.post(f"/admin/programs/exercise/{exercise.pk}/change/", form_of(client, exercise) | uploads)


@pytest.fixture
def squat() -> Exercise:
    return Exercise.objects.get(slug="split-squat")


def test_a_picture_is_drawn_anew_without_what_was_hidden_in_it(as_carla, as_ana, squat):
    exif = Image.Exif()
    exif[0x010E] = "canary in the picture"
    content = picture((3000, 1000), "JPEG", exif=exif)
    assert b"canary" in content
    answer = change(as_carla, squat, image=SimpleUploadedFile("../../etc/x.jpg", content), media_text="Both feet flat")
    assert answer.status_code == 302
    squat.refresh_from_db()
    assert squat.image.name.startswith("exercises/")
    assert squat.image.name.endswith(".jpg")
    served = as_ana.get("/exercises/split-squat/picture/")
    body = b"".join(served.streaming_content)
    assert served["Content-Type"] == "image/jpeg"
    assert b"canary" not in body
    assert max(Image.open(BytesIO(body)).size) == 1600
    assert "Both feet flat" in as_ana.get("/exercises/split-squat/").content.decode()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "not a JPEG, PNG or WebP"),
        ("x.png", b"<html>", "not a JPEG, PNG or WebP"),
        ("x.png", picture((5001, 5000), compress_level=1), "more than 25 megapixels"),
        ("x.gif", picture(kind="GIF"), "not a JPEG, PNG or WebP"),
    ],
)
def test_what_is_no_picture_is_refused_before_it_is_decoded(as_carla, squat, name, content, why):
    page = change(as_carla, squat, image=SimpleUploadedFile(name, content), media_text="Something")
    assert page.status_code == 200
    assert why in page.content.decode()
    squat.refresh_from_db()
    assert not squat.image


def test_a_picture_needs_words_for_those_who_cannot_see_it(as_carla, squat):
    page = change(as_carla, squat, image=SimpleUploadedFile("x.png", picture()))
    assert "Say what the picture or video shows" in page.content.decode()


def test_a_video_is_served_piece_by_piece_to_who_is_signed_in(as_carla, as_ana, squat):
    film = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 8
    refused = change(as_carla, squat, video=SimpleUploadedFile("x.mp4", b"MZ" + film), media_text="x")
    assert "not an MP4 video" in refused.content.decode()
    assert change(as_carla, squat, video=SimpleUploadedFile("x.mp4", film), media_text="x").status_code == 302
    path = "/exercises/split-squat/video/"
    piece = as_ana.get(path, headers={"Range": "bytes=4-11"})
    assert (piece.status_code, piece.content) == (206, b"ftypmp42")
    assert piece["Content-Range"] == f"bytes 4-11/{len(film)}"
    assert as_ana.get(path, headers={"Range": "bytes=99999-"}).status_code == 416
    assert Client().get(path).status_code == 302


# -- where it stands ---------------------------------------------------------------------------


def act(client, action, exercise):
    data = {"action": action, "_selected_action": [exercise.pk]}
    return client.post("/admin/programs/exercise/", data, follow=True)


def test_an_archived_exercise_is_not_offered_and_stays_where_it_is_used(as_carla, as_thea, enrollment, squat):
    act(as_carla, "archive", squat)
    names = as_thea.get("/admin/programs/program/exercise-names/?q=split squat").json()["names"]
    assert squat.name not in names
    grid = as_thea.get(f"/admin/programs/program/{enrollment.program_id}/grid/").content.decode()
    assert f'value="{squat.name}"' in grid
    act(as_carla, "restore", squat)
    assert squat.name in as_thea.get("/admin/programs/program/exercise-names/?q=split squat").json()["names"]


def test_a_draft_is_not_prescribed(as_carla, as_thea, enrollment):
    draft = Exercise.objects.exclude(prescriptions__isnull=False).first()
    Exercise.objects.filter(pk=draft.pk).update(status="draft")
    path = f"/admin/programs/program/{enrollment.program_id}/grid/"
    page = as_thea.post(path, {"rows-A": "n1", "exercise-n1": draft.name, "do": "add:A"})
    assert "There is no exercise" in page.content.decode()


def test_publishing_names_the_reviewer_and_the_day(as_carla, carla, squat):
    act(as_carla, "review", squat)
    squat.refresh_from_db()
    assert (squat.status, squat.reviewed_by) == ("published", carla)
    assert squat.reviewed_on is not None
    assert "review" not in squat.lacks


def test_the_page_tells_where_an_exercise_is_used_without_naming_athletes(as_carla, enrollment, squat):
    page = as_carla.get(f"/admin/programs/exercise/{squat.pk}/change/").content.decode()
    assert "Runner base: 8 weeks" in page
    assert "1 program of an athlete" in page
    assert "Ana" not in page
    assert as_carla.post(f"/admin/programs/exercise/{squat.pk}/delete/", {"post": "yes"}).status_code == 403
