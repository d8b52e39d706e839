"""The pages of an import: file, columns, check, import. Each step is a page that can be reloaded, and left.

A kind of import says whose pages they are, and what stands on them beside the steps (``ImportPages``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from celery import Task
from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from kombu.exceptions import OperationalError

from programs.imports import jobs
from programs.imports.columns import HEADER_WITHIN, mapping_errors
from programs.imports.plans import ImportKind
from programs.imports.reading import MAX_BYTES
from programs.imports.refusals import refused_rows
from programs.models.fields import is_key
from programs.models.imports import ImportState, UploadedImport
from programs.uploads.errors import UnreadableError

from .import_columns import ColumnsPage, mapping_of

STEPS = {
    "file": gettext_lazy("File"),
    ImportState.COLUMNS: gettext_lazy("Columns"),
    ImportState.CHECKED: gettext_lazy("Check"),
    ImportState.DONE: gettext_lazy("Import"),
}
#: The step of the page on which one waits.
STEP_OF = {ImportState.CHECKING: ImportState.CHECKED, ImportState.RUNNING: ImportState.DONE}
Context = dict[str, Any]
#: What a button comes to: an answer of its own, why it was refused, or None for the page as it is now.
Outcome = HttpResponse | list[str] | None


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Table"),
        help_text=gettext_lazy("CSV or Excel (.xlsx), at most 5 MB and 10,000 rows. Delimiter and encoding are found."),
    )

    def clean_file(self) -> Any:
        """Its size is asked before a byte of it is read."""
        upload = self.cleaned_data["file"]
        if upload.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB. Split it, and import the parts one after the other.")
            )
        return upload


class ImportPages:
    """One kind of import in the admin. address, list_address -- names of routes; about -- a template for page one"""

    kind: ClassVar[ImportKind[Any]]
    task: ClassVar[Task[Any, None]]
    address: ClassVar[str]
    list_address: ClassVar[str]
    about: ClassVar[str]
    done: ClassVar[str] = "admin/imports/done.html"

    def is_allowed(self, request: HttpRequest) -> bool:
        raise NotImplementedError

    def note(self, request: HttpRequest, job: UploadedImport) -> None:
        """Say whom the page shows, where it shows people."""

    def more(self, request: HttpRequest, job: UploadedImport) -> Context:
        """What stands on a page of this kind beside the step."""
        return {}

    def acts(self) -> dict[str, Callable[[HttpRequest, UploadedImport], Outcome]]:
        """What a button does, by its value."""
        return {
            "header": self._move_header,
            "check": self._check,
            "back": self._back,
            "run": self._run,
            "discard": self._discard,
        }

    # -- doors --

    def urls(self, admin_view: Callable[[Any], Any], context: Callable[[HttpRequest], Context]) -> list[URLPattern]:
        """The three routes. context -- what every admin page knows"""
        name = self.address.partition(":")[2]

        def start(request: HttpRequest) -> HttpResponse:
            return self._start(self._let_in(request), context(request))

        def page(request: HttpRequest, import_id: int) -> HttpResponse:
            return self._page(self._let_in(request), self._job(request, import_id), context(request))

        def refused(request: HttpRequest, import_id: int) -> HttpResponse:
            return self._refused(self._let_in(request), self._job(request, import_id))

        return [
            path("import/", admin_view(start), name=name),
            path("import/<int:import_id>/", admin_view(page), name=f"{name}_page"),
            path("import/<int:import_id>/refused/", admin_view(refused), name=f"{name}_refused"),
        ]

    def _let_in(self, request: HttpRequest) -> HttpRequest:
        if not self.is_allowed(request):
            raise PermissionDenied
        return request

    def _job(self, request: HttpRequest, import_id: int) -> UploadedImport:
        """An upload of this person's own; 404 for any other."""
        own = self.kind.uploads.objects.visible_to(request.user)
        job: UploadedImport | None = own.filter(pk=import_id).first() if is_key(str(import_id)) else None
        if job is None:
            raise Http404
        return job

    # -- one page for each step --

    def _start(self, request: HttpRequest, context: Context) -> HttpResponse:
        is_sent = request.method == "POST"
        form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
        if form.is_valid():
            upload, at = form.cleaned_data["file"], timezone.now()
            try:
                job = jobs.start_import(
                    self.kind, owner=request.user, file_name=upload.name, content=upload.read(), at=at
                )
                return redirect(f"{self.address}_page", job.pk)
            except UnreadableError as error:
                form.add_error("file", str(error))
        waiting = self.kind.uploads.objects.visible_to(request.user).exclude(state=ImportState.DONE)
        context |= self._frame("file") | {
            "form": form,
            "about": self.about,
            "waiting": waiting.defer("rows", "refusals"),
        }
        return render(request, "admin/imports/file.html", context, status=422 if form.errors else 200)

    def _page(self, request: HttpRequest, job: UploadedImport, context: Context) -> HttpResponse:
        at = timezone.now()
        if jobs.is_stalled(job, at=at):
            jobs.give_up(job, at=at, why=_("This step stopped halfway, and nothing was imported. Try again."))
            return redirect(request.path)
        problems: list[str] = []
        if request.method == "POST":
            act = self.acts().get(request.POST.get("do", ""))
            outcome = act(request, job) if act else None
            if not isinstance(outcome, list):
                return outcome or redirect(request.path)
            problems = outcome
        self.note(request, job)
        context |= self._frame(STEP_OF.get(ImportState(job.state), job.state)) | {"job": job, "problems": problems}
        context |= self.more(request, job)
        if job.state == ImportState.COLUMNS:
            columns = self.kind.columns(request.user)
            mapping = mapping_of(request.POST, job, columns) if problems else job.mapping
            context["columns"] = ColumnsPage(job, columns, mapping)
        return render(request, self._template(job), context, status=422 if problems else 200)

    def _template(self, job: UploadedImport) -> str:
        if job.is_working:
            return "admin/imports/working.html"
        if job.state == ImportState.DONE:
            return self.done
        return f"admin/imports/{job.state}.html"

    def _frame(self, step: str) -> Context:
        """What every page of an import knows: its title, its steps, and the ways out."""
        order = list(STEPS)
        steps = []
        for key, label in STEPS.items():
            steps.append({"label": label, "is_current": key == step, "is_past": order.index(key) < order.index(step)})
        return {
            "title": self.kind.title,
            "steps": steps,
            "start": reverse(self.address),
            "page_name": f"{self.address}_page",
            "refused_name": f"{self.address}_refused",
            "list": reverse(self.list_address),
        }

    def _refused(self, request: HttpRequest, job: UploadedImport) -> HttpResponse:
        """The refused rows as a file: as they came, each with its reasons."""
        if not job.refusals or not job.rows:
            raise Http404
        self.note(request, job)
        rows = job.numbered_rows
        content = refused_rows(rows, job.header_place, jobs.refusals_of(job))
        headers = {"Content-Disposition": 'attachment; filename="refused-rows.csv"'}
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

    # -- what its buttons do --

    def _move_header(self, request: HttpRequest, job: UploadedImport) -> None:
        place = request.POST.get("header", "")
        if job.state == ImportState.COLUMNS and place.isascii() and place.isdecimal():
            last = min(HEADER_WITHIN, len(job.rows)) - 1
            jobs.move_header(job, self.kind, place=min(int(place[:4]), last), at=timezone.now())

    def _check(self, request: HttpRequest, job: UploadedImport) -> Outcome:
        columns = self.kind.columns(request.user)
        mapping = mapping_of(request.POST, job, columns)
        problems = mapping_errors(mapping, columns)
        if job.rows_total == 0:
            problems.append(_("There are no rows below the column names."))
        if problems and job.state == ImportState.COLUMNS:
            return problems
        if jobs.choose_columns(job, mapping=mapping, at=timezone.now()):
            self._send(job)
        return None

    def _back(self, request: HttpRequest, job: UploadedImport) -> None:
        jobs.choose_again(job, at=timezone.now())

    def _run(self, request: HttpRequest, job: UploadedImport) -> None:
        if jobs.ask_to_run(job, at=timezone.now()):
            self._send(job)

    def _discard(self, request: HttpRequest, job: UploadedImport) -> HttpResponse:
        if job.state != ImportState.RUNNING and job.state != ImportState.DONE:
            job.delete()
            messages.success(request, _("Discarded: {name}. Nothing was imported.").format(name=job.file_name))
        return redirect(self.address)

    def _send(self, job: UploadedImport) -> None:
        """Ring for the worker; without a queue the step is taken back, and says so."""
        try:
            type(self).task.delay(job.pk)
        except OperationalError:
            jobs.give_up(job, at=timezone.now(), why=_("The clinic’s queue is not answering. Try again in a minute."))
