"""English that looks foreign: whoever sees plain English on a page in it has found words that no translator can reach.

Brackets show where one message begins and ends, so that a sentence put together of several is seen; vowels are written
twice, because most languages need about a third more room.
"""

from __future__ import annotations

import re

CODE, LOCALE = "en-xa", "en_XA"
OPENS, CLOSES = "⟦", "⟧"

_LETTERS = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒğĥíĵķļṁñóṗɋŕšţúṽŵẋýžÁɃÇĐÉƑĞĤÍĴĶĻṀÑÓṖɊŔŠŢÚṼŴẊÝŽ",
)
_VOWELS = re.compile(r"[aeiouAEIOU]")
#: What a program reads and not a person: values to be filled in, tags, entities, addresses.
_KEPT = re.compile(r"(%%|%\(\w+\)[a-z]|%[sd]|%\d*\.\d+f|\{\{.*?\}\}|\{[^{}]*\}|<[^<>]+>|&#?\w+;|https?://\S+)")


def pseudo(message: str) -> str:
    """The message in the made-up language; spaces and line ends around it stay where they are."""
    words = message.strip()
    if not words:
        return message
    before, after = message.split(words, 1)
    parts = _KEPT.split(words)  # every second one is kept
    parts[::2] = map(_accented, parts[::2])
    return f"{before}{OPENS}{''.join(parts)}{CLOSES}{after}"


def _accented(words: str) -> str:
    return _VOWELS.sub(_twice, words).translate(_LETTERS)


def _twice(vowel: re.Match[str]) -> str:
    return vowel[0] + vowel[0].lower()
