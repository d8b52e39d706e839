"""A: what is open, what was decided about it, and how far the next phase and plyometrics are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from athletes.localtime import clinic_day, instant
from athletes.models import Athlete, Flag, FlagAct
from athletes.problems.problem import Problem, problems_of
from athletes.wording.plyometric_gate import GateLine, gate_lines, phase_gate
from athletes.wording.problems import title_of_flag, title_of_problem, why

from .lines import BriefLine, day_words, quoted, some_of

#: How many problems, signals of one problem and decisions are printed.
PROBLEMS, SIGNALS, DECISIONS = 4, 2, 3
#: What a person did that decides something, or says why; what the rules did by themselves is no decision.
DECIDED = (
    FlagAct.Kind.RESOLVED,
    FlagAct.Kind.SNOOZED,
    FlagAct.Kind.LIFTED,
    FlagAct.Kind.NOTED,
    FlagAct.Kind.TAKEN_BACK,
)


@dataclass(frozen=True)
class BriefProblem:
    """One open problem. since -- when it began, in words, and until when it was put off

    signals -- each with its figures, the worst first
    is_waiting -- for a decision; a stop waits for a return to training
    """

    title: str
    since: str
    signals: list[str]
    is_waiting: bool


@dataclass(frozen=True)
class BriefGate:
    """A phase, or plyometrics. unmet -- the conditions that are not met, in words; empty: all are"""

    title: str
    met: int
    asked: int
    unmet: list[str]

    @property
    def figures(self) -> str:
        """“3 of 5 conditions met”."""
        return _("{met} of {asked} conditions met").format(met=self.met, asked=self.asked)


@dataclass(frozen=True)
class Assessed:
    """cleared -- by whom for plyometrics, in words; empty: nobody; more -- how many problems are not among these

    subject -- of the worst problem; empty: none is open
    """

    problems: list[BriefProblem]
    decisions: list[BriefLine]
    gates: list[BriefGate]
    cleared: str
    more: int
    subject: str

    @property
    def more_words(self) -> str:
        """That more is open than is printed; empty where it is not."""
        if not self.more:
            return ""
        return ngettext("{count} more is open.", "{count} more are open.", self.more).format(count=self.more)


def assessment_of(athlete: Athlete, at: datetime, since: date) -> Assessed:
    """The open problems, and the decisions since that day."""
    problems = problems_of(athlete.flags.open())
    cleared = _cleared_words(athlete)
    return Assessed(
        problems=[_problem(athlete, problem, at) for problem in problems[:PROBLEMS]],
        decisions=some_of(_decisions(athlete, since), DECISIONS),
        gates=_gates(athlete, at, is_cleared=bool(cleared)),
        cleared=cleared,
        more=max(0, len(problems) - PROBLEMS),
        subject=problems[0].subject if problems else "",
    )


# -- problems --------------------------------------------------------------------------------


def _problem(athlete: Athlete, problem: Problem, at: datetime) -> BriefProblem:
    title = title_of_problem(problem)
    since = _("since {day}").format(day=day_words(athlete.today(problem.since)))
    put_off = [flag.snoozed_until for flag in problem.flags if flag.snoozed_until and flag.snoozed_until > at]
    if put_off:
        since += ", " + _("put off until {day}").format(day=day_words(clinic_day(max(put_off))))
    is_waiting = not (put_off or problem.is_progress or problem.is_stop)
    return BriefProblem(title, since, _signals(problem, title), is_waiting)


def _signals(problem: Problem, named: str) -> list[str]:
    """What the first of its flags say beyond the title."""
    signals = []
    for flag in problem.flags[:SIGNALS]:
        signal = _signal(flag, named)
        if signal:
            signals.append(signal)
    return signals


def _signal(flag: Flag, named: str) -> str:
    """“Pain over limit: 6 in Left knee”. named -- the problem's title, which is not said twice"""
    title, figures = title_of_flag(flag), why(flag)
    return ": ".join(filter(None, [title if title != named else "", figures]))


# -- decisions -------------------------------------------------------------------------------

#: What one person did at one moment, to whatever problem.
Decision = tuple[datetime, str | None, str, str]


def _decisions(athlete: Athlete, since: date) -> list[BriefLine]:
    """What was decided, the latest first; one decision closes every flag of a problem, and is one line."""
    begins_at = instant(athlete.time_zone, since, time(0))
    acts = FlagAct.objects.filter(athlete=athlete, by__isnull=False, at__gte=begins_at, kind__in=DECIDED)
    flags_of: dict[Decision, list[Flag]] = defaultdict(list)
    for act in acts.select_related("flag").annotate(by_name=F("by__name")).order_by("-at", "-id"):
        flags_of[act.at, act.by_name, str(act.get_kind_display()), act.note].append(act.flag)
    lines = []
    for (at, by, kind, note), flags in flags_of.items():
        about = f"{by}, {day_words(clinic_day(at))}"
        words = f"{_titles(flags)}: {kind}"
        lines.append(BriefLine(f"{words}. {quoted(note)}" if note else words, about))
    return lines


def _titles(flags: Sequence[Flag]) -> str:
    return ", ".join(map(title_of_problem, problems_of(flags)))


# -- phase and plyometrics -------------------------------------------------------------------


def _cleared_words(athlete: Athlete) -> str:
    """“Cleared for plyometrics by Thea Lind on Nov 9”; empty where nobody has."""
    clearance = athlete.clearances.standing().select_related("cleared_by").first()
    if clearance is None:
        return ""
    return _("Cleared for plyometrics by {name} on {day}").format(
        name=clearance.cleared_by or _("the clinic"), day=day_words(clinic_day(clearance.cleared_at))
    )


def _gates(athlete: Athlete, at: datetime, *, is_cleared: bool) -> list[BriefGate]:
    """The next phase, where the next session begins one; and plyometrics, until they are cleared."""
    gates = []
    phase = phase_gate(athlete, at)
    if phase is not None and phase.lines:
        gates.append(_gate(_("Next phase: {name}").format(name=phase.name), phase.lines))
    if not is_cleared:
        gates.append(_gate(_("Plyometrics"), gate_lines(athlete, at)))
    return gates


def _gate(title: str, lines: Iterable[GateLine]) -> BriefGate:
    lines = list(lines)
    unmet = [line.words for line in lines if not line.is_met]
    return BriefGate(title, len(lines) - len(unmet), len(lines), unmet)
