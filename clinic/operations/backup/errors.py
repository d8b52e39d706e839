"""What can go wrong, in a line that says what to do."""

from __future__ import annotations


class BackupError(Exception):
    """A backup cannot be made, read or put back. Its text is one sentence or two, for who looks after the server."""
