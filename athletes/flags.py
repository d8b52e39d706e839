"""Verbs of flags: raise each once per cause, and what a therapist does about it.

Raising is idempotent: the same facts again change nothing, however often and in whatever order they
come. A flag leaves the caseload only by an act, which is kept with who, when and the note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from .models import Athlete, Flag, FlagAct, FlagKind, User
from .targets import Json

#: Kinds of which one at a time stands open: new facts freshen it.
ONE_AT_A_TIME = frozenset(
    {
        FlagKind.MISSED,
        FlagKind.SILENT,
        FlagKind.READY,
        FlagKind.HEAVY,
        FlagKind.GATE,
        FlagKind.UNANSWERED,
        FlagKind.MESSAGE,
    }
)
#: How far back a resolved flag is looked at, so that the same facts do not raise it again.
REMEMBERED = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. cause names it: the same cause is the same flag. figures -- what raised it."""

    kind: FlagKind
    cause: str
    figures: Json = field(default_factory=dict)
    due_at: datetime | None = None


def remembered(athlete: Athlete, at: datetime) -> list[Flag]:
    """The athlete's open flags, and those resolved lately; one query."""
    return remembered_of([athlete.pk], at)[athlete.pk]


def remembered_of(keys: Collection[int], at: datetime) -> dict[int, list[Flag]]:
    """The same for several athletes, in one query."""
    recent = Q(resolved_at__isnull=True) | Q(resolved_at__gte=at - REMEMBERED)
    known: dict[int, list[Flag]] = {key: [] for key in keys}
    for flag in Flag.objects.filter(recent, athlete__in=keys):
        known[flag.athlete_id].append(flag)
    return known


def raise_flags(*, athlete: Athlete, findings: Iterable[Finding], known: Sequence[Flag], at: datetime) -> list[Flag]:
    """A flag for each finding that has none yet; an open one takes the newer figures. Returns the new ones.

    known -- what ``remembered`` gave.
    """
    flags = {flag.pk: flag for flag in known}
    standing = {flag.kind: flag for flag in known if flag.resolved_at is None}
    new: dict[object, Flag] = {}
    for finding in findings:
        key = Flag.key(athlete.pk, finding.kind, finding.cause)
        flag = flags.get(key) or (standing.get(finding.kind) if finding.kind in ONE_AT_A_TIME else None)
        if flag is None:
            new[key] = Flag(
                id=key,
                athlete=athlete,
                kind=finding.kind,
                cause=finding.cause,
                figures=finding.figures,
                raised_at=at,
                due_at=finding.due_at,
            )
        elif flag.resolved_at is None and flag.figures != finding.figures:
            Flag.objects.filter(pk=flag.pk).update(figures=finding.figures)
    if new:
        Flag.objects.bulk_create(new.values(), ignore_conflicts=True)
    return list(new.values())


def raise_flag(*, athlete: Athlete, finding: Finding, at: datetime) -> list[Flag]:
    """One finding by itself: what a single write caused."""
    return raise_flags(athlete=athlete, findings=[finding], known=remembered(athlete, at), at=at)


# -- acts ------------------------------------------------------------------------------------


@transaction.atomic
def acknowledge(*, flags: Iterable[Flag], by: User, at: datetime) -> None:
    """Seen: it stays in the list, with who saw it first."""
    for flag in flags:
        if flag.acknowledged_at is None:
            flag.acknowledged_at = at
            flag.save(update_fields=["acknowledged_at"])
            _keep(flag, FlagAct.Kind.ACKNOWLEDGED, by, at)


@transaction.atomic
def resolve(*, flags: Iterable[Flag], by: User | None, at: datetime, note: str = "") -> None:
    """Done with. Resolving twice keeps the first. The last stop that is resolved opens training again."""
    for flag in flags:
        if flag.resolved_at is None:
            flag.resolved_at = at
            flag.save(update_fields=["resolved_at"])
            _keep(flag, FlagAct.Kind.RESOLVED, by, at, note)
            if flag.kind == FlagKind.STOP:
                _open_training(flag.athlete_id)


@transaction.atomic
def snooze(*, flags: Iterable[Flag], until: datetime, by: User, at: datetime, note: str = "") -> None:
    """Out of the list until then; it comes back by itself."""
    for flag in flags:
        flag.snoozed_until = until
        flag.save(update_fields=["snoozed_until"])
        _keep(flag, FlagAct.Kind.SNOOZED, by, at, note)


@transaction.atomic
def note(*, flag: Flag, text: str, by: User, at: datetime) -> FlagAct:
    """A word for whoever looks next."""
    return _keep(flag, FlagAct.Kind.NOTED, by, at, text)


def _keep(flag: Flag, kind: str, by: User | None, at: datetime, text: str = "") -> FlagAct:
    return FlagAct.objects.create(athlete_id=flag.athlete_id, flag=flag, kind=kind, by=by, at=at, note=text)


def _open_training(athlete_id: int) -> None:
    if not Flag.objects.open().filter(athlete=athlete_id, kind=FlagKind.STOP).exists():
        Athlete.objects.filter(pk=athlete_id).update(stopped_at=None)
