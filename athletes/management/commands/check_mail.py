"""check_mail: one mail to one address, by the way that all mail goes, and what the relay said of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from athletes.mail import transport
from athletes.mail.relay.outcomes import Answer, Outcome


class Command(BaseCommand):
    help = "Send one test mail and say what the relay answered; without an address, whether it takes ours."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "address", nargs="?", help="without it the relay is asked about our own address, and no more"
        )

    def handle(self, *, address: str | None, **options: Any) -> None:
        if not address:
            self._ask()
            return
        answer = _send(address)
        if answer.outcome != Outcome.ACCEPTED:
            raise CommandError(f"{answer.outcome.value}: {answer.said or answer.reason}")
        self.stdout.write(
            f"accepted{f' as {answer.queue_id}' if answer.queue_id else ''}. In the mail’s own source, look"
        )
        self.stdout.write("for spf=pass, dkim=pass and dmarc=pass: docs/mail.md says what each of them needs.")

    def _ask(self) -> None:
        answer = transport.ask_about_sender()
        if answer.outcome != Outcome.ACCEPTED:
            raise CommandError(f"{answer.outcome.value}: {answer.said or answer.reason}")
        self.stdout.write(f"The relay takes mail from {settings.DEFAULT_FROM_EMAIL}.")


def _send(address: str) -> Answer:
    message = EmailMultiAlternatives(
        subject=_("Test of the clinic’s mail"), body=_("This mail was sent by manage.py check_mail."), to=[address]
    )
    return transport.deliver(message)
