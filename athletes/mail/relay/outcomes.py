"""What became of a message that was handed over: the five of a relay, and two more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

#: So much of an answer is kept in the ledger.
LONGEST_WORDS = 200


class Outcome(Enum):
    """What became of a message that was handed over."""

    ACCEPTED = "accepted"
    #: This address takes no mail, for good.
    ADDRESS_REFUSED = "address refused"
    #: The clinic is refused, its sender, its login or its content: the same answer would come for any address.
    CLINIC_REFUSED = "clinic refused"
    #: Nothing was taken, and it may be tried again.
    NOT_HANDED_OVER = "not handed over"
    #: The answer did not come, or can be read both ways: it may be on its way.
    UNKNOWN = "unknown"
    #: This one message is refused for good, whoever it goes to: it could not be written, or a phone's service says so.
    REFUSED = "refused"
    #: Phones only: no phone is left to reach.
    NOBODY_THERE = "nobody there"


@dataclass(frozen=True)
class Answer:
    """The other side's word on one message.

    reason -- what the ledger says of it, empty where it needs none
    retry_after -- how long the other side asks to be left alone
    said -- its own words, shortened
    queue_id -- under which it took the message
    """

    outcome: Outcome
    reason: str = ""
    retry_after: timedelta = timedelta(0)
    said: str = ""
    queue_id: str = ""


_ADDRESS = re.compile(r"[^\s<>@]+@[^\s<>@]+")


def without_addresses(words: str) -> str:
    """An answer that is kept apart from the mail: whose mail it was is not told by it."""
    return _ADDRESS.sub("…", words)


def shortened(words: object) -> str:
    """An answer on one line, as the ledger keeps it. Relays answer in bytes, of whatever alphabet."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return " ".join(text.replace("\x00", "").split())[:LONGEST_WORDS]
