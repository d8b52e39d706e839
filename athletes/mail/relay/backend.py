"""Django's way over SMTP, with two things more: the relay's own name of a mail that it took, and whether a link that
broke can have carried one.
"""

from __future__ import annotations

import re
import smtplib
from collections.abc import Sequence
from email.utils import parseaddr
from functools import lru_cache
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends import smtp as django_smtp
from django.core.mail.message import sanitize_address
from urllib3.util.wait import wait_for_read

from athletes.models import MailReason

from . import smtp
from .outcomes import Answer, Outcome, shortened
from .smtp import NothingLeftError
from .written import ENCODING, as_bytes

ACCEPTED, GO_AHEAD, GOES_AWAY = 250, 354, 421
_LEADING_DOT = re.compile(rb"(?m)^\.")


class _SMTP(smtplib.SMTP):
    """``smtplib`` throws the answer to a message away where it is a good one, asks for each step alone, and does not
    say how far it came.
    """

    said: bytes = b""
    is_on_its_way = False

    def sendmail(
        self,
        from_addr: str,
        to_addrs: str | Sequence[str],
        msg: Any,
        mail_options: Sequence[str] = (),
        rcpt_options: Sequence[str] = (),
    ) -> dict[str, tuple[int, bytes]]:
        """As ``smtplib`` does it. Raises NothingLeftError where the link breaks before a byte of the mail has left."""
        self.is_on_its_way = False
        try:
            self.ehlo_or_helo_if_needed()
            if len(to_addrs) == 1 and self.has_extn("pipelining"):
                return self._send_in_one(from_addr, to_addrs[0], msg)
            return super().sendmail(from_addr, to_addrs, msg, mail_options, rcpt_options)
        except smtplib.SMTPServerDisconnected as error:
            if self.is_on_its_way:
                raise
            raise NothingLeftError(str(error)) from error

    def _send_in_one(self, sender: str, recipient: str, content: bytes) -> dict[str, tuple[int, bytes]]:
        """Sender, recipient and the wish to send in one go (RFC 2920): two waits for the relay in place of four.

        The mail itself leaves only after all three answers. After a refusal the connection is good for nothing more.
        """
        size = f" size={len(content)}" if self.has_extn("size") else ""
        steps = [f"MAIL FROM:{smtplib.quoteaddr(sender)}{size}", f"RCPT TO:{smtplib.quoteaddr(recipient)}", "DATA"]
        self.send("\r\n".join([*steps, ""]))
        to_sender = self.getreply()
        if to_sender[0] == GOES_AWAY:
            raise smtplib.SMTPSenderRefused(*to_sender, sender)
        to_recipient, to_data = self.getreply(), self.getreply()
        is_refused = to_sender[0] != ACCEPTED or to_recipient[0] not in {ACCEPTED, 251}
        if is_refused and to_data[0] == GO_AHEAD:
            self.close()  # it waits for a mail to nobody: without its last line there is none
        if to_sender[0] != ACCEPTED:
            raise smtplib.SMTPSenderRefused(*to_sender, sender)
        if is_refused:
            raise smtplib.SMTPRecipientsRefused({recipient: to_recipient})
        if to_data[0] != GO_AHEAD:
            raise smtplib.SMTPDataError(*to_data)
        code, said = self._content(content)
        if code != ACCEPTED:
            raise smtplib.SMTPDataError(code, said)
        return {}

    def data(self, msg: Any) -> tuple[int, bytes]:
        self.putcmd("data")
        code, said = self.getreply()
        if code != GO_AHEAD:
            raise smtplib.SMTPDataError(code, said)
        return self._content(msg)

    def _content(self, content: bytes) -> tuple[int, bytes]:
        """From here on a link that breaks may have carried the mail."""
        quoted = _LEADING_DOT.sub(b"..", content)
        end = b".\r\n" if quoted.endswith(b"\r\n") else b"\r\n.\r\n"
        self.is_on_its_way = True
        self.send(quoted + end)
        code, self.said = self.getreply()
        return code, self.said

    def has_nothing_to_say(self) -> bool:
        """Whether the relay has sent nothing unasked, such as that it leaves; nothing is asked for that."""
        if self.sock is None:
            return False
        return not wait_for_read(self.sock, timeout=0)


class _SMTPOverTLS(_SMTP, smtplib.SMTP_SSL):
    pass


@lru_cache(maxsize=16)
def _sender(address: str) -> str:
    return sanitize_address(address, ENCODING)


class EmailBackend(django_smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _SMTPOverTLS if self.use_ssl else _SMTP

    def _send(self, email_message: EmailMultiAlternatives) -> bool:
        """As Django does, with the message as ``as_bytes`` writes it."""
        assert self.connection is not None
        recipients = [sanitize_address(address, ENCODING) for address in email_message.recipients()]
        self.connection.sendmail(_sender(email_message.from_email), recipients, as_bytes(email_message))
        return True

    @property
    def queue_id(self) -> str:
        """Under which the relay took the last message of the connection that is open; empty where it did not say."""
        return smtp.queue_id(shortened(getattr(self.connection, "said", b"")))

    def ask_about(self, sender: str) -> Answer:
        """What the relay says to that sender, on the connection that is open. No mail follows."""
        assert self.connection is not None
        try:
            self.connection.ehlo_or_helo_if_needed()
            code, said = self.connection.mail(parseaddr(sender)[1])
            self.connection.rset()
        except (smtplib.SMTPException, OSError) as error:
            return Answer(Outcome.NOT_HANDED_OVER, MailReason.RELAY_AWAY, said=type(error).__name__)
        if code == ACCEPTED:
            return Answer(Outcome.ACCEPTED, said=shortened(said))
        return smtp.answer_to(smtplib.SMTPSenderRefused(code, said, sender))

    def is_alive(self) -> bool:
        """Whether the relay still answers on the connection that is open; asked only where it has said something."""
        if self.connection is None:
            return False
        if isinstance(self.connection, _SMTP) and self.connection.has_nothing_to_say():
            return True
        try:
            code, _said = self.connection.noop()
        except (smtplib.SMTPException, OSError):
            return False
        return bool(code == ACCEPTED)
