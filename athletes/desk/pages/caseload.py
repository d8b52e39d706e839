"""The caseload as a page: tiles, rows with squares and a line of pain, and the review of one athlete."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from athletes.localtime import monday_of
from athletes.models import Flag, FlagKind, PainReport, Session, SessionStatus, SetLog, Suggestion
from athletes.problems.caseload import Case, Caseload, weeks_of
from athletes.problems.kinds import GROUPS, LOOK, CaseGroup, PrimaryAction, entry_of
from athletes.training.target import Target
from athletes.training.targets import frozen_targets
from athletes.wording.doses import dose_words
from athletes.wording.problems import title_of_flag, why
from athletes.wording.suggestions import accept_label, acceptable, advice_words, load_words, reason_words
from programs.rules.dose import Load

#: How many suggestions that only the program can follow are shown.
HINTS = 3
#: The line of pain: its width and the height of the ten points, in SVG units.
SPARK_WIDTH, SPARK_HEIGHT, SPARK_POINTS = 60, 30, 12
#: Squares of one week; a third session is not drawn.
SQUARES_A_WEEK = 2


@dataclass(frozen=True)
class Tile:
    name: str
    label: str
    count: int
    tone: str
    is_chosen: bool


@dataclass(frozen=True)
class Sparkline:
    """Pain over six weeks: the worst of each day, the limit, and the last score."""

    path: str
    limit_y: float
    x: float
    y: float
    last: int
    first: int


@dataclass(frozen=True)
class SessionSquares:
    """Two squares for each of six weeks, week by week: done, partial, missed, excused, ahead or empty."""

    states: list[str]

    @property
    def done(self) -> int:
        return self.states.count("done") + self.states.count("partial")

    @property
    def due(self) -> int:
        """Done or missed; what was excused is not held against anybody."""
        return self.done + self.states.count("missed")

    @property
    def label(self) -> str:
        return _("{done} of {due} sessions done").format(done=self.done, due=self.due)


@dataclass(frozen=True)
class Row:
    key: int
    name: str
    where: str
    tone: str
    icon: str
    title: str
    why: str
    more: int
    squares: list[str]
    squares_label: str
    spark: Sparkline | None
    likely: PrimaryAction
    group: str
    has_bad_address: bool


@dataclass(frozen=True)
class CaseloadPage:
    today: date
    tiles: list[Tile]
    rows: list[Row]
    total: int
    waiting: int
    page: int
    pages: int


def caseload_page(found: Caseload, chosen: str, at: datetime) -> CaseloadPage:
    """The page of one reading of the caseload. chosen -- the tile that filters it."""
    tiles = []
    for group, entry in GROUPS.items():
        tiles.append(Tile(group, str(entry.label), found.counts[group], entry.tone, is_chosen=group == chosen))
    waiting = found.total - found.counts[CaseGroup.ON_TRACK]
    rows = [_row(case, at) for case in found.cases]
    return CaseloadPage(at.date(), tiles, rows, found.total, waiting, found.page, found.pages)


def _row(case: Case, at: datetime) -> Row:
    flag, group = case.worst, GROUPS[case.group]
    squares = _squares(case, at.date())
    return Row(
        key=case.key,
        name=case.name,
        where=_where(case, at.date()),
        tone=group.tone,
        icon=group.icon,
        title=title_of_flag(flag) if flag else str(group.label),
        why=why(flag) if flag else "",
        more=max(0, len(case.flags) - 1),
        squares=squares.states,
        squares_label=squares.label,
        spark=_spark(case.reports, case.pain_limit),
        likely=_primary_action(case),
        group=case.group,
        has_bad_address=case.has_bad_address,
    )


def _where(case: Case, today: date) -> str:
    """The program and the week: “10K builder · week 5 of 10”."""
    if case.enrollment is None:
        return ""
    name = case.enrollment.program.name.partition(":")[0]
    paused_until = case.enrollment.paused_until
    if paused_until and paused_until > today:
        return f"{name} · " + _("paused until {day}").format(day=date_format(paused_until, "D j M"))
    count = getattr(case.enrollment, "weeks", "")
    return f"{name} · " + _("week {number} of {count}").format(number=_week_number(case, today), count=count)


def _week_number(case: Case, today: date) -> int:
    """The week of the last session that was due by today; the first before there is one."""
    number = 1
    for session in case.sessions:
        if session.planned_on <= today and session.week:
            number = session.week.number
    return number


def _squares(case: Case, today: date) -> SessionSquares:
    states_by_week: dict[date, list[str]] = defaultdict(list)
    for session in case.sessions:
        states_by_week[monday_of(session.planned_on)].append(_square(session, today))
    squares: list[str] = []
    for monday in weeks_of(today):
        states = states_by_week[monday][:SQUARES_A_WEEK]
        empty = ["empty"] * (SQUARES_A_WEEK - len(states))
        squares += states + empty
    return SessionSquares(squares)


def _square(session: Session, today: date) -> str:
    if session.status == SessionStatus.COMPLETED:
        return "partial" if session.is_partial else "done"
    if session.planned_on >= today or session.status == SessionStatus.OPEN:
        return "ahead"
    return "excused" if session.excuse else "missed"


def _spark(reports: Sequence[PainReport], limit: int) -> Sparkline | None:
    scores = _worst_by_day(reports)[-SPARK_POINTS:]
    if not scores:
        return None
    step = (SPARK_WIDTH - 10) / max(1, len(scores) - 1)
    x, y = 0.0, 0.0
    points: list[str] = []
    for position, score in enumerate(scores):
        x, y = round(2 + step * position, 1), _height(score)
        points.append(f"{x} {y}")
    path = "M" + "L".join(points)
    return Sparkline(path, _height(limit), x, y, last=scores[-1], first=scores[0])


def _worst_by_day(reports: Iterable[PainReport]) -> list[int]:
    """The worst score of each day that has one, the oldest first."""
    worst: dict[date, int] = {}
    for report in reports:
        worst[report.reported_on] = max(report.score, worst.get(report.reported_on, 0))
    return [worst[on] for on in sorted(worst)]


def _height(score: int) -> float:
    return round(SPARK_HEIGHT - 4 - score * (SPARK_HEIGHT - 8) / 10, 1)


def _primary_action(case: Case) -> PrimaryAction:
    flag = case.worst
    if flag is None:
        if case.group == CaseGroup.NO_PROGRAM:
            return PrimaryAction(_("Prescribe"), url=f"{reverse('admin:athletes_enrollment_add')}?athlete={case.key}")
        return LOOK
    entry = entry_of(flag)
    if entry.offers_accept and acceptable(case.suggestions):
        return PrimaryAction(accept_label(case.suggestions), do="accept")
    return entry.action


# -- the review ------------------------------------------------------------------------------


@dataclass(frozen=True)
class ExerciseResult:
    """One exercise of a session: prescribed, done and pain."""

    name: str
    prescribed: str
    done: str
    pain: int | None
    is_over: bool


@dataclass(frozen=True)
class FlagLine:
    flag: Flag
    title: str
    why: str
    tone: str


@dataclass(frozen=True)
class AdviceLine:
    suggestion: Suggestion
    what: str
    why: str


@dataclass(frozen=True)
class Review:
    """One athlete beside the list: flags, the last session, what the rules suggest, and a message to send.

    note -- what was typed and could not be taken
    """

    case: Case
    flags: list[FlagLine]
    session: Session | None
    did: list[ExerciseResult]
    advice: list[AdviceLine]
    accept: str
    program_url: str
    draft: str
    note: str
    is_stopped: bool
    may_lift: bool
    next: Row | None


def review_of(
    case: Case,
    session: Session | None,
    sets: Sequence[SetLog],
    rows: Sequence[Row],
    *,
    typed: Mapping[str, str],
    may_lift: bool,
) -> Review:
    """The review of one row.

    session -- the last finished one, with its sets; typed -- the message and the note that a refused act left
    """
    return Review(
        case=case,
        flags=[_flag_line(flag) for flag in case.flags],
        session=session,
        did=_did(case, session, sets) if session else [],
        advice=_advice_lines(case.suggestions),
        accept=accept_label(case.suggestions) if acceptable(case.suggestions) else "",
        program_url=_program_url(case),
        draft=typed.get("text") or draft_of(case),
        note=typed.get("note", ""),
        is_stopped=is_stopped(case),
        may_lift=may_lift,
        next=_next_to_review(rows, case),
    )


def _next_to_review(rows: Sequence[Row], case: Case) -> Row | None:
    """The next row below this one that needs somebody; of a list that it has left, the first row, if that does."""
    candidates = rows[:1]
    for position, row in enumerate(rows):
        if row.key == case.key:
            candidates = rows[position + 1 :]
    for row in candidates:
        if row.group != CaseGroup.ON_TRACK:
            return row
    return None


def _program_url(case: Case) -> str:
    if case.enrollment is None:
        return ""
    return reverse("admin:programs_program_grid", args=[case.enrollment.program_id])


def _flag_line(flag: Flag) -> FlagLine:
    return FlagLine(flag, title_of_flag(flag), why(flag), GROUPS[entry_of(flag).group].tone)


def is_stopped(case: Case) -> bool:
    return any(flag.kind == FlagKind.STOP for flag in case.flags)


def _advice_lines(suggestions: Iterable[Suggestion]) -> list[AdviceLine]:
    """What one click may accept, then some of what only the program can follow."""
    by_click: list[AdviceLine] = []
    by_plan: list[AdviceLine] = []
    for suggestion in suggestions:
        line = AdviceLine(suggestion, advice_words(suggestion), reason_words(suggestion))
        if acceptable([suggestion]):
            by_click.append(line)
        else:
            by_plan.append(line)
    return by_click + by_plan[:HINTS]


def draft_of(case: Case) -> str:
    """A message to begin with, by the most urgent flag; the therapist sends what they want."""
    name = case.name.split(" ")[0]
    flag = case.worst
    if is_stopped(case):
        return _("Thanks for telling me, {name}. Please rest for now; I will call you today.").format(name=name)
    drafts = {
        "pain": _("Thanks for telling me, {name}. That was the right call. I have looked at your next session."),
        "missed": _("Hi {name}, it has been quiet. What got in the way, and what would make this week work?"),
        "progress": _("Good work, {name}. Your next session goes one step further."),
        "look": _("Hi {name}, I took a look at your training."),
    }
    return drafts[case.group].format(name=name) if flag else ""


def _did(case: Case, session: Session, sets: Sequence[SetLog]) -> list[ExerciseResult]:
    """Each exercise of a session: what was asked for, what was done, and the pain in it."""
    sets_of: dict[int | None, list[SetLog]] = defaultdict(list)
    for row in sets:
        sets_of[row.prescription_id].append(row)
    pain_of = _pain_by_exercise(case, session)
    results = []
    for target in frozen_targets(session):
        done = sets_of[target.prescription_id]
        pain = _pain_in(done, pain_of)
        is_over = pain is not None and pain > case.pain_limit
        words = _done_words(target, done)
        results.append(ExerciseResult(target.exercise_name, dose_words(target), words, pain, is_over))
    return results


def _pain_by_exercise(case: Case, session: Session) -> dict[int | None, int]:
    """The last score that was reported of each exercise in that session."""
    scores: dict[int | None, int] = {}
    for report in case.reports:
        if report.session_id == session.pk:
            scores[report.exercise_id] = report.score
    return scores


def _pain_in(done: Iterable[SetLog], pain_of: Mapping[int | None, int]) -> int | None:
    """The score of the exercise that was done, which a swap may have made another than the target's."""
    for row in done:
        if row.exercise_id in pain_of:
            return pain_of[row.exercise_id]
    return None


def _done_words(target: Target, done: Sequence[SetLog]) -> str:
    """“as set”, “2 of 3 sets”, or the amounts where they differ."""
    count = len({row.number for row in done})  # a left and a right one share their number
    if count == 0:
        return _("left out")
    if count < target.sets:
        return _("{done} of {count} sets").format(done=count, count=target.sets)
    least = _least_amount(done)
    if least < target.least_amount:
        return _("down to {amount}").format(amount=least)
    load = _heaviest(done)
    if load is None or not load.amount or target.is_load_due(load):
        return _("as set")
    return _("as set, {load}").format(load=load_words(load))


def _least_amount(done: Iterable[SetLog]) -> int:
    """The fewest repetitions or seconds of a set; one logged without either counts as none."""
    return min(row.reps or row.seconds or 0 for row in done)


def _heaviest(done: Iterable[SetLog]) -> Load | None:
    heaviest: Load | None = None
    for row in done:
        if row.load is not None and (heaviest is None or row.load.kg > heaviest.kg):
            heaviest = row.load
    return heaviest
