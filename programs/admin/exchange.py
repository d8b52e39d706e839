"""The library out to a spreadsheet and back: what a file would change is shown before anything is stored."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.library.exercise_rows import COLUMNS
from programs.library.exercises import export_library, import_exercises, preview_exercises
from programs.library.importing import ImportRefusedError
from programs.library.spreadsheets import TYPES, UnreadableError, read_table, write_table

#: How long a previewed file waits to be confirmed.
KEPT_SECONDS = 3600
SHOWN_ERRORS = 200
PAGE = "admin/programs/exercise/import.html"


class ImportForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("CSV or XLSX file"), help_text=gettext_lazy("At most 5 MB, 10,000 rows."))


def import_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Choose a file, see what it would change, confirm. context -- what every admin page knows."""
    context |= {"title": _("Import exercises"), "form": ImportForm(), "columns": COLUMNS}
    if request.method != "POST":
        return render(request, PAGE, context)
    if "confirm" in request.POST:
        return _confirm(request, context)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, PAGE, context | {"form": form}, status=422)
    upload = form.cleaned_data["file"]
    try:
        text = read_table(upload.name, upload.read())
        differences = preview_exercises(text)
    except UnreadableError as error:
        form.add_error("file", str(error))
        return render(request, PAGE, context | {"form": form}, status=422)
    except ImportRefusedError as error:
        return _refused(request, context, error)
    key = uuid.uuid4().hex
    cache.set(_place(request, key), text, KEPT_SECONDS)
    return render(request, PAGE, context | {"differences": differences, "key": key, "is_preview": True})


def _confirm(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    place = _place(request, request.POST["confirm"][:32])
    text = cache.get(place)
    if text is None:
        messages.warning(request, _("This preview has expired. Choose the file again."))
        return redirect("admin:programs_exercise_import")
    try:
        result = import_exercises(text)
    except ImportRefusedError as error:  # the library changed since the preview
        return _refused(request, context, error)
    cache.delete(place)
    said = _("Imported: {added} new, {changed} changed, {unchanged} as they were.")
    counts = {"added": result.added, "changed": result.changed, "unchanged": result.unchanged}
    messages.success(request, said.format(**counts))
    return redirect("admin:programs_exercise_changelist")


def _place(request: HttpRequest, key: str) -> str:
    """Where a previewed file waits: only for whom it was previewed."""
    return f"import:{request.user.pk}:{key}"


def _refused(request: HttpRequest, context: dict[str, Any], error: ImportRefusedError) -> HttpResponse:
    errors = error.errors[:SHOWN_ERRORS]
    return render(request, PAGE, context | {"errors": errors, "error_count": len(error.errors)}, status=422)


def export_file(kind: str) -> HttpResponse:
    """The whole library as a file that can be imported again. Raises Http404 for another format."""
    for known, content_type in TYPES.items():
        if known == kind:
            content = write_table(export_library(), COLUMNS, known)
            headers = {"Content-Disposition": f'attachment; filename="exercises.{known}"'}
            return HttpResponse(content, content_type=content_type, headers=headers)
    raise Http404
