"""The caseload: who needs the therapist today, the most urgent first, in a fixed number of queries.

Everybody whom a person may see is read as a name and their open flags; what a row shows beside that
is read only for the page of rows that is shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db.models import Count, Exists, OuterRef

from athletes.localtime import monday_of
from athletes.models import Athlete, Enrollment, Flag, FlagKind, PainReport, Session, Suggestion, User

Owned = TypeVar("Owned", Session, PainReport, Suggestion)

WEEKS_SHOWN = 6
PAGE = 25
#: The tiles, in order. Every athlete is in exactly one: that of the most urgent flag.
GROUPS = ("pain", "missed", "progress", "look", "none", "ok")


@dataclass(slots=True)
class Case:
    """One athlete of the caseload with what is known of them; the lists only where the row is shown."""

    key: int
    name: str
    pain_limit: int
    is_followed: bool
    has_bad_address: bool = False
    flags: list[Flag] = field(default_factory=list)
    enrollment: Enrollment | None = None
    sessions: list[Session] = field(default_factory=list)
    reports: list[PainReport] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)

    @property
    def worst(self) -> Flag | None:
        """The flag that decides the place: the most urgent kind, and of these the newest."""
        return self.flags[0] if self.flags else None

    @property
    def group(self) -> str:
        if self.worst is not None:
            return FlagKind(self.worst.kind).group
        return "ok" if self.is_followed else "none"


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of rows, and how many are in each group in all."""

    cases: list[Case]
    counts: dict[str, int]
    total: int
    page: int
    pages: int


def caseload(user: User, at: datetime, *, group: str = "", search: str = "", page: int = 1) -> Caseload:
    """The athletes whom this person sees, those with a group and a name only where one is given.

    Six queries, whatever the number of athletes and logs.
    """
    everybody = _everybody(user, at)
    counts = {name: sum(case.group == name for case in everybody) for name in GROUPS}
    found = [case for case in everybody if not group or case.group == group]
    if search:
        found = [case for case in found if search.casefold() in case.name.casefold()]
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, page), pages)
    shown = found[(page - 1) * PAGE : page * PAGE]
    _fill(shown, at)
    return Caseload(shown, counts, len(everybody), page, pages)


def _everybody(user: User, at: datetime) -> list[Case]:
    running = Enrollment.objects.active().filter(athlete=OuterRef("pk"))
    rows = Athlete.objects.visible_to(user).filter(user__is_active=True).annotate(is_followed=Exists(running))
    values = rows.values_list("pk", "user__name", "pain_limit", "is_followed", "user__bad_address_since")
    cases = {key: Case(key, name, limit, followed, bad is not None) for key, name, limit, followed, bad in values}
    for flag in Flag.objects.visible_to(user).waiting(at):
        if flag.athlete_id in cases:
            cases[flag.athlete_id].flags.append(flag)
    for case in cases.values():
        case.flags.sort(key=lambda flag: (FlagKind(flag.kind).urgency, -flag.raised_at.timestamp()))
    return sorted(cases.values(), key=_urgency)


def _urgency(case: Case) -> tuple[int, int, float, str]:
    """Flags by kind and age, then who has no program, then everybody else by name."""
    place = GROUPS.index(case.group)
    if case.worst is None:
        return len(FlagKind) + place, place, 0, case.name.casefold()
    return FlagKind(case.worst.kind).urgency, place, -case.worst.raised_at.timestamp(), case.name.casefold()


def _fill(cases: Sequence[Case], at: datetime) -> None:
    """What the rows show: program, six weeks of sessions and pain, what the rules suggest. Four queries."""
    keys = [case.key for case in cases]
    enrollments = Enrollment.objects.active().filter(athlete__in=keys).select_related("program")
    followed = {each.athlete_id: each for each in enrollments.annotate(weeks=Count("program__weeks"))}
    first = monday_of(at.date()) - timedelta(weeks=WEEKS_SHOWN)
    sessions = Session.objects.filter(athlete__in=keys).counted().between(first, at.date() + timedelta(days=8))
    by_athlete = _grouped(sessions.select_related("week").defer("targets", "note").order_by("planned_on"))
    reports = _grouped(PainReport.objects.filter(athlete__in=keys, reported_on__gte=first).order_by("reported_at"))
    waiting = Suggestion.objects.waiting().filter(athlete__in=keys)
    suggestions = _grouped(waiting.select_related("exercise").order_by("session__planned_on", "target"))
    for case in cases:
        case.enrollment = followed.get(case.key)
        case.sessions, case.reports = by_athlete[case.key], reports[case.key]
        case.suggestions = suggestions[case.key]


def _grouped(rows: Iterable[Owned]) -> defaultdict[int, list[Owned]]:
    found: defaultdict[int, list[Owned]] = defaultdict(list)
    for row in rows:
        found[row.athlete_id].append(row)
    return found


def weeks_of(today: date) -> list[date]:
    """The Mondays of the six weeks that a row shows, this week's last."""
    monday = monday_of(today)
    return [monday - timedelta(weeks=ago) for ago in reversed(range(WEEKS_SHOWN))]
