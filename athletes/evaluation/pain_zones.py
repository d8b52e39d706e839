"""How each watched region of an athlete does: pain reports in, zones out.

A region is watched because the therapist set a profile for it, or because pain was reported there
lately. Then it begins as unknown tissue, the strictest reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from athletes.models import Athlete, Moment, PainProfile, PainReport
from programs.models import Tissue
from programs.regions import pattern_loads_region
from programs.rules.pain import Reading, Zone, baseline, limit_of, worst, zone
from programs.rules.thresholds import Thresholds

#: How far back reports are read: enough for two weeks of drift and a baseline of seven mornings.
LOOK_BACK = timedelta(days=42)
#: A region that nobody profiled is watched for so long after the last report.
WATCHED = timedelta(days=14)

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class RegionStatus:
    """One region: its profile, the score it may reach, its zone now, and what the zone was on each day.

    days -- worst score of each day in one spot; mornings -- by day; usual -- the baseline now
    """

    profile: PainProfile
    limit: int
    zone: Zone
    readings: list[tuple[Reading, Zone]]
    days: dict[date, int]
    mornings: dict[date, int]
    usual: Decimal
    worst_reports: dict[date, PainReport] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        return self.profile.region, self.profile.side

    @property
    def reds(self) -> list[date]:
        return [reading.on for reading, each in self.readings if each == Zone.RED]


def limit_for(athlete: Athlete, profile: PainProfile, numbers: Thresholds) -> int:
    """The score that a region may reach: the therapist's for it, else its tissue's, else the athlete's own."""
    if profile.limit is not None:
        return profile.limit
    return athlete.pain_limit if profile.tissue == Tissue.UNKNOWN else limit_of(profile.tissue, numbers)


def assess_regions(
    athlete: Athlete,
    reports: Iterable[PainReport],
    profiles: Iterable[PainProfile],
    trained: Collection[date],
    today: date,
    numbers: Thresholds,
) -> list[RegionStatus]:
    """Every watched region with its zone.

    reports -- of the last six weeks; trained -- days with a finished session
    """
    by_place: dict[Place, list[PainReport]] = defaultdict(list)
    for report in reports:
        by_place[report.region, report.side].append(report)
    known = {(profile.region, profile.side): profile for profile in profiles}
    for place, found in by_place.items():
        if place not in known and any(report.score for report in found):
            known[place] = PainProfile(athlete=athlete, region=place[0], side=place[1])
    return [
        _judge(athlete, profile, by_place.get(place, []), trained, today, numbers) for place, profile in known.items()
    ]


def _judge(
    athlete: Athlete,
    profile: PainProfile,
    reports: Sequence[PainReport],
    trained: Collection[date],
    today: date,
    numbers: Thresholds,
) -> RegionStatus:
    mornings = {each.reported_on: each.score for each in reports if each.moment == Moment.NEXT_MORNING}
    during: dict[date, list[PainReport]] = defaultdict(list)
    for each in reports:
        if each.moment != Moment.NEXT_MORNING:
            during[each.reported_on].append(each)
    limit = limit_for(athlete, profile, numbers)
    asked = set(during) | (set(trained) if profile.set_by_id else set())
    readings, usual = _readings(profile, limit, sorted(asked), during, mornings, numbers)
    return RegionStatus(
        profile=profile,
        limit=limit,
        zone=_zone_now(profile, readings, today),
        readings=readings,
        days=_worst_days(reports),
        mornings=mornings,
        usual=usual,
        worst_reports={on: max(found, key=lambda report: report.score) for on, found in during.items()},
    )


def _readings(
    profile: PainProfile,
    limit: int,
    asked: Sequence[date],
    during: Mapping[date, list[PainReport]],
    mornings: Mapping[date, int],
    numbers: Thresholds,
) -> tuple[list[tuple[Reading, Zone]], Decimal]:
    """Each day's reading with its zone, and the usual morning now. Mornings after red do not count as usual."""
    red_mornings: set[date] = set()
    found: list[tuple[Reading, Zone]] = []
    for on in asked:
        reports = during.get(on, [])
        reading = Reading(
            on=on,
            during=max((report.score for report in reports), default=None),
            next_morning=mornings.get(on + timedelta(days=1)),
            is_soreness=bool(reports) and all(report.is_one_spot is False for report in reports),
        )
        usual = _usual(profile, mornings, red_mornings, before=on + timedelta(days=1), numbers=numbers)
        judged = zone(reading, profile.tissue, usual, limit=limit, numbers=numbers)
        if judged >= Zone.RED:
            red_mornings.add(on + timedelta(days=1))
        found.append((reading, judged))
    return found, _usual(profile, mornings, red_mornings, before=date.max, numbers=numbers)


def _usual(
    profile: PainProfile, mornings: Mapping[date, int], red: Collection[date], *, before: date, numbers: Thresholds
) -> Decimal:
    kept = [mornings[on] for on in sorted(mornings) if on < before and on not in red]
    return baseline(kept, profile.intake, numbers)


def _zone_now(profile: PainProfile, readings: Sequence[tuple[Reading, Zone]], today: date) -> Zone:
    """The zone of the last reading. A profile without one is amber: nobody knows."""
    recent = [(reading, each) for reading, each in readings if reading.on >= today - WATCHED]
    if recent:
        return recent[-1][1]
    return Zone.AMBER if profile.set_by_id else Zone.GREEN


def _worst_days(reports: Iterable[PainReport]) -> dict[date, int]:
    """The worst score of each day; general soreness is not discomfort in one place."""
    days: dict[date, int] = {}
    for report in reports:
        if report.is_one_spot is not False:
            days[report.reported_on] = max(days.get(report.reported_on, 0), report.score)
    return days


def zone_of(pattern: str, judged: Iterable[RegionStatus], frozen: Collection[Place] = ()) -> Zone:
    """The worst zone of the regions that an exercise of that pattern loads; a frozen region is amber at best."""
    zones = [
        max(each.zone, Zone.AMBER) if each.place in frozen else each.zone
        for each in judged
        if pattern_loads_region(pattern, each.profile.region)
    ]
    return worst(zones)
