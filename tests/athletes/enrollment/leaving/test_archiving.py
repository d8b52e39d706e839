"""Care ends: what goes, what stays, who still sees it, and the way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.enrollment.in_charge.covering import stand_in
from athletes.enrollment.leaving.archiving import archive, archive_consequence, bring_back
from athletes.enrollment.prescribing import prescribe
from athletes.errors import RefusedError
from athletes.mail.conditions import why_left_alone
from athletes.models import Enrollment, EnrollmentStatus, Flag, FlagAct, FlagKind, MailReason, Session
from athletes.problems.caseload import caseload
from athletes.problems.episodes import Finding, raise_flag
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def names_on_caseload(user) -> list[str]:
    return [case.name for case in caseload(user, LATER).cases]


def flag(athlete, kind):
    return raise_flag(athlete=athlete, finding=Finding(kind, "x"), at=MONDAY)[0]


def test_what_is_to_come_goes_and_what_was_done_stays(ana, thea, first_session):
    do(first_session, ana, MONDAY)
    sets = first_session.sets.count()
    found = archive_consequence(ana, LATER)
    assert (found.sessions, found.running, found.waiting) == (15, first_session.enrollment, None)
    archive(athlete=ana, reason="discharged", by=thea, at=LATER)
    assert list(Session.objects.filter(athlete=ana)) == [first_session]
    assert first_session.sets.count() == sets > 0
    assert ana.enrollments.get().status == EnrollmentStatus.FINISHED


def test_a_program_that_waits_does_not_begin(ana, thea, enrollment, base_template):
    prescribe(
        athlete=ana, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=LATER,
        is_after_running=True,
    )  # fmt: skip
    assert archive_consequence(ana, LATER).waiting is not None
    archive(athlete=ana, reason="moved_away", by=thea, at=LATER)
    assert list(Enrollment.objects.filter(athlete=ana)) == [enrollment]


def test_the_athlete_leaves_the_caseload_and_comes_back_without_a_plan(ana, thea, enrollment):
    archive(athlete=ana, reason="discharged", by=thea, at=MONDAY)
    assert names_on_caseload(thea) == []
    bring_back(athlete=ana)
    assert names_on_caseload(thea) == ["Ana Silva"]
    assert not ana.enrollments.active().exists()
    assert not ana.sessions.exists()


def test_open_problems_close_with_the_reason_in_their_history(ana, thea, enrollment):
    missed = flag(ana, FlagKind.MISSED)
    archive(athlete=ana, reason="moved_away", by=thea, at=LATER)
    missed.refresh_from_db()
    assert missed.resolved_at == LATER
    act = FlagAct.objects.get(flag=missed)
    assert (act.by, act.note) == (thea, "Archived: Moved away")


def test_a_stop_stays_open_and_keeps_the_athlete_on_the_caseload(ana, thea, enrollment):
    stop = flag(ana, FlagKind.STOP)
    assert archive_consequence(ana, LATER).stops == 1
    archive(athlete=ana, reason="discharged", by=thea, at=LATER)
    assert Flag.objects.get(pk=stop.pk).resolved_at is None
    assert names_on_caseload(thea) == ["Ana Silva"]


def test_what_an_archived_athlete_reports_later_is_seen(ana, thea, enrollment):
    archive(athlete=ana, reason="discharged", by=thea, at=MONDAY)
    flag(ana, FlagKind.PAIN)
    assert names_on_caseload(thea) == ["Ana Silva"]


def test_covers_end(ana, thea, tom):
    days = {"from_on": MONDAY.date(), "until_on": MONDAY.date() + timedelta(days=9), "reason": "vacation"}
    cover = stand_in(athlete=ana, therapist=tom, by=thea, at=MONDAY, **days)
    assert archive_consequence(ana, MONDAY).covers == [cover]
    archive(athlete=ana, reason="discharged", by=thea, at=LATER)
    cover.refresh_from_db()
    assert (cover.ended_at, cover.ended_by) == (LATER, thea)


def test_nothing_is_prescribed_to_who_is_archived(ana, thea, base_template):
    archive(athlete=ana, reason="discharged", by=thea, at=MONDAY)
    ana.refresh_from_db()
    with pytest.raises(RefusedError, match="archived"):
        prescribe(athlete=ana, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=LATER)


def test_twice_is_refused_both_ways(ana, thea):
    with pytest.raises(RefusedError):
        bring_back(athlete=ana)
    archive(athlete=ana, reason="other", by=thea, at=MONDAY)
    with pytest.raises(RefusedError):
        archive(athlete=ana, reason="other", by=thea, at=LATER)
    with pytest.raises(RefusedError):
        archive(athlete=ana, reason="", by=thea, at=LATER)


def test_the_ledger_has_a_reason_of_its_own(ana, thea):
    archive(athlete=ana, reason="discharged", by=thea, at=MONDAY)
    ana.refresh_from_db()
    assert why_left_alone(ana) == MailReason.ARCHIVED
