"""Say whether the access log is what was sealed: exit status 1 where it is not."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from clinic.audit.sealing import begin_anchor
from clinic.audit.verifying import verify


class Command(BaseCommand):
    help = "Compare the access log with its seals and with the anchor file, or with a copy of it kept elsewhere."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", default=settings.AUDIT_ANCHOR_FILE, help="The anchor file, or a copy of it.")
        parser.add_argument(
            "--begin-anchor",
            action="store_true",
            help="After a restore: put the anchor file aside and begin a new one with the seals that were restored.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["begin_anchor"]:
            aside = begin_anchor(Path(options["anchor"]), timezone.now())
            self.stdout.write(f"The former anchor file is kept as {aside}." if aside else "There was no anchor file.")
        verdict = verify(Path(options["anchor"]), timezone.now())
        if verdict.faults:
            raise CommandError("\n".join(["The access log is not what was sealed.", *verdict.faults]))
        self.stdout.write(
            f"{verdict.rows} rows are as {verdict.seals} seals have them, {verdict.waiting} wait for one."
        )
