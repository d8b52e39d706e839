"""Outcome totals of one athlete at weeks 0, 6 and 12, with the change that matters, and the therapist's tests beside.

Figures and facts: nothing is prescribed from them (clinical.md 6).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from athletes.models import Assessment, AssessmentKind, Athlete, OutcomeTotal, Side
from programs.rules.outcomes import BY_CODE, WEEKS, Questionnaire, Worth, due_weeks, judge, week_of
from programs.rules.plyometrics import symmetry
from programs.thresholds import clinic_thresholds

#: What is asked of an athlete who has pain in a region, beside what is asked of everybody.
_OF_REGION = {"achilles": ("visa_a", "tendins_a"), "knee": ("akps",)}
_OF_EVERYBODY = ("uwri", "psfs")
#: Stands for the week of what was taken before the program began.
BEFORE = -1


@dataclass(frozen=True)
class TotalsWeek:
    """A column: a week at which totals are taken, and its day; or the last day before the program."""

    week: int
    on: date
    is_due: bool

    @property
    def is_before(self) -> bool:
        return self.week == BEFORE


@dataclass(frozen=True)
class OutcomeRow:
    """One measure: a figure for each mark, the change from the first to the last, and what that is worth.

    cells -- in the order of the marks; empty where there is none; change, verdict -- empty with fewer than two
    """

    name: str
    about: str
    cells: Sequence[str]
    change: str
    matters: str
    verdict: str
    tone: str


@dataclass(frozen=True)
class OutcomesPage:
    """marks -- the columns; entered -- every total, the latest first; missing -- what is due and not there, in words"""

    marks: Sequence[TotalsWeek]
    rows: Sequence[OutcomeRow]
    tests: Sequence[OutcomeRow]
    entered: Sequence[OutcomeTotal]
    missing: Sequence[str]
    program: str


def outcomes_page(athlete: Athlete, at: datetime) -> OutcomesPage:
    """Four queries, however much was entered."""
    today = athlete.today(at)
    begun = athlete.enrollments.select_related("program").filter(starts_on__lte=today)
    enrollment = begun.followed_first().first()
    outcomes = list(athlete.outcomes.select_related("entered_by"))
    tests = list(athlete.assessments.order_by("tested_on"))
    starts_on = enrollment.starts_on if enrollment else _first_day(outcomes, tests, today)
    due = due_weeks(starts_on, today)
    marks = _before(starts_on, outcomes, tests)
    marks += [TotalsWeek(week, starts_on + timedelta(weeks=week), week in due) for week in WEEKS]
    series = _by_series(outcomes)
    return OutcomesPage(
        marks=marks,
        rows=[_outcome_row(key, rows, marks, starts_on) for key, rows in series.items()],
        tests=_test_rows(tests, marks, starts_on),
        entered=outcomes[::-1],
        missing=_missing(athlete, outcomes, marks, starts_on),
        program=enrollment.program.name if enrollment else "",
    )


def _days_of(outcomes: Iterable[OutcomeTotal], tests: Iterable[Assessment]) -> list[date]:
    return [*map(_day_of, outcomes), *map(_day_of, tests)]


def _first_day(outcomes: Sequence[OutcomeTotal], tests: Sequence[Assessment], today: date) -> date:
    """Without a program the first total is week 0."""
    return min(_days_of(outcomes, tests), default=today)


def _before(starts_on: date, outcomes: Iterable[OutcomeTotal], tests: Iterable[Assessment]) -> list[TotalsWeek]:
    """The column of what an earlier program ended with, where anything was taken before this one."""
    earlier = [day for day in _days_of(outcomes, tests) if _column_of(day, starts_on) == BEFORE]
    return [TotalsWeek(BEFORE, max(earlier), is_due=False)] if earlier else []


def _column_of(on: date, starts_on: date) -> int | None:
    """The week that a day stands for, or that it was before all of them; None where it lies between, or after."""
    week = week_of(on, starts_on)
    if week is None and on < starts_on:
        return BEFORE
    return week


# -- questionnaires ----------------------------------------------------------------------------

#: Questionnaire, side and activity: what belongs to one line.
Series = tuple[str, str, str]


def _by_series(outcomes: Iterable[OutcomeTotal]) -> dict[Series, list[OutcomeTotal]]:
    series: dict[Series, list[OutcomeTotal]] = defaultdict(list)
    for outcome in outcomes:
        series[outcome.measure, outcome.side, outcome.activity].append(outcome)
    return dict(series)


def _outcome_row(
    key: Series, outcomes: Sequence[OutcomeTotal], marks: Sequence[TotalsWeek], starts_on: date
) -> OutcomeRow:
    rule = BY_CODE[key[0]]
    totals = {key: outcome.total for key, outcome in _nearest(outcomes, starts_on).items()}
    better = _("more is better") if rule.is_more_better else _("less is better")
    about = _("{low} to {high}, {better}").format(low=rule.low, high=rule.high, better=better)
    return OutcomeRow(
        name=_series_name(key),
        about=about,
        cells=[_plain(totals.get(mark.week)) for mark in marks],
        matters=_matters_from(rule),
        **_change(totals, rule),
    )


Dated = TypeVar("Dated", OutcomeTotal, Assessment)


def _nearest(rows: Iterable[Dated], starts_on: date) -> dict[int | None, Dated]:
    """By column the row whose day lies nearest to its week; before the program the latest."""
    nearest: dict[int | None, Dated] = {}
    for row in rows:
        column = _column_of(_day_of(row), starts_on)
        if column is None:
            continue
        mark = starts_on + timedelta(weeks=column) if column != BEFORE else starts_on
        former = nearest.get(column)
        if former is None or abs(_day_of(row) - mark) < abs(_day_of(former) - mark):
            nearest[column] = row
    return nearest


def _day_of(row: OutcomeTotal | Assessment) -> date:
    return row.taken_on if isinstance(row, OutcomeTotal) else row.tested_on


def _change(totals: Mapping[int | None, Decimal], rule: Questionnaire) -> dict[str, str]:
    taken = [totals[week] for week in WEEKS if week in totals]
    if len(taken) < 2:
        return {"change": "", "verdict": "", "tone": ""}
    verdict = judge(taken[0], taken[-1], rule)
    words, tone = {
        Worth.BETTER: (_("better by as much as matters"), "good"),
        Worth.WORSE: (_("worse by as much as matters"), "bad"),
        Worth.SMALL: (_("smaller than what matters"), ""),
    }[verdict]
    return {"change": _signed(taken[-1] - taken[0]), "verdict": words, "tone": tone}


def _plain(number: Decimal | None) -> str:
    return "" if number is None else f"{number:.1f}".removesuffix(".0")


def _missing(
    athlete: Athlete, outcomes: Sequence[OutcomeTotal], marks: Sequence[TotalsWeek], starts_on: date
) -> list[str]:
    """“UWRI, week 6”: what could have been taken by now. Of two that fit one place, one is enough."""
    have = {(outcome.measure, week_of(outcome.taken_on, starts_on)) for outcome in outcomes}
    regions = set(athlete.pain_profiles.exclude(set_by=None).values_list("region", flat=True))
    wanted: list[tuple[str, ...]] = [_OF_REGION[region] for region in sorted(regions) if region in _OF_REGION]
    wanted += [(code,) for code in _OF_EVERYBODY]
    missing = []
    for mark in marks:
        for codes in wanted:
            if mark.is_due and not any((code, mark.week) in have for code in codes):
                names = _(" or ").join(BY_CODE[code].name for code in codes)
                missing.append(_("{measure}, week {week}").format(measure=names, week=mark.week))
    return missing


# -- first and latest, for a page that has no room for every column ------------------------------


@dataclass(frozen=True)
class MeasureSpan:
    """One test or questionnaire. first -- empty where there is one figure only; change -- empty for a test"""

    name: str
    first: str
    first_on: date | None
    latest: str
    latest_on: date
    change: str
    matters: str


def measure_spans(athlete: Athlete) -> list[MeasureSpan]:
    """Tests, then questionnaires, each the first and the latest of all, whatever week they stand for. Two queries."""
    tests: dict[str, list[Assessment]] = defaultdict(list)
    for test in athlete.assessments.order_by("tested_on"):
        tests[test.kind].append(test)
    spans = [_span_of_tests(kind, own) for kind, own in tests.items()]
    for key, totals in _by_series(athlete.outcomes.order_by("taken_on", "id")).items():
        spans.append(_span_of_totals(key, totals))
    return spans


def _span_of_tests(kind: str, tests: Sequence[Assessment]) -> MeasureSpan:
    first, latest = tests[0], tests[-1]
    has_two = len(tests) > 1
    return MeasureSpan(
        name=_("{test}, left / right").format(test=AssessmentKind(kind).label),
        first=_sides(first) if has_two else "",
        first_on=first.tested_on if has_two else None,
        latest=_sides(latest),
        latest_on=latest.tested_on,
        change="",
        matters=_asked(kind),
    )


def _span_of_totals(key: Series, totals: Sequence[OutcomeTotal]) -> MeasureSpan:
    first, latest = totals[0], totals[-1]
    has_two = len(totals) > 1
    rule = BY_CODE[key[0]]
    return MeasureSpan(
        name=_("{measure} ({low} to {high})").format(measure=_series_name(key), low=rule.low, high=rule.high),
        first=_plain(first.total) if has_two else "",
        first_on=first.taken_on if has_two else None,
        latest=_plain(latest.total),
        latest_on=latest.taken_on,
        change=_signed(latest.total - first.total) if has_two else "",
        matters=_matters_from(rule),
    )


def _series_name(key: Series) -> str:
    """“PSFS, run 10 mi”."""
    code, side, activity = key
    return ", ".join(filter(None, [BY_CODE[code].name, activity, str(Side(side).label) if side else ""]))


def _matters_from(rule: Questionnaire) -> str:
    return _("matters from {points}").format(points=_plain(rule.matters))


def _signed(difference: Decimal) -> str:
    return f"{difference:+.1f}".removesuffix(".0")


# -- the therapist's tests -----------------------------------------------------------------------


def _test_rows(tests: Sequence[Assessment], marks: Sequence[TotalsWeek], starts_on: date) -> list[OutcomeRow]:
    by_kind: dict[str, list[Assessment]] = defaultdict(list)
    for test in tests:
        by_kind[test.kind].append(test)
    rows = []
    for kind, own in by_kind.items():
        at_week = _nearest(own, starts_on)
        found = [at_week.get(mark.week) for mark in marks]
        rows.append(
            OutcomeRow(
                name=str(AssessmentKind(kind).label),
                about=_("left / right"),
                cells=list(map(_sides, found)),
                change="",
                matters=_asked(kind),
                verdict="",
                tone="",
            )
        )
    return rows


def _sides(test: Assessment | None) -> str:
    """“28 / 22 · 78 %”: both sides, and the weaker as a share of the stronger where that says something."""
    if test is None:
        return ""
    both = f"{test.left} / {test.right}"
    share = symmetry(test.left, test.right)
    if share is None or test.kind == AssessmentKind.STEP_DOWN:
        return both
    return f"{both} · {share}%"


def _asked(kind: str) -> str:
    numbers = clinic_thresholds()
    if kind == AssessmentKind.STEP_DOWN:
        return _("{count} of 5 required").format(count=numbers.gate_step_down)
    return _("{percent}% required").format(percent=numbers.gate_lsi)
