"""Celery's door of the library: it rings, and the upload goes on."""

from __future__ import annotations

import pytest

from programs.imports import jobs
from programs.library.exercises import ExerciseTables
from programs.tasks import work_on_exercises
from tests.people import MONDAY
from tests.tables import csv_file

pytestmark = pytest.mark.django_db


def test_the_task_does_what_an_upload_waits_for(carla):
    content = csv_file([["name", "pattern"], ["Wall squat", "squat"]])
    job = jobs.start_import(ExerciseTables(), owner=carla, file_name="x", content=content, at=MONDAY)
    work_on_exercises(job.pk)
    job.refresh_from_db()
    assert job.state == "columns"  # nobody has asked for anything
    jobs.choose_columns(job, mapping=job.mapping, at=MONDAY)
    work_on_exercises(job.pk)
    job.refresh_from_db()
    assert job.state == "checked"
