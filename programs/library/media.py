"""Pictures and videos of exercises: what is uploaded is not trusted, and what is offered says its size first."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.models import Exercise
from programs.models.prepared import prepared
from programs.uploads.bounded import read_bounded
from programs.uploads.errors import UnreadableError

MAX_PICTURE_BYTES = 8 * 1024 * 1024
MAX_VIDEO_BYTES = 15 * 1024 * 1024
#: How a video says that it is packed as HEVC, which an iPhone films in and few browsers play: always both of a pair.
HEVC_MARKS = ({b"hvc1", b"hvcC"}, {b"hev1", b"hvcC"})


def clean_picture(upload: UploadedFile[Any]) -> ContentFile[bytes]:
    """The picture, drawn anew as a JPEG of at most 1,600 pixels a side: no EXIF, nothing hidden in it.

    It is decoded in a process of its own, after its size and its pixels were checked.
    Raises ValidationError for anything but a JPEG, PNG or WebP picture of up to 8 MB and 25 megapixels.
    """
    if (upload.size or 0) > MAX_PICTURE_BYTES:
        raise ValidationError(_("The picture is larger than 8 MB."))
    try:
        (drawn,) = read_bounded("programs.uploads.pictures", upload.chunks(), too_much=_too_much()).all()
    except UnreadableError as error:
        raise ValidationError(str(error)) from error
    return ContentFile(b64decode(drawn), name="picture.jpg")


def _too_much() -> str:
    return _("This picture is too complex to open safely. Make it smaller, or save it as JPEG, and try again.")


def check_video(upload: UploadedFile[Any]) -> UploadedFile[Any]:
    """The video as it came: an MP4 or QuickTime file of up to 15 MB, as a phone films it.

    Raises ValidationError for anything else, and for what not every athlete's phone would play.
    """
    if (upload.size or 0) > MAX_VIDEO_BYTES:
        raise ValidationError(_("The video is larger than 15 MB. Film at most 30 seconds."))
    head = upload.read(12)
    upload.seek(0)
    if head[4:8] != b"ftyp":
        raise ValidationError(_("This is not an MP4 video."))
    if _is_hevc(upload):
        raise ValidationError(
            _(
                "Not every phone plays this video. On the iPhone that films: Settings, Camera, Formats, "
                "Most Compatible; then film it again."
            )
        )
    return upload


def _is_hevc(upload: UploadedFile[Any]) -> bool:
    """Whether the film names HEVC as what it is packed in; a mark may lie across two pieces."""
    end = b""
    found = set[bytes]()
    for piece in upload.chunks():
        seen = end + piece
        found.update(mark for mark in (b"hvc1", b"hev1", b"hvcC") if mark in seen)
        end = piece[-3:]
    upload.seek(0)
    return any(pair <= found for pair in HEVC_MARKS)


# -- what athletes are offered: fetched only when it is asked for ---------------------------------------


@dataclass(frozen=True, slots=True)
class Clip:
    """text -- what to watch for; url -- another where the file is another; poster_url -- a video's still, or empty"""

    exercise_slug: str
    is_video: bool
    text: str
    url: str
    size: int
    poster_url: str = ""

    @property
    def size_words(self) -> str:
        return filesizeformat(self.size)


def clip_of(exercise: Exercise) -> Clip | None:
    """The video before the picture, which is then its still; nothing where there is neither, or its file is lost."""
    poster = _address(exercise, "exercise_picture", exercise.image)
    for file, route in ((exercise.video, "exercise_video"), (exercise.image, "exercise_picture")):
        url = _address(exercise, route, file)
        if url:
            is_video = file is exercise.video
            return Clip(exercise.slug, is_video, exercise.media_text, url, file.size, poster if is_video else "")
    return None


def clips_of(slugs: Iterable[str]) -> dict[str, Clip]:
    """By slug, of those that have one; one query."""
    found = map(clip_of, _filmed(slugs=list(slugs)))
    return {clip.exercise_slug: clip for clip in found if clip}


@prepared
def _filmed(*, slugs: list[str]) -> QuerySet[Exercise]:
    filmed = Exercise.objects.filter(slug__in=slugs).exclude(image="", video="")
    return filmed.only("slug", "image", "video", "media_text")


def _address(exercise: Exercise, route: str, file: FieldFile) -> str:
    """Where it is fetched; its generated name tells a phone that keeps it from the one before. Empty without a file."""
    if not file or not file.storage.exists(file.name or ""):
        return ""
    return f"{reverse(route, args=[exercise.slug])}?v={PurePath(file.name or '').stem[:8]}"
