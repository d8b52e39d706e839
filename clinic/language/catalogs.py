"""Catalogs of the made-up language: of the clinic's own words, and of those that libraries bring."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import allauth
import django
import polib
import rest_framework

from .pseudo import pseudo

LIBRARIES = [Path(library.__path__[0]) for library in (django, allauth, rest_framework)]
PLURAL_FORMS = "nplurals=2; plural=(n != 1);"


def of_libraries(domain: str) -> Iterator[polib.POFile]:
    """The English catalogs that Django and its applications bring: every message, without translations."""
    for library in LIBRARIES:
        for file in sorted(library.rglob(f"locale/en/LC_MESSAGES/{domain}.po")):
            yield polib.pofile(str(file))


def pseudo_catalog(catalogs: Iterator[polib.POFile]) -> polib.POFile:
    """One catalog of all messages of these, each in the made-up language. Of two that are alike the first is taken."""
    whole = polib.POFile()
    whole.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": PLURAL_FORMS}
    seen = set()
    for entry in (entry for catalog in catalogs for entry in catalog if not entry.obsolete):
        message = (entry.msgctxt, entry.msgid)
        if message not in seen:
            seen.add(message)
            whole.append(_translated(entry))
    return whole


def _translated(entry: polib.POEntry) -> polib.POEntry:
    if entry.msgctxt == "date format":
        return polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgstr=entry.msgid)
    if not entry.msgid_plural:
        return polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt, msgstr=pseudo(entry.msgid))
    forms = {0: pseudo(entry.msgid), 1: pseudo(entry.msgid_plural)}
    return polib.POEntry(msgid=entry.msgid, msgid_plural=entry.msgid_plural, msgctxt=entry.msgctxt, msgstr_plural=forms)
