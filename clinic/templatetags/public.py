"""What the public pages draw: a claim with the numbers of its sources."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from clinic.public.claims import SOURCES, Claim

register = template.Library()


@register.simple_tag
def claim(said: Claim) -> SafeString:
    """The sentence, and a link to each study it rests on."""
    studies = []
    for number, key in said.numbers:
        source = SOURCES[key]
        studies.append((key, f"{number}: {source.authors}, {source.journal}", number))
    if not studies:
        return format_html("{}", said.text)
    links = format_html_join("", '<a href="#source-{}" aria-label="{}" translate="no">{}</a>', studies)
    return format_html("{}<sup>{}</sup>", said.text, links)
