"""Targets in words, for templates."""

from __future__ import annotations

from django import template

from athletes.phone.documents import data_address
from athletes.wording.doses import dose_words, effort_words, planned_words, title_of

register = template.Library()
register.filter("dose", dose_words)
register.filter("effort", effort_words)
register.filter("shorthand", planned_words)
register.filter("data_address", data_address)
register.filter("session_title", title_of)
