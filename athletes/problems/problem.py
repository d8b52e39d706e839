"""A problem: what one athlete has open of one subject, whatever it tripped (safety.md 6).

It opens with the first flag, gathers later ones, is named by the worst, and closes with one decision, or by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from athletes.models import Flag, FlagKind, Suggestion

from .figures import SiteFigures
from .kinds import KINDS, Subject, figures_of, urgency_of


@dataclass(frozen=True, slots=True)
class Problem:
    """Open flags of one subject, the most urgent first."""

    subject: str
    flags: Sequence[Flag]

    @property
    def worst(self) -> Flag:
        return self.flags[0]

    @property
    def since(self) -> datetime:
        return min(flag.raised_at for flag in self.flags)

    @property
    def is_stop(self) -> bool:
        return self.worst.kind == FlagKind.STOP

    @property
    def is_progress(self) -> bool:
        """Whether it is no problem at all: what was earned waits for a yes."""
        return KINDS[FlagKind(self.worst.kind)].subject == Subject.PROGRESS


def subject_of(flag: Flag) -> str:
    """What a flag is about; pain is about its place: “pain:knee:left”."""
    subject = KINDS[FlagKind(flag.kind)].subject
    figures = figures_of(flag)
    if subject == Subject.PAIN and isinstance(figures, SiteFigures):
        return pain_of(*figures.site)
    return str(subject)


def pain_of(region: str, side: str) -> str:
    """The subject that pain of one place is."""
    return ":".join((Subject.PAIN, region, side))


def is_held_for(suggestion: Suggestion, subject: str) -> bool:
    """Whether what a rule holds belongs to that subject: to its place, or to what is no pain where it names none.

    subject -- empty: to any
    """
    if not subject:
        return True
    region, side = suggestion.figures.get("region", ""), suggestion.figures.get("side", "")
    if region:
        return subject == pain_of(region, side)
    return not is_pain(subject)


def is_pain(subject: str) -> bool:
    """Whether a subject is pain of a place."""
    return subject.partition(":")[0] == Subject.PAIN


def problems_of(flags: Iterable[Flag]) -> list[Problem]:
    """The problems of one athlete's open flags, the most urgent first."""
    grouped: dict[str, list[Flag]] = {}
    for flag in sorted(flags, key=flag_order):
        grouped.setdefault(subject_of(flag), []).append(flag)
    return [Problem(subject, own) for subject, own in grouped.items()]


def flag_order(flag: Flag) -> tuple[int, float]:
    """By kind, and of these the newest first."""
    return urgency_of(flag), -flag.raised_at.timestamp()


def has_stop(flags: Iterable[Flag]) -> bool:
    return any(flag.kind == FlagKind.STOP for flag in flags)


def episodes_of(flags: Iterable[Flag]) -> list[Problem]:
    """Every problem that these flags were, open and closed: one ends before the next of its subject begins."""
    found: list[list[Flag]] = []
    standing: dict[str, list[Flag]] = {}
    for flag in sorted(flags, key=attrgetter("raised_at")):
        subject = subject_of(flag)
        current = standing.get(subject)
        if current is None or _is_over(current, flag.raised_at):
            current = standing[subject] = []
            found.append(current)
        current.append(flag)
    return [Problem(subject_of(own[0]), sorted(own, key=flag_order)) for own in found]


def _is_over(flags: Iterable[Flag], at: datetime) -> bool:
    """Whether all had ended before that moment; one that ends as the next is raised goes on in it."""
    return all(flag.resolved_at is not None and flag.resolved_at < at for flag in flags)
