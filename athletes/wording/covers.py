"""A cover in a sentence: who stands in, until when, and why."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from athletes.models import Cover
from athletes.problems.caseload import CoverLine
from programs.dates import date_format


def covered_by(cover: Cover) -> str:
    """“Tom Okoro covers until Dec 5, vacation”. The therapist is read already."""
    return _in_words(cover.therapist.name, cover.until_on, cover.reason)


def covered_until(line: CoverLine) -> str:
    """The same of a row of the caseload."""
    until = line["until_on"]
    return _in_words(line["name"], date.fromisoformat(until) if until else None, line["reason"])


def _in_words(name: str, until: date | None, reason: str) -> str:
    if until is None:
        return _("{name} covers, no last day set, {reason}").format(name=name, reason=reason)
    day = date_format(until, "M j")
    return _("{name} covers until {day}, {reason}").format(name=name, day=day, reason=reason)
