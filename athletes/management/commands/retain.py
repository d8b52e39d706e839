"""retain: what is past its retention period is deleted, and records that may be erased now are named."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from athletes.enrollment.leaving.forgetting import count_what_is_over, forget_what_is_over
from athletes.enrollment.leaving.retention import past_their_period


class Command(BaseCommand):
    help = "Delete what docs/compliance/retention.md says goes by time. The worker does the same every hour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go, and delete nothing")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        at = timezone.now()
        counts = count_what_is_over(at) if dry_run else forget_what_is_over(at)
        done = "would go" if dry_run else "gone"
        for what, count in counts.items():
            self.stdout.write(f"{count} {what}: {done}")
        records = past_their_period(at)
        self.stdout.write(f"{len(records)} archived records are past their period. Nobody is erased by time alone.")
        if records:
            numbers = ", ".join(str(athlete.pk) for athlete in records)
            self.stdout.write(f"A clinic admin decides, in the admin or by manage.py erase: {numbers}")
