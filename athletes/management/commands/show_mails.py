"""show_mails: every mail's words, as a made-up athlete gets them, or what one athlete would get. Nothing is sent."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from athletes.mail.samples import all_samples
from athletes.mail.watch.foresight import Foreseen, foresee
from athletes.models import Athlete
from athletes.wording.mail import reason_words


class Command(BaseCommand):
    help = "Print every kind of mail as docs/mail.md shows them; with --athlete why, what and when one athlete gets."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--athlete", help="an athlete's e-mail address: what comes round for them")
        parser.add_argument("--now", help='at that time, like "2026-11-22 18:00-05:00"; now without it')

    def handle(self, *, athlete: str | None, now: str | None, **options: Any) -> None:
        if athlete:
            self._show_of(athlete, now)
            return
        for sample in all_samples():
            words = f"Subject: {sample.subject}\n\n{sample.text.strip()}"
            self.stdout.write(f"### {sample.name}\n\n```text\n{words}\n```\n\n")

    def _show_of(self, address: str, now: str | None) -> None:
        found = Athlete.objects.select_related("user").filter(user__email__iexact=address).first()
        if found is None:
            raise CommandError(f"Nobody who trains here has the address {address}.")
        at = parse_datetime(now) if now else timezone.now()
        if at is None or timezone.is_naive(at):
            raise CommandError(f"“{now}” is not a time; write one like 2026-11-22 18:00-05:00.")
        for foreseen in foresee(found, at):
            self._show(found, foreseen)

    def _show(self, athlete: Athlete, foreseen: Foreseen) -> None:
        due = foreseen.due_at.astimezone(athlete.tzinfo) if foreseen.due_at else None
        when = f"due {due:%Y-%m-%d %H:%M} ({athlete.time_zone})" if due else "never due"
        self.stdout.write(f"### {foreseen.kind.label}: {when}")
        if foreseen.reason:
            self.stdout.write(f"Not sent: {reason_words(foreseen.reason)}\n\n")
        else:
            self.stdout.write(f"Subject: {foreseen.subject}\n\n{foreseen.text.strip()}\n\n")
