"""import_templates: the four shipped programs, or a JSON document of the clinic's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from programs.imports.refusals import ImportRefusedError
from programs.templates_io.importing import import_templates

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Load template programs from JSON; idempotent, all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, default=DATA / "templates.json")

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            result = import_templates(document=file.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except ImportRefusedError as error:
            raise CommandError("Nothing was imported.\n" + "\n".join(map(str, error.errors))) from error
        self.stdout.write(f"Templates: {result}.")
