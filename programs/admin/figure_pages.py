"""The pose form: the numbers of an exercise's figure, what they draw, and the word of a clinic admin on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from programs.figures.motions import MotionError
from programs.own_figures.corrections import (
    FigureRefusedError,
    back_to_shipped,
    publish_figure,
    review_draft,
    save_draft,
    set_aside,
    stamp_of,
)
from programs.own_figures.documents import mirrored_document
from programs.own_figures.drawing import draw
from programs.own_figures.fields import Typed, read_typed, with_plain_view
from programs.own_figures.page import FigureForm, figure_form, start_document, unsealed
from programs.own_figures.structure import StructureError, restructured

from ..models import Exercise, FigureCorrection

PAGE = "admin/programs/exercise/figure_form.html"
PROPOSE, PUBLISH = "programs.propose_exercise", "programs.change_exercise"
ROUTE = "admin:programs_exercise_figure"


class FigurePages:
    """Therapists draft, clinic admins review and publish, as with an exercise itself."""

    def urls(self, view: Callable[..., Any], context: Callable[[HttpRequest], dict[str, Any]]) -> list[Any]:
        self.context = context
        way, name = "<int:exercise_id>/figure/", "programs_exercise_figure"
        return [
            path(way, view(self.form), name=name),
            path(f"{way}preview/", view(require_POST(self.preview)), name=f"{name}_preview"),
            path(f"{way}drawing.svg", view(require_safe(self.drawing)), name=f"{name}_drawing"),
            path(f"{way}standing/", view(require_POST(self.standing)), name=f"{name}_standing"),
        ]

    def form(self, request: HttpRequest, exercise_id: int) -> HttpResponse:
        exercise = _exercise_for(request, exercise_id)
        if request.method == "POST":
            return self._sent(request, exercise)
        document = start_document(exercise, request.GET.get("from", ""))
        typed = Typed(with_plain_view(document)) if document else None
        return self._page(request, figure_form(exercise, typed))

    def _sent(self, request: HttpRequest, exercise: Exercise) -> HttpResponse:
        typed = _typed(request)
        act = request.POST.get("thing", "") if request.POST.get("do") == "thing" else request.POST.get("do", "")
        try:
            if act == "mirror":
                typed = Typed(mirrored_document(typed.document))
            elif act == "save" and not typed.errors:
                return self._save(request, exercise, typed)
            elif other := restructured(typed.document, act):
                typed = Typed(other)
        except (FigureRefusedError, MotionError, StructureError) as error:
            messages.error(request, str(error))
        return self._page(request, figure_form(exercise, typed), status=422 if typed.errors else 200)

    def _save(self, request: HttpRequest, exercise: Exercise, typed: Typed) -> HttpResponse:
        draw(typed.document, slug=exercise.slug, tempo=exercise.default_tempo)
        save_draft(
            exercise=exercise,
            document=typed.document,
            by=request.user,
            at=timezone.now(),
            seen=request.POST.get("seen", ""),
            may_take_over=request.user.has_perm(PUBLISH),
        )
        messages.success(request, _("Saved as a draft. Athletes see no change before it is reviewed and published."))
        return redirect(ROUTE, exercise.pk)

    def _page(self, request: HttpRequest, form: FigureForm, *, status: int = 200) -> HttpResponse:
        may_publish = request.user.has_perm(PUBLISH)
        is_others = form.draft is not None and form.draft.drawn_by_id != request.user.pk
        context = self.context(request) | {
            "title": "",
            "form": form,
            "may_publish": may_publish,
            "may_save": may_publish or not is_others,
        }
        return render(request, PAGE, context, status=status)

    def preview(self, request: HttpRequest, exercise_id: int) -> HttpResponse:
        """What the typed numbers draw, and what is wrong with them; keeps nothing."""
        exercise = _exercise_for(request, exercise_id)
        typed = _typed(request)
        try:
            drawn = draw(typed.document, slug=exercise.slug, tempo=exercise.default_tempo)
        except MotionError as error:
            return JsonResponse({"trouble": str(error), "errors": typed.errors})
        findings = [[finding.pose, finding.part, finding.words] for finding in drawn.findings]
        return JsonResponse(
            {"poses": drawn.poses, "moving": drawn.moving, "findings": findings, "errors": typed.errors}
        )

    def drawing(self, request: HttpRequest, exercise_id: int) -> HttpResponse:
        """One picture of a form that runs no script: of a pose by its number, else as it moves."""
        exercise = _exercise_for(request, exercise_id)
        try:
            document = unsealed(request.GET.get("document", ""))
            drawn = draw(document, slug=exercise.slug, tempo=exercise.default_tempo)
        except (BadSignature, MotionError) as error:
            raise Http404 from error
        asked = request.GET.get("pose", "")
        is_pose = asked.isascii() and asked.isdecimal() and int(asked[:3]) < len(drawn.poses)
        picture = drawn.poses[int(asked)] if is_pose else drawn.moving
        return HttpResponse(picture, content_type="image/svg+xml")

    def standing(self, request: HttpRequest, exercise_id: int) -> HttpResponse:
        """Review, publish, back to ours, show again, set aside."""
        exercise = _exercise_for(request, exercise_id)
        try:
            messages.success(request, _set_standing(request, exercise))
        except FigureRefusedError as error:
            messages.error(request, str(error))
        return redirect(ROUTE, exercise.pk)


def _exercise_for(request: HttpRequest, exercise_id: int) -> Exercise:
    if not request.user.has_perms([PROPOSE]):
        raise PermissionDenied
    return get_object_or_404(Exercise, pk=exercise_id)


def _typed(request: HttpRequest) -> Typed:
    """What was typed over the document that the form carries. Raises Http404 where it carries none of ours."""
    try:
        document = unsealed(request.POST.get("base", ""))
    except BadSignature as error:
        raise Http404 from error
    muscles = request.POST.getlist("muscles") if "asks_muscles" in request.POST else None
    return read_typed(document, request.POST.dict(), muscles)


def _set_standing(request: HttpRequest, exercise: Exercise) -> str:
    act = request.POST.get("do")
    if act == "aside":
        draft = _draft_as_seen(request, exercise)
        if draft.drawn_by_id != request.user.pk and not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        set_aside(draft=draft)
        return _("Set aside. It is below, under “Earlier,” and can be picked up again.")
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
    by, at = request.user, timezone.now()
    match act:
        case "review":
            review_draft(draft=_draft_as_seen(request, exercise), by=by, at=at)
            return _("Reviewed by you. Athletes see it once it is published.")
        case "publish":
            publish_figure(figure=_draft_as_seen(request, exercise), by=by, at=at)
            return _("Published. Athletes see it from now on, with “reviewed by” and the reviewer's name.")
        case "shipped":
            back_to_shipped(exercise=exercise)
            return _("Athletes see the figure that came with the software again. Yours is below, under “Earlier.”")
        case "again":
            figure = get_object_or_404(FigureCorrection, exercise=exercise, pk=_key(request))
            publish_figure(figure=figure, by=by, at=at)
            return _("Athletes see this figure again.")
        case _:
            raise Http404


def _draft_as_seen(request: HttpRequest, exercise: Exercise) -> FigureCorrection:
    """The draft, where it is still the one that was looked at."""
    draft = FigureCorrection.objects.in_work().filter(exercise=exercise).select_related("exercise").first()
    if draft is None or stamp_of(draft) != request.POST.get("seen", ""):
        raise FigureRefusedError(_("This figure was changed in the meantime. Look at it again."))
    return draft


def _key(request: HttpRequest) -> int:
    given = request.POST.get("figure", "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else 0
