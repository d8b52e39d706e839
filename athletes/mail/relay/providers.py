"""A provider's answer over HTTP, as anymail passes it on: Postmark, Amazon SES, Mailgun, SendGrid, Brevo.

What can be read both ways is UNKNOWN: a 500, a 502 and a 504 may come after the provider has taken the message, and
none of these providers takes a key by which a second post would be known as the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from anymail.exceptions import (
    AnymailAPIError,
    AnymailConfigurationError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
)
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NameResolutionError, NewConnectionError

from athletes.models import MailReason

from .outcomes import Answer, Outcome, shortened

TOO_MANY, REFUSED, SERVER_TROUBLE = 429, 400, 500
#: Nothing was sent where the connection never came about, by the class's name: botocore need not be installed.
NEVER_CONNECTED = ("ConnectTimeout", "ConnectTimeoutError", "EndpointConnectionError", "ProxyError", "SSLError")
#: Provider's own words for an address that it cannot send to, in its answer to a request.
ADDRESS_WORDS = (
    "is not a valid address",  # Mailgun: 400 to parameter is not a valid address
    "does not contain a valid address",  # SendGrid: personalizations.0.to.0.email
    "illegal email domain",  # Amazon SES
    "address is on the suppression list",
)
#: Names of Amazon's errors that ask to be left alone for now; nothing was taken.
SLOW_DOWN = frozenset(["Throttling", "ThrottlingException", "TooManyRequestsException", "LimitExceededException"])


def answer_to(error: AnymailError | AnymailConfigurationError) -> Answer:
    """What an error of anymail says of the message."""
    if isinstance(error, AnymailRecipientsRefused):
        return Answer(Outcome.ADDRESS_REFUSED, MailReason.ADDRESS_REFUSED, said=_words_of(error))
    if isinstance(error, AnymailInvalidAddress):  # it may as well be our own
        return Answer(Outcome.REFUSED, MailReason.NOT_WRITTEN, said=type(error).__name__)
    if not isinstance(error, AnymailAPIError):  # it never left: our own settings or content
        return Answer(Outcome.CLINIC_REFUSED, MailReason.PROVIDER_REFUSED, said=shortened(error))
    code = _status_of(error)
    if code is None:
        return _on_a_broken_link(error)
    said = f"{code} {_words_of(error)}"
    if _amazon_code(error) in SLOW_DOWN or code == TOO_MANY:
        return Answer(Outcome.NOT_HANDED_OVER, f"{MailReason.PROVIDER_SAID}:{code}", said=said)
    if code >= SERVER_TROUBLE or code < REFUSED:
        return Answer(Outcome.UNKNOWN, f"{MailReason.PROVIDER_SAID}:{code}", said=said)
    if any(words in said.lower() for words in ADDRESS_WORDS):
        return Answer(Outcome.ADDRESS_REFUSED, MailReason.ADDRESS_REFUSED, said=said)
    return Answer(Outcome.CLINIC_REFUSED, f"{MailReason.PROVIDER_SAID}:{code}", said=said)


def _on_a_broken_link(error: AnymailAPIError) -> Answer:
    """Nothing was handed over where no connection came about; else the message may be on its way."""
    for cause in _causes_of(error):
        never = isinstance(cause, NewConnectionError | ConnectTimeoutError | NameResolutionError)
        if never or type(cause).__name__ in NEVER_CONNECTED:
            return Answer(Outcome.NOT_HANDED_OVER, MailReason.RELAY_AWAY, said=type(cause).__name__)
    return Answer(Outcome.UNKNOWN, MailReason.NO_ANSWER, said=type(error.__cause__ or error).__name__)


def _causes_of(error: BaseException) -> Iterator[BaseException]:
    """What an error was raised from, and what that one carries inside."""
    cause = error.__cause__
    while cause is not None:
        yield cause
        inside = cause.args[0] if cause.args else None
        if isinstance(inside, MaxRetryError):
            inside = inside.reason
        if isinstance(inside, BaseException):
            yield inside
        cause = cause.__cause__


def _status_of(error: AnymailAPIError) -> int | None:
    """The number of the HTTP answer; None where there was none."""
    if isinstance(error.status_code, int):
        return error.status_code
    status = _amazon_response(error).get("ResponseMetadata", {}).get("HTTPStatusCode")
    return status if isinstance(status, int) else None


def _amazon_response(error: BaseException) -> dict[str, Any]:
    """What botocore says of a request that Amazon answered with an error; empty for any other."""
    response = getattr(error.__cause__, "response", None)
    return response if isinstance(response, dict) else {}


def _amazon_code(error: BaseException) -> str:
    return str(_amazon_response(error).get("Error", {}).get("Code", ""))


def _words_of(error: AnymailError) -> str:
    """The body of the answer where there is one: it names the cause, and not our own message."""
    body = getattr(error.response, "text", "")
    if body:
        return shortened(body)
    amazon = _amazon_response(error).get("Error", {})
    if amazon:
        return shortened(f"{amazon.get('Code', '')} {amazon.get('Message', '')}")
    return shortened(error.args[0] if error.args else type(error).__name__)
