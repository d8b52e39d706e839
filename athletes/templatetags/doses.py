"""Targets in words, for templates."""

from __future__ import annotations

from django import template
from django.utils.crypto import salted_hmac

from ..documents import data_address
from ..pages import dose_words, effort_words, planned_words

register = template.Library()
register.filter("dose", dose_words)
register.filter("effort", effort_words)
register.filter("shorthand", planned_words)
register.filter("data_address", data_address)


@register.filter
def owner_mark(pk: int) -> str:
    """Tells one signed-in person from another on a shared phone, without saying who."""
    return salted_hmac("athletes.owner", str(pk)).hexdigest()[:12]
