"""make bench-imports: what a table of N rows (10,000) costs: read, checked, imported, and imported again with changes.

Runs on a database of its own, in SQLite. CPU is process time of one process; queries are those of the step.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

ROWS = int(os.environ.get("N", "10000"))


def main() -> None:
    os.environ |= {"DJANGO_SETTINGS_MODULE": "clinic.settings", "DEMO_CLINIC": "yes"}
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="clinic-bench-")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    for command in (["migrate", "-v0"], ["createcachetable"], ["import_library"]):
        call_command(*command, stdout=io.StringIO())
    from athletes.enrollment.athlete_tables import AthleteTables
    from athletes.models import Role, User
    from programs.library.exercises import ExerciseTables

    carla = User.objects.create_user("carla@bench.example", name="Carla", role=Role.CLINIC_ADMIN)
    thea = User.objects.create_user("thea@bench.example", name="Thea", role=Role.THERAPIST)
    say(f"{ROWS:,} rows{'':19}{'queries':>10}{'per 500':>9}{'CPU s':>8}{'wall s':>8}")
    for title, kind, owner, table in (
        ("exercises", ExerciseTables(), carla, exercises),
        ("athletes", AthleteTables(), thea, athletes),
    ):
        for what, suffix in (("new", ""), ("changed", " now"), ("as they were", " now")):
            walk(f"{title}, {what}", kind, owner, table(suffix), timezone.now())
    say(f"Largest memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def walk(title: str, kind: Any, owner: Any, content: bytes, at: Any) -> None:
    """One upload, all the way."""
    from programs.imports import jobs

    job = cost(f"{title}: read", lambda: jobs.start_import(kind, owner=owner, file_name="x", content=content, at=at))
    jobs.choose_columns(job, mapping=job.mapping, at=at)
    cost(f"{title}: check", lambda: jobs.work_on(kind, job.pk, at=at))
    job.refresh_from_db()
    assert jobs.ask_to_run(job, at=at), job.report["causes"]
    cost(f"{title}: import", lambda: jobs.work_on(kind, job.pk, at=at))
    job.refresh_from_db()
    assert job.state == "done", job.notice


def cost(title: str, step: Callable[[], Any]) -> Any:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    cpu, wall = time.process_time(), time.monotonic()
    with CaptureQueriesContext(connection) as asked:
        result = step()
    cpu, wall = time.process_time() - cpu, time.monotonic() - wall
    say(f"{title:32}{len(asked):8}{len(asked) / ROWS * 500:9.1f}{cpu:8.2f}{wall:8.2f}")
    return result


def exercises(suffix: str) -> bytes:
    """The shipped library over and over, each row with neighbors in the same file."""
    from programs.library.exercise_plans import export_library
    from programs.library.exercise_rows import COLUMNS
    from programs.models import Exercise
    from tests.tables import csv_file

    shipped = [row for row in export_library() if not row["slug"].startswith("bench-")]
    assert Exercise.objects.exists()
    lines: list[list[object]] = [list(COLUMNS)]
    for number in range(ROWS):
        own = {"slug": f"bench-{number}", "name": f"Bench {number}"}
        own["regression_slug"] = f"bench-{number - 1}" if number else ""
        own["progression_slug"] = f"bench-{number + 1}" if number + 1 < ROWS else ""
        row = shipped[number % len(shipped)] | own
        row["short_cue"] = row["short_cue"][:50] + suffix
        lines.append([row[column] for column in COLUMNS])
    return csv_file(lines, delimiter=";", encoding="cp1252")


def athletes(suffix: str) -> bytes:
    from tests.tables import csv_file

    lines: list[list[object]] = [["Name", "E-mail", "Cell"]]
    lines += [[f"Runner {number}{suffix}", f"{number}@bench.example", f"555-{number}"] for number in range(ROWS)]
    return csv_file(lines)


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
