"""Verbs of flags: raise each once per cause, and what a therapist does about it.

Raising is idempotent: the same facts again change nothing, however often and in whatever order they
come. A flag leaves the caseload by an act, which is kept with who, when and the note, or settles by itself. A stop ends
by a return to training alone, and is neither resolved nor put off.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from athletes.errors import RefusedError
from athletes.models import Athlete, Flag, FlagAct, FlagKind, User
from athletes.models.flags import FlagActKind
from programs.models.keys import by_key

from .figures import Figures, SiteFigures
from .kinds import KINDS, Subject, figures_of
from .problem import has_stop

#: How far back a resolved flag is looked at, so that the same facts do not raise it again.
REMEMBERED = timedelta(days=28)
#: What may settle and come back for the same cause: advice, which the next answer changes.
COME_BACK = (Subject.LOAD, Subject.PROGRESS)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found. cause -- names it: the same cause is the same flag; figures -- what raised it"""

    kind: FlagKind
    cause: str
    figures: Figures = field(default_factory=Figures)
    due_at: datetime | None = None


def remembered(athlete: Athlete, at: datetime) -> list[Flag]:
    """The athlete's open flags, and those resolved lately; one query."""
    return remembered_of([athlete.pk], at)[athlete.pk]


def remembered_of(athlete_ids: Collection[int], at: datetime) -> dict[int, list[Flag]]:
    """The same for several athletes, in one query."""
    is_recent = Q(resolved_at__isnull=True) | Q(resolved_at__gte=at - REMEMBERED)
    known: dict[int, list[Flag]] = {athlete_id: [] for athlete_id in athlete_ids}
    for flag in Flag.objects.filter(is_recent, athlete__in=athlete_ids):
        known[flag.athlete_id].append(flag)
    return known


def raise_flags(*, athlete: Athlete, findings: Iterable[Finding], known: Sequence[Flag], at: datetime) -> list[Flag]:
    """A flag for each finding that has none yet; an open one takes the newer figures. Returns the new ones.

    known -- what ``remembered`` gave
    """
    known_by_key = by_key(known)
    standing: dict[KindAndPlace, Flag] = {}
    for flag in known:
        if flag.resolved_at is None and KINDS[FlagKind(flag.kind)].is_one_at_a_time:
            standing[_subject_of(flag.kind, figures_of(flag))] = flag
    new: dict[UUID, Flag] = {}
    for finding in findings:
        key = Flag.key(athlete.pk, finding.kind, finding.cause)
        subject = _subject_of(finding.kind, finding.figures)
        same = known_by_key.get(key) or standing.get(subject)
        if same is None:
            new[key] = known_by_key[key] = _new_flag(key, athlete, finding, at)
            if KINDS[finding.kind].is_one_at_a_time:
                standing[subject] = new[key]
        elif same.is_settled and KINDS[finding.kind].subject in COME_BACK:
            _reopen(same, finding.figures)
        else:
            _freshen(same, finding.figures, is_stored=same.pk not in new)
    if new:
        Flag.objects.bulk_create(new.values(), ignore_conflicts=True)
    return list(new.values())


#: What a flag is about: its kind, and the place where it is about one.
KindAndPlace = tuple[str, tuple[str, str]]


def _subject_of(kind: str, figures: Figures) -> KindAndPlace:
    if isinstance(figures, SiteFigures):
        return kind, figures.site
    return kind, ("", "")


def _new_flag(key: UUID, athlete: Athlete, finding: Finding, at: datetime) -> Flag:
    return Flag(
        id=key,
        athlete=athlete,
        kind=finding.kind,
        cause=finding.cause,
        figures=finding.figures.to_json(),
        raised_at=at,
        due_at=finding.due_at,
    )


def _freshen(flag: Flag, figures: Figures, *, is_stored: bool) -> None:
    """An open flag takes the newer figures; one that was resolved keeps what the therapist saw."""
    fresh = figures.to_json()
    if flag.resolved_at is not None or flag.figures == fresh:
        return
    flag.figures = fresh
    if is_stored:
        Flag.objects.filter(pk=flag.pk).update(figures=fresh)


def _reopen(flag: Flag, figures: Figures) -> None:
    """What had settled is so again, for the same cause."""
    flag.resolved_at, flag.is_settled, flag.figures = None, False, figures.to_json()
    flag.save(update_fields=["resolved_at", "is_settled", "figures", "changed_at"])


def raise_flag(*, athlete: Athlete, finding: Finding, at: datetime) -> list[Flag]:
    """One finding by itself: what a single write caused. Returns the flag, where it is new."""
    return raise_flags(athlete=athlete, findings=[finding], known=remembered(athlete, at), at=at)


# -- acts ------------------------------------------------------------------------------------


@transaction.atomic
def acknowledge(*, flags: Iterable[Flag], by: User, at: datetime, note: str = "") -> None:
    """Seen: they stay in the list, with who saw them first. A note is kept each time."""
    for flag in flags:
        if flag.acknowledged_at is None:
            flag.acknowledged_at = at
            flag.save(update_fields=["acknowledged_at", "changed_at"])
            _store_act(flag, FlagAct.Kind.ACKNOWLEDGED, by, at, note)
        elif note:
            _store_act(flag, FlagAct.Kind.NOTED, by, at, note)


@transaction.atomic
def resolve(*, flags: Iterable[Flag], by: User | None, at: datetime, note: str = "") -> None:
    """Done with. Resolving twice keeps the first.

    Raises RefusedError where one of them is a stop, and resolves none.
    """
    for flag in _without_stops(flags):
        if flag.resolved_at is None:
            _close(flag, FlagAct.Kind.RESOLVED, by, at, note)


def settle(*, flags: Iterable[Flag], at: datetime) -> None:
    """What raised them is over: they close by themselves, and stay readable. A stop never does."""
    for flag in flags:
        if flag.resolved_at is None and flag.kind != FlagKind.STOP:
            flag.is_settled = True
            _close(flag, FlagAct.Kind.SETTLED, None, at, "")


@transaction.atomic
def snooze(*, flags: Iterable[Flag], until: datetime, by: User, at: datetime, note: str = "") -> None:
    """Out of the list until then; it comes back by itself.

    Raises RefusedError where one of them is a stop, and puts none off.
    """
    for flag in _without_stops(flags):
        flag.snoozed_until = until
        flag.save(update_fields=["snoozed_until", "changed_at"])
        _store_act(flag, FlagAct.Kind.SNOOZED, by, at, note)


@transaction.atomic
def note(*, flag: Flag, text: str, by: User, at: datetime) -> FlagAct:
    """A word for whoever reads it next; returns what was stored."""
    return _store_act(flag, FlagAct.Kind.NOTED, by, at, text)


@transaction.atomic
def take_back(*, flags: Iterable[Flag], by: User, at: datetime) -> None:
    """What was decided about them a moment ago is taken back: they are open again, and nobody has put them off."""
    for flag in flags:
        flag.resolved_at = flag.snoozed_until = None
        flag.save(update_fields=["resolved_at", "snoozed_until", "changed_at"])
        _store_act(flag, FlagAct.Kind.TAKEN_BACK, by, at)


def tell_others(*, flag: Flag, names: str, at: datetime) -> FlagAct:
    """Nobody has decided in time: others were told of it, by the rules. names -- who, in words"""
    return _store_act(flag, FlagAct.Kind.TOLD_OTHERS, None, at, names)


def end_stops(*, stops: Iterable[Flag], note: str, by: User, at: datetime) -> None:
    """The stops end, with who signed the return, when, and what was found; see ``enrollment.return_to_training``."""
    for stop in stops:
        _close(stop, FlagAct.Kind.LIFTED, by, at, note)


def _without_stops(flags: Iterable[Flag]) -> list[Flag]:
    """The same flags; refused where a stop is among them."""
    flags = list(flags)
    if has_stop(flags):
        raise RefusedError(
            _(
                "Training is stopped. A stop cannot be marked as reviewed or put off; it ends only with a return to "
                "training."
            )
        )
    return flags


def _close(flag: Flag, kind: FlagActKind, by: User | None, at: datetime, note: str) -> None:
    flag.resolved_at = at
    flag.save(update_fields=["resolved_at", "is_settled", "changed_at"])
    _store_act(flag, kind, by, at, note)


def _store_act(flag: Flag, kind: FlagActKind, by: User | None, at: datetime, text: str = "") -> FlagAct:
    return FlagAct.objects.create(athlete_id=flag.athlete_id, flag=flag, kind=kind, by=by, at=at, note=text)
