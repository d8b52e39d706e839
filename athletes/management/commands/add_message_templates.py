"""add_message_templates: the texts for messages that a new clinic begins with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from athletes.records.care.message_templates import add_shipped_templates


class Command(BaseCommand):
    help = "Add the shipped texts for messages; those whose names the clinic has stay as they are."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"Message templates: {add_shipped_templates()} added.")
