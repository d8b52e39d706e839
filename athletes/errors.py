"""What a verb raises when it refuses; the doors translate it into words on a form or a status."""

from __future__ import annotations


class RefusedError(Exception):
    """A verb did nothing, and says why.

    message -- one sentence for the person who asked
    field -- the field of the door's form that it is about, if one
    """

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = str(message)
        self.field = field


class NotTheirsError(Exception):
    """The row belongs to somebody else; the door answers as if it did not exist."""
