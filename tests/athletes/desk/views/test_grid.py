"""The program grid: a whole program on one page, typed, checked and saved, by plain form posts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from athletes.models import Session
from athletes.training.targets import offer
from programs.grid.history import document_of
from programs.grid.page import phase_spans
from programs.grid.shape import open_grid
from programs.models import Exercise, Program, ProgramRevision
from tests.people import MONDAY, let_cover
from tests.programs.pictures import picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(enrollment) -> Program:
    return enrollment.program


@pytest.fixture
def path(program) -> str:
    return f"/admin/programs/program/{program.pk}/grid/"


def fields(page) -> dict[str, str]:
    """The form as a browser would send it back."""
    html = page.content.decode()
    inputs = re.findall(r'<input[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"([^>]*)', html)
    found = [(name, value) for name, value, rest in inputs if name not in {"row", "week"} or "checked" in rest]
    found += re.findall(r'<textarea[^>]*\bname="([^"]+)"[^>]*>([^<]*)</textarea>', html)
    return {
        name: value.replace("&amp;", "&").replace("&#x27;", "'")
        for name, value in found
        if name != "csrfmiddlewaretoken"
    }


def cell(form: dict[str, str], week: int, place: int = 0) -> str:
    """The name of the cell of the first row with a dose in that week."""
    names = [name for name in cells(form, week) if form[name] != "-"]
    return names[place]


def cells(form: dict[str, str], week: int) -> list[str]:
    """The names of all cells of that week, row by row."""
    key = form["weeks"].split(",")[week - 1]
    return [name for name in form if name.startswith("cell-") and name.endswith(f"-{key}")]


def in_row(form: dict[str, str], row: str, week: int) -> str:
    """The name of one cell."""
    return f"cell-{row}-{form['weeks'].split(',')[week - 1]}"


def test_saved_as_it_was_opened_it_is_the_same_program(as_thea, path, program):
    before = picture(program)
    form = fields(as_thea.get(path))
    assert as_thea.post(path, form | {"do": "save"}).status_code == 302
    assert picture(Program.objects.get(pk=program.pk)) == before
    assert Program.objects.get(pk=program.pk).revision == 2


def test_a_typed_dose_is_stored_and_printed_again(as_thea, path):
    form = fields(as_thea.get(path))
    name = cell(form, 1)
    as_thea.post(path, form | {name: "1w+3x8-10/side 24kg @6-7 r75", "do": "save"})
    assert fields(as_thea.get(path))[name] == "1w+3x8-10 24kg @6-7 r75"


def test_an_unreadable_cell_keeps_its_text_says_why_and_nothing_is_half_saved(as_thea, path, program):
    before = picture(program)
    form = fields(as_thea.get(path))
    bad, good = cell(form, 1), cell(form, 2)
    page = as_thea.post(path, form | {bad: "3 by 8", good: "5x5", "do": "save"})
    assert page.status_code == 422
    html = page.content.decode()
    assert ">3 by 8</textarea>" in html
    assert "write 3x8" in html
    assert ">5x5</textarea>" in html
    assert picture(Program.objects.get(pk=program.pk)) == before


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("exercise", "Moonwalk", "There is no exercise “Moonwalk”"),
        ("tempo", "slow", "write four parts"),
        ("rest", "soon", "Rest in seconds"),
        ("superset", "12", "One letter"),
    ],
)
def test_a_bad_row_says_why(as_thea, path, field, value, why):
    form = fields(as_thea.get(path))
    key = form["rows-A"].split(",")[0]
    page = as_thea.post(path, form | {f"{field}-{key}": value, "do": "save"})
    assert page.status_code == 422
    assert why in page.content.decode()


def test_a_timed_exercise_refuses_repetitions(as_thea, path):
    form = fields(as_thea.get(path))
    key = form["rows-A"].split(",")[0]
    timed = Exercise.objects.filter(measure="seconds").first()
    page = as_thea.post(path, form | {f"exercise-{key}": timed.name, in_row(form, key, 1): "3x8", "do": "save"})
    assert "write 3x30s" in page.content.decode()


def test_a_swap_keeps_the_dose(as_thea, path, program):
    form = fields(as_thea.get(path))
    key = form["rows-A"].split(",")[0]
    dose = form[in_row(form, key, 1)]
    as_thea.post(path, form | {f"exercise-{key}": "Step-up", "do": "save"})
    form = fields(as_thea.get(path))
    assert (form[f"exercise-{key}"], form[in_row(form, key, 1)]) == ("Step-up", dose)


def press(as_thea, path, form, do, **chosen) -> dict[str, str]:
    """A button of the toolbar, pressed on a chosen row and week; returns the form as it is then."""
    page = as_thea.post(path, form | chosen | {"do": do})
    assert page.status_code == 200
    return fields(page)


def test_rows_move_duplicate_fill_and_go_by_plain_buttons(as_thea, path):
    form = fields(as_thea.get(path))
    first, second, *rest = form["rows-A"].split(",")
    form = press(as_thea, path, form, "down", row=first)
    assert form["rows-A"] == ",".join([second, first, *rest])
    form = press(as_thea, path, form, "up", row=first)
    assert form["rows-A"] == ",".join([first, second, *rest])
    form = press(as_thea, path, form, "duplicate", row=first)
    assert form["rows-A"] == ",".join([first, "n1", second, *rest])
    assert form["exercise-n1"] == form[f"exercise-{first}"]
    form = press(as_thea, path, form, "delete", row=second)
    assert form["rows-A"] == ",".join([first, "n1", *rest])
    form = press(as_thea, path, form, "add:A")
    form |= {"exercise-n2": "Side plank", in_row(form, "n2", 1): "2x20s"}
    form = press(as_thea, path, form, "fill", row="n2")
    assert [form[in_row(form, "n2", week)] for week in range(1, 9)] == ["2x20s"] * 3 + ["1x20s"] + ["2x20s"] * 3 + [
        "1x20s"
    ]
    assert as_thea.post(path, form | {"do": "save", "reason": "long on purpose"}).status_code == 302
    saved = fields(as_thea.get(path))
    assert len(saved["rows-A"].split(",")) == len(rest) + 3
    assert second not in saved["rows-A"].split(",")


def test_nothing_is_stored_before_saving(as_thea, path, program):
    before = picture(program)
    form = fields(as_thea.get(path))
    key = form["rows-A"].split(",")[0]
    as_thea.post(path, form | {"do": "delete", "row": key})
    as_thea.post(path, form | {"do": "check"})
    assert picture(Program.objects.get(pk=program.pk)) == before


def test_the_second_to_save_is_told_and_sees_both_versions(as_thea, path, ana, tom, program):
    let_cover(ana, tom)
    as_tom = Client()
    as_tom.force_login(tom, backend="clinic.sign_in.auth.StaffPasswordBackend")
    mine, theirs = fields(as_thea.get(path)), fields(as_tom.get(path))
    name = cell(mine, 1)
    as_tom.post(path, theirs | {name: "4x6", "do": "save"})
    page = as_thea.post(path, mine | {name: "5x5", "do": "save"})
    assert page.status_code == 409
    html = page.content.decode()
    assert "Tom Okoro saved this program" in html
    assert "<td>5x5</td><td>4x6</td>" in html
    assert fields(as_thea.get(path))[name] == "4x6"
    as_thea.post(path, fields(page) | {"do": "overwrite:2"})
    assert fields(as_thea.get(path))[name] == "5x5"


def test_every_save_is_a_revision_with_its_author(as_thea, path, thea, program):
    form = fields(as_thea.get(path))
    as_thea.post(path, form | {cell(form, 1): "4x6", "do": "save"})
    revision = ProgramRevision.objects.first()
    assert (revision.number, revision.author) == (2, thea)
    assert revision.document == document_of(open_grid(Program.objects.with_plan().get(pk=program.pk)))


def test_more_than_45_minutes_asks_for_a_reason_and_keeps_it(as_thea, path):
    form = fields(as_thea.get(path))
    due = [name for name in cells(form, 1) if "x" in form[name]]
    long = {name: "8x12" for name in due if "s" not in form[name]}
    page = as_thea.post(path, form | long | {"do": "save"})
    assert page.status_code == 422
    assert "Give a reason" in page.content.decode()
    as_thea.post(path, form | long | {"do": "save", "reason": "Supervised double session"})
    assert ProgramRevision.objects.first().reason == "Supervised double session"


def test_the_check_warns_in_words_and_never_blocks(as_thea, path):
    form = fields(as_thea.get(path))
    gone = dict.fromkeys(cells(form, 1), "-")
    one = cell(form, 1)
    answer = as_thea.post(path, form | gone | {one: form[one], "do": "check"}).json()
    assert "A, week 1: lacks" in answer["check"]
    assert as_thea.post(path, form | gone | {one: form[one], "do": "save"}).status_code == 302


def test_an_edit_reaches_the_next_session_and_no_stored_one(as_thea, path, enrollment, ana):
    begun, later = enrollment.sessions.filter(workout__letter="A").order_by("planned_on")[:2]
    begun.athlete = later.athlete = ana
    frozen = offer(begun)
    Session.objects.filter(pk=begun.pk).update(
        targets={"id": frozen.id, "entries": frozen.to_json()}, status="open", opened_at="2026-11-02T15:00Z"
    )
    form = fields(as_thea.get(path))
    key = form["rows-A"].split(",")[0]
    as_thea.post(path, form | {in_row(form, key, 1): "9x3", in_row(form, key, 2): "9x3", "do": "save"})
    assert Session.objects.get(pk=begun.pk).targets["entries"] == frozen.to_json()
    coming = Session.objects.select_related("week", "workout", "athlete").get(pk=later.pk)
    assert 9 in [target.sets for target in offer(coming).targets]


def test_therapists_read_templates_and_clinic_admins_change_them(as_thea, carla, base_template):
    path = f"/admin/programs/program/{base_template.pk}/grid/"
    page = as_thea.get(path)
    assert 'value="save"' not in page.content.decode()
    assert as_thea.post(path, fields(page) | {"do": "save"}).status_code == 404
    as_carla = Client()
    as_carla.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert as_carla.post(path, fields(as_carla.get(path)) | {"do": "save"}).status_code == 302


def test_a_program_of_another_caseload_is_not_there(tom, path):
    as_tom = Client()
    as_tom.force_login(tom, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert as_tom.get(path).status_code == 404
    assert as_tom.post(path, {"do": "save"}).status_code == 404


def queries(ask) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code in (200, 302)
    return len([q for q in captured if not q["sql"].startswith(("BEGIN", "SAVEPOINT", "RELEASE"))])


def test_opening_and_saving_cost_a_bounded_number_of_queries(as_thea, path):
    assert queries(lambda: as_thea.get(path)) <= 14
    form = fields(as_thea.get(path))
    changed = {name: "4x6" for name in form if name.startswith("cell-") and "x" in form[name] and "s" not in form[name]}
    assert queries(lambda: as_thea.post(path, form | changed | {"do": "check", "step": "0"})) <= 18
    assert queries(lambda: as_thea.post(path, form | changed | {"do": "check", "step": "1"})) <= 15
    assert queries(lambda: as_thea.post(path, form | changed | {"do": "save", "reason": "x"})) <= 30


def test_a_week_reads_as_its_sessions_and_follows_what_is_typed(as_thea, path, program, enrollment, time_machine):
    third = enrollment.sessions.order_by("planned_on")[4]
    time_machine.move_to(MONDAY + timedelta(days=14), tick=False)
    html = as_thea.get(path).content.decode()
    card = html.split(f'data-week="{third.week_id}"')[1].split("</details>")[0]
    assert "Week 3 as a session" in card
    assert re.search(r"<li>Split squat <small>\d × \d+ each side, leave \d", card)
    assert html.count('class="week-card chosen"') == 1
    form = fields(as_thea.get(path))
    assert form["week"] == str(third.week_id)
    typed = form | dict.fromkeys([cell(form, 3)], "4x6 24kg @8") | {"do": "check"}
    week = as_thea.post(path, typed).json()["week"]
    assert "4 × 6" in week
    assert "24 kg, leave 2" in week
    assert as_thea.post(path, typed | {"week": "no week"}).json()["week"] == ""


def test_weeks_of_one_name_and_lighter_ones_within_are_one_phase(program):
    grid = open_grid(program)
    for week, name in zip(grid.weeks, ("Base", "Base", "Easy", "Base", "Build", "Easy", "Race", "Base"), strict=True):
        week.phase, week.is_deload, week.is_race = name, name == "Easy", name == "Race"
    assert [(span.name, span.first, span.last) for span in phase_spans(grid)] == [
        ("Base", 1, 4), ("Build", 5, 7), ("Base", 8, 8),
    ]  # fmt: skip


def test_suggestions_come_by_name_pattern_and_equipment(as_thea):
    ask = "/admin/programs/program/exercise-names/?q="
    assert "Split squat" in as_thea.get(f"{ask}split").json()["names"]
    assert as_thea.get(f"{ask}hip hinge").json()["names"]
    assert as_thea.get(f"{ask}x").json()["names"] == []


def test_any_program_becomes_a_template_that_stands_alone(as_thea, path, program):
    form = fields(as_thea.get(path))
    answer = as_thea.post(path, form | {"do": "template", "template_name": "Spring hills"})
    template = Program.objects.get(slug="spring-hills")
    assert answer.url == f"/admin/programs/program/{template.pk}/grid/"
    assert (template.is_template, template.copied_from) == (True, program)
    assert picture(template)["rows"] == picture(program)["rows"]
    page = as_thea.post(path, form | {"do": "template", "template_name": "Spring hills!"})
    assert page.status_code == 422
    assert "Choose a name that no other template has" in page.content.decode()
