"""What is said of an exercise in the language of the page: its reviewed translation, else the library's English.

Athletes read all of it, therapists the name wherever a program or a session is about it; the library itself is written
in English. A name that is typed is found in whatever language it has been translated into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from programs.models import Exercise, ExerciseTranslation
from programs.models.translation import TEXTS, digest_of

Translations = Mapping[int, ExerciseTranslation]

_read: ContextVar[dict[str, Translations] | None] = ContextVar("translations", default=None)


@dataclass(frozen=True, slots=True)
class ExerciseWords:
    """language -- the code of the one that they are in, for a page in another one"""

    language: str
    name: str
    short_cue: str
    setup_cue: str
    execution_cue: str
    common_fault: str


@contextmanager
def translations_read_once() -> Iterator[None]:
    """Within it, the translations into a language are read at most once."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def words_of(exercise: Exercise) -> ExerciseWords:
    """What athletes read of it. One query for all exercises of a page, and none in the library's own language."""
    language = get_language() or settings.LANGUAGE_CODE
    if language != settings.LANGUAGE_CODE:
        translation = _reviewed(language).get(exercise.pk)
        if translation is not None and translation.is_shown_for(exercise):
            return ExerciseWords(language, **{text: getattr(translation, text) for text in TEXTS})
    return ExerciseWords(settings.LANGUAGE_CODE, **{text: getattr(exercise, text) for text in TEXTS})


def name_of(exercise: Exercise) -> str:
    """Its name in the language of the page."""
    return words_of(exercise).name


def name_by_key(exercise_id: int, english: str) -> str:
    """The same where only its key and its English name are at hand."""
    language = get_language() or settings.LANGUAGE_CODE
    if language == settings.LANGUAGE_CODE:
        return english
    translation = _reviewed(language).get(exercise_id)
    if translation is None or not translation.is_shown_for(translation.exercise):
        return english
    return translation.name


def keys_by_translated_name(names: Iterable[str]) -> dict[str, int]:
    """The exercises that have one of these names in any language, by the name. One query."""
    rows = ExerciseTranslation.objects.reviewed().filter(name__in=names)
    return dict(rows.order_by("-exercise_id").values_list("name", "exercise_id"))


def _reviewed(language: str) -> Translations:
    read = _read.get()
    if read is not None and language in read:
        return read[language]
    rows = ExerciseTranslation.objects.reviewed().filter(language=language).select_related("exercise")
    found = {row.exercise_id: row for row in rows}
    if read is not None:
        read[language] = found
    return found


def settle_review(translation: ExerciseTranslation, *, is_reviewed: bool, by: Any, at: datetime) -> None:
    """Athletes read it from now on, as reviewed by this person against today's English; or it is a draft. The caller
    saves.
    """
    if is_reviewed:
        translation.reviewed_by, translation.reviewed_at = by, at
        translation.source = digest_of(translation.exercise)
    else:
        translation.reviewed_by, translation.reviewed_at, translation.source = None, None, ""
