"""Where the warning signs are asked about, and nobody has answered them yet (safety.md 3, bone)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from athletes.models import Athlete, Moment, PainReport, PainScreen
from athletes.training.pain_limits import BodySite
from programs.models import Condition
from programs.rules.pain.screens import answers_hold, asks_for_signs
from programs.rules.thresholds import Thresholds


def unanswered_signs(athlete: Athlete, reports: Iterable[PainReport], numbers: Thresholds) -> dict[BodySite, datetime]:
    """The last report of each place that asks for the warning signs, and has no answer; by region and side.

    An answer holds for some days; one that names no side is about both. One query where any report asks.
    """
    asking: dict[BodySite, datetime] = {}
    for report in reports:
        if report.moment != Moment.NEXT_MORNING and _asks(athlete, report, numbers):
            site = report.region, report.side
            asking[site] = max(report.reported_at, asking.get(site, report.reported_at))
    if not asking:
        return {}
    answered: dict[BodySite, datetime] = {}
    for screen in PainScreen.objects.filter(athlete=athlete).order_by("answered_at"):
        answered[screen.region, screen.side] = screen.answered_at
    return {site: at for site, at in asking.items() if not _is_answered(athlete, site, at, answered, numbers)}


def _asks(athlete: Athlete, report: PainReport, numbers: Thresholds) -> bool:
    return asks_for_signs(
        report.region,
        report.score,
        is_one_spot=report.is_one_spot,
        is_sudden=report.is_sudden,
        is_bone_suspected=Condition.BONE_STRESS_SUSPECTED in athlete.conditions,
        numbers=numbers,
    )


def _is_answered(
    athlete: Athlete, site: BodySite, asked_at: datetime, answered: dict[BodySite, datetime], numbers: Thresholds
) -> bool:
    region, _side = site
    latest = answered.get(site) or answered.get((region, ""))
    return latest is not None and answers_hold(athlete.today(latest), athlete.today(asked_at), numbers)
