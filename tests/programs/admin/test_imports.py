"""The pages of an import, walked as a clinic admin walks them: file, columns, check, import."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from kombu.exceptions import OperationalError

from programs.imports import jobs
from programs.imports.reading import read_table
from programs.models import Exercise, ExerciseImport
from programs.tasks import work_on_exercises
from tests.tables import csv_file, xlsx_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("worker")]

START = "/admin/programs/exercise/import/"
LINES = [
    ["Our exercises"],
    ["Exercise", "Category", "Difficulty", "Owner"],
    ["Wall squat", "squat", "2", "Thea"],
    ["Ball squat", "squat", "1", "Thea"],
]


def upload(client, content: bytes, name: str = "ours.csv"):
    return client.post(START, {"file": SimpleUploadedFile(name, content)}, follow=True)


def address(page) -> str:
    return page.request["PATH_INFO"]


def press(client, page, do: str, **fields: str):
    """Press a button of the page, with what stands in its fields."""
    chosen = {}
    if "columns" in page.context:
        chosen = {choice.field: choice.chosen for choice in page.context["columns"].choices}
    return client.post(address(page), chosen | fields | {"do": do}, follow=True)


def imported(client, content: bytes, name: str = "ours.csv"):
    """All the way."""
    return press(client, press(client, upload(client, content, name), "check"), "run")


@pytest.mark.parametrize(
    "content",
    [
        csv_file(LINES, delimiter=";", encoding="cp1252"),
        csv_file(LINES, delimiter="\t", encoding="utf-16"),
        csv_file(LINES, delimiter="|", encoding="utf-8-sig"),
        csv_file(LINES),
        xlsx_file(LINES),
    ],
    ids=["Windows", "UTF-16", "UTF-8 with a mark", "UTF-8", "Excel"],
)
def test_a_file_of_any_kind_goes_all_the_way(as_carla, content):
    page = imported(as_carla, content)
    assert page.context["job"].state == "done"
    assert "ours.csv is imported" in page.content.decode()
    assert list(
        Exercise.objects.filter(slug__in=["wall-squat", "ball-squat"]).values_list("slug", "level").order_by("level")
    ) == [
        ("ball-squat", 1),
        ("wall-squat", 2),
    ]


def test_the_page_of_columns_shows_what_is_taken_from_where_and_what_is_left_out(as_carla):
    page = upload(as_carla, csv_file(LINES))
    html = page.content.decode()
    assert [(choice.column.name, choice.chosen) for choice in page.context["columns"].required] == [
        ("name", "at-0"),
        ("pattern", "at-1"),
    ]
    assert page.context["columns"].required[0].examples == ["Wall squat", "Ball squat"]
    assert "Not imported: Owner." in html
    assert "Without it: what most exercises of the pattern have" in html


def test_what_would_change_and_what_is_presumed_is_shown_before_anything_is_stored(as_carla):
    page = press(as_carla, upload(as_carla, csv_file(LINES)), "check")
    html = page.content.decode()
    assert "Import 2 rows" in html
    assert "<ins>Wall squat</ins>" in html
    assert "<b>Tempo:</b>" in html
    assert "2 new exercises have no complete cues" in html
    assert not Exercise.objects.filter(slug="wall-squat").exists()


def test_a_changed_value_is_shown_with_its_former_one(as_carla):
    squat = Exercise.objects.get(slug="split-squat")
    page = press(
        as_carla, upload(as_carla, csv_file([["name", "pattern", "cue"], [squat.name, "lunge", "Sink"]])), "check"
    )
    html = page.content.decode()
    assert f"<del>{squat.short_cue}</del>" in html
    assert "<ins>Sink</ins>" in html


def test_a_column_is_chosen_by_hand_or_the_same_in_every_row(as_carla):
    page = upload(as_carla, csv_file([["Was", "Stufe"], ["Wall squat", "2"]]))
    refused = press(as_carla, page, "check", **{"column-name": "at-0"})
    assert refused.status_code == 422
    assert "“Pattern”" in refused.content.decode()
    assert refused.context["columns"].required[0].chosen == "at-0"  # nothing that was chosen is lost
    page = press(as_carla, refused, "check", **{"column-pattern": "is-mobility", "column-level": "at-1"})
    press(as_carla, page, "run")
    squat = Exercise.objects.get(slug="wall-squat")
    assert (squat.pattern, squat.level) == ("mobility", 2)


def test_what_the_page_does_not_offer_counts_as_not_chosen(as_carla):
    page = upload(as_carla, csv_file(LINES))
    for odd in ("at-99", "at-٣", "at-", "is-moonwalk", "x", "at--1"):
        assert press(as_carla, page, "check", **{"column-name": odd}).status_code == 422
    assert press(as_carla, page, "nothing").status_code == 200


def test_another_row_can_name_the_columns(as_carla):
    page = press(as_carla, upload(as_carla, csv_file(LINES)), "header", header="0")
    assert (page.context["job"].header_place, page.context["job"].mapping) == (0, {})
    page = press(as_carla, page, "header", header="99999")
    assert page.context["job"].header_place == 3
    assert "no rows below" in press(as_carla, page, "check").content.decode()


def test_refused_rows_are_grouped_by_cause_and_come_back_as_a_file(as_carla):
    lines = [
        ["Name", "Pattern", "Level"],
        *([f"Exercise {n}", "arms", "two"] for n in range(40)),
        ["Good", "squat", "1"],
    ]
    page = press(as_carla, upload(as_carla, csv_file(lines)), "check")
    html = page.content.decode()
    assert "40 rows were refused. Nothing was imported." in html
    assert [(cause["column"], cause["count"]) for cause in page.context["job"].report["causes"]] == [
        ("Pattern", 40),
        ("Level", 40),
    ]
    assert html.count("not a whole number") == 1
    answer = as_carla.get(f"{address(page)}refused/")
    assert answer["Content-Disposition"] == 'attachment; filename="refused-rows.csv"'
    rows = read_table(answer.content)
    assert len(rows) == 41
    assert rows[0][1] == ["Name", "Pattern", "Level", "Reason"]
    assert rows[1][1][3].startswith("Pattern: none of: Single leg")
    assert not Exercise.objects.filter(name="Good").exists()
    press(as_carla, page, "run")  # there is no such button
    assert not Exercise.objects.filter(name="Good").exists()


def test_the_mended_file_of_refused_rows_is_a_file_like_any_other(as_carla):
    page = press(as_carla, upload(as_carla, csv_file([["Name", "Pattern"], ["Wall squat", "arms"]])), "check")
    refused = as_carla.get(f"{address(page)}refused/").content
    assert imported(as_carla, refused.replace(b"squat,arms", b"squat,squat")).context["job"].report["added"] == 1


def test_one_goes_back_to_the_columns_and_on_again(as_carla):
    page = press(as_carla, press(as_carla, upload(as_carla, csv_file(LINES)), "check"), "back")
    assert page.context["columns"].required[0].chosen == "at-0"
    assert press(as_carla, page, "check").context["job"].state == "checked"


def test_while_it_works_the_page_shows_how_far(as_carla, monkeypatch):
    monkeypatch.setattr(work_on_exercises, "delay", lambda import_id: None)
    page = press(as_carla, upload(as_carla, csv_file(LINES)), "check")
    ExerciseImport.objects.update(rows_done=1)
    html = as_carla.get(address(page)).content.decode()
    assert "Look again" in html  # without script; with it the page follows by itself
    assert '<progress id="progress" max="2" value="1">' in html
    assert "1 of 2 rows" in html
    assert as_carla.get(f"{address(page)}refused/").status_code == 404
    ExerciseImport.objects.update(rows_done=2)
    assert "All 2 rows are read and saved in one step." in as_carla.get(address(page)).content.decode()


def test_a_queue_that_is_away_is_said_and_nothing_is_lost(as_carla, monkeypatch):
    def away(import_id):
        raise OperationalError

    page = upload(as_carla, csv_file(LINES))
    monkeypatch.setattr(work_on_exercises, "delay", away)
    page = press(as_carla, page, "check")
    assert "queue is not answering" in page.content.decode()
    assert page.context["columns"].required[0].chosen == "at-0"


def test_a_step_that_died_halfway_can_be_taken_again(as_carla, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(work_on_exercises, "delay", lambda import_id: None)
        page = press(as_carla, upload(as_carla, csv_file(LINES)), "check")
    ExerciseImport.objects.update(changed_at=timezone.now() - timedelta(minutes=7))
    page = as_carla.get(address(page), follow=True)
    assert "stopped halfway" in page.content.decode()
    assert press(as_carla, page, "check").context["job"].state == "checked"


def test_what_is_not_finished_is_found_again_and_can_be_discarded(as_carla):
    page = upload(as_carla, csv_file(LINES))
    start = as_carla.get(START)
    assert f'href="{address(page)}"' in start.content.decode()
    after = press(as_carla, page, "discard")
    assert "Discarded: ours.csv" in after.content.decode()
    assert not ExerciseImport.objects.exists()


def test_what_is_done_cannot_be_discarded_or_run_again(as_carla):
    page = imported(as_carla, csv_file(LINES))
    press(as_carla, page, "discard")
    again = press(as_carla, page, "run")
    assert (again.context["job"].state, again.context["job"].report["added"]) == ("done", 2)


def test_a_file_that_is_no_table_is_refused_on_the_first_page(as_carla):
    page = upload(as_carla, b"%PDF-1.7")
    assert page.status_code == 422
    assert "This is a PDF" in page.content.decode()
    assert as_carla.post(START, {}).status_code == 422
    assert not ExerciseImport.objects.exists()


def test_a_file_that_is_too_large_is_refused_before_it_is_read(as_carla, monkeypatch):
    monkeypatch.setattr(jobs, "start_import", None)
    page = as_carla.post(START, {"file": SimpleUploadedFile("x.csv", b"a" * (5 * 1024 * 1024 + 1))})
    assert page.status_code == 422
    assert "larger than 5 MB" in page.content.decode()


def test_an_upload_is_the_business_of_who_uploaded_it(as_carla, as_thea, carla):
    page = upload(as_carla, csv_file(LINES))
    other = type(carla).objects.create_user("otto@stridewell.example", name="Otto", role=carla.role)
    as_otto = Client()
    as_otto.force_login(other, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert as_otto.get(address(page)).status_code == 404
    assert as_otto.post(address(page), {"do": "discard"}).status_code == 404
    assert as_thea.get(address(page)).status_code == 403
    assert as_carla.get(f"{START}{'9' * 30}/").status_code == 404
    assert ExerciseImport.objects.count() == 1


def test_nothing_of_a_file_is_markup(as_carla):
    lines = [["Name", "Pattern", "<b>x</b>"], ["<script>alert(1)</script>", "arms", "<i>"]]
    page = upload(as_carla, csv_file(lines), "<img>.csv")
    for html in (page.content.decode(), press(as_carla, page, "check").content.decode()):
        assert "<script>alert" not in html
        assert "<b>x" not in html
        assert "<img>" not in html
