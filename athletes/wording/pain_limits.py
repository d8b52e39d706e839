"""The pain that places may reach, in words: on paper, where no place can be chosen."""

from __future__ import annotations

from django.utils.translation import gettext as _

from athletes.models import Athlete
from athletes.training.pain_limits import limits_of


def limit_words(athlete: Athlete) -> str:
    """The athlete's own limit, and each place that has another: “3 of 10 (Left Achilles: 5)”. Three queries."""
    limits = limits_of(athlete)
    said = _("{limit} of 10").format(limit=limits.own)
    others = []
    for profile in athlete.pain_profiles.all():
        limit = limits.at(profile.region, profile.side)
        if limit != limits.own:
            others.append(f"{profile}: {limit}")
    if not others:
        return said
    return f"{said} ({', '.join(others)})"
