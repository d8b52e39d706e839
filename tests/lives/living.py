"""Whole training lives through the real verbs: what an athlete does and answers, what a therapist clicks, day by day.

A life sees what a person sees: the targets that are offered, the one sentence beside them, the flags that are open.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from athletes.desk.actions import accept_and_settle
from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.evaluation.sweep import sweep
from athletes.localtime import instant
from athletes.models import Athlete, Enrollment, FlagKind, Moment, Session, SessionStatus
from athletes.problems.problem import episodes_of
from athletes.records.pain import report_pain
from athletes.records.runs import RunItem, WorstPain, record_run
from athletes.records.sessions import Document, Header, record_session
from athletes.records.sets import SetItem, set_id
from athletes.training.target import Target
from athletes.training.targets import Offer, offer
from athletes.wording.suggestions import told
from programs.rules.prescription.dose import Load, plain

#: What is ready to be said yes to is no problem.
NO_PROBLEM = (FlagKind.READY, FlagKind.GATE)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Place:
    region: str
    side: str = "left"


@dataclass(frozen=True)
class Habits:
    """What one person does. Sessions are counted from 1.

    comes -- whether the session of that day is done; score -- the worst pain in that session at the place, None for
    nothing to say; morning -- the morning after it, None for no answer; effort -- the RPE of the last set of each
    exercise, None for no answer; first_load -- what is taken from the rack where nothing is set
    other -- another place, with the pain in each session; run_score -- the worst pain of the run on the day before a
    session, at the place
    clicks -- whether the therapist accepts what is ready, once a day
    answers_signs -- whether the warning signs are answered when they are asked: none of them is there
    """

    comes: Callable[[date], bool] = lambda _on: True
    place: Place | None = None
    score: Callable[[int], int | None] = lambda _number: None
    morning: Callable[[int], int | None] = lambda _number: None
    effort: Callable[[Target], Decimal | None] = lambda target: target.rpe.high if target.rpe else Decimal(6)
    first_load: Decimal = Decimal(20)
    does_share: Decimal = Decimal(1)
    other: Place | None = None
    other_score: int = 0
    run_score: Callable[[int], int | None] = lambda _number: None
    clicks: bool = True
    answers_signs: bool = True


@dataclass(frozen=True)
class SessionLived:
    """One session: what was offered, and the sentence beside it."""

    on: date
    week: int
    targets: list[Target]
    said: str

    def of_pattern(self, *patterns: str) -> list[Target]:
        return [target for target in self.targets if target.pattern in patterns]

    def is_heavy(self) -> bool:
        """Whether a single-leg or hinge lift is heavy enough to train force: reps plus reserve of seven at most."""
        for target in self.of_pattern("single_leg", "hip_hinge"):
            if target.load and target.reserve and target.reps and target.reps.low + target.reserve.low <= 7:
                return True
        return False


@dataclass
class Life:
    athlete: Athlete
    sessions: list[SessionLived] = field(default_factory=list)

    def problems(self) -> Counter[str]:
        """What the therapist was called for: each problem once, whatever it tripped, by its worst kind."""
        flags = self.athlete.flags.exclude(kind__in=NO_PROBLEM)
        return Counter(problem.worst.kind for problem in episodes_of(flags))

    def loads_of(self, exercise: str) -> list[Decimal]:
        """The load of that exercise in each session that set one, in the athlete's unit."""
        found = []
        for session in self.sessions:
            found += [target.load.amount for target in session.targets if target.load and _is(target, exercise)]
        return found

    def table(self) -> str:
        """A session in a line: week, day, the first exercises with their doses, and the sentence."""
        lines = []
        for lived in self.sessions:
            doses = "; ".join(dose_of(target) for target in lived.targets[:4])
            lines.append(f"  {lived.week:>2}  {lived.on}  {doses}  | {lived.said}")
        counts = ", ".join(f"{count} {kind}" for kind, count in sorted(self.problems().items())) or "none"
        return "\n".join([*lines, f"  problems: {counts}"])


def _is(target: Target, exercise: str) -> bool:
    return target.exercise_slug == exercise


def dose_of(target: Target) -> str:
    amount = f"{target.seconds} s" if target.is_timed else str(target.reps)
    load = f" {target.load}" if target.load else ""
    return f"{target.exercise_slug} {target.sets}x{amount}{load}"


def nobody_looks(_athlete: Athlete, _at: datetime) -> None:
    """The pages are not read."""


def live(
    athlete: Athlete,
    enrollment: Enrollment,
    habits: Habits,
    *,
    days: int,
    look: Callable[[Athlete, datetime], None] = nobody_looks,
) -> Life:
    """That many days from the program's start on: mornings at seven, the sweep at noon, sessions in the evening.

    look -- at the pages, in the afternoon of each day with a session
    """
    life = Life(athlete)
    asked: tuple[int, Session] | None = None
    for number in range(days):
        on = enrollment.starts_on + number * ONE_DAY
        athlete.refresh_from_db()
        if asked is not None:
            _answer_morning(athlete, habits, asked, _at(athlete, on, 7))
            asked = None
        sweep(_at(athlete, on, 12))
        if habits.clicks and on.weekday() < 5:
            accept_and_settle(athlete=athlete, by=athlete.therapist, at=_at(athlete, on, 13))
        _run(life, habits, on)
        due = _due(athlete, on)
        if due:
            look(athlete, _at(athlete, on, 14))
        for session in due:
            if not habits.comes(on):
                continue
            _train(life, session, habits, _at(athlete, on, 18))
            asked = (len(life.sessions), session)
    return life


def _at(athlete: Athlete, on: date, hour: int) -> datetime:
    return instant(athlete.time_zone, on, time(hour))


def _due(athlete: Athlete, on: date) -> list[Session]:
    """What the pages offer on that day: nothing while training is stopped."""
    if athlete.stopped_at is not None:
        return []
    planned = athlete.sessions.filter(status=SessionStatus.PLANNED, planned_on=on, is_optional=False)
    return list(planned.select_related("week", "workout", "athlete"))


def _run(life: Life, habits: Habits, on: date) -> None:
    """Half an hour on the day before each session, at six in the evening."""
    athlete = life.athlete
    if not athlete.sessions.filter(planned_on=on + ONE_DAY, is_optional=False).exists():
        return
    score = habits.run_score(len(life.sessions) + 1)
    if habits.place is None or score is None:
        return
    pain = WorstPain(score, habits.place.region, habits.place.side)
    item = RunItem("easy", on, 1, uuid.uuid4(), minutes=30, pain=pain)
    record_run(athlete=athlete, run_id=uuid.uuid4(), item=item, at=_at(athlete, on, 18))


def _train(life: Life, session: Session, habits: Habits, at: datetime) -> None:
    offered = offer(session)
    week = session.week.number if session.week else 0
    said = told(offered.targets, offered.left_out, therapist="the therapist")
    life.sessions.append(SessionLived(session.planned_on, week, offered.targets, said))
    if not offered.targets:
        return
    record_session(athlete=life.athlete, session_id=session.pk, document=_document(session, offered, habits), at=at)
    header = Header(rev=1, edit_id=uuid.uuid4(), status=SessionStatus.COMPLETED, session_rpe=6)
    finished_at = at + timedelta(minutes=40)
    _answer_pain(life, session, habits, finished_at)
    record_session(athlete=life.athlete, session_id=session.pk, document=Document(header=header), at=finished_at)


def _document(session: Session, offered: Offer, habits: Habits) -> Document:
    sets: list[SetItem] = []
    for target in offered.targets:
        done = max(1, int(target.sets * habits.does_share))
        for number in range(1, done + 1):
            effort = habits.effort(target) if number == done else None
            sets += [_set(session, target, number, side, habits, effort) for side in target.sides]
    return Document(offered, sets=sets)


def _set(session: Session, target: Target, number: int, side: str, habits: Habits, effort: Decimal | None) -> SetItem:
    load = target.load
    if target.takes_load and load is None:
        load = Load(plain(habits.first_load), target.unit)
    return SetItem(
        id=set_id(session.pk, target.prescription_id, number, side),
        exercise=target.exercise_slug,
        number=number,
        rev=1,
        edit_id=uuid.uuid4(),
        prescription_id=target.prescription_id,
        side=side,
        reps=None if target.is_timed else target.most_amount,
        seconds=target.most_amount if target.is_timed else None,
        load=load,
        rpe=None if target.is_timed else effort,
    )


def _answer_pain(life: Life, session: Session, habits: Habits, at: datetime) -> None:
    if habits.other is not None:
        report_pain(
            athlete=life.athlete, report_id=uuid.uuid4(), score=habits.other_score, region=habits.other.region,
            side=habits.other.side, session=session, at=at,
        )  # fmt: skip
    score = habits.score(len(life.sessions))
    if habits.place is None or score is None:
        return
    report_pain(
        athlete=life.athlete, report_id=uuid.uuid4(), score=score, region=habits.place.region, side=habits.place.side,
        session=session, is_one_spot=True, at=at,
    )  # fmt: skip
    asked = life.athlete.pain_profiles.filter(asked_at__isnull=False)
    if habits.answers_signs and asked.exists():
        place = habits.place
        answer_signs(athlete=life.athlete, region=place.region, side=place.side, signs=[], at=at)


def _answer_morning(athlete: Athlete, habits: Habits, asked: tuple[int, Session], at: datetime) -> None:
    number, session = asked
    score = habits.morning(number)
    if habits.place is None or score is None:
        return
    report_pain(
        athlete=athlete, report_id=uuid.uuid4(), score=score, region=habits.place.region, side=habits.place.side,
        moment=Moment.NEXT_MORNING, session=session, at=at,
    )  # fmt: skip
