"""Runs out of files: sent, asked about where it is not plain that they are runs, and stored."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from athletes.access.requests import athlete_required
from athletes.errors import RefusedError
from athletes.models import Athlete
from athletes.records.merge import Verdict
from athletes.records.run_files.questions import NO_ANSWER, read_question
from athletes.records.run_files.uploads import Read, record_answer, record_uploads
from athletes.records.runs import RecordedRun, twin_of
from programs.dates import date_format

from ..forms.records import RunFileForm
from ..pages.runs import AskedQuestion
from .runs import show_runs


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def upload_run(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """What is plainly a run is stored, the rest is asked about on the page that follows."""
    if request.method != "POST":
        return redirect("runs")
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    form = RunFileForm(request.POST, request.FILES, is_too_large=size > settings.FILE_UPLOAD_MAX_MEMORY_SIZE)
    read: list[Read] = []
    if form.is_valid():
        sent = ((str(file.name), file) for file in form.cleaned_data["file"])
        read = record_uploads(athlete=athlete, sent=sent, at=timezone.now())
    if not any(each.recorded or each.question for each in read):
        _refuse(form, read)
        return show_runs(request, athlete, form)
    return _say(request, athlete, read)


def _refuse(form: RunFileForm, read: list[Read]) -> None:
    """Nothing of it is a run: each file says why."""
    for each in read:
        form.add_error("file", _why_not(each) if len(read) == 1 else f"{each.name}: {_why_not(each)}")


def _say(request: HttpRequest, athlete: Athlete, read: list[Read]) -> HttpResponse:
    """A word for each file, and what is asked; one run alone is asked for its effort."""
    if len(read) == 1 and read[0].recorded is not None:
        return _one_read(request, read[0].recorded)
    for each in read:
        _say_what_became_of(request, each)
    asked = [AskedQuestion(each.question) for each in read if each.question]
    if not asked:
        return redirect("runs")
    return _ask(request, athlete, asked)


def _ask(request: HttpRequest, athlete: Athlete, asked: Sequence[AskedQuestion], status: int = 200) -> HttpResponse:
    context = {"asked": asked, "athlete": athlete, "tab": "today"}
    return render(request, "athletes/runs/asked.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def answer_run(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """What was asked about files: kept, cut or left out. Twice is once; what has no answer yet is asked again."""
    if request.method != "POST":
        return redirect("runs")
    at = timezone.now()
    asked = _answers(request, athlete)
    if any(each.is_open for each in asked):
        return _ask(request, athlete, asked, status=422)
    recorded: list[RecordedRun] = []
    for each in asked:
        done = record_answer(athlete=athlete, question=each.question, choice=each.chosen, at=at)
        if done is not None:
            recorded.append(done)
    if len(recorded) == 1:
        return _one_read(request, recorded[0])
    for run in recorded:
        _say_what_became_of(request, Read(str(run.run.get_source_display()), run))
    if asked and not recorded:
        messages.success(request, _("Left out; nothing was added."))
    return redirect("runs")


def _answers(request: HttpRequest, athlete: Athlete) -> list[AskedQuestion]:
    """Each question with what was chosen, by the id of its run; one that is too old is said, and passed over."""
    asked = []
    for token in request.POST.getlist("question"):
        try:
            question = read_question(athlete=athlete, token=token)
        except RefusedError as error:
            messages.warning(request, str(error.message))
            continue
        chosen = request.POST.get(f"answer-{question.run_id}", "")
        is_open = not question.has(chosen)
        asked.append(AskedQuestion(question, chosen, str(NO_ANSWER) if is_open else ""))
    return asked


def _why_not(read: Read) -> str:
    if read.left_out:
        return _("left out: {sport}.").format(sport=read.left_out)
    return read.refused


def _say_what_became_of(request: HttpRequest, read: Read) -> None:
    if read.question:
        return
    if read.recorded is None:
        messages.warning(request, _("{name}: {why}").format(name=read.name, why=_why_not(read)))
    elif read.recorded.verdict != Verdict.APPLIED:
        messages.warning(request, _("{name}: already read. Nothing was added.").format(name=read.name))
    else:
        run = read.recorded.run
        said = _("{name}: {run}, {day}.")
        if twin_of(run) is not None:
            said = _("{name}: {run}, {day}. It looks like a run you have; open it if it is the same.")
        messages.success(request, said.format(name=read.name, run=run.amount, day=date_format(run.ran_on, "l, F j")))


def _one_read(request: HttpRequest, recorded: RecordedRun) -> HttpResponse:
    """Its effort is asked on its own page."""
    if recorded.run.is_deleted:
        return redirect(f"{reverse('runs')}?deleted={recorded.run.pk}")
    if recorded.verdict != Verdict.APPLIED:
        messages.warning(request, _("This file was already read. Nothing was added."))
        return redirect("runs")
    messages.success(request, _("Read: {run}. How hard was it?").format(run=recorded.run.amount))
    return redirect("run", recorded.run.pk)
