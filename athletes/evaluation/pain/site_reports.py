"""The pain reports of one place, sorted: what was said of each day's training, and of the morning after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from athletes.models import Athlete, Moment, PainReport
from programs.rules.pain.soreness import is_soreness, lasting_too_long
from programs.rules.pain.zones import Reading
from programs.rules.thresholds import Thresholds

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SiteReports:
    """The pain reports of one region and side, sorted.

    mornings -- the score of each morning after; settled -- what was said of the hour after training, by its morning
    trainings -- all other reports, by day; sore_days -- days of which all that was said is soreness
    worst_days -- the worst score of each day; soreness is not discomfort
    told_in_time -- days that were told of before the day after had ended: their morning is asked about
    """

    mornings: Mapping[date, int]
    settled: Mapping[date, bool]
    trainings: Mapping[date, Sequence[PainReport]]
    sore_days: frozenset[date]
    worst_days: Mapping[date, int]
    told_in_time: frozenset[date]

    @classmethod
    def sort(cls, reports: Iterable[PainReport], athlete: Athlete, numbers: Thresholds) -> SiteReports:
        mornings: dict[date, int] = {}
        settled: dict[date, bool] = {}
        trainings: dict[date, list[PainReport]] = defaultdict(list)
        told_in_time: set[date] = set()
        for report in reports:
            on = report.reported_on
            if report.moment != Moment.NEXT_MORNING:
                trainings[on].append(report)
                if athlete.today(report.reported_at) <= on + ONE_DAY:
                    told_in_time.add(on)
                continue
            mornings[on] = report.score
            if report.has_settled is not None:
                settled[on] = report.has_settled
        too_long = lasting_too_long(_only_sore_days(trainings, numbers), numbers)
        worst_days = dict(mornings)
        sore_days: set[date] = set()
        for on, told in trainings.items():
            pain = [report for report in told if on in too_long or not _is_sore(report, numbers)]
            if pain:
                worst_days[on] = max(worst_days.get(on, 0), highest(pain).score)
            else:
                sore_days.add(on)
        return cls(mornings, settled, dict(trainings), frozenset(sore_days), worst_days, frozenset(told_in_time))

    def reading_on(self, on: date, *, is_strength_day: bool = True) -> Reading:
        """What was said of that day's training, and of the morning after it."""
        during: int | None = None
        if on in self.trainings:
            during = highest(self.trainings[on]).score
        morning = on + ONE_DAY
        return Reading(
            on=on,
            during=during,
            next_morning=self.mornings.get(morning),
            is_soreness=on in self.sore_days,
            has_settled=self.settled.get(morning),
            is_morning_asked=is_strength_day or on in self.told_in_time or morning in self.mornings,
        )

    def worst_reports(self) -> dict[date, PainReport]:
        """The report with the highest score of each day."""
        worst_of_day: dict[date, PainReport] = {}
        for on, reports in self.trainings.items():
            worst_of_day[on] = highest(reports)
        return worst_of_day


def highest(reports: Iterable[PainReport]) -> PainReport:
    return max(reports, key=attrgetter("score"))


def _only_sore_days(trainings: Mapping[date, Sequence[PainReport]], numbers: Thresholds) -> Iterator[date]:
    for on, told in trainings.items():
        if _is_only_sore(told, numbers):
            yield on


def _is_only_sore(reports: Iterable[PainReport], numbers: Thresholds) -> bool:
    return all(_is_sore(report, numbers) for report in reports)


def _is_sore(report: PainReport, numbers: Thresholds) -> bool:
    return is_soreness(
        report.region, report.score, is_one_spot=report.is_one_spot, is_sudden=report.is_sudden, numbers=numbers
    )
