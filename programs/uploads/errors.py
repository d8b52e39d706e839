"""What a reader of files raises, and how its words are marked for translation. No Django here."""

from __future__ import annotations


def gettext_noop(words: str) -> str:
    """Words that are translated where they are shown: a reader has no language."""
    return words


class UnreadableError(Exception):
    """The file cannot be read; the words say why, and what to do.

    words -- a sentence in English, as ``gettext_noop`` marks it; values -- what stands in its braces
    """

    def __init__(self, words: str, **values: int | str) -> None:
        super().__init__(words.format(**values) if values else words)
        self.words = words
        self.values = values
