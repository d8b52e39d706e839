"""What templates draw small: icons and QR codes as inline SVG without style attributes, and telephone numbers."""

from __future__ import annotations

import io
import re

import segno
from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

#: Own 24 px icons: 2 px round strokes.
ICONS = {
    "back": '<path d="M15 5l-7 7 7 7"/>',
    "next": '<path d="M9 5l7 7-7 7"/>',
    "check": '<path d="M5 12.5l4.5 4.5L19 7.5"/>',
    "strength": '<path d="M3 12h18M6.5 7v10M17.5 7v10M3.5 9.5v5M20.5 9.5v5"/>',
    "today": '<rect x="4" y="5" width="16" height="15" rx="3"/><path d="M4 10h16M8 3v4M16 3v4M9 15l2 2 4-4"/>',
    "program": '<path d="M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01"/>',
    "progress": '<path d="M4 20V4M4 20h16M8 15l4-5 3 3 5-7"/>',
    "me": '<circle cx="12" cy="8" r="4"/><path d="M4 21c1-5 4.5-7 8-7s7 2 8 7"/>',
    "pain": '<path d="M13 3L6 13h5l-1 8 8-11h-5z"/>',
    "note": '<path d="M5 19l1-4L16 5l3 3L9 18zM14 7l3 3"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="3"/><path d="M4 8l8 6 8-6"/>',
    "warn": '<path d="M12 4l9 16H3zM12 10v4M12 17.5h.01"/>',
    "sound": '<path d="M4 10v4h3l5 4V6L7 10zM16 9a4 4 0 010 6"/>',
    "phone": '<path d="M6 3h3l2 5-2.5 2a12 12 0 005.5 5.5L16 13l5 2v3a3 3 0 01-3 3A15 15 0 013 6a3 3 0 013-3z"/>',
    "share": '<path d="M12 15V3m-4 4l4-4 4 4M5 12v8h14v-8"/>',
    "key": '<circle cx="8" cy="15" r="5"/><path d="M11.5 11.5L20 3m-3 3l3 3m-6 0l2 2"/>',
    "picture": '<rect x="3.5" y="5" width="17" height="14" rx="2"/><path d="M4 16l5-5 4 4 3-2.5 4.5 4"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
}

LANES = mark_safe(
    '<svg class="lanes" viewBox="0 0 358 240" preserveAspectRatio="xMaxYMid slice" aria-hidden="true">'
    '<rect x="150" y="70" width="420" height="100" rx="50"/><rect x="124" y="44" width="472" height="152" rx="76"/>'
    '<rect x="98" y="18" width="524" height="204" rx="102"/><rect x="72" y="-8" width="576" height="256" rx="128"/>'
    '<rect x="46" y="-34" width="628" height="308" rx="154"/><rect x="20" y="-60" width="680" height="360" rx="180"/>'
    "</svg>"
)


@register.simple_tag
def icon(name: str) -> SafeString:
    """One icon; decoration only, so its meaning also stands in words."""
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        mark_safe(ICONS[name]),  # noqa: S308 - drawn above
    )


@register.simple_tag
def lanes() -> SafeString:
    """The running track behind a main card."""
    return LANES


@register.simple_tag
def qr(text: str, label: str) -> SafeString:
    """A QR code as inline SVG, dark on light in both color schemes."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=False, border=2, omitsize=True, svgclass="qr", lineclass=None, title=label
    )
    return mark_safe(out.getvalue().decode())  # noqa: S308 - segno escapes the title


@register.filter
def phone_digits(number: str) -> str:
    """A number as ``tel:`` addresses have it: digits, and a plus in front."""
    return re.sub(r"(?<!^)\+|[^0-9+]", "", number)


@register.filter
def call(number: str) -> SafeString:
    """A telephone number that calls."""
    return format_html('<a href="tel:{}">{}</a>', phone_digits(number), number)
