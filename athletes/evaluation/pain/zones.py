"""How each watched region of an athlete does: pain reports in, pain zones out.

A region is watched because the therapist set a profile for it, or because pain was reported there
lately. Then it begins as unknown tissue, the strictest reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import MappingProxyType

from athletes.models import Athlete, PainProfile, PainReport
from athletes.training.pain_limits import BodySite, limit_for
from programs.models import Exercise, Tissue
from programs.regions import PLYOMETRIC, cautioned_exercises, loads_bone, loads_region, pattern_loads_region
from programs.rules.pain.levels import Episode, RatedDay, episode_of
from programs.rules.pain.zones import Reading, Zone, baseline, calm_score, scores_until, settles, zone
from programs.rules.thresholds import Thresholds

from ..recent_training import LOOK_BACK, RecentTraining
from .exposures import Exposures, read_exposures
from .site_reports import ONE_DAY, SiteReports
from .unanswered_signs import unanswered_signs


@dataclass(frozen=True, slots=True)
class RatedReading:
    """One day's pain in a region, and the zone that it means.

    is_strength -- a day with a session; is_exposed -- at least half of the sets that load the place were done in it
    """

    reading: Reading
    zone: Zone
    is_strength: bool
    is_exposed: bool

    @property
    def on(self) -> date:
        return self.reading.on

    def as_day(self) -> RatedDay:
        """The day as the levels read it."""
        is_whole = self.reading.during is not None and self.reading.next_morning is not None
        is_bad = self.zone > Zone.GREEN and self.reading.during is not None and not self.reading.is_morning_asked
        is_answered = is_whole or is_bad  # a run that went well ends nothing, and one that did not worsens it
        return RatedDay(
            on=self.on,
            zone=self.zone,
            during=self.reading.during,
            is_answered=is_answered,
            is_exposed=self.is_exposed,
            is_strength=self.is_strength,
        )


@dataclass(frozen=True, slots=True)
class RegionStatus:
    """One watched region: its profile, the score that it may reach, its zone now and on each day.

    calm_at -- up to that score a session is a good one, where the morning after is calm, too
    readings -- by date; worst_days -- the worst score of each day in one spot; mornings -- scores by day
    usual_morning -- the baseline now, halves possible; worst_reports -- the worst report of each day
    episode -- pain over the limit that has not ended
    unanswered_since -- the last report that asks for the warning signs, where nobody answered them after it
    cautioned -- exercises, by slug, that a condition of this region cautions
    """

    profile: PainProfile
    limit: int
    calm_at: int
    zone: Zone
    readings: Sequence[RatedReading]
    worst_days: Mapping[date, int]
    mornings: Mapping[date, int]
    usual_morning: Decimal
    worst_reports: Mapping[date, PainReport]
    episode: Episode | None
    unanswered_since: datetime | None = None
    cautioned: frozenset[str] = frozenset()

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
        region = self.profile.region
        if self.profile.tissue == Tissue.BONE and loads_bone(exercise.pattern, region):
            return True
        is_loaded = loads_region(exercise.slug, exercise.pattern, region, is_loaded=exercise.is_loaded)
        return is_loaded or exercise.slug in self.cautioned

    @property
    def is_loaded_by_jumps(self) -> bool:
        return pattern_loads_region(PLYOMETRIC, self.profile.region)


def read_regions(training: RecentTraining, numbers: Thresholds) -> list[RegionStatus]:
    """Every watched region with its zone, from the reports of six weeks.

    Two queries; where something hurt or is watched, two more, and another where the warning signs were asked about.
    """
    athlete = training.athlete
    recent = PainReport.objects.filter(athlete=athlete, reported_on__gte=training.today - LOOK_BACK)
    reports = list(recent.select_related("exercise"))
    profiles = list(PainProfile.objects.filter(athlete=athlete))
    if not profiles and not any(report.score for report in reports):
        return []
    regions = assess_regions(
        athlete,
        reports,
        profiles,
        training.trained_days,
        training.today,
        numbers,
        read_exposures(athlete, training.begun),
    )
    unanswered = unanswered_signs(athlete, reports, numbers)
    cautioned = cautioned_exercises()
    return [
        replace(
            region,
            unanswered_since=unanswered.get(region.site),
            cautioned=cautioned.get(region.profile.region, frozenset()),
        )
        for region in regions
    ]


def assess_regions(
    athlete: Athlete,
    reports: Iterable[PainReport],
    profiles: Iterable[PainProfile],
    trained_days: Collection[date],
    today: date,
    numbers: Thresholds,
    exposures: Exposures | None = None,
) -> list[RegionStatus]:
    """Every watched region with its zone (clinical.md 2.3), profiled ones first.

    reports -- of the last six weeks, scores 0 to 10; trained_days -- days with a finished session
    exposures -- what was done on them; None where that is not known, then each loaded every place
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
        sorted_reports = SiteReports.sort(by_site.get(site, []), athlete, numbers)
        place = _Place(athlete, profile, sorted_reports, trained_days, exposures)
        statuses.append(place.assess(today, numbers))
    return statuses


@dataclass(frozen=True, slots=True)
class _Place:
    """What is known of one place: its profile, what was said of it, and the days on which it was trained."""

    athlete: Athlete
    profile: PainProfile
    reports: SiteReports
    trained_days: Collection[date]
    exposures: Exposures | None

    def assess(self, today: date, numbers: Thresholds) -> RegionStatus:
        limit = limit_for(self.athlete.pain_limit, self.profile, numbers)
        days = set(self.reports.trainings)
        if self.profile.set_by_id is not None:
            days.update(self.trained_days)  # a therapist's region is asked about after every session: silence counts
        readings, red_mornings = self._rate_days(sorted(days), limit, numbers)
        episode = episode_of((rated.as_day() for rated in readings), numbers)
        mornings = self.reports.mornings
        return RegionStatus(
            profile=self.profile,
            limit=limit,
            calm_at=calm_score(self.profile.tissue, limit, numbers),
            zone=_zone_now(self.profile, readings, episode, today, numbers),
            readings=readings,
            worst_days=self.reports.worst_days,
            mornings=mornings,
            usual_morning=_usual_morning(self.profile, mornings, red_mornings, date.max, numbers),
            worst_reports=self.reports.worst_reports(),
            episode=episode,
        )

    def _rate_days(self, days: Sequence[date], limit: int, numbers: Thresholds) -> tuple[list[RatedReading], set[date]]:
        """Each day's reading with its zone, and the mornings after red days: those do not count as usual."""
        readings: list[RatedReading] = []
        red_mornings: set[date] = set()
        tissue, mornings = self.profile.tissue, self.reports.mornings
        for on in days:
            is_strength = on in self.trained_days
            reading = self.reports.reading_on(on, is_strength_day=is_strength)
            usual = _usual_morning(self.profile, mornings, red_mornings, on + ONE_DAY, numbers)
            has_settled = tissue == Tissue.TENDON and settles(
                reading.next_morning, usual, scores_until(mornings, on + ONE_DAY), numbers
            )
            found = zone(reading, tissue, usual, limit=limit, has_settled=has_settled, numbers=numbers)
            if found >= Zone.RED:
                red_mornings.add(on + ONE_DAY)
            readings.append(RatedReading(reading, found, is_strength, self._is_exposed_on(on)))
        return readings, red_mornings

    def _is_exposed_on(self, on: date) -> bool:
        if self.exposures is None:
            return True
        return self.exposures.is_loaded_on(on, self.profile.region, self.profile.side)


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
    first = scores_until(mornings, date.max)[: numbers.baseline_least]
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


def store_zones(
    regions: Iterable[RegionStatus], numbers: Thresholds, asked: Mapping[BodySite, datetime] = MappingProxyType({})
) -> None:
    """Store each zone where it changed, in one statement; a region that was never stored begins to be watched.

    A tendon's first three mornings are kept with it: they are the baseline from then on.
    asked -- since when the warning signs of a place are asked about
    """
    changed = []
    for region in regions:
        profile = region.profile
        judged_on = region.last_read_on or profile.judged_on
        fixed = profile.baseline
        if profile.tissue == Tissue.TENDON and profile.intake is None:
            fixed = fixed_baseline(profile, region.mornings, numbers)
        is_stored = profile.pk is not None
        now = region.zone, judged_on, fixed, asked.get(region.site)
        if is_stored and (profile.zone, profile.judged_on, profile.baseline, profile.asked_at) == now:
            continue
        profile.zone, profile.judged_on, profile.baseline, profile.asked_at = now
        changed.append(profile)
    if changed:
        PainProfile.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["athlete", "region", "side"],
            update_fields=["zone", "judged_on", "baseline", "asked_at"],
        )
