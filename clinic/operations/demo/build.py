"""Builds the demo clinic: the staff, then one athlete after the other, then this week."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from athletes.enrollment.in_charge.covering import stand_in
from athletes.enrollment.prescribing import PainRule, add_athlete, prescribe
from athletes.evaluation.sweep import sweep
from athletes.localtime import clinic_day, monday_of
from athletes.mail.loop import tick
from athletes.models import Athlete, DiscoveryCall, Enrollment, Role, User
from athletes.records.care.message_templates import add_shipped_templates
from athletes.training.clearance import clear
from programs.models import Program

from .calls import ask_and_join, wait_for_a_call
from .people import FIRST_PROGRAM, HISTORY_WEEKS, OWN_PROGRAM_WEEKS, PEOPLE, Persona, Story, athlete_named, dice_of
from .running import run
from .this_week import pass_the_gate, tell_this_week
from .training import train

Progress = Callable[[str], object]


def build_demo(*, progress: Progress, at: datetime | None = None) -> None:
    """Load library and templates, and the demo clinic once; a second start finds it and leaves it.

    at -- what counts as now; None is the clock
    """
    if User.objects.exists():
        return
    progress("Loading the exercise library and the template programs ...")
    call_command("import_library", verbosity=0)
    call_command("import_templates", verbosity=0)
    add_shipped_templates()
    with _without_mail(), transaction.atomic():
        _build(at or timezone.now(), progress)


@contextmanager
def _without_mail() -> Iterator[None]:
    """Twelve weeks of mail go nowhere, and are in the ledger."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend


def _build(at: datetime, progress: Progress) -> None:
    therapists = {
        "thea": _add_staff("thea", "Dr. Thea Lind", Role.THERAPIST),
        "tom": _add_staff("tom", "Dr. Tom Okafor", Role.THERAPIST),
    }
    _add_staff("carla", "Carla Ruiz", Role.CLINIC_ADMIN)
    for number, persona in enumerate(PEOPLE, start=1):
        progress(f"Demo clinic: {number} of {len(PEOPLE)} athletes")
        therapist = therapists[persona.therapist]
        if persona.story == Story.ASKED:
            ask_and_join(persona, therapist, at)
        else:
            live(persona, therapist, at)
    thea, tom, today = therapists["thea"], therapists["tom"], clinic_day(at)
    stand_in(
        athlete=athlete_named("ana"), therapist=tom, from_on=today, until_on=today + timedelta(weeks=2),
        reason="vacation", by=thea, at=at,
    )  # fmt: skip
    wait_for_a_call(at)
    _send_mail(at)
    tell_this_week(therapists["thea"], at)
    sweep(at)
    tick(at)


def _add_staff(name: str, full_name: str, role: str) -> User:
    return User.objects.create_user(f"{name}@stridewell.example", settings.DEMO_PASSWORD, name=full_name, role=role)


def _send_mail(now: datetime) -> None:
    """What the worker did in these weeks: each evening, and once somebody had asked for a call."""
    rounds = list(DiscoveryCall.objects.values_list("asked_at", flat=True))
    for week in range(HISTORY_WEEKS + 1):
        monday = afternoon_of(_first_monday(now)) + timedelta(weeks=week)
        rounds += [monday + timedelta(days=day, hours=9) for day in range(7)]
    for at in sorted(rounds):
        if at < now:
            tick(at)


# -- one athlete -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Block:
    """One program of theirs, and the days it is followed. until -- the first day after it"""

    program: str
    starts_on: date
    until: date
    is_first: bool

    @property
    def starts_at(self) -> datetime:
        return afternoon_of(self.starts_on)


def afternoon_of(on: date) -> datetime:
    return datetime.combine(on, time(15), UTC)


def _first_monday(now: datetime) -> date:
    return monday_of(clinic_day(now)) - timedelta(weeks=HISTORY_WEEKS)


def live(persona: Persona, therapist: User, now: datetime) -> None:
    """Twelve weeks of one athlete: join, follow the base program, then the own one, up to today."""
    dice = dice_of(persona.name)
    joined_on = _first_monday(now)
    athlete = _join(persona, therapist, joined_on, now)
    if persona.story == Story.WAITING:
        return
    for block in _blocks(persona, joined_on, monday_of(clinic_day(now)), athlete.today(now)):
        enrollment = _prescribe(athlete, block, persona, therapist)
        today, since = athlete.today(now), block.starts_on
        if persona.story == Story.CLEARED and not block.is_first:
            since = today - timedelta(days=5)
            train(enrollment, persona, dice, since=block.starts_on, until=since, today=today)
            clear(athlete=athlete, by=therapist, at=afternoon_of(since), step=persona.step)
        train(enrollment, persona, dice, since=since, until=block.until, today=today)
    run(athlete, persona, joined_on, now)
    if persona.story == Story.GATE:
        pass_the_gate(athlete, therapist, now)


def _join(persona: Persona, therapist: User, joined_on: date, now: datetime) -> Athlete:
    race_on = None
    if persona.race_in:
        race_on = clinic_day(now) + timedelta(days=persona.race_in)
    return add_athlete(
        email=persona.address,
        name=persona.name,
        therapist=therapist,
        at=afternoon_of(joined_on),
        unit=persona.unit,
        phone=persona.phone,
        born_on=persona.born_on,
        sex_for_norms=persona.sex_for_norms,
        goal_race=persona.goal,
        goal_race_on=race_on,
        conditions=persona.conditions,
    )


def _blocks(persona: Persona, joined_on: date, monday: date, today: date) -> list[Block]:
    """Which programs they follow, and when. monday -- this week's"""
    if persona.story == Story.NEW:
        return [Block(persona.program, monday - timedelta(days=7), today, is_first=True)]
    changed_on = max(joined_on, monday - timedelta(weeks=OWN_PROGRAM_WEEKS.get(persona.story, 4)))
    first_on = max(joined_on, changed_on - timedelta(weeks=8))
    return [
        Block(FIRST_PROGRAM, first_on, changed_on, is_first=True),
        Block(persona.program, changed_on, today, is_first=False),
    ]


def _prescribe(athlete: Athlete, block: Block, persona: Persona, therapist: User) -> Enrollment:
    """The program from that day on; with the second one comes the clearance for plyometrics."""
    enrollment = prescribe(
        athlete=athlete,
        template=Program.objects.get(slug=block.program),
        starts_on=block.starts_on,
        weekdays=persona.weekdays,
        by=therapist,
        at=block.starts_at,
        pain_rule=PainRule(["left"], "tendon") if persona.sore_region == "achilles" else None,
    )
    if not block.is_first and persona.story not in (Story.GATE, Story.CLEARED):
        clear(athlete=athlete, by=therapist, at=block.starts_at, step=persona.step)
    return enrollment
