"""When a way rests: the same refusal several times in a row is the relay's or the clinic's, and not one mail's.

A rest is kept in ``LoopBeat``, for every process: the first mail after it is a probe, and one more refusal of the same
kind is enough for the next rest. That one mailbox is full or puts a mail off for now is no reason to rest the way; a
domain that puts off several rests for one tick.
"""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from athletes.models import LoopBeat, Mail, MailChannel, MailReason

from .outcomes import Answer, Outcome, without_addresses

log = logging.getLogger(__name__)

#: So many equal answers in a row on one way, and it rests.
IN_A_ROW = 5
#: What may have been taken is not asked about five times: each of them stays unknown.
UNKNOWN_IN_A_ROW = 2
#: So many addresses of one domain that are put off, and the rest of it waits for the next tick.
OF_ONE_DOMAIN = 3
RESTS = {
    Outcome.NOT_HANDED_OVER: timedelta(minutes=1),
    Outcome.CLINIC_REFUSED: timedelta(minutes=10),
    Outcome.ADDRESS_REFUSED: timedelta(minutes=10),
    Outcome.UNKNOWN: timedelta(minutes=15),
}
#: Said of one mailbox, whatever the relay thinks of the clinic.
OF_ONE_MAILBOX = frozenset([MailReason.ADDRESS_REFUSED_FOR_NOW, MailReason.MAILBOX_FULL, MailReason.SENDER_HELD_UP])


@dataclass
class Streak:
    """The last equal answers in a row on one way, and the mails that had them."""

    reason: str = ""
    mails: list[Mail] = field(default_factory=list)


@dataclass
class Breaker:
    """What one tick has heard. trouble -- of which reason the way rested before this tick"""

    trouble: str = ""
    streaks: dict[str, Streak] = field(default_factory=dict)
    resting: set[str] = field(default_factory=set)
    put_off: Counter[str] = field(default_factory=Counter)

    def is_open_to(self, mail: Mail) -> bool:
        """Whether a mail may be tried now."""
        if mail.channel in self.resting:
            return False
        return mail.channel == MailChannel.PUSH or self.put_off[domain_of(mail)] < OF_ONE_DOMAIN

    def hear(self, mail: Mail, answer: Answer, *, at: datetime) -> Streak | None:
        """Note an answer; the streak that makes its way rest, or None."""
        if answer.reason == MailReason.ADDRESS_REFUSED_FOR_NOW:
            self.put_off[domain_of(mail)] += 1
        if answer.reason in OF_ONE_MAILBOX or answer.outcome in {Outcome.NOBODY_THERE, Outcome.REFUSED}:
            return None
        if answer.outcome == Outcome.ACCEPTED:
            self._accepted(mail)
            return None
        streak = self.streaks.setdefault(mail.channel, Streak())
        if streak.reason != answer.reason:
            streak.reason, streak.mails = answer.reason, []
        streak.mails.append(mail)
        if len(streak.mails) < self._enough(mail, answer):
            return None
        self.resting.add(mail.channel)
        log.error("the way by %s rests: %s", mail.channel, answer.reason)
        if mail.channel == MailChannel.EMAIL:
            rest(answer, at=at)
        return streak

    def _enough(self, mail: Mail, answer: Answer) -> int:
        is_probe = mail.channel == MailChannel.EMAIL and self.trouble == answer.reason
        if is_probe and answer.outcome != Outcome.ADDRESS_REFUSED:
            return 1
        return UNKNOWN_IN_A_ROW if answer.outcome == Outcome.UNKNOWN else IN_A_ROW

    def _accepted(self, mail: Mail) -> None:
        self.streaks.pop(mail.channel, None)
        if mail.channel == MailChannel.EMAIL:
            self.put_off.pop(domain_of(mail), None)
            if self.trouble:
                LoopBeat.objects.filter(id=1).update(trouble="", trouble_since=None, resting_until=None)
                self.trouble = ""


def begin(at: datetime) -> Breaker:
    """The breaker of one tick, with the rest that is kept from earlier ones."""
    beat = LoopBeat.objects.filter(id=1).first()
    if beat is None:
        return Breaker()
    breaker = Breaker(trouble=beat.trouble)
    longest = max(RESTS.values())
    if beat.resting_until and at < beat.resting_until <= at + longest:  # a clock that was ahead ends no mail
        breaker.resting.add(MailChannel.EMAIL)
    return breaker


def rest(answer: Answer, *, at: datetime) -> None:
    """E-mail rests for every process, and the reason stands until a mail is accepted."""
    LoopBeat.objects.get_or_create(id=1, defaults={"at": at})
    row = LoopBeat.objects.filter(id=1)
    row.filter(trouble_since=None).update(trouble_since=at)
    row.update(
        resting_until=at + RESTS[answer.outcome], trouble=answer.reason, trouble_said=without_addresses(answer.said)
    )


def domain_of(mail: Mail) -> str:
    return mail.to.rpartition("@")[2].lower()
