"""An upload on its way: columns are chosen, it is checked, shown, and imported once. Each step is one verb."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.models.fields import NAME
from programs.models.imports import STALLED_AFTER, ImportState, UploadedImport

from .columns import find_header, suggested
from .plans import ChangedMeanwhileError, ImportKind, Plan, mapped_rows, stray_cells
from .reading import read_table
from .refusals import RowError, grouped

#: How long an upload waits for the next step before it is forgotten.
KEPT = timedelta(hours=24)


@transaction.atomic
def start_import(kind: ImportKind[Any], *, owner: Any, file_name: str, content: bytes, at: datetime) -> UploadedImport:
    """Read an upload and suggest its columns. Raises UnreadableError for what is no table."""
    rows = read_table(content)
    columns = kind.columns(owner)
    header = find_header(rows, columns)
    job = kind.uploads(owner=owner, file_name=_plain(file_name), uploaded_at=at, changed_at=at, rows=rows)
    _look_below(job, kind, header)
    job.save()
    return job


def _plain(file_name: str) -> str:
    return "".join(filter(str.isprintable, file_name))[:NAME] or "?"


def _look_below(job: UploadedImport, kind: ImportKind[Any], header: int) -> None:
    job.header_place = header
    job.rows_total = len(job.rows) - header - 1
    job.mapping = suggested(job.rows[header][1], kind.columns(job.owner), _remembered(kind, job.owner))


def _remembered(kind: ImportKind[Any], owner: Any) -> dict[str, str]:
    """How this person has named the columns the last time."""
    last = kind.uploads._default_manager.filter(owner=owner).exclude(headings={}).values_list("headings", flat=True)
    return last.order_by("-id").first() or {}


@transaction.atomic
def move_header(job: UploadedImport, kind: ImportKind[Any], *, place: int, at: datetime) -> UploadedImport:
    """Another row names the columns: they are suggested anew."""
    _look_below(job, kind, place)
    job.changed_at = at
    job.save(update_fields=["header_place", "rows_total", "mapping", "changed_at"])
    return job


@transaction.atomic
def choose_columns(job: UploadedImport, *, mapping: Mapping[str, int | str], at: datetime) -> bool:
    """Ask for the check with these columns; they are remembered by their names. False when it is past that."""
    header = job.rows[job.header_place][1]
    headings = {}
    for name, source in mapping.items():
        if isinstance(source, int) and source < len(header) and header[source]:
            headings[name] = header[source]
    return _step(
        job, ImportState.COLUMNS, ImportState.CHECKING, at, mapping=dict(mapping), headings=headings, rows_done=0
    )


def choose_again(job: UploadedImport, *, at: datetime) -> bool:
    """Back from the check to the columns."""
    return _step(job, ImportState.CHECKED, ImportState.COLUMNS, at, report={}, refusals=[])


def ask_to_run(job: UploadedImport, *, at: datetime) -> bool:
    """Ask for the import of what was checked; False for the second click, and for what was refused."""
    if job.refusals:
        return False
    return _step(job, ImportState.CHECKED, ImportState.RUNNING, at, rows_done=0)


def give_up(job: UploadedImport, *, at: datetime, why: str) -> bool:
    """A step that has not come about: back to where it was asked for, with the reason in words."""
    if job.state == ImportState.RUNNING:
        return _step(job, ImportState.RUNNING, ImportState.CHECKED, at, notice=why)
    return _step(job, ImportState.CHECKING, ImportState.COLUMNS, at, notice=why)


def is_stalled(job: UploadedImport, *, at: datetime) -> bool:
    """Whether the step has not moved for longer than any task may take."""
    return job.is_working and at - job.changed_at > STALLED_AFTER


def forget_imports(uploads: type[UploadedImport], *, at: datetime) -> int:
    """Uploads that nobody went on with go after a day; returns how many."""
    waiting = uploads._default_manager.exclude(state=ImportState.DONE).filter(changed_at__lt=at - KEPT)
    count, _by_model = waiting.delete()
    return count


def _step(job: UploadedImport, before: str, after: str, at: datetime, **values: Any) -> bool:
    """From one state to the next, once, whoever asks at the same time."""
    values = {"notice": "", **values, "state": after, "changed_at": at}
    is_taken = type(job)._default_manager.filter(pk=job.pk, state=before).update(**values)
    if is_taken:
        for name, value in values.items():
            setattr(job, name, value)
    return bool(is_taken)


# -- what the worker does ------------------------------------------------------------------------


def work_on(kind: ImportKind[Any], job_id: int, *, at: datetime) -> None:
    """Do what an upload waits for: the check, or the import. What is past it, or gone, is left alone.

    A fault puts the upload back to where the step was asked for, and is raised.
    """
    job = kind.uploads._default_manager.select_related("owner").filter(pk=job_id).first()
    if job is None or not job.is_working:
        return
    try:
        rows = job.numbered_rows
        mapped = mapped_rows(rows, job.header_place, _in_order(job.mapping, kind, job.owner))
        plan: Plan = kind.plan(mapped, job.owner, lambda done: _tell(job, done))
        plan.errors += stray_cells(rows, job.header_place)
        if job.state == ImportState.CHECKING or plan.errors:
            _report(job, plan, at)
        else:
            _tell(job, job.rows_total)
            _import(job, kind, plan, at)
    except Exception:
        give_up(job, at=at, why=_("Something went wrong, and nothing was imported. Try again."))
        raise


def _in_order(mapping: Mapping[str, int | str], kind: ImportKind[Any], owner: Any) -> dict[str, int | str]:
    """The mapping in the order of the columns, which a database does not keep, without what one may not bring in."""
    names = [column.name for column in kind.columns(owner)]
    return {name: mapping[name] for name in names if name in mapping}


def _tell(job: UploadedImport, done: int) -> None:
    type(job)._default_manager.filter(pk=job.pk).update(rows_done=done, changed_at=timezone.now())


def _report(job: UploadedImport, plan: Plan, at: datetime) -> None:
    refusals = [[error.row, error.column, error.reason, error.value] for error in plan.errors]
    _step(job, job.state, ImportState.CHECKED, at, report=_report_of(plan), refusals=refusals)


def _report_of(plan: Plan) -> dict[str, Any]:
    refused = {error.row for error in plan.errors}
    return {
        "added": plan.added,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "to_store": plan.added + plan.changed,
        "good_rows": plan.added + plan.changed + plan.unchanged,
        "refused_rows": len(refused),
        "refused_values": len(plan.errors),
        "causes": [cause.to_json() for cause in grouped(plan.errors)],
        "defaults": [[column, values.most_common(6)] for column, values in plan.defaults.items()],
        "remarks": plan.remarks,
        "differences": [difference.to_json() for difference in plan.differences],
        **plan.extra,
    }


def _import(job: UploadedImport, kind: ImportKind[Any], plan: Plan, at: datetime) -> None:
    """All or nothing, and once: who comes second finds the upload done."""
    try:
        with transaction.atomic():
            still_running = type(job)._default_manager.select_for_update().filter(pk=job.pk, state=ImportState.RUNNING)
            if not still_running.values_list("pk").first():
                return
            done = kind.store(plan, by=job.owner, at=at)
            report = {**_report_of(plan), **done, "differences": []}
            _step(job, ImportState.RUNNING, ImportState.DONE, at, report=report, rows=[], rows_done=job.rows_total)
    except (ChangedMeanwhileError, IntegrityError):
        give_up(job, at=at, why=_("Someone changed the same rows in the meantime. Nothing was imported. Check again."))


def refusals_of(job: UploadedImport) -> list[RowError]:
    """The refused values of a checked upload."""
    return [RowError(*cast(tuple[int, str, str, str], refusal)) for refusal in job.refusals]
