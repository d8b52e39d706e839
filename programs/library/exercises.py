"""The exercise library in and out: from any table of exercises, and as rows that can be imported again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from programs.imports.columns import TableColumn, find_header, mapping_errors, suggested
from programs.imports.plans import BATCH, Difference, ImportKind, MappedRow, Progress, mapped_rows, stray_cells
from programs.imports.refusals import ImportRefusedError, RowError
from programs.imports.texts import rows_of_text
from programs.models import Exercise, ExerciseImport, Status

from .alternatives import import_alternatives
from .cautions import import_cautions
from .exercise_columns import COLUMNS, LABELS
from .exercise_plans import Addresses, ExercisePlan, PlannedExercise, changes_of, links_of, needs_of
from .exercise_rows import ExerciseReader, in_words
from .exercise_storing import store_plan
from .importing import ImportResult


@transaction.atomic
def import_library(*, exercises: str, cautions: str, alternatives: str = "") -> ImportResult:
    """Load the library from the text of its CSV files, idempotent by slug, all or nothing.

    Raises ImportRefusedError with every refused value, numbered as a spreadsheet numbers its rows.
    """
    result = import_exercises(exercises)
    stored = Exercise.objects.in_bulk(field_name="slug")
    result += import_cautions(cautions, stored)
    if alternatives:
        result += import_alternatives(alternatives, stored)
    return result


@transaction.atomic
def import_exercises(text: str, *, by: Any = None) -> ImportResult:
    """Load exercises from the text of one CSV file by the names of its columns, all or nothing.

    Raises ImportRefusedError with every refused value, numbered as a spreadsheet numbers its rows, and UnreadableError.
    """
    kind = ExerciseTables()
    rows = rows_of_text(text.encode())  # the clinic's own file: nobody uploaded it
    header = find_header(rows, COLUMNS)
    mapping = suggested(rows[header][1], COLUMNS)
    missing = mapping_errors(mapping, COLUMNS)
    if missing:
        raise ImportRefusedError([RowError(rows[header][0], str(_("Row")), reason) for reason in missing])
    plan = kind.plan(mapped_rows(rows, header, mapping), by)
    plan.errors += stray_cells(rows, header)
    if plan.errors:
        raise ImportRefusedError(plan.errors)
    kind.store(plan, by=by, at=timezone.now())
    return ImportResult(plan.added, plan.changed, plan.unchanged)


class ExerciseTables(ImportKind[ExercisePlan]):
    """Tables of exercises: a row is matched by its address, else by its name."""

    uploads = ExerciseImport
    title = gettext_lazy("Import exercises")

    def columns(self, user: Any) -> Sequence[TableColumn]:
        return COLUMNS

    def plan(self, rows: Sequence[MappedRow], user: Any, progress: Progress = lambda done: None) -> ExercisePlan:
        plan = ExercisePlan()
        addresses = Addresses(plan.library, rows)
        for place, row in enumerate(rows, start=1):
            self._plan_row(plan, row, addresses)
            if place % BATCH == 0:
                progress(place)
        self._remark(plan)
        return plan

    def _plan_row(self, plan: ExercisePlan, row: MappedRow, addresses: Addresses) -> None:
        slug = addresses.of[row.number]
        former = plan.library.exercises.get(slug)
        reader = ExerciseReader(row, former)
        if slug in addresses.first and addresses.first[slug] != row.number:
            column = "slug" if row.values.get("slug") else "name"
            reader.refuse(column, _("is already in an earlier row"), row.values.get(column) or slug)
        if not slug and row.values.get("name"):
            reader.refuse("slug", _("the name has no letters or digits to make one of"), row.values["name"])
        planned = PlannedExercise(slug, reader.exercise(slug), former, None, {})
        planned.needs = needs_of(row, reader, plan.library)
        planned.links = links_of(row, reader, slug, addresses)
        plan.errors += reader.errors
        if reader.errors:
            return
        self._note(plan, planned, reader)

    def _note(self, plan: ExercisePlan, planned: PlannedExercise, reader: ExerciseReader) -> None:
        changes = changes_of(plan.library, planned)
        if not changes:
            plan.unchanged += 1
            return
        plan.planned.append(planned)
        plan.note_difference(Difference(planned.exercise.name, planned.former is None, changes))
        for column, value in reader.presumed:
            plan.note_default(str(LABELS[column]), in_words(column, value))

    def _remark(self, plan: ExercisePlan) -> None:
        drafts = 0
        for planned in plan.planned:
            if planned.former is None and planned.exercise.status == Status.DRAFT:
                drafts += 1
        if drafts:
            words = ngettext(
                "{count} new exercise has no complete cues. It arrives as a draft, and is not offered before.",
                "{count} new exercises have no complete cues. They arrive as drafts, and are not offered before.",
                drafts,
            )
            plan.remarks.append(words.format(count=drafts))

    def store(self, plan: ExercisePlan, *, by: Any, at: datetime) -> dict[str, Any]:
        store_plan(plan, by=by)
        return {}
