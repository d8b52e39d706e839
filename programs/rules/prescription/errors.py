"""The one error that the shorthand raises: which token, and what to write instead."""

from __future__ import annotations


class ShorthandError(ValueError):
    """A token of a dose that cannot be read.

    part -- which token: "sets", "load", "rpe", "tempo", "rest", "side" or "text"
    text -- the token as typed, kept so that it can be shown beside the reason
    hint -- what to write instead, in plain words
    """

    def __init__(self, part: str, text: str, hint: str) -> None:
        super().__init__(f"“{text}”: {hint}")
        self.part = part
        self.text = text
        self.hint = hint
