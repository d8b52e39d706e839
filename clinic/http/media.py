"""Pictures and videos of the library, for everybody who is signed in; figures that the clinic drew, for everybody."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from programs.models import Exercise, FigureCorrection

#: The field and the content type of each kind of media.
KINDS = {"picture": ("image", "image/jpeg"), "video": ("video", "video/mp4")}
#: Phones ask for a video piece by piece.
_RANGE = re.compile(r"bytes=(\d{1,10})-(\d{0,10})")


@require_safe
@login_required
def exercise_media(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The picture or video of an exercise, of a draft for staff only.

    Its address is the exercise's, whatever the file is called.
    """
    exercises = Exercise.objects.all() if request.user.is_staff else Exercise.objects.ever_published()
    exercise = get_object_or_404(exercises, slug=slug)
    field, content_type = KINDS[kind]
    file: FieldFile = getattr(exercise, field)
    if not file or not file.storage.exists(file.name or ""):
        raise Http404
    response = _answer(file, request.headers.get("Range", ""))
    response["Content-Type"] = content_type
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Disposition"] = "inline"
    return response


#: The name changes with what is drawn: a figure is never asked for twice.
FOREVER = "public, max-age=31536000, immutable"


@require_safe
def own_figure(request: HttpRequest, slug: str, drawing: str, kind: str) -> HttpResponseBase:
    """A figure that is or was published; a draft is nobody's yet. Ours are public files too."""
    figures = FigureCorrection.objects.filter(exercise__slug=slug, drawing=drawing, published_at__isnull=False)
    figure = figures.first()
    file: FieldFile | None = getattr(figure, kind) if figure else None
    if not file or not file.storage.exists(file.name or ""):
        raise Http404
    headers = {"Cache-Control": FOREVER, "X-Content-Type-Options": "nosniff"}
    with file.open("rb") as opened:
        return HttpResponse(opened.read(), content_type="image/svg+xml", headers=headers)


def _answer(file: FieldFile, asked_range: str) -> HttpResponseBase:
    asked = _RANGE.fullmatch(asked_range)
    if asked:
        return _piece(file, asked)
    return FileResponse(file.open("rb"))


def _piece(file: FieldFile, asked: re.Match[str]) -> HttpResponse:
    """The bytes that were asked for (RFC 9110, 14)."""
    size = file.size
    first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
    if first > last:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    with file.open("rb") as opened:
        opened.seek(first)
        body = opened.read(last - first + 1)
    return HttpResponse(body, status=206, headers={"Content-Range": f"bytes {first}-{last}/{size}"})
