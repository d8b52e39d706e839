"""The demo clinic: two caseloads with twelve weeks of believable history, made by the real verbs.

The same every time, relative to today. Nothing here is used outside the demo mode.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from athletes.enrollment.discovery_calls import ask_for_call, turn_into_athlete
from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.enrollment.schedule import state_usual_week
from athletes.evaluation.suggestions import BY_PLAN, accept, decline
from athletes.evaluation.sweep import sweep
from athletes.evaluation.warning_signs import answer_signs
from athletes.localtime import instant, iso_week, monday_of
from athletes.mail.loop import tick
from athletes.models import (
    Assessment,
    Athlete,
    BarrierKind,
    Enrollment,
    FlagKind,
    Moment,
    Role,
    RunKind,
    Session,
    SessionStatus,
    Suggestion,
    SuggestionState,
    User,
)
from athletes.models.people import clinic_time_zone
from athletes.phone.pages.session import sides_of
from athletes.problems import episodes
from athletes.records.barriers import name_barrier
from athletes.records.check_ins import CheckInItem, check_in_id, record_check_in, week_asked
from athletes.records.messages import send_message
from athletes.records.pain import report_id, report_pain
from athletes.records.runs import RunItem, WorstPain, distance_unit, record_run, record_runs
from athletes.records.sessions import Document, Header, SetItem, record, set_id
from athletes.training.clearance import clear
from athletes.training.targets import Json, Offer, offer
from athletes.workdays import last_overdue_day
from programs.models import Exercise, Program
from programs.rules.distance import Distance
from programs.rules.dose import KG_PER_LB, Load, plain

HISTORY_WEEKS = 12
LOOKED_AT_WEEKS = 4
FIRST_PROGRAM = "runner-base-8"
#: What nobody has looked at in any of these weeks.
NOT_YET_SEEN = (FlagKind.LIGHT, FlagKind.STALLED, FlagKind.STEP)
#: Stories that end so many weeks ago.
QUIET_WEEKS = {"silent": 2, "gone": 6, "phase": 1}
Progress = Callable[[str], object]


@dataclass(frozen=True)
class Persona:
    """One demo athlete.

    story -- steady, pain, silent, gone (for so long that the mails stopped), ready, heavy, light, stalled, stop, phase
    (the next one is not earned yet), gate (every test passed, not yet cleared for plyometrics), new (first week),
    waiting (no program) or asked (no program, came by a discovery call)
    race_in -- days to the goal race; step -- of plyometrics
    """

    name: str
    therapist: str
    program: str
    story: str = "steady"
    unit: str = "lb"
    weekdays: tuple[int, int] = (0, 3)
    goal: str = ""
    race_in: int = 0
    step: int = 3


PEOPLE = (
    Persona("Ana Silva", "thea", "half-marathon-12", unit="kg", goal="Boston half marathon"),
    Persona("Jonas Weber", "thea", "half-marathon-12", "pain", "kg", (1, 4)),
    Persona("Priya Raman", "thea", "achilles-return-12", "pain", weekdays=(0, 3)),
    Persona("Lucía Ortega", "thea", "tenk-builder-10", "silent", weekdays=(2, 5)),
    Persona("Maya Lindqvist", "thea", "tenk-builder-10", "ready", weekdays=(1, 4), goal="Reservoir 10K"),
    Persona("Hannah Cho", "thea", "tenk-builder-10", "heavy", weekdays=(0, 4)),
    Persona("Sam Duarte", "thea", "runner-base-8", "new"),
    Persona("Ines Falk", "thea", "", "waiting"),
    Persona("Noah Fischer", "thea", "half-marathon-12", "stalled", weekdays=(1, 5)),
    Persona("Grace Kim", "thea", "tenk-builder-10", "gate", weekdays=(2, 6)),
    Persona("Omar Haddad", "thea", "half-marathon-12", "gone", weekdays=(0, 2)),
    Persona("Ben Carter", "tom", "tenk-builder-10", "ready", goal="Charles River 10K", race_in=11),
    Persona("Chloe Martin", "tom", "half-marathon-12", "light", weekdays=(1, 3)),
    Persona("Diego Torres", "tom", "achilles-return-12", "phase", weekdays=(1, 4)),
    Persona("Ella Novak", "tom", "half-marathon-12", "pain", weekdays=(0, 3)),
    Persona("Finn O'Brien", "tom", "tenk-builder-10", weekdays=(2, 5), goal="Harbor 10K", race_in=5),
    Persona("Hugo Laurent", "tom", "runner-base-8", "new", "kg"),
    Persona("Isla Morgan", "tom", "half-marathon-12", "stop", weekdays=(3, 6)),
    Persona("Jack Turner", "tom", "tenk-builder-10", "silent"),
    Persona("Kira Petrova", "tom", "half-marathon-12", "ready", "kg", (0, 4)),
    Persona("Leo Brandt", "tom", "tenk-builder-10", weekdays=(1, 4), step=1),
    Persona("Mia Rossi", "tom", "", "asked", goal="Harbor 5K"),
)


def build_demo(*, progress: Progress, at: datetime | None = None) -> None:
    """Load library and templates, and the demo clinic once; a second start finds it and leaves it."""
    if User.objects.exists():
        return
    at = at or timezone.now()
    progress("Loading the exercise library and the template programs ...")
    call_command("import_library", verbosity=0)
    call_command("import_templates", verbosity=0)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.dummy.EmailBackend"
    try:
        with transaction.atomic():
            _build(at, progress)
    finally:
        settings.EMAIL_BACKEND = backend


def _build(at: datetime, progress: Progress) -> None:
    therapists = {
        name: _staff(name, full, Role.THERAPIST)
        for name, full in (("thea", "Dr. Thea Lind"), ("tom", "Dr. Tom Okafor"))
    }
    _staff("carla", "Carla Ruiz", Role.CLINIC_ADMIN)
    for done, persona in enumerate(PEOPLE, start=1):
        progress(f"Demo clinic: {done} of {len(PEOPLE)} athletes")
        live = _ask_and_join if persona.story == "asked" else _live
        live(persona, therapists[persona.therapist], at)
    Athlete.objects.get(user__email="ana@stridewell.example").covering.add(therapists["tom"])
    _wait_for_a_call(at)
    _say_this_week(therapists["thea"], at)
    _wake_worse(at)
    sweep(at)


def _say_this_week(thea: User, at: datetime) -> None:
    """A weekly check-in with “a lot”, a barrier named twice, a run much too long, and words that wait on both sides."""
    jonas = Athlete.objects.get(user__email="jonas@stridewell.example")
    week = iso_week(week_asked(jonas, at))
    answers = CheckInItem(
        week=week, changed=2, less=1, held_back=2, worst_pain=6, usual_pain=3, region="knee", side="left",
        note="Stairs are the worst of it.", rev=1, edit_id=check_in_id(jonas, week),
    )  # fmt: skip
    record_check_in(athlete=jonas, check_in_id=check_in_id(jonas, week), item=answers, at=at - timedelta(hours=2))
    leo = Athlete.objects.get(user__email="leo@stridewell.example")
    for ago in (14, 0):
        on = at - timedelta(days=ago)
        name_barrier(athlete=leo, week=iso_week(leo.today(on)), kind=BarrierKind.TIME, at=on)
    chloe = Athlete.objects.get(user__email="chloe@stridewell.example")
    send_message(athlete=chloe, author=chloe.user, text="May I swap Thursday for Friday this week?", at=at)
    noah = Athlete.objects.get(user__email="noah@stridewell.example")
    far = RunItem(
        RunKind.LONG,
        noah.today(at) - timedelta(days=1),
        1,
        uuid.UUID(int=7),
        minutes=150,
        distance=Distance(Decimal(30), "km"),
    )
    record_run(athlete=noah, run_id=uuid.uuid5(uuid.NAMESPACE_URL, "demo/far"), item=far, at=at - timedelta(hours=5))
    ana = Athlete.objects.get(user__email="ana@stridewell.example")
    text = "Good work on the split squats. Keep the long run easy this week, and tell me how the hill went."
    send_message(athlete=ana, author=thea, text=text, at=at - timedelta(hours=1))


def _wake_worse(at: datetime) -> None:
    """Mornings that were quiet last week and are not any more."""
    ella = Athlete.objects.get(user__email="ella@stridewell.example")
    for ago, score in ((12, 1), (10, 1), (8, 1), (4, 4), (2, 4)):
        report_pain(
            athlete=ella,
            report_id=uuid.uuid5(uuid.NAMESPACE_URL, f"demo/morning/{ago}"),
            score=score,
            region="hip",
            side="right",
            moment=Moment.NEXT_MORNING,
            at=at - timedelta(days=ago),
        )


def _staff(name: str, full_name: str, role: str) -> User:
    return User.objects.create_user(f"{name}@stridewell.example", settings.DEMO_PASSWORD, name=full_name, role=role)


def _wait_for_a_call(now: datetime) -> None:
    """Somebody who asked three working days ago: a day later than the clinic promises to call."""
    asked_on = last_overdue_day(now.astimezone(ZoneInfo(clinic_time_zone())).date())
    ask_for_call(
        name="Nora Quist",
        email="nora@runner.example",
        phone="(617) 555-0171",
        goal_race="Seaport half marathon",
        goal_race_on=asked_on + timedelta(weeks=16),
        story="I run 25 miles a week and want to get to 35. Each time I try, my left shin starts to talk in week "
        "three.\nI have never lifted, and do not know where to begin.",
        times="weekdays after 5 pm",
        at=instant(clinic_time_zone(), asked_on, time(11, 40)),
    )


def _ask_and_join(persona: Persona, therapist: User, now: datetime) -> None:
    """Came by a discovery call nine days ago; the therapist called two days later."""
    asked_at = now - timedelta(days=9)
    call = ask_for_call(
        name=persona.name,
        email=_address(persona),
        goal_race=persona.goal,
        story="Back after a year off. I would like to be strong before I am fast.",
        times="mornings",
        at=asked_at,
    )
    called_at = asked_at + timedelta(days=2)
    note = "Two days a week at home, one kettlebell."
    turn_into_athlete(call=call, therapist=therapist, by=therapist, at=called_at, note=note)


def _address(persona: Persona) -> str:
    return f"{persona.name.split(' ')[0].lower().replace('í', 'i')}@stridewell.example"


def _live(persona: Persona, therapist: User, now: datetime) -> None:
    """Twelve weeks of one athlete: join, follow the base program, then the own one, up to today."""
    dice = random.Random(persona.name)  # noqa: S311 - a story, not a secret
    monday = monday_of(now.date())
    joined = datetime.combine(monday - timedelta(weeks=HISTORY_WEEKS), time(15), UTC)
    athlete = add_athlete(
        email=_address(persona),
        name=persona.name,
        therapist=therapist,
        at=joined,
        unit=persona.unit,
        goal_race=persona.goal,
        goal_race_on=now.date() + timedelta(days=persona.race_in) if persona.race_in else None,
        conditions=["patellofemoral_pain"] if persona.story == "pain" and "achilles" not in persona.program else [],
    )
    if persona.story == "waiting":
        return
    starts = _starts(persona, joined.date(), monday)
    for place, (starts_on, slug) in enumerate(starts):
        enrollment = prescribe(
            athlete=athlete,
            template=Program.objects.get(slug=slug),
            starts_on=starts_on,
            weekdays=persona.weekdays,
            by=therapist,
            at=datetime.combine(starts_on, time(15), UTC),
        )
        if place and persona.story != "gate":
            clear(athlete=athlete, by=therapist, at=datetime.combine(starts_on, time(15), UTC), step=persona.step)
        until = starts[place + 1][0] if place + 1 < len(starts) else athlete.today(now)
        _train(enrollment, persona, dice, until, athlete.today(now))
    _run(athlete, persona, joined.date(), now)
    if persona.story == "gate":
        _test(athlete, therapist, now)
    for week in range(HISTORY_WEEKS):
        tick(joined + timedelta(weeks=week, days=6, hours=9))
    if persona.story == "stop":
        answer_signs(athlete=athlete, region="shin", side="left", signs=["night", "spot"], at=now - timedelta(hours=3))


def _starts(persona: Persona, joined: date, monday: date) -> list[tuple[date, str]]:
    """When each program of theirs begins, and which it is. monday -- this week's"""
    if persona.story == "new":
        return [(monday - timedelta(days=7), persona.program)]
    second = monday - timedelta(weeks=2) if persona.story == "phase" else joined + timedelta(weeks=8)
    return [(second - timedelta(weeks=8), FIRST_PROGRAM), (second, persona.program)]


def _test(athlete: Athlete, therapist: User, now: datetime) -> None:
    """The tests of the plyometric gate, passed last week, and two quiet weeks."""
    athlete.born_on, athlete.sex_for_norms = now.date().replace(year=now.year - 34, day=1), "female"
    athlete.save(update_fields=["born_on", "sex_for_norms"])
    tested_on = now.date() - timedelta(days=4)
    for kind, left, right in (("heel_raise", 25, 24), ("step_down", 5, 4)):
        Assessment.objects.create(
            athlete=athlete, kind=kind, left=left, right=right, tested_on=tested_on, tested_by=therapist
        )
    for days, score, moment in ((4, 1, Moment.DURING), (3, 0, Moment.NEXT_MORNING)):
        report_pain(
            athlete=athlete,
            report_id=uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{athlete.pk}/{days}"),
            score=score,
            region="calf",
            side="left",
            moment=moment,
            at=now - timedelta(days=days),
        )


#: Kind, minutes and kilometers of a usual run; weeks vary around it.
RUNS = {RunKind.EASY: (40, 7), RunKind.TEMPO: (45, 9), RunKind.INTERVALS: (50, 9), RunKind.LONG: (80, 14)}


def _run(athlete: Athlete, persona: Persona, since: date, now: datetime) -> None:
    """Twelve weeks of runs around the strength days: some mix all kinds, some know one pace only."""
    dice = random.Random(f"{persona.name} runs")  # noqa: S311 - a story, not a secret
    today = athlete.today(now)
    kinds = _usual_week(persona, has_mix=bool(persona.goal) or dice.random() < 0.7)
    state_usual_week(athlete=athlete, kinds=kinds)
    until = today - timedelta(weeks=QUIET_WEEKS.get(persona.story, 0) if persona.story != "phase" else 0)
    days = [since + timedelta(days=day) for day in range((until - since).days)]
    ran = [(on, kinds[on.weekday()]) for on in days if kinds[on.weekday()] != RunKind.REST and dice.random() < 0.85]
    items = {_uuid(dice): _one_run(athlete, on, kind, (on - since).days // 7, dice) for on, kind in ran}
    hurt = [pk for pk, item in items.items() if persona.story == "pain" and item.ran_on >= until - timedelta(days=7)]
    for _week, own in groupby(items.items(), key=lambda each: iso_week(each[1].ran_on)):
        fine = {pk: item for pk, item in own if pk not in hurt}
        evenings = [instant(athlete.time_zone, item.ran_on, time(19)) for item in fine.values()]
        if evenings:
            record_runs(athlete=athlete, items=fine, at=max(evenings))
    for pk in hurt:
        region = "achilles" if "achilles" in persona.program else "knee"
        item = replace(items[pk], pain=WorstPain(dice.choice((2, 3)), region, "left"))
        evening = instant(athlete.time_zone, item.ran_on, time(19))
        record_run(athlete=athlete, run_id=pk, item=item, at=evening)


def _usual_week(persona: Persona, *, has_mix: bool) -> list[str]:
    """Seven days: the long run farthest from strength, a hard day or two between, a rest day after the long one."""
    week: list[str] = [RunKind.REST] * 7
    free = [day for day in (6, 5, 2, 3, 1, 4, 0) if day not in persona.weekdays]
    for day, kind in zip(free, (RunKind.LONG, RunKind.EASY, RunKind.INTERVALS, RunKind.TEMPO), strict=False):
        week[day] = kind if has_mix else RunKind.EASY
    return week


def _one_run(athlete: Athlete, on: date, kind: str, week: int, dice: random.Random) -> RunItem:
    minutes, km = RUNS[RunKind(kind)]
    more = Decimal(100 + 2 * week + dice.randrange(-8, 9)) / 100
    if kind == RunKind.LONG and week % 4 == 3:
        more *= Decimal("0.75")
    return RunItem(
        kind=kind,
        ran_on=on,
        rev=1,
        edit_id=_uuid(dice),
        minutes=round(minutes * more / 5) * 5,
        distance=Distance(Distance.from_km(km * more, distance_unit(athlete), 1).amount, distance_unit(athlete)),
        effort={RunKind.EASY: 3, RunKind.LONG: 5}.get(RunKind(kind), 7) + dice.choice((-1, 0, 0, 1)),
    )


def _train(enrollment: Enrollment, persona: Persona, dice: random.Random, until: date, today: date) -> None:
    sessions = enrollment.sessions.filter(planned_on__lt=until, is_optional=False).select_related("week", "workout")
    for session in sessions.order_by("planned_on"):
        weeks_ago = (today - session.planned_on).days // 7
        if weeks_ago < QUIET_WEEKS.get(persona.story, 0):
            continue
        if dice.random() < 0.92 or weeks_ago == 0:
            session.athlete = enrollment.athlete
            done_at = _do(session, persona, dice, weeks_ago)
            if 0 < weeks_ago < LOOKED_AT_WEEKS:
                _care(enrollment.athlete, persona, done_at + timedelta(hours=20))


def _care(athlete: Athlete, persona: Persona, at: datetime) -> None:
    """What the therapist did about it at the time: steps accepted, flags looked at."""
    waiting = Suggestion.objects.filter(athlete=athlete, state=SuggestionState.WAITING).select_related("exercise")
    decide = decline if persona.story == "stalled" else accept
    decide(suggestions=[each for each in waiting if each.change not in BY_PLAN], by=athlete.therapist, at=at)
    seen = athlete.flags.open().exclude(kind__in=NOT_YET_SEEN)
    episodes.resolve(flags=seen, by=athlete.therapist, at=at, note="Looked at the session.")


def _do(session: Session, persona: Persona, dice: random.Random, weeks_ago: int) -> datetime:
    """Log one session as a phone would: open with the first set, finish with the header. Returns when it ended."""
    athlete = session.athlete
    begun = instant(athlete.time_zone, session.planned_on, time(dice.choice((7, 12, 18)), dice.randrange(60)))
    targets = offer(session)
    skips_last = dice.random() < 0.08
    entries = targets.entries[:-1] if skips_last else targets.entries
    sets = [item for entry in entries for item in _sets(session, entry, persona, dice, weeks_ago)]
    pace = timedelta(minutes=dice.randrange(31, 44)) / max(1, len(sets))
    sets = [replace(item, done_at=begun + pace * place) for place, item in enumerate(sets, start=1)]
    record(athlete=athlete, session_id=session.pk, document=Document(targets.id, targets.entries, sets=sets), at=begun)
    effort = {"ready": 5, "pain": 7}.get(persona.story, 6) + dice.choice((-1, 0, 0, 1))
    header = Header(rev=1, edit_id=_uuid(dice), status=SessionStatus.COMPLETED, session_rpe=effort)
    finished = begun + timedelta(minutes=45)
    former = Document(header=header)
    record(athlete=athlete, session_id=session.pk, document=former, at=finished, is_history=_is_history(weeks_ago))
    _hurt(session, targets, persona, dice, weeks_ago, begun)
    return finished


def _sets(session: Session, entry: Json, persona: Persona, dice: random.Random, weeks_ago: int) -> list[SetItem]:
    load = _load(entry, persona)
    low, high = (entry["seconds"], entry["seconds"]) if entry["reps"] is None else entry["reps"]
    rpe = _effort(entry, persona, dice, weeks_ago)
    items = []
    for number in range(1, entry["sets"] + 1):
        amount = high if persona.story == "ready" or dice.random() < 0.3 else low
        if persona.story == "heavy" and weeks_ago < 1:
            amount = max(1, low - 2)
        for side in sides_of(entry):
            is_last = number == entry["sets"]
            items.append(
                SetItem(
                    id=set_id(session.pk, entry["prescription"], number, side),
                    exercise=entry["exercise"],
                    number=number,
                    rev=1,
                    edit_id=_uuid(dice),
                    target=entry["prescription"],
                    side=side,
                    reps=None if entry["reps"] is None else amount,
                    seconds=amount if entry["reps"] is None else None,
                    load=load,
                    rpe=rpe if is_last and entry["reps"] else None,
                )
            )
    return items


def _effort(entry: Json, persona: Persona, dice: random.Random, weeks_ago: int) -> Decimal:
    """On target where all goes well; a little above it in most weeks of most people."""
    if entry["rpe"] is None:
        return Decimal(6)
    target = Decimal(entry["rpe"][1])
    if persona.story == "light":
        return min(target, Decimal(6))
    if persona.story == "ready" or weeks_ago > 1:
        return target
    return min(Decimal(10), target + Decimal(dice.choice(("0.5", "0.5", "1"))))


def _load(entry: Json, persona: Persona) -> Load | None:
    """The load that is due; the first time what a runner finds on the rack."""
    if entry["load_step"] is None:
        return None
    if entry["load"]:
        return Load(Decimal(entry["load"]), "kg" if entry["unit"] == "kg" else "lb")
    kg = Decimal(20 + 5 * (len(entry["exercise"]) % 4))
    return Load(kg, "kg") if persona.unit == "kg" else Load(plain((kg / KG_PER_LB / 5).quantize(Decimal(1)) * 5), "lb")


def _is_history(weeks_ago: int) -> bool:
    """Long enough ago that the therapist's answers of then are not told: only the latest weeks go through the rules."""
    return weeks_ago >= LOOKED_AT_WEEKS


def _hurt(
    session: Session, targets: Offer, persona: Persona, dice: random.Random, weeks_ago: int, at: datetime
) -> None:
    if persona.story == "pain":
        score = min(7, max(1, 6 - weeks_ago + dice.choice((0, 0, 1))))
    elif dice.random() < 0.2:
        score = dice.choice((0, 1, 1, 2))
    else:
        return
    entry = targets.entries[0]
    report_pain(
        athlete=session.athlete,
        report_id=report_id(session, entry["exercise"], "during"),
        session=session,
        exercise=Exercise.objects.get(slug=entry["exercise"]),
        score=score,
        region="achilles" if "achilles" in persona.program else "knee",
        side=dice.choice(("left", "right")) if persona.story != "pain" else "left",
        is_one_spot=persona.story == "pain",
        is_history=_is_history(weeks_ago),
        at=at + timedelta(minutes=15),
    )
    if persona.story == "pain" and weeks_ago:
        _answer_next_morning(session, persona, max(1, score - 1), at, is_history=_is_history(weeks_ago))


def _answer_next_morning(session: Session, persona: Persona, score: int, at: datetime, *, is_history: bool) -> None:
    report_pain(
        athlete=session.athlete,
        report_id=report_id(session, "", Moment.NEXT_MORNING),
        session=session,
        score=score,
        region="achilles" if "achilles" in persona.program else "knee",
        side="left",
        moment=Moment.NEXT_MORNING,
        at=at + timedelta(days=1),
        is_history=is_history,
    )


def _uuid(dice: random.Random) -> uuid.UUID:
    return uuid.UUID(int=dice.getrandbits(128), version=4)
