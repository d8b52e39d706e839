"""The caseload as a page: tiles, rows with squares and a line of pain, and the review of one athlete."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

#: How many suggestions that only the program can follow are shown.
HINTS = 3
#: The line of pain: its width and the height of the ten points, in SVG units.
SPARK_WIDTH, SPARK_HEIGHT, SPARK_POINTS = 60, 30, 12


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
    squares, done, due = _squares(case, at.date())
    return Row(
        key=case.key,
        name=case.name,
        where=_where(case, at.date()),
        tone=group.tone,
        icon=group.icon,
        title=title_of_flag(flag) if flag else str(group.label),
        why=why(flag) if flag else "",
        more=max(0, len(case.flags) - 1),
        squares=squares,
        squares_label=_("{done} of {due} sessions done").format(done=done, due=due),
        spark=_spark(case.reports, case.pain_limit),
        likely=_primary_action(case),
        group=case.group,
        has_bad_address=case.has_bad_address,
    )


def _where(case: Case, today: date) -> str:
    """The program and the week: “10K builder · week 5 of 10”."""
    if case.enrollment is None:
        return ""
    begun = [each for each in case.sessions if each.planned_on <= today and each.week]
    week = begun[-1].week if begun else None
    name = case.enrollment.program.name.partition(":")[0]
    if case.enrollment.paused_until and case.enrollment.paused_until > today:
        return f"{name} · " + _("paused until {day}").format(day=date_format(case.enrollment.paused_until, "D j M"))
    count = getattr(case.enrollment, "weeks", "")
    return f"{name} · " + _("week {number} of {count}").format(number=week.number if week else 1, count=count)


def _squares(case: Case, today: date) -> tuple[list[str], int, int]:
    """Two squares for each of six weeks, week by week: done, partial, missed, ahead or empty; and the count."""
    squares: list[str] = []
    for monday in weeks_of(today):
        week = [each for each in case.sessions if monday_of(each.planned_on) == monday]
        states = [_square(each, today) for each in week][:2]
        squares += states + ["empty"] * (2 - len(states))
    done = sum(each in ("done", "partial") for each in squares)
    return squares, done, done + squares.count("missed")


def _square(session: Session, today: date) -> str:
    if session.status == SessionStatus.COMPLETED:
        return "partial" if session.is_partial else "done"
    if session.planned_on >= today or session.status == SessionStatus.OPEN:
        return "ahead"
    return "excused" if session.excuse else "missed"


def _spark(reports: Sequence[PainReport], limit: int) -> Sparkline | None:
    days: dict[date, int] = {}
    for each in reports:
        days[each.reported_on] = max(days.get(each.reported_on, 0), each.score)
    scores = [days[on] for on in sorted(days)][-SPARK_POINTS:]
    if not scores:
        return None
    step = (SPARK_WIDTH - 10) / max(1, len(scores) - 1)
    points = [(round(2 + step * place, 1), _height(score)) for place, score in enumerate(scores)]
    path = "M" + "L".join(f"{x} {y}" for x, y in points)
    return Sparkline(path, _height(limit), points[-1][0], points[-1][1], scores[-1], scores[0])


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
class Advice:
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
    advice: list[Advice]
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
    keys = [row.key for row in rows]
    after = rows[keys.index(case.key) + 1 :] if case.key in keys else rows[:1]
    program = case.enrollment.program_id if case.enrollment else None
    return Review(
        case=case,
        flags=[_flag_line(flag) for flag in case.flags],
        session=session,
        did=_did(case, session, sets) if session else [],
        advice=[Advice(each, advice_words(each), reason_words(each)) for each in _first(case.suggestions)],
        accept=accept_label(case.suggestions) if acceptable(case.suggestions) else "",
        program_url=reverse("admin:programs_program_grid", args=[program]) if program else "",
        draft=typed.get("text") or draft_of(case),
        note=typed.get("note", ""),
        is_stopped=is_stopped(case),
        may_lift=may_lift,
        next=next((row for row in after if row.group != "ok"), None),
    )


def _flag_line(flag: Flag) -> FlagLine:
    return FlagLine(flag, title_of_flag(flag), why(flag), GROUPS[entry_of(flag).group].tone)


def is_stopped(case: Case) -> bool:
    return any(flag.kind == FlagKind.STOP for flag in case.flags)


def _first(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """What one click may accept, then some of what only the program can follow."""
    one_click = acceptable(suggestions)
    return one_click + [each for each in suggestions if each not in one_click][:HINTS]


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
    pain = {each.exercise_id: each.score for each in case.reports if each.session_id == session.pk}
    lines = []
    for target in frozen_targets(session):
        done = [each for each in sets if each.prescription_id == target.prescription_id]
        score = next((pain[each.exercise_id] for each in done if each.exercise_id in pain), None)
        over = score is not None and score > case.pain_limit
        lines.append(ExerciseResult(target.exercise_name, dose_words(target), _done_words(target, done), score, over))
    return lines


def _done_words(target: Target, done: Sequence[SetLog]) -> str:
    """“as set”, “2 of 3 sets”, or the amounts where they differ."""
    numbers = {each.number for each in done}
    if not numbers:
        return _("left out")
    if len(numbers) < target.sets:
        return _("{done} of {count} sets").format(done=len(numbers), count=target.sets)
    least = min(each.reps or each.seconds or 0 for each in done)
    if least < target.least_amount:
        return _("down to {amount}").format(amount=least)
    load = max((each.load for each in done if each.load), key=lambda each: each.kg, default=None)
    if load and load.amount and not target.is_load_due(load):
        return _("as set, {load}").format(load=load_words(load))
    return _("as set")
