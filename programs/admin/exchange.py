"""The library out to a spreadsheet and back."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from programs.imports.writing import TYPES, write_table
from programs.library.exercise_plans import export_library
from programs.library.exercise_rows import COLUMNS
from programs.library.exercises import ExerciseTables
from programs.tasks import work_on_exercises

from .imports import ImportPages


class ExerciseImportPages(ImportPages):
    """The import of exercises: who may change the library may bring some in."""

    kind = ExerciseTables()
    task = work_on_exercises
    address = "admin:programs_exercise_import"
    list_address = "admin:programs_exercise_changelist"
    about = "admin/programs/exercise/import_about.html"

    def is_allowed(self, request: HttpRequest) -> bool:
        return request.user.has_perm("programs.change_exercise")


def export_file(kind: str) -> HttpResponse:
    """The whole library as a file that can be imported again. Raises Http404 for another format."""
    for known, content_type in TYPES.items():
        if known == kind:
            content = write_table(export_library(), COLUMNS, known)
            headers = {"Content-Disposition": f'attachment; filename="exercises.{known}"'}
            return HttpResponse(content, content_type=content_type, headers=headers)
    raise Http404
