"""rules_table: docs/rules.md from the table of numbers, as shipped or as this clinic has signed it."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from programs.models import Threshold
from programs.rules.thresholds import SECTIONS, About, catalog

TAGS = {"F": "found in a source", "C": "consensus", "D": "our decision"}
HEAD = """# The clinic's numbers

Every threshold of the rules, by subject: what it says, its value and unit, the page of the clinical basis, where it
comes from, and who signed it. Written by `manage.py rules_table`; a test compares this page with the rules. `--clinic`
prints the values that a clinic has signed instead of the defaults. Clinic admins change and sign them under *Clinical
thresholds*, a subject at a time; each change is kept with who and when.
"""
COLUMNS = """
| What it says | Value | Unit | Clinical basis | From | Signed |
|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Print the table of clinical numbers as Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clinic", action="store_true", help="the values of this clinic, with who signed them")

    def handle(self, *, clinic: bool, **options: Any) -> None:
        rows = Threshold.objects.select_related("signed_by")
        signed = rows.in_bulk(field_name="code") if clinic else {}
        page = HEAD
        for group, known in groupby(catalog(), key=attrgetter("group")):
            lines = [_line(about, signed.get(about.code)) for about in known]
            page += f"\n## {group}\n{COLUMNS}" + "\n".join(lines) + "\n"
        self.stdout.write(page, ending="")


def _line(about: About, row: Threshold | None) -> str:
    basis = f"{SECTIONS[about.section]} ({about.section})"
    cells = [about.says, _value(row, about.default), about.unit, basis, TAGS[about.tag], _signed(row)]
    return f"| {' | '.join(cells)} |"


def _value(row: Threshold | None, default: object) -> str:
    return f"{row.value.normalize():f}" if row else str(default)


def _signed(row: Threshold | None) -> str:
    if row is None or row.signed_at is None:
        return "not yet"
    return f"{row.signed_by or 'someone who has left'}, {timezone.localtime(row.signed_at):%Y-%m-%d}"
