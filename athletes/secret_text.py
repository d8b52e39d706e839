"""Text that stands locked in the database, by keys that are not in it (decision 44).

``FIELD_KEYS``: the first locks, each of them opens. What is no token of theirs is not read as if it were: whoever can
write to the database could else put a secret of their own there.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

log = logging.getLogger(__name__)

#: How every locked text begins: the version of the format, and four bytes of a time before the year 2106.
MARK = "gAAAA"


class UnreadableSecretError(Exception):
    """It was locked by a key that is not in ``FIELD_KEYS``, it was damaged, or it was never locked."""


def lock(text: str) -> str:
    return _keys(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def unlock(locked: str) -> str:
    """Raises UnreadableSecretError."""
    try:
        return _keys(tuple(settings.FIELD_KEYS)).decrypt(locked.encode()).decode()
    except InvalidToken as error:
        raise UnreadableSecretError from error


def is_locked(text: str) -> bool:
    return text.startswith(MARK)


@cache
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


class SecretField(models.TextField[str, str]):
    """A text that is locked on its way into the database. One that cannot be read is empty, and the log says so."""

    def get_prep_value(self, value: Any) -> Any:
        prepared = super().get_prep_value(value)
        return lock(prepared) if prepared else prepared

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> str:
        if not value:
            return ""
        try:
            return unlock(value)
        except UnreadableSecretError:
            log.error("%s cannot be read with FIELD_KEYS", self)
            return ""
