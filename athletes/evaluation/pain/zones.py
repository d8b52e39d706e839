"""How each watched region of an athlete does: pain reports in, pain zones out.

A region is watched because the therapist set a profile for it, or because pain was reported there
lately. Then it begins as unknown tissue, the strictest reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from operator import attrgetter

from athletes.models import Athlete, Moment, PainProfile, PainReport
from athletes.training.pain_limits import BodySite, limit_for
from programs.models import Exercise, Tissue
from programs.regions import PLYOMETRIC, loads_region, pattern_loads_region
from programs.rules.pain.levels import Episode, RatedDay, episode_of
from programs.rules.pain.zones import Reading, Zone, baseline, settles, zone
from programs.rules.thresholds import Thresholds

from ..recent_training import LOOK_BACK, RecentTraining

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class RatedReading:
    """One day's pain in a region, and the zone that it means."""

    reading: Reading
    zone: Zone

    @property
    def on(self) -> date:
        return self.reading.on

    def as_day(self) -> RatedDay:
        """The day as the levels read it."""
        is_whole = self.reading.during is not None and self.reading.next_morning is not None
        is_bad = self.zone > Zone.GREEN and self.reading.during is not None and not self.reading.is_morning_asked
        is_answered = is_whole or is_bad  # a run that went well ends nothing, and one that did not worsens it
        return RatedDay(self.on, self.zone, self.reading.during, is_answered)


@dataclass(frozen=True, slots=True)
class SiteReports:
    """The pain reports of one region and side, sorted.

    mornings -- the score of each morning after; trainings -- all other reports, by day
    worst_days -- the worst score of each day; general soreness is not discomfort in one spot
    """

    mornings: Mapping[date, int]
    trainings: Mapping[date, Sequence[PainReport]]
    worst_days: Mapping[date, int]

    @classmethod
    def sort(cls, reports: Iterable[PainReport]) -> SiteReports:
        mornings: dict[date, int] = {}
        trainings: dict[date, list[PainReport]] = defaultdict(list)
        worst_days: dict[date, int] = {}
        for report in reports:
            on = report.reported_on
            if report.moment == Moment.NEXT_MORNING:
                mornings[on] = report.score
            else:
                trainings[on].append(report)
            if report.is_one_spot is not False:
                worst_days[on] = max(worst_days.get(on, 0), report.score)
        return cls(mornings, dict(trainings), worst_days)

    def reading_on(self, on: date, *, is_strength_day: bool = True) -> Reading:
        """What was said of that day's training, and of the morning after it, which is asked after strength."""
        during: int | None = None
        if on in self.trainings:
            during = _highest(self.trainings[on]).score
        return Reading(
            on=on,
            during=during,
            next_morning=self.mornings.get(on + ONE_DAY),
            is_soreness=self._was_only_soreness(on),
            is_morning_asked=is_strength_day or on + ONE_DAY in self.mornings,
        )

    def _was_only_soreness(self, on: date) -> bool:
        """Whether all that was said of that day's training was general soreness."""
        reports = self.trainings.get(on, ())
        for report in reports:
            if report.is_one_spot is not False:
                return False
        return len(reports) > 0

    def worst_reports(self) -> dict[date, PainReport]:
        """The report with the highest score of each day."""
        worst_of_day: dict[date, PainReport] = {}
        for on, reports in self.trainings.items():
            worst_of_day[on] = _highest(reports)
        return worst_of_day


def _highest(reports: Iterable[PainReport]) -> PainReport:
    return max(reports, key=attrgetter("score"))


@dataclass(frozen=True, slots=True)
class RegionStatus:
    """One watched region: its profile, the score that it may reach, its zone now and on each day.

    readings -- by date; worst_days -- the worst score of each day in one spot; mornings -- scores by day
    usual_morning -- the baseline now, halves possible; worst_reports -- the worst report of each day
    episode -- pain over the limit that has not ended
    """

    profile: PainProfile
    limit: int
    zone: Zone
    readings: Sequence[RatedReading]
    worst_days: Mapping[date, int]
    mornings: Mapping[date, int]
    usual_morning: Decimal
    worst_reports: Mapping[date, PainReport]
    episode: Episode | None

    @property
    def site(self) -> BodySite:
        return self.profile.region, self.profile.side

    @property
    def red_days(self) -> list[date]:
        return [rated.on for rated in self.readings if rated.zone == Zone.RED]

    @property
    def last_read_on(self) -> date | None:
        return self.readings[-1].on if self.readings else None

    @property
    def days(self) -> list[RatedDay]:
        return [rated.as_day() for rated in self.readings]

    def is_loaded_by(self, exercise: Exercise) -> bool:
        return loads_region(exercise, self.profile.region)

    @property
    def is_loaded_by_jumps(self) -> bool:
        return pattern_loads_region(PLYOMETRIC, self.profile.region)


def read_regions(training: RecentTraining, numbers: Thresholds) -> list[RegionStatus]:
    """Every watched region with its zone, from the reports of six weeks; two queries."""
    reports = PainReport.objects.filter(athlete=training.athlete, reported_on__gte=training.today - LOOK_BACK)
    return assess_regions(
        training.athlete,
        reports.select_related("exercise"),
        PainProfile.objects.filter(athlete=training.athlete),
        training.trained_days,
        training.today,
        numbers,
    )


def assess_regions(
    athlete: Athlete,
    reports: Iterable[PainReport],
    profiles: Iterable[PainProfile],
    trained_days: Collection[date],
    today: date,
    numbers: Thresholds,
) -> list[RegionStatus]:
    """Every watched region with its zone (clinical.md 2.3), profiled ones first.

    reports -- of the last six weeks, scores 0 to 10; trained_days -- days with a finished session
    """
    by_site: dict[BodySite, list[PainReport]] = defaultdict(list)
    for report in reports:
        by_site[report.region, report.side].append(report)
    watched: dict[BodySite, PainProfile] = {}
    for profile in profiles:
        watched[profile.region, profile.side] = profile
    for site, found in by_site.items():
        if site not in watched and any(report.score for report in found):
            watched[site] = PainProfile(athlete=athlete, region=site[0], side=site[1])
    statuses = []
    for site, profile in watched.items():
        sorted_reports = SiteReports.sort(by_site.get(site, []))
        statuses.append(_assess(athlete, profile, sorted_reports, trained_days, today, numbers))
    return statuses


def _assess(
    athlete: Athlete,
    profile: PainProfile,
    reports: SiteReports,
    trained_days: Collection[date],
    today: date,
    numbers: Thresholds,
) -> RegionStatus:
    limit = limit_for(athlete.pain_limit, profile, numbers)
    days = set(reports.trainings)
    if profile.set_by_id is not None:
        days.update(trained_days)  # a therapist's region is asked about after every session: silence counts
    readings, red_mornings = _rate_days(sorted(days), profile, limit, reports, trained_days, numbers)
    episode = episode_of((rated.as_day() for rated in readings), numbers)
    return RegionStatus(
        profile=profile,
        limit=limit,
        zone=_zone_now(profile, readings, episode, today, numbers),
        readings=readings,
        worst_days=reports.worst_days,
        mornings=reports.mornings,
        usual_morning=_usual_morning(profile, reports.mornings, red_mornings, date.max, numbers),
        worst_reports=reports.worst_reports(),
        episode=episode,
    )


def _rate_days(
    days: Sequence[date],
    profile: PainProfile,
    limit: int,
    reports: SiteReports,
    trained_days: Collection[date],
    numbers: Thresholds,
) -> tuple[list[RatedReading], set[date]]:
    """Each day's reading with its zone, and the mornings after red days: those do not count as usual."""
    readings: list[RatedReading] = []
    red_mornings: set[date] = set()
    for on in days:
        reading = reports.reading_on(on, is_strength_day=on in trained_days)
        usual = _usual_morning(profile, reports.mornings, red_mornings, on + ONE_DAY, numbers)
        has_settled = profile.tissue == Tissue.TENDON and settles(
            reading.next_morning, usual, _scores_until(reports.mornings, on + ONE_DAY), numbers
        )
        rated = RatedReading(
            reading, zone(reading, profile.tissue, usual, limit=limit, has_settled=has_settled, numbers=numbers)
        )
        if rated.zone >= Zone.RED:
            red_mornings.add(on + ONE_DAY)
        readings.append(rated)
    return readings, red_mornings


def _scores_until(mornings: Mapping[date, int], last: date) -> list[int]:
    return [mornings[on] for on in sorted(mornings) if on <= last]


def _usual_morning(
    profile: PainProfile,
    mornings: Mapping[date, int],
    red_mornings: Collection[date],
    before: date,
    numbers: Thresholds,
) -> Decimal:
    """The morning that a later one is compared with; of a tendon a fixed one, that never moves up by itself."""
    if profile.tissue == Tissue.TENDON:
        fixed = fixed_baseline(profile, mornings, numbers)
        if fixed is not None:
            return fixed
    counted: list[int] = []
    for on in sorted(mornings):
        if on < before and on not in red_mornings:
            counted.append(mornings[on])
    return baseline(counted, profile.intake, numbers)


def fixed_baseline(profile: PainProfile, mornings: Mapping[date, int], numbers: Thresholds) -> Decimal | None:
    """What the intake found, else what the first three mornings were; None where there are too few (safety.md 3)."""
    if profile.intake is not None:
        return Decimal(profile.intake)
    if profile.baseline is not None:
        return profile.baseline
    first = [mornings[on] for on in sorted(mornings)][: numbers.baseline_least]
    if len(first) < numbers.baseline_least:
        return None
    return baseline(first, None, numbers)


def _zone_now(
    profile: PainProfile, readings: Sequence[RatedReading], episode: Episode | None, today: date, numbers: Thresholds
) -> Zone:
    """The zone of the last reading. Silence makes amber fade after a week; it never ends red."""
    if not readings:
        stored = Zone(profile.zone)
        return stored if stored >= Zone.RED else Zone.GREEN
    last = readings[-1]
    is_recent = today - last.on <= timedelta(days=numbers.watch_days)
    now = last.zone if is_recent or last.zone >= Zone.RED else Zone.GREEN
    return max(now, Zone.RED) if episode is not None else now


def store_zones(regions: Iterable[RegionStatus], numbers: Thresholds) -> None:
    """Store each zone where it changed, in one statement; a region that was never stored begins to be watched.

    A tendon's first three mornings are kept with it: they are the baseline from then on.
    """
    changed = []
    for region in regions:
        profile = region.profile
        judged_on = region.last_read_on or profile.judged_on
        fixed = profile.baseline
        if profile.tissue == Tissue.TENDON and profile.intake is None:
            fixed = fixed_baseline(profile, region.mornings, numbers)
        is_stored = profile.pk is not None
        if is_stored and (profile.zone, profile.judged_on, profile.baseline) == (region.zone, judged_on, fixed):
            continue
        profile.zone, profile.judged_on, profile.baseline = region.zone, judged_on, fixed
        changed.append(profile)
    if changed:
        PainProfile.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["athlete", "region", "side"],
            update_fields=["zone", "judged_on", "baseline"],
        )
