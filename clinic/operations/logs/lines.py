"""A record as one line: for people, or as JSON for what collects and searches logs (``LOG_FORMAT``).

May be imported before the settings are: gunicorn does so.
"""

from __future__ import annotations

import logging
from typing import Any

from pythonjsonlogger.json import JsonFormatter

from .masking import mask

TEXT = "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"
FIELDS = "%(levelname)s %(name)s %(message)s %(request_id)s"
OF_EVERY_LINE = ("timestamp", "level", "logger", "message", "request_id", "exc_info", "stack_info")
#: What the access log says of a request (deploy/gunicorn.conf.py).
OF_A_REQUEST = ("address", "method", "path", "status", "bytes", "milliseconds")
KNOWN = frozenset([*OF_EVERY_LINE, *OF_A_REQUEST])
NAMES = {"levelname": "level", "name": "logger"}


class TextLines(logging.Formatter):
    """Masked as a whole: what an exception says stands below the line."""

    def __init__(self, fmt: str = TEXT) -> None:
        super().__init__(fmt, defaults={"request_id": "-"})

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


class JsonLines(JsonFormatter):
    """Known fields only, masked value by value, so that a line stays JSON. The time is UTC.

    Libraries hang more on a record than they say: Django the request with its query, Celery a task's arguments.
    """

    def __init__(self) -> None:
        super().__init__(FIELDS, rename_fields=NAMES, timestamp=True, defaults={"request_id": "-"})

    def process_log_record(self, log_data: dict[str, Any]) -> dict[str, Any]:
        masked = {}
        for name, value in super().process_log_record(log_data).items():
            if name in KNOWN:
                masked[name] = mask(value) if isinstance(value, str) else value
        return masked
