"""The rules look at one athlete: zones, suggestions and flags, from what is stored now.

Called by every write that may cause something (a finished session, pain, warning signs) and by the
hourly sweep for what only time causes. Each look is idempotent and reads six weeks at most, so that it
costs the same whatever the history's length.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from athletes.localtime import iso_week
from athletes.mail.planner import plan_urgent
from athletes.models import (
    Athlete,
    Flag,
    FlagKind,
    PainProfile,
    PainReport,
    PainScreen,
    Session,
    SessionStatus,
    Suggestion,
)
from athletes.problems.episodes import Finding, raise_flags, remembered
from programs.models import Tissue
from programs.regions import pattern_loads_region
from programs.rules.attention import is_stalled, stays_light
from programs.rules.coverage import FORCE_PATTERNS
from programs.rules.pain import (
    BONE_SIGNS,
    RED_FLAGS,
    Zone,
    has_drifted,
    is_bone_stop,
    is_persistent,
    is_red_again,
    route_of,
)
from programs.rules.progression import Change
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

from .deloads import set_reductions, too_near_a_race
from .pain_zones import LOOK_BACK, Place, RegionStatus, assess_regions
from .phases import PhaseAhead, not_earned, phase_ahead
from .suggestions import Forecast, forecast

#: Pain of these last days is flagged, also when the phone sends it late.
LATE = timedelta(days=14)
#: Steps that are worth a look of their own; a slower tempo or a load for none is said in the review only.
_READY = frozenset({Change.MORE_LOAD, Change.MORE_REPS, Change.HARDER})
#: Why something is lighter without being too heavy: pain, a race, and what has a flag of its own.
_OWN = frozenset({"red", "primer", "gap", "step"})
_LIGHTER = (
    (FlagKind.LIGHTER, {"lighter_week", "gap", "taper", "primer", "contacts"}),
    (FlagKind.STEP, {"step"}),
)
#: The same answers again within this time are a double click.
DOUBLE_SUBMIT_WINDOW = timedelta(minutes=2)
#: A task for the therapist is due within (clinical.md 2.3 and 2.4).
DUE_PERSISTENT = timedelta(hours=72)
DUE_TASK = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What one look found."""

    judged: list[RegionStatus]
    raised: list[Flag]
    outlook: Forecast | None


@transaction.atomic
def evaluate(athlete: Athlete, at: datetime, *, with_outlook: bool = True) -> Evaluation:
    """Judge every watched region, freshen the suggestions of the next two sessions, raise what is to be flagged.

    with_outlook -- False leaves the suggestions alone: for pain in the middle of a session
    At most ten queries where nothing changed zone.
    """
    today, numbers = athlete.today(at), clinic_thresholds()
    sessions = _near(athlete, today)
    past = {each.pk: each for each in sessions if each.is_begun}
    known = remembered(athlete, at)
    judged = _judged(athlete, past.values(), today, numbers)
    _keep_zones(judged)
    findings = [found for each in judged for found in _of_region(each, known, today, at, numbers)]
    _hold_plyometrics(athlete, judged, numbers)
    outlook = None
    if with_outlook:
        coming = _coming(sessions, today)
        frozen = _frozen(known, findings)
        eased = set_reductions(athlete, coming, past.values(), judged, today, numbers)
        outlook = forecast(athlete, coming, past, judged, frozen, eased, numbers, at)
        week = iso_week(coming[0].planned_on) if coming else ""
        findings += [*_of_outlook(outlook, past, week, numbers), *_of_force(outlook, today, numbers)]
        findings += not_earned(phase_ahead(athlete, coming, past.values(), judged, today))
        findings += too_near_a_race(athlete, coming, numbers)
    raised = raise_flags(athlete=athlete, findings=findings, known=known, at=at)
    _stop(athlete, raised, at)
    return Evaluation(judged, raised, outlook)


def next_phase(athlete: Athlete, at: datetime) -> PhaseAhead | None:
    """What the phase asks for that the next session begins; None where it begins none. Nothing is stored."""
    today = athlete.today(at)
    sessions = _near(athlete, today)
    past = [each for each in sessions if each.is_begun]
    judged = _judged(athlete, past, today, clinic_thresholds())
    return phase_ahead(athlete, _coming(sessions, today), past, judged, today)


def _coming(sessions: Iterable[Session], today: date) -> list[Session]:
    """The next two planned sessions."""
    return [each for each in sessions if each.status == SessionStatus.PLANNED and each.planned_on >= today][:2]


def _judged(athlete: Athlete, past: Iterable[Session], today: date, numbers: Thresholds) -> list[RegionStatus]:
    """Every watched region, judged by the reports of six weeks; two queries."""
    trained = {athlete.today(each.finished_at) for each in past if each.finished_at}
    reports = PainReport.objects.filter(athlete=athlete, reported_on__gte=today - LOOK_BACK).select_related("exercise")
    return assess_regions(athlete, reports, PainProfile.objects.filter(athlete=athlete), trained, today, numbers)


def _near(athlete: Athlete, today: date) -> list[Session]:
    """Six weeks of sessions and the three weeks to come, by date; one query."""
    rows = Session.objects.filter(athlete=athlete).between(today - LOOK_BACK, today + timedelta(days=21))
    counted = rows.filter(Q(targets__isnull=False) | Q(enrollment__status="active", is_optional=False))
    with_plan = counted.select_related("week", "enrollment__program")
    return list(with_plan.order_by("planned_on").defer("note"))


# -- regions ---------------------------------------------------------------------------------


def _keep_zones(judged: Iterable[RegionStatus]) -> None:
    """Store each zone where it changed; a region that was never stored begins to be watched."""
    changed = []
    for each in judged:
        on = each.readings[-1][0].on if each.readings else None
        profile = each.profile
        if profile.pk is None or (profile.zone, profile.judged_on) != (each.zone, on):
            profile.zone, profile.judged_on = each.zone, on
            changed.append(profile)
    if changed:
        PainProfile.objects.bulk_create(
            changed,
            update_conflicts=True,
            unique_fields=["athlete", "region", "side"],
            update_fields=["zone", "judged_on"],
        )


def _of_region(
    each: RegionStatus, known: Sequence[Flag], today: date, at: datetime, numbers: Thresholds
) -> Iterable[Finding]:
    """What one region raises: pain over its limit, mornings, discomfort that stays, and a stop."""
    place = ":".join(each.place)
    said = {"place": str(each.profile), "region": each.place[0], "side": each.place[1]}
    for reading, zone in each.readings:
        if reading.on < today - LATE:
            continue
        if zone == Zone.STOP:
            yield Finding(FlagKind.STOP, f"bone:{reading.on}:{place}", said | {"score": reading.during or 0})
        elif (reading.during or 0) > each.limit and not reading.is_soreness:
            worst = each.worst_reports[reading.on]
            more = {"score": reading.during, "limit": each.limit, "on": str(reading.on)}
            more |= {"exercise": worst.exercise.name if worst.exercise else "", "session": str(worst.session_id or "")}
            yield Finding(FlagKind.PAIN, f"{reading.on}:{place}", said | more)
        elif reading.next_morning is not None and zone == Zone.RED:
            more = {"morning": reading.next_morning, "usual": str(each.usual), "on": str(reading.on)}
            yield Finding(FlagKind.MORNING, f"{reading.on}:{place}", said | more)
    if has_drifted(each.mornings, today, numbers):
        lately = [each.mornings[on] for on in sorted(each.mornings)[-3:]]
        yield Finding(FlagKind.MORNING, f"drift:{iso_week(today)}:{place}", said | {"mornings": lately}, at + DUE_TASK)
    yield from _of_many_days(each, known, today, at, numbers, said)


def _of_many_days(
    each: RegionStatus, known: Sequence[Flag], today: date, at: datetime, numbers: Thresholds, said: dict[str, str]
) -> Iterable[Finding]:
    """Discomfort that stays, counted from the day after the therapist last resolved it."""
    place = ":".join(each.place)
    earlier = [flag for flag in known if flag.kind == FlagKind.PERSISTENT and flag.cause.startswith(f"{place}:")]
    if any(flag.resolved_at is None for flag in earlier):
        return
    after = max((flag.resolved_at.date() for flag in earlier if flag.resolved_at), default=date.min)
    days = {on: score for on, score in each.days.items() if on > after}
    reds = [on for on in each.reds if on > after]
    is_agreed_tendon = each.profile.tissue == Tissue.TENDON and each.profile.set_by_id is not None
    if is_persistent(days, today, numbers) and not is_agreed_tendon:
        lately = [days[on] for on in sorted(days)[-5:]]
        yield Finding(FlagKind.PERSISTENT, f"{place}:{max(days)}", said | {"scores": lately}, at + DUE_PERSISTENT)
    elif is_red_again(reds, today, numbers):
        more = {"reds": [str(on) for on in reds[-2:]]}
        yield Finding(FlagKind.PERSISTENT, f"{place}:red:{max(reds)}", said | more, at + DUE_TASK)


def _frozen(known: Iterable[Flag], findings: Iterable[Finding]) -> set[Place]:
    """Regions whose progression waits for the therapist (2.3 and 2.4)."""
    standing = [flag.figures for flag in known if flag.kind == FlagKind.PERSISTENT and flag.resolved_at is None]
    new = [found.figures for found in findings if found.kind == FlagKind.PERSISTENT]
    return {(figures["region"], figures["side"]) for figures in [*standing, *new]}


def _hold_plyometrics(athlete: Athlete, judged: Iterable[RegionStatus], numbers: Thresholds) -> None:
    """A red session takes plyometrics out for a week, where they load that region (2.3)."""
    reds = [each.reds[-1] for each in judged if each.reds and pattern_loads_region("plyometric", each.profile.region)]
    until = max(reds) + timedelta(days=numbers.red_plyometrics_days) if reds else None
    if until and (athlete.plyometrics_off_until is None or athlete.plyometrics_off_until < until):
        athlete.plyometrics_off_until = until
        Athlete.objects.filter(pk=athlete.pk).update(plyometrics_off_until=until)


# -- what lies ahead -------------------------------------------------------------------------


def _of_outlook(outlook: Forecast, past: dict[UUID, Session], week: str, numbers: Thresholds) -> Iterable[Finding]:
    """Ready to progress, too heavy, or standing still. week -- the ISO week of the next session."""
    waiting = outlook.waiting()
    finished = {each.finished_at: each for each in past.values() if each.finished_at}
    cause = str(finished[max(finished)].pk) if finished else "begin"
    forward = [each for each in waiting if each.change in _READY]
    if forward:
        yield Finding(FlagKind.READY, cause, _said_of(forward))
    heavy = [each for each in waiting if each.change in (Change.LIGHTER, Change.EASIER) and each.reason not in _OWN]
    if heavy:
        yield Finding(FlagKind.HEAVY, cause, _said_of(heavy))
    for kind, reasons in _LIGHTER:
        if said := [each for each in waiting if each.reason in reasons]:
            yield Finding(kind, f"{said[0].reason}:{week}", _said_of(said))
    advised = {each.exercise_id for each in outlook.suggestions}
    for exercise_id, history in outlook.histories.items():
        recent = history[: numbers.stalled_sessions]
        if exercise_id not in advised and is_stalled([each.load.kg if each.load else None for each in recent], numbers):
            name, load = outlook.exercises[exercise_id].name, recent[0].load
            words = f"{load.amount} {load.unit}" if load else ""
            figures = {"exercise": name, "load": words, "sessions": len(recent)}
            yield Finding(FlagKind.STALLED, f"{exercise_id}:{load}", figures)


def _of_force(outlook: Forecast, today: date, numbers: Thresholds) -> Iterable[Finding]:
    """Single-leg and hinge work that never gets heavy (clinical.md 0); said once in four weeks."""
    force = [key for key, exercise in outlook.exercises.items() if exercise.pattern in FORCE_PATTERNS]
    done = [each for key in force for each in outlook.histories.get(key, [])]
    efforts = [(each.on, one.rpe) for each in done for one in each.sets if one.rpe is not None]
    if stays_light(efforts, today, numbers):
        weeks = today.toordinal() // 7 // numbers.light_weeks
        highest = max(rpe for _on, rpe in efforts)
        yield Finding(FlagKind.LIGHT, f"{weeks}", {"weeks": numbers.light_weeks, "rpe": str(highest)})


def _said_of(suggestions: Sequence[Suggestion]) -> dict[str, object]:
    first = suggestions[0]
    said = {"count": len(suggestions), "exercise": first.exercise.name, "reason": first.reason, "change": first.change}
    return said | {"step": first.figures["step"]} if "step" in first.figures and first.reason == "step" else said


# -- stops -----------------------------------------------------------------------------------


@transaction.atomic
def answer_signs(
    *, athlete: Athlete, region: str, side: str, signs: Sequence[str], at: datetime
) -> tuple[PainScreen, str]:
    """Store what was ticked of the warning signs, and stop training where it says so.

    Returns the screen and where it leads: "emergency", "urgent", "therapist" or nothing.
    Raises ValueError for a sign that nobody asked about.
    """
    known = {*BONE_SIGNS, *RED_FLAGS, "sudden"}
    if unknown := set(signs) - known:
        raise ValueError(f"no such sign: {sorted(unknown)}")
    said = {"athlete": athlete, "region": region, "side": side, "signs": sorted(set(signs))}
    screen = PainScreen.objects.filter(**said, answered_at__gt=at - DOUBLE_SUBMIT_WINDOW).first()
    screen = screen or PainScreen.objects.create(**said, answered_at=at)
    route = route_of(sign for sign in signs if sign in RED_FLAGS)
    bone = [sign for sign in signs if sign in BONE_SIGNS]
    if not route and ("sudden" in signs or is_bone_stop(bone, region, clinic_thresholds())):
        route = "therapist"
    if route:
        place = PainProfile(athlete=athlete, region=region, side=side)
        figures = {"place": str(place), "region": region, "side": side, "signs": screen.signs, "route": route}
        finding = Finding(FlagKind.STOP, f"signs:{screen.pk}", figures)
        raised = raise_flags(athlete=athlete, findings=[finding], known=[], at=at)
        _stop(athlete, raised, at)
    return screen, route


def _stop(athlete: Athlete, raised: Iterable[Flag], at: datetime) -> None:
    """Training stops until the therapist lifts it; the therapist is mailed at once."""
    stops = [flag for flag in raised if flag.kind == FlagKind.STOP]
    for flag in stops:
        plan_urgent(athlete.therapist, occasion=str(flag.pk), at=at)
    if stops:
        Athlete.objects.filter(pk=athlete.pk, stopped_at__isnull=True).update(stopped_at=at)
        athlete.stopped_at = athlete.stopped_at or at
