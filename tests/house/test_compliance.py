"""What a page about compliance names is there, and no requirement of the checklist is left out."""

from __future__ import annotations

from collections import Counter

import pytest
from django.core.management import get_commands

from .compliance import PAGES, ROOT, commands, lines_of_requirements, missing, requirements

STANDINGS = {"met", "partly", "deviation", "none"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_names_exists(page):
    assert missing(page) == []
    assert commands(page) <= set(get_commands())


def test_what_is_not_there_is_found(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("`tests/nowhere.py` `test_nothing_of_the_kind` `test_gone.py` [x](gone.md) `python -m tests.gone`")
    assert missing(page) == [
        "tests/nowhere.py",
        "test_nothing_of_the_kind",
        "test_gone.py",
        "tests.gone",
        "gone.md",
    ]


def test_each_requirement_of_the_asvs_has_one_line_and_a_standing():
    lines = list(lines_of_requirements((ROOT / "docs/compliance/asvs.md").read_text()))
    told = Counter(number for numbers, _standing in lines for number in numbers)
    assert told == Counter(requirements())
    assert {standing for _numbers, standing in lines} <= STANDINGS
