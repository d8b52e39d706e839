"""Django's own ``date`` and ``time``, with the patterns of the reader's language."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import defaultfilters

from programs.dates import local_pattern

register = template.Library()


@register.filter(name="date", expects_localtime=True, is_safe=False)
def local_date(value: Any, pattern: str | None = None) -> str:
    return str(defaultfilters.date(value, local_pattern(pattern)))


@register.filter(name="time", is_safe=False)
def local_time(value: Any, pattern: str | None = None) -> str:
    return str(defaultfilters.time(value, local_pattern(pattern)))
