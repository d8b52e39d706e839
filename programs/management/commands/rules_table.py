"""rules_table: docs/rules.md from the table of numbers, as shipped or as this clinic has signed it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from programs.models import Threshold
from programs.rules.thresholds import About, catalog

TAGS = {"F": "found in a source", "C": "consensus", "D": "our decision"}
HEAD = """# The clinic's numbers

Every threshold of the rules: what it says, its value, unit, section of the clinical evidence, where it comes from, and
who signed it. Written by `manage.py rules_table`; a test compares this page with the rules. `--clinic` prints the
values that a clinic has signed instead of the defaults. Clinic admins change and sign them under *Clinical thresholds*;
each change is kept with who and when.

| What it says | Value | Unit | Section | From | Signed |
|---|---|---|---|---|---|
"""


class Command(BaseCommand):
    help = "Print the table of clinical numbers as Markdown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clinic", action="store_true", help="the values of this clinic, with who signed them")

    def handle(self, *, clinic: bool, **options: Any) -> None:
        rows = Threshold.objects.select_related("signed_by")
        signed = rows.in_bulk(field_name="code") if clinic else {}
        lines = [_line(about, signed.get(about.code)) for about in catalog()]
        self.stdout.write(HEAD + "\n".join(lines))


def _line(about: About, row: Threshold | None) -> str:
    cells = [about.says, _value(row, about.default), about.unit, about.section, TAGS[about.tag], _signed(row)]
    return f"| {' | '.join(cells)} |"


def _value(row: Threshold | None, default: object) -> str:
    return f"{row.value.normalize():f}" if row else str(default)


def _signed(row: Threshold | None) -> str:
    if row is None or row.signed_at is None:
        return "not yet"
    return f"{row.signed_by or 'somebody who has left'}, {row.signed_at:%Y-%m-%d}"
