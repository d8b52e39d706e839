"""How totals of questionnaires changed from the beginning of a program to its weeks 6 and 12, over a whole caseload."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from statistics import median

from django.utils.translation import gettext as _

from athletes.models import Enrollment, OutcomeTotal
from athletes.models.athletes import AthleteQuerySet
from programs.rules.outcomes import BY_CODE, MEASURES, NEAR, WEEKS, Questionnaire, Worth, judge, week_of

from .period import ReportPeriod

#: How far back the first total of a change may lie that ends in the period.
LOOK_BACK = timedelta(weeks=WEEKS[-1]) + 2 * NEAR


@dataclass
class ChangeLine:
    """One instrument up to one week. changes -- of each series, the later total less the first; worths -- of each"""

    measure: Questionnaire
    week: int
    changes: list[Decimal] = field(default_factory=list)
    worths: Counter[Worth] = field(default_factory=Counter)

    @property
    def median(self) -> str:
        return f"{median(self.changes):+.1f}".removesuffix(".0") if self.changes else ""

    @property
    def better(self) -> int:
        return self.worths[Worth.BETTER]

    @property
    def worse(self) -> int:
        return self.worths[Worth.WORSE]

    @property
    def small(self) -> int:
        return self.worths[Worth.SMALL]


#: Athlete, questionnaire, side and activity: totals that are compared with each other.
Series = tuple[int, str, str, str]


def change_lines(athletes: AthleteQuerySet, period: ReportPeriod) -> list[ChangeLine]:
    """A line for each instrument and week with any change whose later total was taken in the period. Two queries."""
    keys, since = athletes.values("pk"), period.first - LOOK_BACK
    rows = OutcomeTotal.objects.filter(athlete__in=keys, taken_on__range=(since, period.last)).order_by(
        "taken_on", "id"
    )
    series: dict[Series, list[OutcomeTotal]] = defaultdict(list)
    for row in rows:
        series[row.athlete_id, row.measure, row.side, row.activity].append(row)
    starts: dict[int, list[date]] = defaultdict(list)
    began = Enrollment.objects.filter(athlete__in=keys, starts_on__range=(since, period.last)).order_by("starts_on")
    for athlete, starts_on in began.values_list("athlete", "starts_on"):
        starts[athlete].append(starts_on)
    lines = {(rule.code, week): ChangeLine(rule, week) for rule in MEASURES for week in WEEKS[1:]}
    for key, totals in series.items():
        for starts_on in starts[key[0]]:
            _add_changes(lines, _nearest(totals, starts_on), period, BY_CODE[key[1]])
    return [line for line in lines.values() if line.changes]


def _add_changes(
    lines: Mapping[tuple[str, int], ChangeLine],
    at_week: Mapping[int, OutcomeTotal],
    period: ReportPeriod,
    rule: Questionnaire,
) -> None:
    first = at_week.get(WEEKS[0])
    if first is None:
        return
    for week in WEEKS[1:]:
        later = at_week.get(week)
        if later is not None and period.holds(later.taken_on):
            line = lines[rule.code, week]
            line.changes.append(later.total - first.total)
            line.worths[judge(first.total, later.total, rule)] += 1


def _nearest(totals: Iterable[OutcomeTotal], starts_on: date) -> dict[int, OutcomeTotal]:
    """By week of the program, the total that was taken nearest to it."""
    nearest: dict[int, OutcomeTotal] = {}
    for total in totals:
        week = week_of(total.taken_on, starts_on)
        if week is None:
            continue
        due_on = starts_on + timedelta(weeks=week)
        former = nearest.get(week)
        if former is None or abs(total.taken_on - due_on) < abs(former.taken_on - due_on):
            nearest[week] = total
    return nearest


def rows_of(lines: Sequence[ChangeLine]) -> list[list[str]]:
    """A line each, below the names of the columns, for a spreadsheet."""
    heading = [_("measure"), _("week"), _("compared"), _("median change"), _("better"), _("small"), _("worse")]
    rows = [[*heading, _("matters from")]]
    for line in lines:
        counts = (line.better, line.small, line.worse)
        compared = [line.measure.name, str(line.week), str(len(line.changes)), line.median]
        rows.append([*compared, *map(str, counts), str(line.measure.matters)])
    return rows
