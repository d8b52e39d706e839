"""How far pain of one place holds its exercises back, by itself: the levels of safety.md 2, and how they end (2.2).

An episode begins with a red day. It ends by what was answered well, never by silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import IntEnum

from ..thresholds import DEFAULTS, Thresholds
from .zones import Zone


class Level(IntEnum):
    """What the rows that load a place may do; the higher, the more careful.

    HOLD -- the last dose again; RED -- less of it; ENTRY -- what was out comes back, by an entry dose
    RISING, RED_AGAIN -- what came before it, else nothing; OUT -- nothing
    """

    CLEAR = 0
    HOLD = 1
    RED = 2
    ENTRY = 3
    RISING = 4
    RED_AGAIN = 5
    OUT = 6


@dataclass(frozen=True, slots=True)
class RatedDay:
    """One day of a place: its zone, and the worst score (0-10, None where nobody said).

    is_answered -- all was said that was asked; is_exposed -- at least half of the sets that load the place were done
    is_strength -- a day with a session
    """

    on: date
    zone: Zone
    during: int | None
    is_answered: bool
    is_exposed: bool = True
    is_strength: bool = True


@dataclass(slots=True)
class Episode:
    """Pain of one place that has not ended. since -- its first red day

    greens -- good sessions since the last red day in which the place was loaded; idle -- those in which it was not
    rests -- days at no more than amber on which it was not loaded, runs too
    """

    since: date
    reds: list[date] = field(default_factory=list)
    worst: int = 0
    greens: int = 0
    idle: int = 0
    rests: int = 0

    def is_again(self, numbers: Thresholds) -> bool:
        """Whether it was red twice within the days that call for what came before."""
        return _are_within(self.reds, 2, numbers.red_again_days)

    def is_out(self, numbers: Thresholds) -> bool:
        """Whether it was red too often, or too much for a single time."""
        return self.worst >= numbers.out_score or _are_within(self.reds, numbers.out_reds, numbers.out_days)

    def is_over(self, numbers: Thresholds) -> bool:
        """One good session ends a red one; what was red again, or worse, needs two.

        Where the rows of the place were left out after a first red, sessions without them end it too; what was red
        again comes back by an entry dose first.
        """
        if self.is_again(numbers) or self.is_out(numbers):
            return self.greens >= numbers.good_days_after_red_again
        return self.greens >= 1 or self.idle >= numbers.good_days_out

    def has_rested(self, numbers: Thresholds) -> bool:
        """Whether what was left out may come back at its entry dose."""
        return self.rests >= numbers.good_days_out

    def add(self, day: RatedDay) -> None:
        if day.zone >= Zone.RED:
            self.reds.append(day.on)
            self.worst = max(self.worst, day.during or 0)
            self.greens = self.idle = self.rests = 0
        elif day.is_answered:
            self._add_answered(day)

    def _add_answered(self, day: RatedDay) -> None:
        if not day.is_exposed or not day.is_strength:
            self.rests += 1
        if day.zone is not Zone.GREEN:
            self.greens = self.idle = 0
        elif day.is_strength and day.is_exposed:
            self.greens += 1
        elif day.is_strength:
            self.idle += 1


def _are_within(reds: Sequence[date], count: int, days: int) -> bool:
    """Whether so many red days lie within so many days, wherever. reds -- the earliest first"""
    return any((last - first).days < days for first, last in zip(reds, reds[count - 1 :], strict=False))


def episode_of(days: Iterable[RatedDay], numbers: Thresholds = DEFAULTS) -> Episode | None:
    """The pain of one place that goes on; None where it is over, or never began (safety.md 2.2).

    days -- the earliest first. A day that was not fully answered ends nothing and worsens nothing.
    """
    episode: Episode | None = None
    for day in days:
        if episode is None and day.zone >= Zone.RED:
            episode = Episode(day.on)
        if episode is not None:
            episode.add(day)
            if episode.is_over(numbers):
                episode = None
    return episode


def level_of(
    days: Sequence[RatedDay],
    today: date,
    *,
    is_rising: bool = False,
    is_held: bool = False,
    decided_on: date | None = None,
    numbers: Thresholds = DEFAULTS,
) -> Level:
    """What the rows that load one place may do on that day.

    days -- the earliest first; is_rising -- its mornings rise; is_held -- its discomfort waits for the therapist
    decided_on -- the day of the therapist's last decision about it: what stands out until decided comes back by an
    entry dose then, and rising mornings are held
    """
    episode = episode_of(days, numbers)
    if episode is not None:
        return _level_in(episode, decided_on, numbers)
    if is_rising:
        return Level.HOLD if _is_decided(days, decided_on) else Level.RISING
    if is_held or _is_amber_now(days, today, numbers):
        return Level.HOLD
    return Level.CLEAR


def _level_in(episode: Episode, decided_on: date | None, numbers: Thresholds) -> Level:
    if not episode.is_out(numbers) and not episode.is_again(numbers):
        return Level.RED
    is_decided = decided_on is not None and decided_on >= episode.reds[-1]
    if is_decided or episode.has_rested(numbers):
        return Level.ENTRY
    return Level.OUT if episode.is_out(numbers) else Level.RED_AGAIN


def _is_decided(days: Sequence[RatedDay], decided_on: date | None) -> bool:
    return decided_on is not None and (not days or decided_on >= days[-1].on)


def _is_amber_now(days: Sequence[RatedDay], today: date, numbers: Thresholds) -> bool:
    """Amber holds until the next answer; after a week without any the place is not watched any more."""
    if not days:
        return False
    last = days[-1]
    return last.zone >= Zone.AMBER and today - last.on <= timedelta(days=numbers.watch_days)
