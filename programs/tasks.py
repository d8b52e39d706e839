"""Celery's doors: each a line that calls a verb."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from programs.imports.jobs import work_on
from programs.library.exercises import ExerciseTables


@shared_task
def work_on_exercises(import_id: int) -> None:
    """Check or import a table of exercises, whatever it waits for."""
    work_on(ExerciseTables(), import_id, at=timezone.now())
