"""Pain of one place over days, for every page that draws it: the worst of each day, and the mornings after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from athletes.models import Moment, PainReport
from athletes.problems.caseload import CaseReport

from ..charts import Chart, day_chart, day_name, day_names


@dataclass(frozen=True)
class PainLine:
    """One place that was reported: the worst of each day, and the mornings after."""

    place: str
    worst: list[tuple[date, int]]
    mornings: list[tuple[date, int]]
    limit: int

    @property
    def last(self) -> int:
        return (self.mornings or self.worst)[-1][1]

    @property
    def has_better_mornings(self) -> bool:
        """Whether the last morning hurt less than the first."""
        return len(self.mornings) > 1 and self.mornings[-1][1] < self.mornings[0][1]

    @property
    def over_words(self) -> str:
        """“5 on 3 Nov, 4 on 10 Nov”: the days over the limit; empty where there was none."""
        over = []
        for on, score in self.worst:
            if score > self.limit:
                over.append(_("{score} on {day}").format(score=score, day=day_name(on)))
        return ", ".join(over)

    @property
    def rows(self) -> list[tuple[date, int | None, int | None]]:
        """Day, worst in the session, next morning: the chart's table."""
        worst, mornings = dict(self.worst), dict(self.mornings)
        return [(on, worst.get(on), mornings.get(on)) for on in sorted({*worst, *mornings})]

    @property
    def highest(self) -> int:
        """The worst of all, in a session or the morning after."""
        _on, score = max((*self.worst, *self.mornings), key=lambda day: day[1])
        return score

    @property
    def chart(self) -> Chart:
        label = _("{place}: worst {worst} of 10, last {last}; the limit is {limit}.").format(
            place=self.place, worst=self.highest, last=self.last, limit=self.limit
        )
        return day_chart(
            label, lines=[self.mornings], dots=self.worst, levels=(0, 5, 10), limit=self.limit,
            names=day_names([*self.worst, *self.mornings]),
        )  # fmt: skip


def pain_line(reports: Sequence[PainReport | CaseReport], limit: int) -> PainLine:
    """The line of one place. reports -- its own, one at least; limit -- 0 to 10, of that place"""
    mornings, others = [], []
    for report in reports:
        if report.moment == Moment.NEXT_MORNING:
            mornings.append(report)
        else:
            others.append(report)
    return PainLine(reports[0].place, _worst_by_day(others), _worst_by_day(mornings), limit)


def _worst_by_day(reports: Iterable[PainReport | CaseReport]) -> list[tuple[date, int]]:
    worst: dict[date, int] = {}
    for report in reports:
        worst[report.reported_on] = max(report.score, worst.get(report.reported_on, 0))
    return sorted(worst.items())
