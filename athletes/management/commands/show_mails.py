"""show_mails: every mail's words, as a made-up athlete gets them. Nothing is sent."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from athletes.mail.samples import all_samples


class Command(BaseCommand):
    help = "Print the subject and the text of every kind of mail, as docs/mail.md shows them."

    def handle(self, **options: Any) -> None:
        for sample in all_samples():
            words = f"Subject: {sample.subject}\n\n{sample.text.strip()}"
            self.stdout.write(f"### {sample.name}\n\n```text\n{words}\n```\n\n")
