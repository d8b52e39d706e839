"""One id for all that a request causes: the proxy gives it, pages and tasks write it into their lines."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

HEADER, META_KEY = "X-Request-ID", "HTTP_X_REQUEST_ID"
#: As the proxy makes them. Anything else that a caller sends would stand in our logs as it likes.
KNOWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NONE = "-"

_current: ContextVar[str] = ContextVar("request_id", default=NONE)


def current_request_id() -> str:
    """``-`` outside of requests and tasks."""
    return _current.get()


@contextmanager
def traced(given: str | None) -> Iterator[str]:
    """What is logged inside has this id, or a new one where none was given that the proxy could have made."""
    request_id = given if given and KNOWN.fullmatch(given) else str(uuid.uuid4())
    token = _current.set(request_id)
    try:
        yield request_id
    finally:
        _current.reset(token)


class WithRequestId(logging.Filter):
    """Every line names the request that it belongs to: Django says what it answered after the last middleware."""

    def filter(self, record: logging.LogRecord) -> bool:
        answered = getattr(record, "request", None)
        of_answered = getattr(answered, "META", {}).get(META_KEY, NONE)
        record.request_id = of_answered if current_request_id() == NONE else current_request_id()
        return True
