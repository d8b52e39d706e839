"""One line of the brief, and words cut to its length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from programs.dates import date_format

#: Characters of what somebody wrote; the athlete's page has the whole.
LONGEST = 90


@dataclass(frozen=True, slots=True)
class BriefLine:
    """words -- what is so; about -- who said it and when, or what it was before; empty where nothing is to add"""

    words: str
    about: str = ""

    def __str__(self) -> str:
        if not self.about:
            return self.words
        return f"{self.words} ({self.about})"


def day_words(on: date) -> str:
    """“Nov 24”."""
    name: str = date_format(on, "M j")
    return name


def quoted(text: str) -> str:
    """What somebody wrote, on one line and in quotation marks; a long text ends in “…”."""
    return _("“{text}”").format(text=cut(text))


def cut(text: str) -> str:
    """A text on one line, no longer than a line of the brief."""
    short: str = Truncator(" ".join(text.split())).chars(LONGEST)
    return short


def some_of(lines: Iterable[BriefLine], most: int) -> list[BriefLine]:
    """The first lines, and how many more there are: what is not printed is said."""
    lines = list(lines)
    if len(lines) <= most:
        return lines
    left_out = _("and {count} more, on the athlete’s page").format(count=len(lines) - most)
    return [*lines[:most], BriefLine(left_out)]
