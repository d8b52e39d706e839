"""Targets in words, for templates."""

from __future__ import annotations

from django import template

from athletes.phone.documents import data_address
from athletes.wording.doses import dose_words, effort_words, planned_words, title_of
from programs.models import Exercise
from programs.translating import words_of


def exercise_name(exercise: Exercise) -> str:
    """In the language of the page."""
    return words_of(exercise).name


register = template.Library()
register.filter("dose", dose_words)
register.filter("effort", effort_words)
register.filter("shorthand", planned_words)
register.filter("data_address", data_address)
register.filter("session_title", title_of)
register.filter("exercise_name", exercise_name)
