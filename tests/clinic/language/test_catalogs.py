"""One catalog of all that is said: the clinic's own words, plurals and contexts, and those of libraries."""

from __future__ import annotations

import re
from pathlib import Path

import polib
from django.conf import settings

from clinic.language.catalogs import of_libraries, pseudo_catalog
from clinic.language.pseudo import pseudo


def catalog_of(*entries: polib.POEntry) -> polib.POFile:
    catalog = polib.POFile()
    catalog.extend(entries)
    return catalog


def test_a_plural_has_both_its_forms():
    week = polib.POEntry(msgid="{n} week", msgid_plural="{n} weeks")
    [found] = pseudo_catalog(iter([catalog_of(week)]))
    assert found.msgstr_plural == {0: pseudo("{n} week"), 1: pseudo("{n} weeks")}


def test_the_same_word_is_taken_once_for_each_context():
    words = [polib.POEntry(msgid="May"), polib.POEntry(msgid="May", msgctxt="month"), polib.POEntry(msgid="May")]
    assert len(pseudo_catalog(iter([catalog_of(*words)]))) == 2


def test_patterns_of_dates_stay_as_they_are():
    pattern = polib.POEntry(msgid="D, M j", msgctxt="date format")
    [found] = pseudo_catalog(iter([catalog_of(pattern)]))
    assert found.msgstr == "D, M j"


def test_libraries_bring_their_words():
    said = {entry.msgid for catalog in of_libraries("django") for entry in catalog}
    assert {"Log out", "This field is required."} <= said


def test_no_stylesheet_says_anything():
    """What a style writes onto a page reaches no translator, and no walk that reads the page finds it."""
    said = []
    for sheet in sorted((Path(settings.BASE_DIR) / "static" / "css").rglob("*.css")):
        for words in re.findall(r"content:[^;]*?([\"'][^\"';]*[A-Za-z]{2}[^\"';]*[\"'])", sheet.read_text()):
            said.append(f"{sheet.name}: {words}")
    assert said == []
