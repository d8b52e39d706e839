"""The clinic's own video or picture of an exercise: offered with its size, fetched only when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from programs.models import Exercise


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
    filmed = Exercise.objects.filter(slug__in=slugs).exclude(image="", video="")
    found = [clip_of(exercise) for exercise in filmed.only("slug", "image", "video", "media_text")]
    return {clip.exercise_slug: clip for clip in found if clip}


def _address(exercise: Exercise, route: str, file: FieldFile) -> str:
    """Where it is fetched; its generated name tells a phone that keeps it from the one before. Empty without a file."""
    if not file or not file.storage.exists(file.name or ""):
        return ""
    return f"{reverse(route, args=[exercise.slug])}?v={PurePath(file.name or '').stem[:8]}"
