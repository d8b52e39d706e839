"""What holds an athlete back: a region that waits for the therapist, plyometrics after red, a stop."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from athletes.mail.planner import plan_urgent
from athletes.models import Athlete, Flag, FlagKind
from athletes.problems.caring import who_cares
from athletes.problems.episodes import Finding
from athletes.problems.figures import PersistentFigures
from athletes.training.pain_limits import BodySite
from programs.rules.thresholds import Thresholds

from .pain.zones import RegionStatus


def held_sites(known: Iterable[Flag], findings: Iterable[Finding]) -> set[BodySite]:
    """Regions whose progression waits for the therapist: discomfort that stays (clinical.md 2.3 and 2.4).

    known -- the athlete's flags so far; findings -- what is about to be flagged
    """
    sites: set[BodySite] = set()
    for flag in known:
        if flag.kind == FlagKind.PERSISTENT and flag.resolved_at is None:
            sites.add(PersistentFigures.from_json(flag.figures).site)
    for finding in findings:
        if isinstance(finding.figures, PersistentFigures):
            sites.add(finding.figures.site)
    return sites


def hurts_somewhere(known: Iterable[Flag], at: datetime) -> bool:
    """Whether something was said to hurt without a place lately: until that is said nothing rises (safety.md 3)."""
    return any(flag.kind == FlagKind.UNPLACED and flag.is_asked(at) for flag in known)


def hold_plyometrics(athlete: Athlete, regions: Iterable[RegionStatus], numbers: Thresholds) -> None:
    """A red session takes plyometrics out for a week, where they load that region (clinical.md 2.3)."""
    reds: list[date] = []
    for region in regions:
        if region.is_loaded_by_jumps:
            reds += region.red_days
    if not reds:
        return
    until = max(reds) + timedelta(days=numbers.red_plyometrics_days)
    if athlete.plyometrics_off_until is None or athlete.plyometrics_off_until < until:
        athlete.plyometrics_off_until = until
        Athlete.objects.filter(pk=athlete.pk).update(plyometrics_off_until=until)


def stop_training(athlete: Athlete, raised: Iterable[Flag], at: datetime) -> None:
    """Where one of the new flags is a stop, training stops until it is lifted; therapist and cover are mailed."""
    stops = [flag for flag in raised if flag.kind == FlagKind.STOP]
    if not stops:
        return
    for flag in stops:
        for person in who_cares(athlete, at):
            plan_urgent(person, occasion=str(flag.pk), at=at)
    has_race = athlete.goal_race_on is not None
    Athlete.objects.filter(pk=athlete.pk, stopped_at__isnull=True).update(stopped_at=at, is_race_off=has_race)
    athlete.refresh_from_db(fields=["stopped_at", "is_race_off"])
