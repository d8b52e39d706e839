"""doctor: every part of this installation looked at, a line each, before patients meet it."""

from __future__ import annotations

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from athletes.mail import transport
from athletes.mail.relay.outcomes import Outcome
from clinic.operations.doctor import Observation, Standing, examine

SIGNS = {Standing.FINE: "  ", Standing.LOOK: "? ", Standing.WRONG: "! "}


class Command(BaseCommand):
    help = "Look at settings, servers, files, people and mail; end with 1 when something is wrong."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--mail", metavar="ADDRESS", help="send one test mail there, too")
        parser.add_argument("--strict", action="store_true", help="end with 1 when something should be looked at, too")

    def handle(self, *, mail: str | None, strict: bool, **options: Any) -> None:
        standings = set()
        for each in self._findings(mail):
            standings.add(each.standing)
            self.stdout.write(f"{SIGNS[each.standing]}{each.about}: {each.words}")
        if Standing.WRONG in standings:
            self.stdout.write("Something is wrong: the lines with ! say what.")
        elif Standing.LOOK in standings:
            self.stdout.write("Nothing is wrong. The lines with ? may be meant: look at them.")
        else:
            self.stdout.write("Nothing is wrong.")
        if Standing.WRONG in standings or (strict and Standing.LOOK in standings):
            raise SystemExit(1)

    def _findings(self, address: str | None) -> list[Observation]:
        found = list(examine(timezone.now()))
        if address:
            found.append(_test_letter(address))
        return found


def _test_letter(address: str) -> Observation:
    words = "This mail was sent by manage.py doctor."
    answer = transport.deliver(EmailMultiAlternatives("Test of the clinic’s mail", words, to=[address]))
    if answer.outcome == Outcome.ACCEPTED:
        return Observation(Standing.FINE, "mail", f"a test mail to {address} was accepted: is it there?")
    return Observation(Standing.WRONG, "mail", f"a test mail to {address}: {answer.outcome.value}: {answer.said}")
