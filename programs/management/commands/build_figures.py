"""build_figures: the figures of all exercises, from ``programs/data/motions`` into ``static/figures``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from programs.figures.files import build
from programs.figures.motions import MotionError


class Command(BaseCommand):
    help = "Draw every figure ahead; nothing is written where a motion does not hold."

    def handle(self, **options: Any) -> None:
        try:
            changed = list(build())
        except MotionError as error:
            raise CommandError(f"Nothing was drawn.\n{error}") from error
        self.stdout.write(f"Figures: {len(changed)} files changed.")
