"""An upload on its way: each step once, a fault loses nothing, and what nobody goes on with is forgotten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError

from programs.imports import jobs
from programs.imports.plans import ChangedMeanwhileError
from programs.library.exercises import ExerciseTables
from programs.models import Exercise, ExerciseImport
from programs.models.imports import STALLED_AFTER, ImportState
from programs.uploads.errors import UnreadableError
from tests.people import MONDAY
from tests.tables import csv_file

pytestmark = pytest.mark.django_db

KIND = ExerciseTables()
FILE = csv_file([["New exercises"], ["Exercise", "Category", "Level"], ["Wall squat", "squat", "2"]])
LATER = MONDAY + timedelta(minutes=1)


@pytest.fixture
def job(carla) -> ExerciseImport:
    return jobs.start_import(KIND, owner=carla, file_name="new.csv", content=FILE, at=MONDAY)


def checked(job: ExerciseImport, **changes: int | str) -> ExerciseImport:
    assert jobs.choose_columns(job, mapping=job.mapping | changes, at=MONDAY)
    return worked_on(job)


def worked_on(job: ExerciseImport) -> ExerciseImport:
    jobs.work_on(KIND, job.pk, at=LATER)
    job.refresh_from_db()
    return job


def test_an_upload_knows_its_owner_its_time_and_its_columns(job, carla):
    job.refresh_from_db()
    assert (job.owner, job.uploaded_at, job.file_name, job.state) == (carla, MONDAY, "new.csv", "columns")
    assert (job.header_place, job.rows_total) == (1, 1)
    assert job.mapping == {"name": 0, "pattern": 1, "level": 2}


def test_what_is_no_table_leaves_nothing(carla):
    with pytest.raises(UnreadableError):
        jobs.start_import(KIND, owner=carla, file_name="x", content=b"%PDF", at=MONDAY)
    assert not ExerciseImport.objects.exists()


def test_the_name_of_a_file_is_only_shown(carla):
    name = "../\x00a\n" + "b" * 200
    job = jobs.start_import(KIND, owner=carla, file_name=name, content=FILE, at=MONDAY)
    assert (job.file_name[:5], len(job.file_name)) == ("../ab", 120)


def test_another_row_can_name_the_columns(job):
    jobs.move_header(job, KIND, place=0, at=LATER)
    job.refresh_from_db()
    assert (job.header_place, job.rows_total, job.mapping, job.changed_at) == (0, 2, {}, LATER)


def test_a_check_stores_nothing_but_its_report(job):
    before = Exercise.objects.count()
    job = checked(job)
    assert (job.state, job.report["added"], job.refusals) == ("checked", 1, [])
    assert Exercise.objects.count() == before


def test_an_import_stores_what_was_checked_and_deletes_what_was_uploaded(job):
    job = checked(job)
    assert jobs.ask_to_run(job, at=LATER)
    job = worked_on(job)
    assert (job.state, job.report["added"], job.rows, job.rows_done) == ("done", 1, [], 1)
    assert Exercise.objects.get(slug="wall-squat").level == 2


def test_each_step_is_taken_once(job):
    job = checked(job)
    second = ExerciseImport.objects.get(pk=job.pk)
    assert [jobs.ask_to_run(job, at=LATER), jobs.ask_to_run(second, at=LATER)] == [True, False]
    worked_on(job)
    report = worked_on(job).report  # the bell rang twice
    assert (report["added"], Exercise.objects.filter(slug="wall-squat").count()) == (1, 1)


def test_what_was_refused_cannot_be_run(job):
    job = checked(job, level=1)
    assert [refusal[:2] for refusal in job.refusals] == [[3, "Level"]]
    assert jobs.ask_to_run(job, at=LATER) is False
    assert [str(error) for error in jobs.refusals_of(job)] == ["row 3, Level: not a whole number: “squat”"]


def test_one_can_go_back_to_the_columns_and_nothing_is_lost(job):
    job = checked(job, level=1)
    assert jobs.choose_again(job, at=LATER)
    job.refresh_from_db()
    assert (job.state, job.refusals, len(job.rows)) == ("columns", [], 3)
    assert checked(job, level=2).refusals == []


def test_the_columns_are_remembered_for_the_next_file_by_their_names(carla, tom):
    odd = csv_file([["Was", "Wie", "Squat"], ["Wall squat", "squat", "x"]])
    job = jobs.start_import(KIND, owner=carla, file_name="odd.csv", content=odd, at=MONDAY)
    assert job.mapping == {}
    jobs.choose_columns(job, mapping={"name": 0, "pattern": 1}, at=MONDAY)
    again = csv_file([["Wie", "Was"], ["squat", "Wall squat"]])
    assert jobs.start_import(KIND, owner=carla, file_name="b", content=again, at=LATER).mapping == {
        "name": 1,
        "pattern": 0,
    }
    assert jobs.start_import(KIND, owner=tom, file_name="b", content=again, at=LATER).mapping == {}


@pytest.mark.parametrize("fault", [ChangedMeanwhileError, IntegrityError])
def test_what_was_changed_meanwhile_is_said_and_nothing_is_stored(job, monkeypatch, fault):
    def store(self, plan, *, by, at):
        Exercise.objects.filter(slug="split-squat").update(level=5)
        raise fault

    level = Exercise.objects.get(slug="split-squat").level
    job = checked(job)
    jobs.ask_to_run(job, at=LATER)
    monkeypatch.setattr(ExerciseTables, "store", store)
    job = worked_on(job)
    assert (job.state, Exercise.objects.get(slug="split-squat").level) == ("checked", level)
    assert "changed the same rows in the meantime" in job.notice


@pytest.mark.parametrize(("asked_for", "back_at"), [("check", "columns"), ("run", "checked")])
def test_a_fault_puts_the_upload_back_and_is_raised(job, monkeypatch, asked_for, back_at):
    def plan(self, rows, user, progress):
        raise ZeroDivisionError

    if asked_for == "run":
        jobs.ask_to_run(checked(job), at=LATER)
    else:
        jobs.choose_columns(job, mapping=job.mapping, at=LATER)
    monkeypatch.setattr(ExerciseTables, "plan", plan)
    with pytest.raises(ZeroDivisionError):
        jobs.work_on(KIND, job.pk, at=LATER)
    job.refresh_from_db()
    assert (job.state, len(job.rows)) == (back_at, 3)
    assert "nothing was imported" in job.notice


def test_what_stands_in_the_way_at_the_last_moment_is_shown_as_a_refusal(job):
    """Between check and import somebody has made the file wrong."""
    job = checked(job, regression_slug=2)  # names no exercise
    job.refusals = []
    job.save()
    jobs.ask_to_run(job, at=LATER)
    job = worked_on(job)
    assert (job.state, len(job.refusals)) == ("checked", 1)


def test_progress_is_told_while_it_works(carla, monkeypatch):
    rows = [["Name", "Pattern"], *([f"Exercise {n}", "squat"] for n in range(1100))]
    job = jobs.start_import(KIND, owner=carla, file_name="x", content=csv_file(rows), at=MONDAY)
    told = []
    monkeypatch.setattr(jobs, "_tell", lambda job, done: told.append(done))
    job = checked(job)
    assert told == [500, 1000]
    jobs.ask_to_run(job, at=LATER)
    worked_on(job)
    assert told == [500, 1000, 500, 1000, 1100]


def test_what_does_not_move_has_stalled(job):
    assert not jobs.is_stalled(job, at=MONDAY + timedelta(days=1))
    jobs.choose_columns(job, mapping=job.mapping, at=MONDAY)
    assert not jobs.is_stalled(job, at=MONDAY + STALLED_AFTER)
    assert jobs.is_stalled(job, at=MONDAY + STALLED_AFTER + timedelta(seconds=1))


def test_what_nobody_goes_on_with_is_forgotten_after_a_day_and_what_was_done_is_not(job, carla):
    done = jobs.start_import(KIND, owner=carla, file_name="done", content=FILE, at=MONDAY)
    ExerciseImport.objects.filter(pk=done.pk).update(state=ImportState.DONE)
    assert jobs.forget_imports(ExerciseImport, at=MONDAY + timedelta(hours=24)) == 0
    assert jobs.forget_imports(ExerciseImport, at=MONDAY + timedelta(hours=24, seconds=1)) == 1
    assert list(ExerciseImport.objects.all()) == [done]


def test_an_upload_that_is_gone_is_left_alone(job):
    job.delete()
    jobs.work_on(KIND, 999_999, at=LATER)
