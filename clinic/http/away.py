"""Whether an error says that something we need is away: the database, the cache, the queue, or room on the disk."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError, connection
from kombu.exceptions import OperationalError as QueueError
from redis.exceptions import RedisError

#: When to come back, as ``Retry-After`` says it.
AWAY_SECONDS = 5
#: SQLite calls a wrong statement an operational error too; these are the ones that pass by themselves or by a person.
PASSING_ON_SQLITE = ("locked", "busy", "full", "readonly", "unable to open", "disk i/o")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


def is_away(error: BaseException | None) -> bool:
    """Whether the error, or what caused it, says that something is away: the same request may succeed later."""
    return any(_is_about_something_away(each) for each in _with_causes(error))


def _with_causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _is_about_something_away(error: BaseException) -> bool:
    if isinstance(error, OperationalError):
        return connection.vendor != "sqlite" or any(word in str(error).lower() for word in PASSING_ON_SQLITE)
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    return isinstance(error, (InterfaceError, QueueError, RedisError))
