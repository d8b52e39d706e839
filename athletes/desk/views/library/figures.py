"""The contact sheet of figures, and a review of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from athletes.desk.pages.figure_sheet import figure_sheet
from programs.library.figure_reviews import review_figure
from programs.library.publishing import LibraryRefusedError
from programs.models import Exercise
from programs.models.fields import TEXT

PAGE = "admin/programs/exercise/figures.html"
ACCEPT = "accept"


def figures(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The sheet; sent with a word on one figure, it is kept. context -- what admin pages know"""
    may_review = request.user.has_perm("programs.change_exercise")
    if request.method == "POST":
        if not may_review:
            raise PermissionDenied
        return _review(request)
    sheet = figure_sheet(request.GET.get("pattern", ""))
    context |= {"title": "", "sheet": sheet, "may_review": may_review}
    return render(request, PAGE, context)


def _review(request: HttpRequest) -> HttpResponse:
    exercise = get_object_or_404(Exercise, slug=request.POST.get("exercise", "").replace("\x00", ""))
    note = request.POST.get("note", "").replace("\x00", "").strip()[:TEXT]
    is_accepted = request.POST.get("say") == ACCEPT
    try:
        review_figure(exercise=exercise, by=request.user, at=timezone.now(), is_accepted=is_accepted, note=note)
    except LibraryRefusedError as error:
        messages.error(request, f"{exercise.name}: {error}")
    pattern = request.POST.get("pattern", "")
    query = f"?pattern={pattern}" if pattern == exercise.pattern else ""
    return redirect(f"{reverse('admin:figures')}{query}#{exercise.slug}")
