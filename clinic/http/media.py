"""Pictures and videos of the library, for everybody who is signed in."""

from __future__ import annotations

import re

from django.contrib.auth.decorators import login_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from programs.models import Exercise

#: Phones ask for a video piece by piece.
_RANGE = re.compile(r"bytes=(\d{1,10})-(\d{0,10})")


@require_safe
@login_required
def exercise_media(request: HttpRequest, slug: str, kind: str) -> HttpResponseBase:
    """The picture or video of an exercise. Its address is the exercise's, whatever the file is called."""
    exercise = get_object_or_404(Exercise, slug=slug)
    file: FieldFile = exercise.image if kind == "picture" else exercise.video
    if not file or not file.storage.exists(file.name or ""):
        raise Http404
    content_type = "image/jpeg" if kind == "picture" else "video/mp4"
    asked = _RANGE.fullmatch(request.headers.get("Range", ""))
    response: HttpResponseBase = _piece(file, asked) if asked else FileResponse(file.open("rb"))
    response["Content-Type"] = content_type
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Disposition"] = "inline"
    return response


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
