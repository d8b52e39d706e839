"""Pages are sent without the indentation of their templates; whatever else a template has stays as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


def source_of(name: str) -> str:
    return str(get_template(name).template.source)


@pytest.mark.parametrize("name", ["athletes/session.html", "admin/base_site.html"])
def test_a_page_has_its_lines_without_their_indentation(name):
    written = (TEMPLATES / name).read_text()
    assert source_of(name) == "\n".join(
        line.lstrip(" \t") if number else line for number, line in enumerate(written.split("\n"))
    )
    assert source_of(name).count("\n") == written.count("\n")


@pytest.mark.parametrize("name", ["emails/weekly_reminder/body.txt", "emails/weekly_reminder/body.html"])
def test_mails_stay_as_they_are_written(name):
    assert source_of(name) == (TEMPLATES / name).read_text()


def test_no_words_that_are_translated_depend_on_indentation():
    """Their catalog is made of the files: a text over several lines is the same only where it is trimmed."""
    untrimmed = []
    for file in TEMPLATES.rglob("*.html"):
        for tag, words in re.findall(
            r"{% blocktranslate([^%]*)%}(.*?){% endblocktranslate", file.read_text(), re.DOTALL
        ):
            if "\n" in words and "trimmed" not in tag:
                untrimmed.append(f"{file.relative_to(TEMPLATES)}: {words.strip()[:40]}")
    assert untrimmed == []


def test_nothing_that_shows_its_blanks_is_written_into_a_template():
    """Blanks count in what is preformatted; there the text is a value, which no loader touches."""
    for file in TEMPLATES.rglob("*.html"):
        for inside in re.findall(r"<(?:pre|textarea)\b[^>]*>(.*?)</", file.read_text(), re.DOTALL):
            assert not re.search(r"\n[ \t]", inside), file
