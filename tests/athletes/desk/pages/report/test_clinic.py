"""The report of a period: each figure against the acts that make it, by therapist, in a fixed number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from athletes.desk import actions
from athletes.desk.pages.report.caseload import caseload_lines
from athletes.desk.pages.report.clinic import clinic_report, report_lines
from athletes.desk.pages.report.decided import decided_lines, span_words
from athletes.desk.pages.report.ended import ended_lines
from athletes.desk.pages.report.outcome_changes import change_lines
from athletes.desk.pages.report.period import ReportPeriod
from athletes.enrollment.prescribing import finish, prescribe
from athletes.models import Athlete, Enrollment, FlagKind, Session
from athletes.problems.episodes import Finding, raise_flag
from athletes.problems.figures import GateFigures
from athletes.records.outcomes import enter_outcome
from athletes.training.adherence import adherence
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PERIOD = ReportPeriod(date(2026, 11, 1), date(2027, 1, 31))


@pytest.fixture
def everybody(ana, ben):
    return Athlete.objects.all()


def test_caseload_and_adherence_are_those_of_each_therapist_as_the_rule_counts(everybody, ana, enrollment, weeks):
    today = MONDAY.date() + 28 * DAY
    do(weeks[0], ana, MONDAY)
    do(weeks[1], ana, MONDAY + 3 * DAY)
    for session, values in (
        (weeks[2], {"status": "skipped", "excuse": "illness"}),
        (weeks[3], {"status": "skipped"}),
        (weeks[4], {"is_held": True}),
    ):
        Session.objects.filter(pk=session.pk).update(**values)
    Session.objects.filter(pk=weeks[1].pk).update(is_partial=True)
    thea_s, tom_s = caseload_lines(everybody, PERIOD, today)
    assert (thea_s.therapist, thea_s.athletes, thea_s.following) == ("Thea Lind", 1, 1)
    assert (tom_s.therapist, tom_s.athletes, tom_s.following) == ("Tom Okoro", 1, 0)
    assert thea_s.adherence == adherence(enrollment.sessions.all(), today)
    assert (thea_s.adherence.done, thea_s.adherence.partial, thea_s.adherence.excused) == (2, 1, 2)
    assert tom_s.adherence.percent is None


def test_a_problem_counts_from_its_first_signal_to_the_first_decision(everybody, ana, thea, enrollment):
    hurt(ana, 6)
    began = ana.flags.earliest("raised_at").raised_at
    lines, oldest = decided_lines(everybody, PERIOD)
    assert (lines[0].therapist, lines[0].is_open, lines[0].median) == ("Thea Lind", 1, None)
    assert (oldest.name, oldest.since) == ("Ana Silva", began)
    actions.mark_seen(athlete=ana, by=thea, at=began + DAY)
    assert decided_lines(everybody, PERIOD)[0][0].is_open == 1
    actions.leave_as_it_is(athlete=ana, by=thea, at=began + 3 * DAY)
    lines, oldest = decided_lines(everybody, PERIOD)
    assert (lines[0].is_open, lines[0].begun, lines[0].median, lines[0].median_words) == (0, 1, 3 * DAY, "3 days")
    assert oldest is None


def test_a_problem_that_settled_by_itself_was_decided_by_nobody(everybody, ana, enrollment):
    hurt(ana, 6)
    ana.flags.update(resolved_at=MONDAY + 5 * DAY, is_settled=True)
    (line,), _oldest = decided_lines(everybody, PERIOD)
    assert (line.settled, line.waits) == (1, [])


def test_progress_that_waits_for_a_yes_is_no_problem(everybody, ana, enrollment):
    raise_flag(athlete=ana, finding=Finding(FlagKind.GATE, "gate", GateFigures()), at=MONDAY)
    assert decided_lines(everybody, PERIOD) == ([], None)


def test_a_problem_of_before_counts_in_no_line_and_is_still_the_oldest(everybody, ana, enrollment):
    hurt(ana, 6)
    later = ReportPeriod(date(2026, 12, 1), date(2026, 12, 31))
    lines, oldest = decided_lines(everybody, later)
    assert lines == []
    assert oldest.name == "Ana Silva"


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(minutes=10), "less than an hour"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(days=2), "2 days"),
    ],
)
def test_a_span_is_said_as_people_do(span, words):
    assert span_words(span) == words


def counts(athletes, today=date(2026, 12, 1)):
    return [line.count for line in ended_lines(athletes, PERIOD, today)]


def test_a_program_ends_at_its_last_week_early_or_because_another_began(
    everybody, ana, ben, thea, enrollment, base_template
):
    assert counts(everybody) == [0, 0, 0]
    assert counts(everybody, enrollment.ends_on + DAY) == [1, 0, 0]
    finish(enrollment=enrollment, on=date(2026, 11, 16))
    assert counts(everybody) == [0, 0, 1]
    prescribe(
        athlete=ana,
        template=base_template,
        starts_on=date(2026, 11, 16),
        weekdays=(0, 3),
        by=thea,
        at=MONDAY + 14 * DAY,
    )
    assert counts(everybody) == [0, 1, 0]
    assert counts(Athlete.objects.filter(pk=ben.pk)) == [0, 0, 0]


def take(ana, thea, total, weeks, **changes):
    terms = {"measure": "visa_a", "side": "left"} | changes
    taken_at = MONDAY + timedelta(weeks=weeks)
    enter_outcome(athlete=ana, total=Decimal(total), taken_on=taken_at.date(), by=thea, at=taken_at, **terms)


def test_totals_change_from_week_0_to_6_and_12_and_matter_from_the_measure_s_own_points(
    everybody, ana, thea, enrollment
):
    take(ana, thea, 48, 0)
    take(ana, thea, 55, 6)
    take(ana, thea, 62, 12)
    take(ana, thea, 40, 0, side="right")
    take(ana, thea, 26, 6, side="right")
    take(ana, thea, 20, 6, measure="uwri", side="")  # with nothing to be compared with
    six, twelve = change_lines(everybody, PERIOD)
    assert (six.week, len(six.changes), six.better, six.small, six.worse) == (6, 2, 0, 1, 1)
    assert (twelve.week, twelve.median, twelve.better) == (12, "+14", 1)
    assert change_lines(everybody, ReportPeriod(date(2026, 11, 1), date(2026, 12, 1))) == []
    (only,) = change_lines(
        everybody, ReportPeriod(date(2027, 1, 20), date(2027, 1, 31))
    )  # the one of week 6 was before
    assert (only.week, only.median) == (12, "+14")


def test_it_takes_the_same_queries_for_few_and_for_many(
    everybody, ana, ben, thea, tom, enrollment, base_template, django_assert_num_queries
):
    with django_assert_num_queries(6):
        clinic_report(everybody, PERIOD, date(2026, 12, 1))
    prescribe(athlete=ben, template=base_template, starts_on=date(2026, 11, 2), weekdays=(0, 3), by=tom, at=MONDAY)
    for person, by in ((ana, thea), (ben, tom)):
        hurt(person, 6)
        take(person, by, 48, 0)
        take(person, by, 62, 6)
    with django_assert_num_queries(6):
        report = clinic_report(everybody, PERIOD, date(2026, 12, 1))
    assert report.caseload[-1].athletes == 2
    assert report.decided[-1].is_open == 2
    assert Enrollment.objects.count() == 2
    lines = report_lines(report, PERIOD)
    assert ["Thea Lind", "1", "1", "0", "0", "9", "0", "0"] in lines
