"""The name by which somebody knows one of their browsers, read from what it says of itself."""

from __future__ import annotations

from django.utils.translation import gettext as _

#: How a browser and a system are recognized, the more special first: many claim to be others, too.
BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("SamsungBrowser", "Samsung Internet"), ("Chrom", "Chrome"))
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_name(user_agent: str) -> str:
    """“Chrome on Android”, as far as the browser says so."""
    browser = _first_in(user_agent, BROWSERS) or "Safari"
    system = _first_in(user_agent, SYSTEMS)
    if not system:
        return _("A browser")
    return _("{browser} on {system}").format(browser=browser, system=system)


def _first_in(user_agent: str, names: tuple[tuple[str, str], ...]) -> str:
    for mark, name in names:
        if mark in user_agent:
            return name
    return ""
