"""Days and times as people write them. Pages name a pattern in English; each language has its own for it."""

from __future__ import annotations

from datetime import date, datetime, time

from django.utils import formats
from django.utils.translation import pgettext_lazy

#: Every pattern of the pages, in the letters of Django's ``date`` filter.
PATTERNS = {
    "D, M j": pgettext_lazy("date format", "D, M j"),
    "D, M j, Y": pgettext_lazy("date format", "D, M j, Y"),
    "D, M j, Y, g:i a": pgettext_lazy("date format", "D, M j, Y, g:i a"),
    "D, M j, Y, g:i:s a": pgettext_lazy("date format", "D, M j, Y, g:i:s a"),
    "D, M j, g:i a": pgettext_lazy("date format", "D, M j, g:i a"),
    "F j": pgettext_lazy("date format", "F j"),
    "F j, Y": pgettext_lazy("date format", "F j, Y"),
    "M j": pgettext_lazy("date format", "M j"),
    "M j, Y": pgettext_lazy("date format", "M j, Y"),
    "M j, g:i a": pgettext_lazy("date format", "M j, g:i a"),
    "g:i a": pgettext_lazy("date format", "g:i a"),
    "l": pgettext_lazy("date format", "l"),
    "l, F j": pgettext_lazy("date format", "l, F j"),
    "l, F j, Y": pgettext_lazy("date format", "l, F j, Y"),
    "l, F j, Y, g:i a": pgettext_lazy("date format", "l, F j, Y, g:i a"),
    "l, F j, g:i a": pgettext_lazy("date format", "l, F j, g:i a"),
}


def date_format(value: date | datetime | str, pattern: str | None = None) -> str:
    """The day in that pattern, or in one of Django's names of patterns such as ``DATE_FORMAT``."""
    return formats.date_format(value, local_pattern(pattern))


def time_format(value: time | datetime, pattern: str | None = None) -> str:
    return formats.time_format(value, local_pattern(pattern))


def local_pattern(pattern: str | None) -> str | None:
    """The pattern of the active language in place of the English one."""
    return str(PATTERNS[pattern]) if pattern in PATTERNS else pattern
