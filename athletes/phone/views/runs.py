"""Runs: logged, listed by week, edited and deleted."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from athletes.access.requests import athlete_required
from athletes.errors import NotTheirsError
from athletes.models import Athlete, Run, RunSource
from athletes.records.runs import RunItem, join_runs, keep_apart, record_run, twin_of, twins_of

from ..forms.records import RunFileForm, RunForm
from ..forms.training import SESSION_RPE_ANCHORS
from ..pages.runs import is_editable, kind_chips, runs_page


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def runs(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The list by week, and the form of the next run."""
    return show_runs(request, athlete, RunFileForm())


def show_runs(request: HttpRequest, athlete: Athlete, file_form: RunFileForm) -> HttpResponse:
    at = timezone.now()
    page = runs_page(athlete, at)
    initial = {"kind": page.kinds[0].value, "day": "0", "minutes": page.kinds[0].minutes, "rev": 0}
    initial |= {"pain_region": page.last_region, "pain_side": page.last_side}
    typed = request.POST if request.POST and not file_form.is_bound else None
    form = RunForm(typed, initial=initial, today=athlete.today(at), unit=page.unit)
    if form.is_bound and form.is_valid():
        try:
            run_id = uuid.UUID(request.POST.get("id", ""))
            record_run(athlete=athlete, run_id=run_id, item=_typed_item(athlete, run_id, form), at=at)
        except (ValueError, NotTheirsError) as error:
            raise Http404 from error
        messages.success(request, _("Saved. {therapist} can see it.").format(therapist=athlete.therapist.name))
        return redirect("runs")
    context = {"page": page, "form": form, "run_id": request.POST.get("id") or uuid.uuid4(), "athlete": athlete}
    context |= {"undo": _deleted(request, athlete), "anchors": SESSION_RPE_ANCHORS, "tab": "today"}
    status = 422 if form.errors or file_form.errors else 200
    return render(request, "athletes/runs.html", context | {"file_form": file_form}, status=status)


def _typed_item(athlete: Athlete, run_id: uuid.UUID, form: RunForm) -> RunItem:
    """What was typed: one page is one run, so that sent twice, or again after Back, it is a later edit of the same."""
    item = form.item(uuid.uuid4())
    stored = athlete.runs.filter(pk=run_id).first()
    return item if stored is None else replace(item, rev=stored.rev + 1)


def _answered(do: str, current: Run, twin_id: str, at: datetime) -> str:
    """They are one run, or two. What was typed is told, and what a watch wrote is measured; of two files the first is
    told. Where to go on.

    twin_id -- of which the page asked: sent twice, or when it is gone, nothing is done to another one
    """
    twin = next((each for each in twins_of(current) if str(each.pk) == twin_id), None)
    if twin is None:
        return reverse("runs")
    if do == "apart":
        keep_apart(run=current, twin=twin)
        return reverse("runs")
    told, measured = sorted((current, twin), key=lambda run: (run.source != RunSource.TYPED, run.received_at))
    join_runs(told=told, measured=measured, at=at)
    return f"{reverse('runs')}?deleted={measured.pk}"


def _deleted(request: HttpRequest, athlete: Athlete) -> Run | None:
    """The run that was just deleted, to be taken back."""
    asked = request.GET.get("deleted", "")
    try:
        pk = uuid.UUID(asked)
    except ValueError:
        return None
    run: Run | None = athlete.runs.filter(pk=pk, is_deleted=True).first()
    return run


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def run(request: HttpRequest, athlete: Athlete, run_id: uuid.UUID) -> HttpResponse:
    """One run: corrected, deleted, or taken back, for fourteen days."""
    at = timezone.now()
    rows = Run.objects.visible_to(request.user).select_related("pain")
    current = get_object_or_404(rows, pk=run_id)
    if current.athlete_id != athlete.pk or not is_editable(current, athlete, athlete.today(at)):
        raise Http404
    form = RunForm.of(current, today=athlete.today(at))
    twin = twin_of(current)
    item, told = None, ""
    if request.POST.get("do") in ("join", "apart"):
        return redirect(_answered(request.POST["do"], current, request.POST.get("twin", ""), at))
    if request.POST.get("do") == "delete":
        item, told = RunItem.again(current, is_deleted=True), f"{reverse('runs')}?deleted={current.pk}"
    elif request.POST.get("do") == "undo":
        item, told = RunItem.again(current, is_deleted=False), reverse("runs")
    elif request.method == "POST":
        form = RunForm(request.POST, today=form.today, unit=form.unit, stored_day=current.ran_on)
        if form.is_valid():
            item, told = replace(form.item(uuid.uuid4()), rev=current.rev + 1), reverse("runs")
    if item is not None:
        record_run(athlete=athlete, run_id=current.pk, item=item, at=at)
        return redirect(told)
    context = {"run": current, "form": form, "kinds": kind_chips(), "anchors": SESSION_RPE_ANCHORS}
    context |= {"athlete": athlete, "tab": "today", "twin": twin}
    return render(request, "athletes/run.html", context, status=422 if form.errors else 200)
