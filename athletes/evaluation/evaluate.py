"""The rules judge one athlete: pain zones, suggestions and flags, from what is stored now.

Called by every write that may cause something (a finished session, pain, warning signs) and by the
hourly sweep for what only time causes. Each evaluation is idempotent and reads six weeks at most.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from athletes.models import Athlete, Flag
from athletes.problems.episodes import Finding, raise_flags, remembered
from athletes.training.clearance import age_of
from programs.rules.easing import least_sets
from programs.thresholds import clinic_thresholds

from .coming_sessions.closed_sessions import close_near_race
from .coming_sessions.deloads import set_reductions
from .coming_sessions.held_back import hold_back
from .coming_sessions.phases import PhaseAhead, phase_ahead
from .coming_sessions.repeating import follow_phase, not_earned
from .coming_sessions.resuming import move_back_after_gap
from .forecast import Circumstances, Forecast, make_forecast
from .forecast_findings import find_in_forecast
from .holds import held_sites, hold_plyometrics, hurts_somewhere, stop_training
from .pain.findings import find_pain_problems, find_unanswered_signs
from .pain.levels import PlaceLevel, asked_since, levels_of, regions_with_rules
from .pain.zones import RegionStatus, read_regions, store_zones
from .recent_training import last_trained_on, read_recent_training
from .settling import Now, settle_what_is_over

#: Looked at within this time, an athlete's next session is as the rules say.
LOOKED_LATELY = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the rules found."""

    regions: list[RegionStatus]
    levels: list[PlaceLevel]
    raised: list[Flag]
    forecast: Forecast


@transaction.atomic
def evaluate(athlete: Athlete, at: datetime) -> Evaluation:
    """Judge every watched region, freshen the suggestions of the next two sessions, raise what is to be flagged.

    At most thirteen queries where nothing changed zone.
    """
    today, numbers = athlete.today(at), clinic_thresholds()
    close_near_race(athlete, today, numbers, at)
    training = read_recent_training(athlete, today)
    if move_back_after_gap(training, last_trained_on(training), numbers):
        training = read_recent_training(athlete, today)
    known = remembered(athlete, at)

    regions = read_regions(training, numbers)
    findings: list[Finding] = []
    for region in regions:
        findings += find_pain_problems(region, known, athlete, at, numbers)

    levels = levels_of(athlete, regions, held_sites(known, findings), known, today, numbers)
    hold_plyometrics(athlete, regions_with_rules(levels), numbers)
    findings += find_unanswered_signs(levels, athlete)
    store_zones(regions, numbers, asked_since(levels))

    is_unplaced = hurts_somewhere(known, at)
    phase = None
    if not athlete.stopped_at:
        phase = phase_ahead(training, regions, levels, numbers, hurts_somewhere=is_unplaced)
    if follow_phase(phase, training, numbers):
        training = read_recent_training(athlete, today)
    findings += not_earned(phase, numbers)

    reductions = set_reductions(training, regions, numbers)
    circumstances = Circumstances(
        levels=levels,
        reductions=reductions,
        hurts_somewhere=is_unplaced,
        returned_on=athlete.returned_on,
        least_sets=least_sets(age_of(athlete, today), numbers),
    )
    ahead = make_forecast(training, circumstances, numbers, at)
    hold_back(training, ahead.due, ahead.suggestions)
    findings += find_in_forecast(ahead, training, numbers)

    now = Now.of(training, levels, {finding.kind for finding in findings}, numbers)
    settle_what_is_over(known, now, at)
    raised = raise_flags(athlete=athlete, findings=findings, known=known, at=at)
    _note_the_look(athlete, at)
    stop_training(athlete, raised, at)
    return Evaluation(regions, levels, raised, ahead)


def _note_the_look(athlete: Athlete, at: datetime) -> None:
    """When the rules looked last: the sweep looks again before a session, as days alone change what they say."""
    if athlete.evaluated_at is None or at - athlete.evaluated_at >= LOOKED_LATELY:
        Athlete.objects.filter(pk=athlete.pk).update(evaluated_at=at)
        athlete.evaluated_at = at


def next_phase(athlete: Athlete, at: datetime) -> PhaseAhead | None:
    """What the phase asks for that the next session begins; None where it begins none. Nothing is stored."""
    today, numbers = athlete.today(at), clinic_thresholds()
    training = read_recent_training(athlete, today)
    regions = read_regions(training, numbers)
    known = remembered(athlete, at)
    levels = levels_of(athlete, regions, (), known, today, numbers)
    return phase_ahead(training, regions, levels, numbers, hurts_somewhere=hurts_somewhere(known, at))
