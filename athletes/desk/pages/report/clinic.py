"""The report of a period: caseloads, adherence, how long problems waited, how programs ended, how totals changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from athletes.localtime import clinic_day
from athletes.models.athletes import AthleteQuerySet

from .caseload import CaseloadLine, caseload_lines, together
from .decided import DecidedLine, Undecided, all_decided, decided_lines
from .ended import EndedLine, ended_lines
from .outcome_changes import ChangeLine, change_lines, rows_of
from .period import ReportPeriod


@dataclass(frozen=True)
class ClinicReport:
    """Each part with a last line for all, where it is by therapist."""

    caseload: Sequence[CaseloadLine]
    decided: Sequence[DecidedLine]
    oldest: Undecided | None
    ended: Sequence[EndedLine]
    outcomes: Sequence[ChangeLine]


def clinic_report(athletes: AthleteQuerySet, period: ReportPeriod, today: date) -> ClinicReport:
    """Of these athletes, in six queries. today -- the clinic's"""
    caseload = caseload_lines(athletes, period, today)
    decided, oldest = decided_lines(athletes, period)
    everybody = _("All")
    return ClinicReport(
        caseload=[*caseload, together(caseload, everybody)],
        decided=[*decided, all_decided(decided, everybody)],
        oldest=oldest,
        ended=ended_lines(athletes, period, today),
        outcomes=change_lines(athletes, period),
    )


def report_lines(report: ClinicReport, period: ReportPeriod) -> list[list[str]]:
    """Every table of it below the other, for a spreadsheet; an empty line stands between two."""
    tables = [
        [[_("from"), period.first.isoformat(), _("to"), period.last.isoformat()]],
        _caseload_rows(report.caseload),
        _decided_rows(report.decided, report.oldest),
        [[_("programs that ended"), _("count")], *([line.reason, str(line.count)] for line in report.ended)],
        rows_of(report.outcomes),
    ]
    lines: list[list[str]] = []
    for table in tables:
        lines += [*table, []]
    return lines


def _caseload_rows(lines: Sequence[CaseloadLine]) -> list[list[str]]:
    heading = [_("therapist"), _("athletes"), _("following a program"), _("sessions done"), _("partial")]
    rows = [[*heading, _("planned"), _("excused"), _("adherence, percent")]]
    for line in lines:
        counts = line.adherence
        percent = "" if counts.percent is None else str(counts.percent)
        figures = (line.athletes, line.following, counts.done, counts.partial, counts.planned, counts.excused)
        rows.append([line.therapist, *map(str, figures), percent])
    return rows


def _decided_rows(lines: Sequence[DecidedLine], oldest: Undecided | None) -> list[list[str]]:
    heading = [_("therapist"), _("problems begun"), _("decided"), _("settled on their own"), _("open")]
    rows = [[*heading, _("median hours until decided")]]
    for line in lines:
        hours = "" if line.median is None else f"{line.median.total_seconds() / 3600:.1f}"
        figures = (line.begun, len(line.waits), line.settled, line.is_open)
        rows.append([line.therapist, *map(str, figures), hours])
    if oldest is not None:
        rows.append([_("oldest undecided"), oldest.name, oldest.title, clinic_day(oldest.since).isoformat()])
    return rows
