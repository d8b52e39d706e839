"""Nothing that signs somebody in, and nobody's address, stands in a log."""

from __future__ import annotations

import re

_SECRET_PATHS = re.compile(r"/(in|join|unsubscribe|calendar)/[^/\s\"']+|(/password/reset/key/)[^/\s\"']+")
_ADDRESSES = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
#: Where a database refuses a row, it quotes it: names, notes, numbers.
_ROWS = re.compile(r"(DETAIL:|Failing row contains).*")


def mask(text: str) -> str:
    """A text without the tokens of sign-in, unsubscribe and reset addresses, mail addresses, and quoted rows."""
    text = _SECRET_PATHS.sub(lambda match: f"/{match[1] or 'key'}/***", text)
    text = _ADDRESSES.sub("***", text)
    return _ROWS.sub(r"\1 ***", text)
