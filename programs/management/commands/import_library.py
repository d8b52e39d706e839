"""import_library: the shipped exercise library, or CSV files of the clinic's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from programs.imports.refusals import ImportRefusedError
from programs.library.exercises import import_library
from programs.thresholds import sync_thresholds
from programs.uploads.errors import UnreadableError

DATA = Path(__file__).resolve().parents[2] / "data"


class Command(BaseCommand):
    help = "Load exercises, cautions, alternatives and the clinical thresholds; idempotent, all or nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--exercises", type=Path, default=DATA / "exercises.csv")
        parser.add_argument("--cautions", type=Path, default=DATA / "cautions.csv")
        parser.add_argument("--alternatives", type=Path, default=DATA / "alternatives.csv")

    def handle(self, *, exercises: Path, cautions: Path, alternatives: Path, **options: Any) -> None:
        try:
            result = import_library(
                exercises=exercises.read_text("utf-8"),
                cautions=cautions.read_text("utf-8"),
                alternatives=alternatives.read_text("utf-8"),
            )
        except (OSError, UnicodeDecodeError, UnreadableError) as error:
            raise CommandError(f"The file cannot be read: {error}") from error
        except ImportRefusedError as error:
            raise CommandError("Nothing was imported.\n" + "\n".join(map(str, error.errors))) from error
        sync_thresholds()
        self.stdout.write(f"Library: {result}.")
