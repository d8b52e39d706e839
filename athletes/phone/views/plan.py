"""What is planned, what was done, and how each exercise goes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from athletes.access.requests import athlete_required
from athletes.models import Athlete, Enrollment
from programs.library.figure_reviews import accepted_review
from programs.library.media import clip_of
from programs.models import Exercise, Status
from programs.own_figures.shown import fault_of, figure_of
from programs.translating import words_of

from ..pages.exercise import exercise_page
from ..pages.history import history_page
from ..pages.program import program_page
from ..pages.program_print import program_print_page
from ..pages.progress import PERIODS, progress_page
from ..pages.session.words import tempo_words


@require_safe
@athlete_required
def program(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    enrollment = Enrollment.objects.visible_to(request.user).active().filter(athlete=athlete).first()
    if enrollment is None:
        return render(request, "athletes/program.html", {"athlete": athlete, "tab": "program"})
    page = program_page(athlete, enrollment, timezone.now())
    return render(request, "athletes/program.html", {"page": page, "athlete": athlete, "tab": "program"})


@require_safe
@athlete_required
def program_print(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """The whole program on one sheet of paper; on the phone the same, phase by phase."""
    running = athlete.enrollments.visible_to(request.user).active()
    enrollment = running.select_related("program").first()
    if enrollment is None:
        return render(request, "athletes/program_print.html", {"athlete": athlete})
    return render(request, "athletes/program_print.html", {"page": program_print_page(enrollment), "athlete": athlete})


@require_safe
@athlete_required
def history(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    weeks = history_page(athlete, timezone.now())
    return render(request, "athletes/history.html", {"weeks": weeks, "athlete": athlete, "tab": "program"})


@require_safe
@athlete_required
def progress(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """Shown for 6, 12 or 52 weeks, and for the exercise that was asked for."""
    asked = request.GET.get("weeks", "")
    weeks = next((each for each in PERIODS if str(each) == asked), PERIODS[0])
    page = progress_page(athlete, timezone.now(), weeks=weeks, slug=request.GET.get("exercise", ""))
    return render(request, "athletes/progress.html", {"page": page, "athlete": athlete, "tab": "progress"})


@require_safe
@athlete_required
def exercise(request: HttpRequest, athlete: Athlete, slug: str) -> HttpResponse:
    shown = get_object_or_404(
        Exercise.objects.ever_published().select_related("easier", "harder", "merged_into"), slug=slug
    )
    if shown.merged_into is not None:
        return redirect("exercise", shown.merged_into.slug)
    page = exercise_page(athlete, shown)
    context = {
        "exercise": shown,
        "texts": words_of(shown),
        "easier": _unless_draft(shown.easier),
        "harder": _unless_draft(shown.harder),
        "clip": clip_of(shown),
        "figure": figure_of(shown.slug),
        "fault": fault_of(shown.slug),
        "figure_review": accepted_review(shown),
        "athlete": athlete,
        "words": tempo_words(),
    }
    return render(request, "athletes/exercise.html", context | page)


def _unless_draft(neighbor: Exercise | None) -> Exercise | None:
    """A neighbor that nobody has reviewed is none yet."""
    return None if neighbor is None or neighbor.status == Status.DRAFT else neighbor
