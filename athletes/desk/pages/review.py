"""The review of one athlete beside the caseload: a problem, the last session, what the rules suggest, and a message."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from athletes.models import Flag, FlagKind, Session, SetLog, Suggestion
from athletes.phone.pages.pain_line import PainLine, pain_line
from athletes.problems.caseload import Case, CaseReport
from athletes.problems.kinds import GROUPS, CaseGroup, entry_of
from athletes.problems.problem import Problem, has_stop, is_held_for, pain_of, problems_of
from athletes.records.care.message_templates import FilledTemplate
from athletes.training.target import Target
from athletes.training.targets import frozen_targets
from athletes.wording.doses import dose_words
from athletes.wording.problems import title_of_flag, title_of_problem, why
from athletes.wording.suggestions import accept_label, acceptable, advice_words, load_words, why_words
from programs.rules.advice import UNTIL_DECIDED
from programs.rules.prescription.dose import Load

from .caseload_row import CaseloadRow
from .said import Said, said_of

#: How many suggestions that only the program can follow are shown.
HINTS = 3
_ASKS_A_PERSON = frozenset({FlagKind.MORNING, FlagKind.PERSISTENT, FlagKind.PHASE})


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
class ProblemLines:
    """One problem: what it is, and its signals, the worst first."""

    problem: Problem
    title: str
    lines: list[FlagLine]

    @property
    def tone(self) -> str:
        return self.lines[0].tone


@dataclass(frozen=True)
class SuggestionLine:
    suggestion: Suggestion
    what: str
    why: str


@dataclass(frozen=True)
class Review:
    """One athlete beside the list: a problem with its signals, the last session, what the rules suggest, and a message.

    problem -- the one that is decided about; others -- what else is open
    by_rule -- what the rules have done by themselves to the coming sessions
    curve -- the pain of its place; said -- who said what; note -- what was typed and could not be taken
    is_begun -- somebody has begun the message; drafted -- the part of it that nobody typed
    """

    case: Case
    problem: ProblemLines | None
    others: list[ProblemLines]
    curve: PainLine | None
    said: list[Said]
    session: Session | None
    did: list[ExerciseResult]
    advice: list[SuggestionLine]
    by_rule: list[SuggestionLine]
    accept: str
    program_url: str
    draft: str
    note: str
    is_stopped: bool
    may_end: bool
    next: CaseloadRow | None
    templates: Sequence[FilledTemplate] = ()
    drafted: str = ""
    is_begun: bool = False

    @property
    def may_keep(self) -> bool:
        """Whether the rules hold something for this problem that a therapist may take back."""
        subject = self.problem.problem.subject if self.problem else ""
        return any(is_held_for(line.suggestion, subject) for line in self.by_rule)

    @property
    def needs_thought(self) -> bool:
        """Whether the rule itself asks for a person: then no choice is preset (safety.md 2)."""
        if self.problem is None:
            return False
        kinds = {flag.kind for flag in self.problem.problem.flags}
        subject = self.problem.problem.subject
        held = [line.suggestion for line in self.by_rule if is_held_for(line.suggestion, subject)]
        return bool(kinds & _ASKS_A_PERSON) or any(each.reason in UNTIL_DECIDED for each in held)


def review_of(
    case: Case,
    session: Session | None,
    sets: Collection[SetLog],
    rows: Sequence[CaseloadRow],
    *,
    typed: Mapping[str, str],
    may_end: bool,
    subject: str = "",
    noted: Sequence[Said] = (),
    templates: Sequence[FilledTemplate] = (),
) -> Review:
    """The review of one row.

    session -- the last finished one, with its sets; typed -- the message and the note that a refused act left
    subject -- of the problem that was chosen; the worst one without; noted -- at the clinic
    templates -- of the clinic, filled in for them
    """
    problems = list(map(_problem_lines, problems_of(case.flags)))
    chosen = _chosen(problems, subject)
    here = _reports_of(case, chosen)
    return Review(
        case=case,
        problem=chosen,
        others=[problem for problem in problems if problem is not chosen],
        curve=pain_line(here, case.limits.at(here[0].region, here[0].side)) if here else None,
        said=said_of(case.name, here, session, noted),
        session=session,
        did=results_of(case, session, sets) if session else [],
        advice=list(map(_suggestion_line, _suggestions_shown(case.suggestions))),
        by_rule=list(map(_suggestion_line, case.by_rule)),
        accept=accept_label(case.suggestions) if acceptable(case.suggestions) else "",
        program_url=_program_address(case),
        draft=typed.get("text") or draft_of(case),
        note=typed.get("note", ""),
        is_stopped=is_stopped(case),
        may_end=may_end,
        next=_next_row(case, rows),
        templates=templates,
        drafted=typed.get("drafted", "") if typed.get("text") else draft_of(case),
        is_begun=bool(typed.get("text")),
    )


def _problem_lines(problem: Problem) -> ProblemLines:
    return ProblemLines(problem, title_of_problem(problem), list(map(_flag_line, problem.flags)))


def _chosen(problems: Sequence[ProblemLines], subject: str) -> ProblemLines | None:
    for each in problems:
        if each.problem.subject == subject:
            return each
    return problems[0] if problems else None


def _reports_of(case: Case, chosen: ProblemLines | None) -> list[CaseReport]:
    """What was reported of the place that is decided about."""
    if chosen is None:
        return []
    return [report for report in case.reports if pain_of(report.region, report.side) == chosen.problem.subject]


def is_stopped(case: Case) -> bool:
    return has_stop(case.flags)


def _flag_line(flag: Flag) -> FlagLine:
    return FlagLine(flag, title_of_flag(flag), why(flag), GROUPS[entry_of(flag).group].tone)


def _suggestion_line(suggestion: Suggestion) -> SuggestionLine:
    return SuggestionLine(suggestion, advice_words(suggestion), why_words(suggestion))


def _suggestions_shown(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """What one click may accept, then some of what only the program can follow."""
    one_click = acceptable(suggestions)
    by_program = [suggestion for suggestion in suggestions if suggestion not in one_click]
    return one_click + by_program[:HINTS]


def _program_address(case: Case) -> str:
    if case.enrollment is None:
        return ""
    return reverse("admin:programs_program_grid", args=[case.enrollment.program_id])


def _next_row(case: Case, rows: Sequence[CaseloadRow]) -> CaseloadRow | None:
    """Who needs something next: after this row, else at the top of a page that does not hold it."""
    keys = [row.key for row in rows]
    candidates = rows[:1]
    if case.key in keys:
        candidates = rows[keys.index(case.key) + 1 :]
    for row in candidates:
        if row.group != CaseGroup.ON_TRACK:
            return row
    return None


def draft_of(case: Case) -> str:
    """A message to begin with, by the most urgent flag; the therapist sends what they want."""
    name = case.name.split(" ")[0]
    if is_stopped(case):
        return _("Thanks for telling me, {name}. Please rest until we have talked.").format(name=name)
    if case.worst is None:
        return ""
    drafts = {
        CaseGroup.PAIN: _("Thanks for telling me, {name}. I have read what you noted."),
        CaseGroup.MISSED: _("Hi {name}, it has been quiet. What got in the way, and what would make this week work?"),
        CaseGroup.PROGRESS: _("Hi {name}, your last session earned a step."),
        CaseGroup.LOOK: _("Hi {name}, I have a question about your training."),
    }
    return drafts[case.group].format(name=name)


# -- the last session ------------------------------------------------------------------------


def results_of(case: Case, session: Session, sets: Collection[SetLog]) -> list[ExerciseResult]:
    """Each exercise of a session: what was asked for, what was done, and the pain in it."""
    pain = {report.exercise_id: report for report in case.reports if report.session_id == session.pk}
    results = []
    for target in frozen_targets(session):
        done = [performed for performed in sets if performed.prescription_id == target.prescription_id]
        report = _pain_in(done, pain)
        result = ExerciseResult(
            name=target.exercise_name,
            prescribed=dose_words(target),
            done=done_words(target, done),
            pain=report.score if report else None,
            is_over=report is not None and report.score > case.limits.at(report.region, report.side),
        )
        results.append(result)
    return results


def _pain_in(done: Collection[SetLog], pain: Mapping[int | None, CaseReport]) -> CaseReport | None:
    """What was said of the first exercise done here that hurt: a swap is another exercise than the one prescribed."""
    for performed in done:
        if performed.exercise_id in pain:
            return pain[performed.exercise_id]
    return None


def done_words(target: Target, done: Collection[SetLog]) -> str:
    """“as set”, “2 of 3 sets”, or the amounts where they differ."""
    numbers = {performed.number for performed in done}
    if not numbers:
        return _("left out")
    if len(numbers) < target.sets:
        return _("{done} of {count} sets").format(done=len(numbers), count=target.sets)
    least = min(performed.reps or performed.seconds or 0 for performed in done)
    if least < target.least_amount:
        return _("down to {amount}").format(amount=least)
    heaviest = _heaviest(done)
    if heaviest is not None and not target.is_load_due(heaviest):
        return _("as set, {load}").format(load=load_words(heaviest))
    return _("as set")


def _heaviest(done: Collection[SetLog]) -> Load | None:
    """The heaviest load; None where every set was without one."""
    heaviest = None
    for performed in done:
        load = performed.load
        if load is not None and load.amount and (heaviest is None or load.kg > heaviest.kg):
            heaviest = load
    return heaviest
