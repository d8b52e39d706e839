"""What the grid's buttons do to a program: weeks, steps, swaps, offers, drafts, dates and history."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from athletes.enrollment.plan_changes import begun_of, repeat_week, save_plan, shift_remaining
from athletes.enrollment.prescribing import prescribe
from athletes.errors import RefusedError
from athletes.models import Session
from athletes.training.clearance import clear, withdraw
from athletes.training.targets import offer
from programs.authoring import new_program
from programs.grid.fields import fields_of
from programs.grid.reading import read_grid
from programs.grid.saving import save_grid
from programs.grid.shape import open_grid
from programs.models import Dose, Exercise, Prescription, Program, ProgramDraft, Week
from programs.rules.prescription.dose import print_dose
from tests.athletes.desk.views.test_grid import cells, fields, in_row, press
from tests.people import MONDAY
from tests.programs.pictures import picture
from tests.programs.rules.strategies import counted_doses, timed_doses

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def program(enrollment) -> Program:
    return enrollment.program


@pytest.fixture
def path(program) -> str:
    return f"/admin/programs/program/{program.pk}/grid/"


@pytest.fixture
def form(as_thea, path) -> dict[str, str]:
    return fields(as_thea.get(path))


def week_of(form, number) -> str:
    return form["weeks"].split(",")[number - 1]


def doses_of(form, row) -> list[str]:
    return [form[f"cell-{row}-{week}"] for week in form["weeks"].split(",")]


def save(as_thea, path, form):
    answer = as_thea.post(path, form | {"do": "save", "reason": "as discussed"})
    assert answer.status_code == 302, answer.content.decode()
    return fields(as_thea.get(path))


def stored(program) -> Program:
    return Program.objects.with_plan().get(pk=program.pk)


# -- weeks -------------------------------------------------------------------------------------


def test_a_week_is_inserted_duplicated_and_deleted_and_every_row_goes_along(as_thea, path, form):
    row = form["rows-A"].split(",")[0]
    before = doses_of(form, row)
    form = press(as_thea, path, form, "insert-week", week=week_of(form, 2))
    assert doses_of(form, row) == [*before[:2], "-", *before[2:]]
    form = press(as_thea, path, form, "duplicate-week", week=week_of(form, 1))
    assert doses_of(form, row) == [before[0], *before[:2], "-", *before[2:]]
    form = press(as_thea, path, form, "delete-week", week=week_of(form, 4))
    assert doses_of(form, row) == [before[0], *before]
    form = save(as_thea, path, form)
    assert doses_of(form, row) == [before[0], *before]


def test_a_duplicated_week_keeps_its_words(as_thea, path, form, program):
    was = picture(program)
    save(as_thea, path, press(as_thea, path, form, "duplicate-week", week=week_of(form, 1)))
    now = picture(Program.objects.get(pk=program.pk))
    assert now["weeks"][1] == was["weeks"][0] | {"number": 2}
    for old, new in zip(was["rows"][0], now["rows"][0], strict=True):
        assert new["doses"].get(2) == old["doses"].get(1)


def test_a_week_becomes_lighter_in_one_action(as_thea, path, form):
    form = press(as_thea, path, form | {cells(form, 1)[0]: "4x8 24kg @8"}, "deload-week", week=week_of(form, 1))
    assert form[cells(form, 1)[0]] == "2x8 24kg @6"
    assert "deload" in form[f"kind-{week_of(form, 1)}"]
    form = press(as_thea, path, form, "deload-week", week=week_of(form, 1))
    assert "deload" not in form[f"kind-{week_of(form, 1)}"]


def test_a_week_whose_session_has_begun_stays_whatever_the_form_says(as_thea, path, form, first_session, ana):
    first_session.athlete = ana
    frozen = offer(first_session)
    Session.objects.filter(pk=first_session.pk).update(
        targets={"id": frozen.id, "entries": frozen.to_json()}, status="open", opened_at=MONDAY
    )
    first = week_of(form, 1)
    page = as_thea.post(path, form | {"do": "delete-week", "week": first})
    assert "it stays" in page.content.decode()
    forged = form | {"weeks": form["weeks"].partition(",")[2], "do": "save", "reason": "x"}
    as_thea.post(path, forged)
    session = Session.objects.get(pk=first_session.pk)
    assert (session.week_id, session.targets["entries"]) == (int(first), frozen.to_json())


# -- rows --------------------------------------------------------------------------------------


def test_filling_right_steps_up_to_a_ceiling_and_leaves_lighter_weeks(as_thea, path, form):
    row = form["rows-A"].split(",")[0]
    blank = {name: "-" for name in form if name.startswith(f"cell-{row}-")}
    form |= blank | {in_row(form, row, 1): "3x8 @7", in_row(form, row, 4): "1x5"}
    form = press(as_thea, path, form, "fill", row=row, step_by="rep", ceiling="10")
    assert doses_of(form, row) == ["3x8 @7", "3x9 @7", "3x10 @7", "1x5", "3x10 @7", "3x10 @7", "3x10 @7", "2x10 @6"]
    page = as_thea.post(path, form | {"do": "fill", "row": row, "ceiling": "lots"})
    assert "Write the highest value as a number" in page.content.decode()


def test_a_swap_from_a_week_on_leaves_the_weeks_before(as_thea, path, form):
    row = form["rows-A"].split(",")[0]
    before, name = doses_of(form, row), form[f"exercise-{row}"]
    form = press(as_thea, path, form, "swap", row=row, week=week_of(form, 6), swap_to="Step-up")
    assert form["rows-A"].split(",")[:2] == [row, "n1"]
    assert (form[f"exercise-{row}"], form["exercise-n1"]) == (name, "Step-up")
    assert doses_of(form, row) == [*before[:5], "-", "-", "-"]
    assert doses_of(form, "n1") == ["-"] * 5 + before[5:]
    page = as_thea.post(path, form | {"do": "swap", "row": row, "week": week_of(form, 2), "swap_to": "Moonwalk"})
    assert "There is no exercise “Moonwalk”" in page.content.decode()


def test_past_the_end_of_its_workout_a_row_goes_on_into_the_next(as_thea, path, form):
    last, first = form["rows-A"].split(",")[-1], form["rows-B"].split(",")[0]
    form = press(as_thea, path, form, "down", row=last)
    assert form["rows-B"].split(",")[:2] == [last, first]
    form = press(as_thea, path, form, "up", row=last)
    assert form["rows-A"].split(",")[-1] == last
    page = as_thea.post(path, form | {"do": "up", "row": form["rows-A"].split(",")[0]})
    assert "at the end of the program" in page.content.decode()


def test_a_button_without_a_chosen_row_or_week_says_so(as_thea, path, form):
    for action in ("up", "delete", "duplicate", "fill", "swap"):
        assert "Choose a row first" in as_thea.post(path, form | {"do": action}).content.decode()
    for action in ("insert-week", "delete-week", "deload-week", "race-week"):
        assert "Choose a week first" in as_thea.post(path, form | {"do": action, "week": ""}).content.decode()


def test_a_pasted_block_is_one_step_back(as_thea, path, form):
    rows = form["rows-A"].split(",")
    block = {"paste_into": in_row(form, rows[-1], 1), "paste_rows": rows[-1], "paste_text": "3x6\t3x7\n2x8\tthree\n"}
    pasted = press(as_thea, path, form, "paste", **block)
    assert len(pasted["rows-A"].split(",")) == len(rows) + 1
    assert pasted[in_row(pasted, rows[-1], 1)] == "3x6"
    assert pasted[in_row(pasted, pasted["rows-A"].split(",")[-1], 2)] == "three"
    undone = press(as_thea, path, pasted, "undo")
    assert undone["rows-A"] == form["rows-A"]
    assert undone[in_row(undone, rows[-1], 1)] == form[in_row(form, rows[-1], 1)]


def test_a_third_workout_comes_and_goes_while_it_is_empty(as_thea, path, form):
    form = press(as_thea, path, form, "workout:top-up")
    assert form["workouts"] == "A,B,C"
    assert form["optional-C"] == "yes"
    row = form["rows-C"].split(",")[0]
    form |= {f"exercise-{row}": "single-leg-heel-raise-floor", in_row(form, row, 1): "3x12"}
    assert "Delete the rows" in as_thea.post(path, form | {"do": "delete-workout:C"}).content.decode()
    form = press(as_thea, path, form, "delete", row=row)
    assert press(as_thea, path, form, "delete-workout:C")["workouts"] == "A,B"


# -- offers ------------------------------------------------------------------------------------


def without_pattern(form, pattern) -> dict[str, str]:
    """The form with every dose of that pattern in workout A taken out."""
    rows = [key for key in form["rows-A"].split(",") if pattern_of(form[f"exercise-{key}"]) == pattern]
    return form | {name: "-" for name in form if name.startswith(tuple(f"cell-{key}-" for key in rows))}


def pattern_of(name) -> str:
    return Exercise.objects.get(name=name).pattern


def test_each_gap_offers_three_fitting_exercises_that_one_click_inserts(as_thea, path, form, ana):
    check = as_thea.post(path, without_pattern(form, "lateral_hip") | {"do": "check"}).json()["check"]
    assert "A, week 1-8: lacks Lateral hip" in check
    offers = [part.split('"')[0] for part in check.split('value="')[1:] if part.startswith("insert:A:")]
    assert len(offers) == 3
    page = as_thea.post(path, without_pattern(form, "lateral_hip") | {"do": offers[0]})
    form = fields(page)
    new = form["rows-A"].split(",")[-1]
    assert Exercise.objects.get(name=form[f"exercise-{new}"]).slug == offers[0].split(":")[2]
    assert "lacks Lateral hip" not in page.content.decode()
    assert as_thea.post(path, form | {"do": "save", "reason": "x"}).status_code == 302


def test_offers_need_nothing_that_the_athlete_lacks_and_nothing_to_be_careful_with(as_thea, path, form, ana):
    ana.equipment.set(ana.equipment.model.objects.filter(slug="wall"))
    ana.conditions = ["gluteal_tendinopathy"]
    ana.save()
    check = as_thea.post(path, without_pattern(form, "lateral_hip") | {"do": "check"}).json()["check"]
    slugs = [part.split(":")[2] for part in check.split('value="')[1:] if part.startswith("insert:A:")]
    assert slugs
    for exercise in Exercise.objects.filter(slug__in=slugs):
        assert {item.slug for item in exercise.equipment.all()} <= {"wall"}
        assert not exercise.cautions.filter(condition="gluteal_tendinopathy").exists()


def test_a_caution_of_the_athletes_condition_offers_its_swap(as_thea, path, form, ana):
    ana.conditions = ["patellofemoral_pain"]
    ana.save()
    row = form["rows-A"].split(",")[0]
    caution = Exercise.objects.filter(cautions__condition="patellofemoral_pain", measure="reps").first()
    swap = caution.cautions.get(condition="patellofemoral_pain").swap
    form |= {f"exercise-{row}": caution.name}
    check = as_thea.post(path, form | {"do": "check"}).json()["check"]
    assert f"replace:{row}:{swap.slug}" in check
    dose = form[in_row(form, row, 1)]
    form = press(as_thea, path, form, f"replace:{row}:{swap.slug}")
    assert (form[f"exercise-{row}"], form[in_row(form, row, 1)]) == (swap.name, dose)


# -- the plyometric gate -----------------------------------------------------------------------


@pytest.fixture
def gated(ana, thea):
    template = Program.objects.get(slug="tenk-builder-10")
    return prescribe(athlete=ana, template=template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=MONDAY)


def patterns_of(session) -> set[str]:
    return {target.pattern for target in offer(session).targets}


def test_plyometric_rows_wait_for_clearance_in_grid_and_sessions(as_thea, gated, ana, thea):
    path = f"/admin/programs/program/{gated.program_id}/grid/"
    page = as_thea.get(path).content.decode()
    assert "waiting for clearance" in page
    assert "insert:A:rebound-double-heel-raise" in page
    session = gated.sessions.select_related("week", "workout").get(week__number=5, workout__letter="A")
    session.athlete = ana
    assert "plyometric" not in patterns_of(session)
    clear(athlete=ana, by=thea, at=MONDAY)
    assert "plyometric" in patterns_of(session)
    assert "waiting for clearance" not in as_thea.get(path).content.decode()
    withdraw(athlete=ana, by=thea, at=MONDAY)
    assert "plyometric" not in patterns_of(session)


def test_the_offer_of_a_closed_gate_is_one_click(as_thea, gated):
    path = f"/admin/programs/program/{gated.program_id}/grid/"
    page = as_thea.get(path)
    do = "insert:A:rebound-double-heel-raise"
    do = do + page.content.decode().split(do)[1].split('"')[0]
    form = press(as_thea, path, fields(page), do)
    row = form["rows-A"].split(",")[-1]
    assert set(doses_of(form, row)) >= {"2x20", "-"}


def test_a_therapist_clears_and_takes_back_on_the_athletes_page(as_thea, ana, thea):
    page = f"/admin/athletes/athlete/{ana.pk}/"
    assert "Not cleared" in as_thea.get(f"{page}change/").content.decode()
    answer = as_thea.post(f"{page}clearance/", {"do": "clear", "step": "2"}, follow=True).content.decode()
    assert "Cleared by Thea Lind" in answer
    assert "P2 two-leg elastic" in answer
    assert "is already cleared" in as_thea.post(f"{page}clearance/", {"do": "clear"}, follow=True).content.decode()
    as_thea.post(f"{page}clearance/", {"do": "withdraw"})
    assert not ana.clearances.standing().exists()
    assert ana.clearances.get().withdrawn_by == thea


# -- drafts ------------------------------------------------------------------------------------


def test_undo_and_redo_work_by_plain_buttons_until_saved(as_thea, path, form):
    first = cells(form, 1)[0]
    opened = form[first]
    form = press(as_thea, path, form | {first: "9x3"}, "add:A")
    form = press(as_thea, path, form | {first: "8x3"}, "undo")  # what was typed last goes first
    assert form[first] == "9x3"
    form = press(as_thea, path, form, "undo")
    assert (form[first], "n1" in form["rows-A"]) == ("9x3", False)
    form = press(as_thea, path, form, "undo")
    assert form[first] == opened
    assert "nothing to undo" in as_thea.post(path, form | {"do": "undo"}).content.decode()
    for _step in range(3):
        form = press(as_thea, path, form, "redo")
    assert (form[first], "n1" in form["rows-A"]) == ("8x3", True)
    save(as_thea, path, form)
    assert not ProgramDraft.objects.exists()


def test_a_draft_is_kept_for_its_author_alone_and_never_shown_to_athletes(as_thea, as_ana, carla, path, form, program):
    before = picture(program)
    first = cells(form, 1)[0]
    as_thea.post(path, form | {first: "not a dose", "do": "check"})
    assert "You left unsaved changes" in as_thea.get(path).content.decode()
    as_carla = Client()
    as_carla.force_login(carla, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert "You left unsaved changes" not in as_carla.get(path).content.decode()
    assert "not a dose" not in as_ana.get("/program/").content.decode()
    assert picture(Program.objects.get(pk=program.pk)) == before
    again = as_thea.post(path, {"do": "resume"}).content.decode()
    assert ">not a dose</textarea>" in again
    as_thea.post(path, {"do": "discard"})
    assert "You left unsaved changes" not in as_thea.get(path).content.decode()


# -- dates -------------------------------------------------------------------------------------


def days(enrollment) -> list[tuple[int, str, object]]:
    rows = enrollment.sessions.order_by("planned_on").values_list("week__number", "workout__letter", "planned_on")
    return list(rows)


def test_an_inserted_week_moves_what_is_to_come_and_adds_its_own_sessions(as_thea, path, form, enrollment):
    before = days(enrollment)
    save(as_thea, path, press(as_thea, path, form, "duplicate-week", week=week_of(form, 2)))
    after = days(enrollment)
    assert len(after) == len(before) + 2
    assert [week for week, _letter, _on in after] == [number for number in range(1, 10) for _two in "AB"]
    assert [on for _w, _l, on in after[:-2]] == [on for _w, _l, on in before]
    enrollment.refresh_from_db()
    assert enrollment.ends_on == before[-1][2] + timedelta(weeks=1)


def test_a_deleted_week_takes_its_sessions_along_and_closes_the_gap(as_thea, path, form, enrollment):
    before = days(enrollment)
    save(as_thea, path, press(as_thea, path, form, "delete-week", week=week_of(form, 3)))
    after = days(enrollment)
    assert [on for _w, _l, on in after] == [on for _w, _l, on in before[:-2]]


def test_repeating_this_week_puts_it_once_more_and_keeps_the_words(enrollment, thea, program):
    before = days(enrollment)
    revision = repeat_week(enrollment=enrollment, by=thea, at=MONDAY + timedelta(days=8))
    after = days(enrollment)
    assert revision.reason == "Week 2 repeated."
    assert [on for _w, _l, on in after[:-2]] == [on for _w, _l, on in before]
    doses = picture(Program.objects.get(pk=program.pk))["rows"][0][0]["doses"]
    assert doses[3] == doses[2]


def test_moving_what_is_left_keeps_weekdays_and_what_was_done(enrollment, first_session, ana, thea):
    first_session.athlete = ana
    frozen = offer(first_session)
    Session.objects.filter(pk=first_session.pk).update(
        targets={"id": frozen.id, "entries": frozen.to_json()}, status="open", opened_at=MONDAY
    )
    before = days(enrollment)
    weeks = shift_remaining(enrollment=enrollment, on=(MONDAY + timedelta(days=4)).date(), at=MONDAY)
    after = days(enrollment)
    assert weeks == 1
    assert after[0] == before[0]
    assert [on for _w, _l, on in after[1:]] == [on + timedelta(weeks=1) for _w, _l, on in before[1:]]
    enrollment.refresh_from_db()
    assert enrollment.starts_on == MONDAY.date()


def test_before_the_first_session_the_start_itself_moves(enrollment):
    shift_remaining(enrollment=enrollment, on=(MONDAY + timedelta(days=14)).date(), at=MONDAY)
    enrollment.refresh_from_db()
    assert enrollment.starts_on == (MONDAY + timedelta(days=14)).date()
    assert days(enrollment)[0][2] == enrollment.starts_on


def test_the_buttons_of_the_enrollment_do_the_same(as_thea, enrollment):
    path = f"/admin/athletes/enrollment/{enrollment.pk}/dates/"
    before = days(enrollment)
    as_thea.post(path, {"do": "repeat", "sure": "yes"})
    assert len(days(enrollment)) == len(before) + 2
    as_thea.post(path, {"do": "move", "on": "2026-11-16", "sure": "yes"})
    assert str(days(enrollment)[0][2]) == "2026-11-16"
    page = as_thea.post(path, {"do": "move", "on": "1999-01-01"}, follow=True)
    assert "Choose a day from today" in page.content.decode()


def test_the_athlete_sees_a_quiet_mark_after_a_change(as_ana, as_thea, path, form, first_session, ana, time_machine):
    first_session.athlete = ana
    frozen = offer(first_session)
    Session.objects.filter(pk=first_session.pk).update(
        targets={"id": frozen.id, "entries": frozen.to_json()}, status="completed", opened_at=MONDAY, finished_at=MONDAY
    )
    assert "Changed by your therapist" not in as_ana.get("/program/").content.decode()
    time_machine.move_to(MONDAY + timedelta(minutes=10), tick=False)
    save(as_thea, path, form | {cells(form, 5)[0]: "4x6"})
    assert "Changed by your therapist" in as_ana.get("/program/").content.decode()
    assert 'class="changed"' in as_ana.get("/").content.decode()


# -- history -----------------------------------------------------------------------------------


def test_the_history_tells_who_changed_what(as_thea, path, form, program):
    row = form["rows-A"].split(",")[0]
    form |= {f"exercise-{row}": "Step-up", in_row(form, row, 2): "4x6", in_row(form, row, 3): "4x6"}
    before = doses_of(fields(as_thea.get(path)), row)
    save(as_thea, path, press(as_thea, path, form, "duplicate-week", week=week_of(form, 8)))
    page = as_thea.get(f"/admin/programs/program/{program.pk}/history/").content.decode()
    assert "Thea Lind" in page
    assert "Reason: as discussed" in page
    assert "in place of" in page
    assert "Week 9 added." in page
    assert f"week 2: {before[1]} → 4x6" in page or f"week 2-3: {before[1]} → 4x6" in page
    assert "As it was before the first change" in page


# -- a new program -----------------------------------------------------------------------------


def test_a_blank_program_opens_in_the_grid_and_is_prescribed_from_there(as_thea, ana):
    answer = as_thea.post(
        "/admin/programs/program/add/",
        {"name": "For hills", "entry_level": "beginner", "week_total": "8", "workout_total": "2"},
    )
    program = Program.objects.get(name="For hills")
    assert answer.url == f"/admin/programs/program/{program.pk}/grid/"
    form = fields(as_thea.get(answer.url))
    assert len(form["rows-A"].split(",")) == 6
    form |= {"exercise-n1": "split-squat", **dict.fromkeys([f"cell-n1-{w}" for w in form["weeks"].split(",")], "3x8")}
    save(as_thea, answer.url, form)
    page = as_thea.get(f"/admin/athletes/enrollment/add/?program={program.pk}").content.decode()
    assert re.search(rf'value="{program.pk}" required\s+checked', page)
    data = {
        "athlete": ana.pk,
        "program": program.pk,
        "starts_on": "2026-11-02",
        "first_weekday": 0,
        "second_weekday": 3,
    }
    assert "/handover/" in as_thea.post("/admin/athletes/enrollment/add/", data).url
    assert ana.enrollments.get().program.copied_from == program


# -- any grid ----------------------------------------------------------------------------------


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_any_grid_that_parses_saved_and_reopened_is_the_same_grid(data, thea):
    program = new_program(name="Any", entry_level="beginner", weeks=data.draw(st.integers(1, 4)))
    names = list(Exercise.objects.filter(measure="reps").values_list("slug", flat=True)[:5])
    timed = list(Exercise.objects.filter(measure="seconds").values_list("slug", flat=True)[:3])
    fields = fields_of(open_grid(stored(program)))
    weeks = fields["weeks"].split(",")
    for letter in "AB":
        keys = data.draw(st.permutations([f"n{number}{'AB'.index(letter)}" for number in range(1, 4)]))
        fields[f"rows-{letter}"] = ",".join(keys)
        for key in keys:
            fields[f"exercise-{key}"] = data.draw(st.sampled_from(names + timed))
            fields[f"superset-{key}"] = data.draw(st.sampled_from(["", "A", "B"]))
            fitting = timed_doses if fields[f"exercise-{key}"] in timed else counted_doses
            for week in weeks:
                text = print_dose(data.draw(st.none() | fitting))
                fields[f"cell-{key}-{week}"] = text if len(text) <= 60 else "-"
    grid = read_grid(stored(program), fields)
    assert not grid.has_errors, [row.errors for row in grid.rows]
    save_grid(grid, author=thea, at=MONDAY)
    again = open_grid(stored(program))
    assert without_keys(fields_of(again)) == without_keys(fields_of(grid) | {"base": "2"})


def without_keys(fields: dict[str, str]) -> list[str]:
    """Every value in the order of the form: keys differ once a row is stored."""
    return [value for name, value in fields.items() if not name.startswith(("like-", "from-"))]


def test_no_edit_changes_a_stored_session(enrollment, first_session, ana, thea):
    first_session.athlete = ana
    frozen = offer(first_session)
    Session.objects.filter(pk=first_session.pk).update(
        targets={"id": frozen.id, "entries": frozen.to_json()}, status="open", opened_at=MONDAY
    )
    before = Session.objects.filter(pk=first_session.pk).values().get()
    program = stored(enrollment.program)
    form = fields_of(open_grid(program))
    for name in list(form):
        if name.startswith("cell-"):
            form[name] = "-"
    grid = read_grid(program, form | {"weeks": form["weeks"].split(",")[-1], "workouts": "B"}, begun_of(program))
    save_plan(grid=grid, by=thea, at=MONDAY)
    assert Session.objects.filter(pk=first_session.pk).values().get() == before


# -- what a reader found ----------------------------------------------------------------------


def test_a_row_moved_out_of_a_workout_that_goes_in_the_same_save_is_kept(as_thea, path, form):
    form = press(as_thea, path, form, "workout:top-up")
    row = form["rows-C"].split(",")[0]
    form = save(as_thea, path, form | {f"exercise-{row}": "single-leg-heel-raise-floor", in_row(form, row, 1): "3x12"})
    row = form["rows-C"]
    form |= {"rows-A": f"{form['rows-A']},{row}", "rows-C": "", "workouts": "A,B"}
    form = save(as_thea, path, form)
    assert form["rows-A"].split(",")[-1] == row
    assert form[in_row(form, row, 1)] == "3x12"


def test_a_draft_from_before_a_session_began_keeps_its_week_and_workout(program, form, first_session, ana, thea):
    first_session.athlete = ana
    frozen = offer(first_session)
    Session.objects.filter(pk=first_session.pk).update(
        targets={"id": frozen.id, "entries": frozen.to_json()}, status="open", opened_at=MONDAY
    )
    first = week_of(form, 1)
    old = {name: text for name, text in form.items() if not name.endswith(f"-{first}") and not name.endswith("-A")}
    old |= {"weeks": form["weeks"].partition(",")[2], "workouts": "B"}
    grid = read_grid(stored(program), old, begun_of(program))
    assert fields_of(grid)["weeks"] == form["weeks"]
    assert fields_of(grid)["rows-A"] == form["rows-A"]
    assert doses_of(fields_of(grid), form["rows-A"].split(",")[0]) == doses_of(form, form["rows-A"].split(",")[0])


def test_taking_out_a_past_week_moves_nothing_into_the_past(enrollment, program, thea):
    tuesday = MONDAY + timedelta(days=15)
    form = fields_of(open_grid(stored(program)))
    for place in (0, 1):
        weeks = form["weeks"].split(",")
        grid = read_grid(stored(program), form | {"weeks": ",".join(weeks[:place] + weeks[place + 1 :])})
        save_plan(grid=grid, by=thea, at=tuesday)
        form = fields_of(open_grid(stored(program)))
        coming = enrollment.sessions.filter(week__isnull=False, week__number__gte=3 - place)
        assert all(session.planned_on >= tuesday.date() for session in coming.filter(planned_on__gt=MONDAY.date()))


def test_repeating_the_last_week_after_a_pause_adds_its_sessions(enrollment, first_session, ana, thea):
    first_session.athlete = ana
    frozen = offer(first_session)
    begun = {"targets": {"id": frozen.id, "entries": frozen.to_json()}, "status": "completed"}
    begun |= {"opened_at": MONDAY, "finished_at": MONDAY}
    Session.objects.filter(pk=first_session.pk).update(**begun)
    shift_remaining(enrollment=enrollment, on=(MONDAY + timedelta(days=17)).date(), at=MONDAY)
    last = enrollment.sessions.order_by("planned_on").last()
    enrollment.sessions.update(**begun)
    at = MONDAY + timedelta(days=(last.planned_on - MONDAY.date()).days)
    before = enrollment.sessions.count()
    repeat_week(enrollment=enrollment, by=thea, at=at)
    assert enrollment.sessions.count() == before + 2
    assert enrollment.sessions.not_begun().count() == 2
    with pytest.raises(RefusedError, match="a moment ago"):
        repeat_week(enrollment=enrollment, by=thea, at=at)


def test_typing_on_a_page_opened_anew_keeps_what_was_left(as_thea, path, form):
    first, second = cells(form, 1)[:2]
    as_thea.post(path, form | {first: "9x3", "do": "check"})
    fresh = fields(as_thea.get(path))
    form = press(as_thea, path, fresh | {second: "8x3"}, "add:A")
    form = press(as_thea, path, press(as_thea, path, form, "undo"), "undo")
    assert form[first] == "9x3"


def test_undo_never_goes_back_behind_what_a_colleague_saved(as_thea, as_carla, path, form):
    first = cells(form, 1)[0]
    as_thea.post(path, form | {first: "9x3", "do": "check"})
    save(as_carla, path, fields(as_carla.get(path)) | {first: "7x3"})
    fresh = fields(as_thea.get(path))
    form = press(as_thea, path, press(as_thea, path, fresh | {first: "6x3"}, "add:A"), "undo")
    form = press(as_thea, path, form, "undo")
    assert (form[first], form["base"]) == ("7x3", "2")


def test_another_exercise_in_a_row_does_not_keep_the_notes_of_the_former(as_thea, path, form, program):
    row = form["rows-A"].split(",")[0]
    Prescription.objects.filter(pk=row).update(note="Hold the chair")
    Dose.objects.filter(prescription=row).update(note="Only the left", guidance="Slow")
    save(as_thea, path, form | {f"exercise-{row}": "Step-up"})
    assert Prescription.objects.get(pk=row).note == ""
    assert set(Dose.objects.filter(prescription=row).values_list("note", "guidance")) == {("", "")}


def test_two_exercises_of_one_name_stay_who_they_are(as_thea, path, form, program):
    row = form["rows-A"].split(",")[0]
    own = Prescription.objects.get(pk=row).exercise
    other = Exercise.objects.exclude(pk=own.pk).filter(measure=own.measure).order_by("pk").first()
    Exercise.objects.filter(pk=other.pk).update(name=own.name)
    save(as_thea, path, form)
    assert Prescription.objects.get(pk=row).exercise == own


def test_a_program_of_52_weeks_cannot_repeat_one(as_thea, enrollment, thea):
    Week.objects.bulk_create(Week(program=enrollment.program, number=number) for number in range(9, 53))
    with pytest.raises(RefusedError, match="52 weeks"):
        repeat_week(enrollment=enrollment, by=thea, at=MONDAY)
