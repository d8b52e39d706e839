"""Nothing that signs somebody in stands in a log."""

from __future__ import annotations

import logging
import re

_SECRET_PATHS = re.compile(r"/(in|join|unsubscribe|calendar)/[^/\s]+|(/password/reset/key/)[^/\s]+")


class MaskSecrets(logging.Filter):
    """Replaces the tokens of sign-in, unsubscribe and reset addresses in every line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _SECRET_PATHS.sub(lambda match: f"/{match[1] or 'key'}/***", record.getMessage())
        record.args = None
        return True
