"""The library in the admin: how it is found, and what keeps an exercise."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from programs.models import Exercise
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_the_library_is_found_by_pattern_level_equipment_and_quality(as_thea):
    page = as_thea.get("/admin/programs/exercise/?pattern=hip_hinge&level=3&quality=force&equipment=dumbbell")
    names = [exercise.name for exercise in page.context["cl"].result_list]
    assert "Dumbbell Romanian deadlift" in names
    assert {exercise.pattern for exercise in page.context["cl"].result_list} == {"hip_hinge"}


def test_an_exercise_in_use_cannot_be_deleted(carla, enrollment):
    used = enrollment.program.workouts.first().prescriptions.first().exercise
    as_carla = Client()
    as_carla.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert as_carla.post(f"/admin/programs/exercise/{used.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("action", ["review", "restore"])
def test_an_exercise_without_cues_is_not_published_with_others(as_carla, action):
    """An import brings in what a clinic has: names and patterns, now and then."""
    bare = Exercise.objects.create(
        slug="bare",
        name="Bare",
        pattern="trunk",
        laterality="bilateral",
        load_type="none",
        level=1,
        default_amount=8,
        status="archived",
    )
    squat = Exercise.objects.get(slug="split-squat")
    Exercise.objects.filter(pk=squat.pk).update(status="archived")
    chosen = {"action": action, "_selected_action": [bare.pk, squat.pk]}
    page = as_carla.post("/admin/programs/exercise/?state=archived", chosen, follow=True)
    assert "Bare: Write its cues first" in page.content.decode()
    assert "1 exercise changed." in page.content.decode()
    assert list(Exercise.objects.filter(pk__in=[bare.pk, squat.pk]).order_by("name").values_list("status")) == [
        ("archived",),
        ("published",),
    ]


def test_qualities_are_checked_where_they_are_typed(as_carla):
    squat = Exercise.objects.get(slug="split-squat")
    page = as_carla.post(
        f"/admin/programs/exercise/{squat.pk}/change/", form_of(as_carla, squat) | {"qualities": "force; x"}
    )
    assert "separated by" in page.content.decode()
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
    state = "archived" if action == "restore" else ""
    return client.post(f"/admin/programs/exercise/?state={state}", data, follow=True)


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


def test_the_page_tells_where_an_exercise_is_used_without_naming_athletes(as_carla, enrollment, squat):
    page = as_carla.get(f"/admin/programs/exercise/{squat.pk}/change/").content.decode()
    assert "Runner base: 8 weeks" in page
    assert "1 program of an athlete" in page
    assert "Ana" not in page
    assert as_carla.post(f"/admin/programs/exercise/{squat.pk}/delete/", {"post": "yes"}).status_code == 403
