"""The caseload: who needs the therapist today, the most urgent first, in a fixed number of queries.

Everybody whom a person may see is read as a name and their open flags; what a row shows beside that
is read only for the page of rows that is shown.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import starmap
from operator import attrgetter
from typing import Any, NamedTuple, TypedDict, TypeVar

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject

from athletes.localtime import clinic_day, monday_of
from athletes.models import (
    Athlete,
    CareReview,
    Cover,
    Enrollment,
    Flag,
    PainProfile,
    PainReport,
    Session,
    SessionStatus,
    Suggestion,
    SuggestionState,
    User,
)
from athletes.training.pain_limits import PainLimits, limits_from
from programs.models import Threshold
from programs.rules.advice import PAIN, AdviceReason
from programs.rules.thresholds import DEFAULTS, Thresholds, with_values

from .kinds import GROUPS, LEAST_URGENT, CaseGroup, Section, entry_of
from .problem import Problem, flag_order, problems_of


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


#: Where the database has them, in the same order.
_SESSION_COLUMNS = (
    "athlete_id", "planned_on", "status", "is_partial", "excuse", "week__number", "received_at", "finished_at",
)  # fmt: skip
Owned = TypeVar("Owned", CaseSession, PainReport, Suggestion)
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
    is_held -- a rule holds exercises back for pain; by_rule -- what holds by itself in the coming sessions
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
    reports: list[PainReport] = field(default_factory=list)
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
        if self.worst is not None:
            return entry_of(self.worst).group
        if self.is_held:
            return CaseGroup.LOOK
        if self.is_followed:
            return CaseGroup.ON_TRACK
        return CaseGroup.NO_PROGRAM


@dataclass(frozen=True, slots=True)
class Caseload:
    """One page of rows, and how many athletes are in each group in all."""

    cases: list[Case]
    counts: dict[CaseGroup, int]
    total: int
    page: int
    pages: int

    @property
    def keys(self) -> list[int]:
        """Of the athletes whose rows these are."""
        return [case.key for case in self.cases]


def caseload(user: User, at: datetime, *, group: str = "", page: int = 1) -> Caseload:
    """The athletes whom this person sees, those with a group only where one is given.

    group -- of ``CaseGroup``; page -- from 1, the nearest one where there is no such page
    Six queries, whatever the number of athletes and logs.
    """
    everybody = _everybody(user, at)
    asked_for = [case for case in everybody if group in ("", case.group)]
    pages = max(1, math.ceil(len(asked_for) / PAGE))
    page = min(max(1, page), pages)
    shown = asked_for[(page - 1) * PAGE : page * PAGE]
    _fill(shown, at)
    return Caseload(shown, _count_groups(everybody), len(everybody), page, pages)


def case_of(athlete: Athlete, at: datetime) -> Case:
    """One athlete as a filled row, without its six weeks. Four queries.

    athlete -- through the door of ``visible_to``, with what ``case_facts`` adds
    """
    case = _case({name: attrgetter(name.replace("__", "."))(athlete) for name in (*_COLUMNS, *TISSUE_LIMITS)})
    case.flags.extend(athlete.flags.waiting(at))
    case.flags.sort(key=flag_order)
    _fill([case], at, has_weeks=False)
    return case


def _count_groups(cases: Iterable[Case]) -> dict[CaseGroup, int]:
    counts = dict.fromkeys(CaseGroup, 0)
    for case in cases:
        counts[case.group] += 1
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


def _everybody(user: User, at: datetime) -> list[Case]:
    """Everybody whom this person sees, with their flags, the most urgent first; two queries."""
    mine = Athlete.objects.visible_to(user)
    waiting = Flag.objects.visible_to(user).waiting(at)
    # A stop that outlives the archiving, and what an archived athlete reports, is seen.
    is_on_list = Q(archived_at__isnull=True) | Q(pk__in=waiting.values("athlete_id"))
    rows = mine.filter(is_on_list, user__is_active=True).annotate(**case_facts(at))
    cases: dict[int, Case] = {}
    numbers: Thresholds | None = None
    for row in rows.values(*_COLUMNS, *TISSUE_LIMITS):
        cases[row["pk"]] = _case(row, numbers)
        numbers = cases[row["pk"]].numbers
    for flag in waiting:
        if flag.athlete_id in cases:
            cases[flag.athlete_id].flags.append(flag)
    for case in cases.values():
        case.flags.sort(key=flag_order)
    return sorted(cases.values(), key=_case_order)


def _case(row: Mapping[str, Any], numbers: Thresholds | None = None) -> Case:
    """The row by itself. numbers -- the clinic's limits, which are the same in every row, once they are known"""
    numbers = numbers or with_values({code: row[code] for code in TISSUE_LIMITS if row[code] is not None})
    return Case(
        key=row["pk"],
        name=row["user__name"],
        phone=row["phone"],
        pain_limit=row["pain_limit"],
        is_followed=row["is_followed"],
        has_bad_address=row["user__bad_address_since"] is not None,
        is_held=row["is_held"],
        cover=row["cover"],
        reviewed_at=row["reviewed_at"],
        numbers=numbers,
    )


def _cover(at: datetime) -> Subquery:
    """The cover of today that ends last, so that it needs no query of its own."""
    standing = Cover.objects.standing(clinic_day(at)).filter(athlete=OuterRef("pk"))
    ends_last = standing.order_by(F("until_on").desc(nulls_first=True), "-pk")
    line = JSONObject(name="therapist__name", until_on="until_on", reason="reason")
    return Subquery(ends_last.values(columns=line)[:1])


def _case_order(case: Case) -> tuple[int, int, float, str]:
    """Problems first, the worst one on top; then who is ready, who has no program, and everybody else; each by name."""
    name = case.name.casefold()
    section = list(Section).index(GROUPS[case.group].section)
    if case.worst is None:
        return section, LEAST_URGENT, 0, name
    return (section, *flag_order(case.worst), name)


def _fill(cases: Sequence[Case], at: datetime, *, has_weeks: bool = True) -> None:
    """What the rows show: program, six weeks of sessions and pain, what the rules say. Four queries.

    has_weeks -- whether the sessions of the six weeks are read too
    """
    keys = [case.key for case in cases]
    enrollments = Enrollment.objects.active().filter(athlete__in=keys).select_related("program")
    followed = {running.athlete_id: running for running in enrollments.annotate(weeks=Count("program__weeks"))}
    today = clinic_day(at)
    first = monday_of(today) - timedelta(weeks=WEEKS_SHOWN)
    sessions = Session.objects.filter(athlete__in=keys).counted().between(first, today + timedelta(days=8))
    lines = sessions.order_by("planned_on").values_list(*_SESSION_COLUMNS) if has_weeks else ()
    sessions_of = _by_athlete(starmap(CaseSession, lines))
    reports = PainReport.objects.filter(athlete__in=keys, reported_on__gte=first)
    reports_of = _by_athlete(reports.annotate(place_set=_profile_of_report()).order_by("reported_at"))
    said = Suggestion.objects.waiting() | Suggestion.objects.by_rule()
    said = said.filter(athlete__in=keys).select_related("exercise", "instead", "session").only(*_SAID_OF_SUGGESTION)
    suggestions_of = _by_athlete(said.order_by("session__planned_on", "target"))
    for case in cases:
        case.enrollment = followed.get(case.key)
        case.sessions = sessions_of[case.key]
        case.reports = reports_of[case.key]
        case.limits = limits_from(case.pain_limit, _profiles_in(case.reports), case.numbers)
        case.suggestions, case.by_rule = _by_state(suggestions_of[case.key])


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


def _profile_of_report() -> Subquery:
    """What the therapist set for the place of a report, so that the profiles need no query of their own."""
    profiles = PainProfile.objects.filter(
        athlete=OuterRef("athlete"), region=OuterRef("region"), side__in=[OuterRef("side"), ""]
    )
    return Subquery(profiles.order_by("-side").values(columns=JSONObject(tissue="tissue", limit="limit"))[:1])


def _profiles_in(reports: Iterable[PainReport]) -> list[PainProfile]:
    """The profiles of the places that were reported."""
    profiles = []
    for report in reports:
        place_set = getattr(report, "place_set", None)
        if place_set is not None:
            profiles.append(PainProfile(region=report.region, side=report.side, **place_set))
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
