"""The caseload: who needs the therapist today, the most urgent first, in a fixed number of queries.

Everybody whom a person may see is read as a name and their open flags; what a row shows beside that
is read only for the page of rows that is shown.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import starmap
from operator import attrgetter
from typing import Any, NamedTuple, TypedDict, TypeVar
from uuid import UUID

from django.db.models import Case as SqlCase
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, JSONObject

from athletes.localtime import clinic_day, monday_of
from athletes.models import (
    Athlete,
    CareReview,
    Cover,
    Enrollment,
    Flag,
    FlagKind,
    PainProfile,
    PainReport,
    Session,
    SessionStatus,
    Suggestion,
    SuggestionState,
    User,
)
from athletes.models.pain import place_name
from athletes.training.pain_limits import PainLimits, limits_from
from programs.models import Threshold
from programs.models.prepared import prepared
from programs.rules.advice import PAIN, AdviceReason
from programs.rules.thresholds import DEFAULTS, Thresholds, with_values

from .kinds import GROUPS, KINDS, LEAST_URGENT, URGENCY, CaseGroup, Section
from .problem import Problem, problems_of


class CaseSession(NamedTuple):
    """A session as a row shows it: a square. week -- its number in the program; None of an extra one"""

    athlete_id: int
    planned_on: date
    status: str
    is_partial: bool
    excuse: str
    week: int | None
    received_at: datetime | None
    finished_at: datetime | None


class CaseReport(NamedTuple):
    """A pain report as a row and the review show it.

    asked_at -- when it was said, of a place that was not calm within an hour; of others nobody asks
    place_set -- what the therapist set for its place, as JSON
    """

    athlete_id: int
    session_id: UUID | None
    exercise_id: int | None
    region: str
    side: str
    score: int
    moment: str
    reported_on: date
    asked_at: datetime | None = None
    place_set: str | None = None

    @property
    def place(self) -> str:
        """In the reader's words."""
        return place_name(self.region, self.side)


#: Where the database has them, in the same order.
_SESSION_COLUMNS = (
    "athlete_id", "planned_on", "status", "is_partial", "excuse", "week__number", "received_at", "finished_at",
)  # fmt: skip
_FLAG_COLUMNS = [field.attname for field in Flag._meta.concrete_fields]
_FLAG_ATHLETE, _FLAG_KIND, _FLAG_RAISED_AT = map(_FLAG_COLUMNS.index, ("athlete_id", "kind", "raised_at"))
Owned = TypeVar("Owned", CaseSession, CaseReport, Suggestion)
#: What is said of a suggestion in a line of the review; an exercise and a session have ten times as many columns.
_SAID_OF_SUGGESTION = (
    *(field.attname for field in Suggestion._meta.concrete_fields), "exercise__name", "instead__name",
    "session__planned_on",
)  # fmt: skip

#: Who is held back for one of these is not on track, whatever was marked as reviewed.
HELD_FOR = [reason for reason in PAIN if reason is not AdviceReason.AMBER]
WEEKS_SHOWN = 6
PAGE = 25
#: Nobody is asked to look at what was done before that.
LOOKED_BACK = timedelta(days=14)


TISSUE_LIMITS = ("limit_tendon", "limit_joint", "limit_unknown")
_COLUMNS = (
    "pk",
    "user__name",
    "phone",
    "pain_limit",
    "is_followed",
    "user__bad_address_since",
    "is_held",
    "cover",
    "reviewed_at",
)
#: Of a row that is not shown: nobody asks.
NO_LIMITS = PainLimits(0, {})


class CoverLine(TypedDict):
    """The cover that stands today, as the database has it. until_on -- an ISO date; None: no end is set"""

    name: str
    until_on: str | None
    reason: str


@dataclass(slots=True)
class Case:
    """One athlete of the caseload with what is known of them; the lists only where the row is shown.

    reviewed_at -- up to when somebody has said that what was done is as planned
    is_held -- a rule holds exercises back for pain
    by_rule -- what holds by itself in the coming sessions, of the one athlete whose review is open
    """

    key: int
    name: str
    pain_limit: int
    is_followed: bool
    phone: str = ""
    has_bad_address: bool = False
    cover: CoverLine | None = None
    is_held: bool = False
    reviewed_at: datetime | None = None
    flags: list[Flag] = field(default_factory=list)
    enrollment: Enrollment | None = None
    sessions: list[CaseSession] = field(default_factory=list)
    reports: list[CaseReport] = field(default_factory=list)
    limits: PainLimits = NO_LIMITS
    numbers: Thresholds = DEFAULTS
    suggestions: list[Suggestion] = field(default_factory=list)
    by_rule: list[Suggestion] = field(default_factory=list)

    @property
    def problems(self) -> list[Problem]:
        """What is open, as problems; the most urgent first."""
        return [problem for problem in problems_of(self.flags) if not problem.is_progress]

    def unseen(self, at: datetime) -> list[CaseSession]:
        """Sessions of the last two weeks that nobody can have seen: they came in since somebody last looked."""
        since = at - LOOKED_BACK
        if self.reviewed_at is not None:
            since = max(since, self.reviewed_at)
        done = [session for session in self.sessions if session.status == SessionStatus.COMPLETED]
        return [session for session in done if (session.received_at or session.finished_at or since) > since]

    @property
    def worst(self) -> Flag | None:
        """The flag that decides the place: the most urgent kind, and of these the newest."""
        return self.flags[0] if self.flags else None

    @property
    def group(self) -> CaseGroup:
        return _group_of(self.worst.kind if self.worst else "", is_held=self.is_held, is_followed=self.is_followed)


def _group_of(kind: str, *, is_held: bool, is_followed: bool) -> CaseGroup:
    """kind -- of the most urgent flag; empty: there is none"""
    if kind:
        return KINDS[FlagKind(kind)].group
    if is_held:
        return CaseGroup.LOOK
    if is_followed:
        return CaseGroup.ON_TRACK
    return CaseGroup.NO_PROGRAM


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of rows, and how many athletes are in each group in all. chosen -- whose review is open beside them"""

    cases: list[Case]
    counts: dict[CaseGroup, int]
    total: int
    page: int
    pages: int
    chosen: Case | None = None

    @property
    def keys(self) -> list[int]:
        """Of the athletes whose rows these are."""
        return [case.key for case in self.cases]


def caseload(user: User, at: datetime, *, group: str = "", page: int = 1, chosen: str = "") -> Caseload:
    """The athletes whom this person sees, those with a group only where one is given.

    group -- of ``CaseGroup``; page -- from 1, the nearest one where there is no such page
    chosen -- the key of the athlete whose review is open; the first who needs something, where they have no row here
    Six queries, whatever the number of athletes and logs.
    """
    everybody = _everybody(user, at)
    asked_for = [standing for standing in everybody if group in ("", standing.group)]
    pages = max(1, math.ceil(len(asked_for) / PAGE))
    page = min(max(1, page), pages)
    cases = [standing.case() for standing in asked_for[(page - 1) * PAGE : page * PAGE]]
    open_one = _chosen(cases, chosen)
    _fill(cases, at, chosen=open_one)
    return Caseload(cases, _count_groups(everybody), len(everybody), page, pages, open_one)


def case_of(athlete: Athlete, at: datetime) -> Case:
    """One athlete as a filled row, without its six weeks. Four queries.

    athlete -- through the door of ``visible_to``, with what ``case_facts`` adds
    """
    columns = {name: attrgetter(name.replace("__", "."))(athlete) for name in (*_COLUMNS, *TISSUE_LIMITS)}
    flags = athlete.flags.waiting(at).values_list(*_FLAG_COLUMNS)
    case = _Standing(columns, _limits_of_clinic(columns), sorted(flags, key=_flag_order)).case()
    _fill([case], at, chosen=case, has_weeks=False)
    return case


def _chosen(cases: Sequence[Case], key: str) -> Case | None:
    """The row that was asked for, else the first, if it needs something."""
    for case in cases:
        if str(case.key) == key:
            return case
    if cases and cases[0].flags:
        return cases[0]
    return None


# -- everybody -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Standing:
    """Where one athlete stands among all: enough to count and to sort, before anything of their row is made.

    columns -- of the athlete, as the database has them; flags -- the open ones, too
    """

    columns: dict[str, Any]
    numbers: Thresholds
    flags: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def group(self) -> CaseGroup:
        kind = self.flags[0][_FLAG_KIND] if self.flags else ""
        return _group_of(kind, is_held=self.columns["is_held"], is_followed=self.columns["is_followed"])

    @property
    def name(self) -> str:
        """As it is sorted."""
        return str(self.columns["user__name"]).casefold()

    @property
    def order(self) -> tuple[int, int, float, str]:
        """Problems first, the worst one on top; then who is ready, who has no program, and everybody else; by name."""
        section = _SECTIONS.index(GROUPS[self.group].section)
        if not self.flags:
            return section, LEAST_URGENT, 0, self.name
        return (section, *_flag_order(self.flags[0]), self.name)

    def case(self) -> Case:
        """Their row, with its flags."""
        columns = self.columns
        return Case(
            key=columns["pk"],
            name=columns["user__name"],
            phone=columns["phone"],
            pain_limit=columns["pain_limit"],
            is_followed=columns["is_followed"],
            has_bad_address=columns["user__bad_address_since"] is not None,
            is_held=columns["is_held"],
            cover=columns["cover"],
            reviewed_at=columns["reviewed_at"],
            numbers=self.numbers,
            flags=[Flag.from_db("default", _FLAG_COLUMNS, row) for row in self.flags],
        )


_SECTIONS = list(Section)


def _flag_order(row: Sequence[Any]) -> tuple[int, float]:
    """As ``problem.flag_order`` has it."""
    return URGENCY[row[_FLAG_KIND]], -row[_FLAG_RAISED_AT].timestamp()


def _count_groups(everybody: Iterable[_Standing]) -> dict[CaseGroup, int]:
    counts = dict.fromkeys(CaseGroup, 0)
    for standing in everybody:
        counts[standing.group] += 1
    return counts


def case_facts(at: datetime) -> dict[str, Combinable]:
    """What a row says of other tables, as annotations of athletes."""
    running = Enrollment.objects.active().filter(athlete=OuterRef("pk"))
    held = Suggestion.objects.by_rule().filter(athlete=OuterRef("pk"), reason__in=HELD_FOR)
    looked = CareReview.objects.filter(athlete=OuterRef("pk")).order_by("-upto").values("upto")[:1]
    return {
        "is_followed": Exists(running),
        "is_held": Exists(held),
        "cover": _cover(at),
        "reviewed_at": Subquery(looked),
        **_tissue_limits(),
    }


def _everybody(user: User, at: datetime) -> list[_Standing]:
    """Everybody whom this person sees, with their flags, the most urgent first; two queries."""
    mine = Athlete.objects.visible_to(user)
    waiting = Flag.objects.visible_to(user).waiting(at)
    # A stop that outlives the archiving, and what an archived athlete reports, is seen.
    is_on_list = Q(archived_at__isnull=True) | Q(pk__in=waiting.values("athlete_id"))
    rows = mine.filter(is_on_list, user__is_active=True).annotate(**case_facts(at))
    found: dict[int, _Standing] = {}
    numbers: Thresholds | None = None
    for row in rows.values(*_COLUMNS, *TISSUE_LIMITS):
        numbers = numbers or _limits_of_clinic(row)
        found[row["pk"]] = _Standing(row, numbers)
    for flag in waiting.values_list(*_FLAG_COLUMNS):
        if flag[_FLAG_ATHLETE] in found:
            found[flag[_FLAG_ATHLETE]].flags.append(flag)
    for standing in found.values():
        standing.flags.sort(key=_flag_order)
    return sorted(found.values(), key=attrgetter("order"))


def _limits_of_clinic(columns: Mapping[str, Any]) -> Thresholds:
    """The clinic's limits, which are the same in every row."""
    return with_values({code: columns[code] for code in TISSUE_LIMITS if columns[code] is not None})


def _cover(at: datetime) -> Subquery:
    """The cover of today that ends last, so that it needs no query of its own."""
    standing = Cover.objects.standing(clinic_day(at)).filter(athlete=OuterRef("pk"))
    ends_last = standing.order_by(F("until_on").desc(nulls_first=True), "-pk")
    line = JSONObject(name="therapist__name", until_on="until_on", reason="reason")
    return Subquery(ends_last.values(columns=line)[:1])


# -- the rows that are shown -----------------------------------------------------------------


def _fill(cases: Sequence[Case], at: datetime, *, chosen: Case | None, has_weeks: bool = True) -> None:
    """What the rows show: program, six weeks of sessions and pain, what the rules say. Four queries.

    chosen -- the one whose review is open: what holds by itself is read of no other
    has_weeks -- whether the sessions of the six weeks are read too
    """
    keys = [case.key for case in cases]
    followed = {running.athlete_id: running for running in _followed(athletes=keys)}
    today = clinic_day(at)
    first = monday_of(today) - timedelta(weeks=WEEKS_SHOWN)
    lines = _sessions_of(athletes=keys, first=first, last=today + timedelta(days=8)) if has_weeks else ()
    sessions_of = _by_athlete(starmap(CaseSession, lines))
    reports_of = _by_athlete(starmap(CaseReport, _reports_of(athletes=keys, first=first)))
    suggestions_of = _by_athlete(_said(athletes=keys, chosen=chosen.key if chosen else None))
    for case in cases:
        case.enrollment = followed.get(case.key)
        case.sessions = sessions_of[case.key]
        case.reports = reports_of[case.key]
        case.limits = limits_from(case.pain_limit, _profiles_in(case.reports), case.numbers)
        case.suggestions, case.by_rule = _by_state(suggestions_of[case.key])


@prepared
def _followed(*, athletes: list[int]) -> QuerySet[Enrollment]:
    """The programs that they follow, each with ``weeks``, how many those have."""
    running = Enrollment.objects.active().filter(athlete__in=athletes).select_related("program")
    with_weeks: QuerySet[Enrollment] = running.annotate(weeks=Count("program__weeks"))
    return with_weeks


@prepared
def _sessions_of(*, athletes: list[int], first: date, last: date) -> QuerySet[Session, tuple[Any, ...]]:
    """By day, as ``CaseSession`` has them."""
    sessions = Session.objects.filter(athlete__in=athletes).counted().between(first, last)
    lines: QuerySet[Session, tuple[Any, ...]] = sessions.order_by("planned_on").values_list(*_SESSION_COLUMNS)
    return lines


@prepared
def _reports_of(*, athletes: list[int], first: date) -> QuerySet[PainReport, tuple[Any, ...]]:
    """By the time of the report, as ``CaseReport`` has them."""
    reports = PainReport.objects.filter(athlete__in=athletes, reported_on__gte=first)
    restless = SqlCase(When(has_settled=False, then=F("reported_at")))
    reports = reports.annotate(place_set=_profile_of_report(), asked_at=restless).order_by("reported_at")
    lines: QuerySet[PainReport, tuple[Any, ...]] = reports.values_list(*CaseReport._fields)
    return lines


@prepared
def _said(*, athletes: list[int], chosen: int | None) -> QuerySet[Suggestion]:
    """What waits for a yes, and what holds by itself for who is chosen: of everybody that would be hundreds."""
    said = Suggestion.objects.waiting().filter(athlete__in=athletes)
    if chosen is not None:
        said |= Suggestion.objects.by_rule().filter(athlete=chosen)
    said = said.select_related("exercise", "instead", "session").only(*_SAID_OF_SUGGESTION)
    return said.order_by("session__planned_on", "target")


def _by_state(suggestions: Iterable[Suggestion]) -> tuple[list[Suggestion], list[Suggestion]]:
    """Those that wait for a yes, and those that hold by themselves."""
    waiting: list[Suggestion] = []
    by_rule: list[Suggestion] = []
    for suggestion in suggestions:
        if suggestion.state == SuggestionState.WAITING:
            waiting.append(suggestion)
        else:
            by_rule.append(suggestion)
    return waiting, by_rule


def _profile_of_report() -> Cast:
    """What the therapist set for the place of a report, so that the profiles need no query of their own.

    As text: a place is reported many times, and is read once.
    """
    profiles = PainProfile.objects.filter(
        athlete=OuterRef("athlete"), region=OuterRef("region"), side__in=[OuterRef("side"), ""]
    )
    column = JSONObject(tissue="tissue", limit="limit")
    return Cast(Subquery(profiles.order_by("-side").values(columns=column)[:1]), TextField())


def _profiles_in(reports: Iterable[CaseReport]) -> list[PainProfile]:
    """The profiles of the places that were reported."""
    found = {(report.region, report.side): report.place_set for report in reports}
    profiles = []
    for (region, side), place_set in found.items():
        if place_set is not None:
            profiles.append(PainProfile(region=region, side=side, **json.loads(place_set)))
    return profiles


def _tissue_limits() -> dict[str, Subquery]:
    """The clinic's limit of each tissue, beside every athlete: the rows need no other number."""
    limits = {}
    for code in TISSUE_LIMITS:
        limits[code] = Subquery(Threshold.objects.filter(code=code).values("value")[:1])
    return limits


def _by_athlete(rows: Iterable[Owned]) -> defaultdict[int, list[Owned]]:
    by_athlete: defaultdict[int, list[Owned]] = defaultdict(list)
    for row in rows:
        by_athlete[row.athlete_id].append(row)
    return by_athlete


def weeks_of(today: date) -> list[date]:
    """The Mondays of the six weeks that a row shows, this week's last."""
    monday = monday_of(today)
    return [monday - timedelta(weeks=ago) for ago in reversed(range(WEEKS_SHOWN))]
