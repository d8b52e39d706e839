"""What a password of staff may not be made of: words that anybody would try at this clinic first."""

from __future__ import annotations

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from athletes.models import User

#: Of the trade and of the software; those of the clinic are read from its settings.
OF_THE_TRADE = (
    "password",
    "stridewell",
    "physical",
    "therapy",
    "therapist",
    "clinic",
    "running",
    "runner",
    "marathon",
    "strength",
)
#: So much must be left of a password without them.
LEAST = 8
_WORD = re.compile(r"[^\W\d_]{4,}")


class NotWordsOfTheClinic:
    """Refuses a password that is little more than such words: ``Stridewell2026!`` is seven characters beside one."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(without_known_words(password)) < LEAST:
            raise ValidationError(self.get_help_text(), code="password_of_known_words")

    def get_help_text(self) -> str:
        return _(
            "Besides the clinic’s name and words such as “therapy” or “runner,” your password needs {count} more "
            "characters."
        ).format(count=LEAST)


def without_known_words(password: str) -> str:
    left = password.lower()
    for word in sorted(known_words(), key=len, reverse=True):
        left = left.replace(word, "")
    return left


def known_words() -> set[str]:
    """In small letters: of the trade, and what the clinic is called and where it is."""
    of_the_clinic = _WORD.findall(f"{settings.CLINIC['name']} {settings.CLINIC['address']}".lower())
    return {*OF_THE_TRADE, *of_the_clinic}
