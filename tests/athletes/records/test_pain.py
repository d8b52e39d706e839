"""Pain as it is reported, and what the athlete reads in answer."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest

from athletes.enrollment.prescribing import finish
from athletes.errors import NotTheirsError
from athletes.models import Moment, PainProfile, PainReport
from athletes.records import pain
from athletes.records.pain import answers_for, place_report_id, report_id, report_pain
from programs.models import Exercise, Tissue
from tests.doing import do
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
FIRST = uuid.UUID(int=1)
DAY = timedelta(days=1)


def report(athlete, score=3, *, at=MONDAY, pk=FIRST, **values) -> PainReport:
    values = {"region": "knee", "side": "left"} | values
    return report_pain(athlete=athlete, report_id=pk, score=score, at=at, **values)


@pytest.fixture
def looks(monkeypatch) -> list[datetime]:
    """Each evaluation that a report caused."""
    seen = []
    monkeypatch.setattr(pain, "evaluate", lambda _athlete, at: seen.append(at))
    return seen


def test_a_later_answer_replaces_the_first_and_keeps_its_day(ana):
    report(ana, 6)
    report(ana, 2, at=MONDAY + DAY, side="right")
    stored = ana.pain_reports.get()
    assert (stored.score, stored.side) == (2, "right")
    assert stored.reported_on == MONDAY.date()
    assert stored.reported_at == MONDAY + DAY


def test_a_report_may_be_about_another_day(ana):
    assert report(ana, on=(MONDAY - 3 * DAY).date()).reported_on == (MONDAY - 3 * DAY).date()


def test_somebody_elses_report_is_not_touched(ana, ben):
    report(ana, 6)
    with pytest.raises(NotTheirsError):
        report(ben, 0)
    assert ana.pain_reports.get().score == 6
    assert not ben.pain_reports.exists()


def test_every_report_is_judged_at_once_in_the_middle_of_a_session_too(ana, first_session, looks):
    do(first_session, ana, MONDAY, finish=False)
    first_session.refresh_from_db()
    report(ana, session=first_session)
    report(ana)
    assert len(looks) == 2


def test_two_places_of_one_exercise_are_two_reports_and_of_one_place_the_last_word_stands(ana, first_session):
    """A second place in the same exercise replaced the first: a knee of 6 was gone once the hip was named too."""
    knee, again, hip = (uuid.UUID(int=number) for number in range(1, 4))
    exercise = Exercise.objects.earliest("pk")
    said = {"session": first_session, "exercise": exercise}
    report(ana, 6, pk=knee, felt_at=MONDAY, **said)
    report(ana, 3, pk=hip, region="hip", felt_at=MONDAY, **said)
    later = MONDAY + timedelta(minutes=2)
    report(ana, 4, pk=again, felt_at=later, at=later, **said)
    stored = {(each.region, each.score) for each in ana.pain_reports.all()}
    assert stored == {("knee", 4), ("hip", 3)}

    late = report(ana, 6, pk=knee, felt_at=MONDAY, at=MONDAY + DAY, **said)  # sent again, the next morning
    assert (late.pk, late.score) == (again, 4)
    assert ana.pain_reports.count() == 2


def test_a_clock_that_runs_ahead_does_not_outvote_what_is_said_later(ana, first_session):
    said = {"session": first_session, "exercise": Exercise.objects.earliest("pk")}
    report(ana, 2, pk=uuid.UUID(int=1), felt_at=MONDAY + timedelta(minutes=50), **said)
    assert report(ana, 7, pk=uuid.UUID(int=2), at=MONDAY + timedelta(minutes=10), **said).score == 7
    assert ana.pain_reports.get().score == 7


def test_a_place_that_is_corrected_leaves_no_report_of_the_former_place(ana, first_session):
    report(ana, 4, session=first_session)
    report(ana, 4, session=first_session, side="right")
    assert ana.pain_reports.get().side == "right"


def test_pain_of_a_run_and_of_the_whole_day_at_one_place_stand_beside_each_other(ana):
    report(ana, 6, pk=uuid.UUID(int=1))
    report(ana, 2, pk=uuid.UUID(int=2))
    assert ana.pain_reports.count() == 2


def test_a_report_has_one_identity_for_each_exercise_moment_and_place_of_a_session(first_session):
    identities = {
        report_id(first_session, "split-squat", Moment.DURING),
        report_id(first_session, "split-squat", Moment.AFTER),
        report_id(first_session, "", Moment.DURING),
        place_report_id(first_session, "knee", "left"),
        place_report_id(first_session, "knee", "right"),
    }
    assert len(identities) == 5
    assert place_report_id(first_session, "knee", "left") == place_report_id(first_session, "knee", "left")


# -- answers ---------------------------------------------------------------------------------


def test_the_answer_says_how_far_the_score_lies_from_the_limit(ana):
    ana.pain_limit = 4
    answers = answers_for(ana)
    assert answers.safe < 4
    assert answers.to(answers.safe, "knee", "left", asks_for_signs=False) == "Noted."
    assert answers.to(4, "knee", "left", asks_for_signs=False) == "Fine to go on if it settles by tomorrow morning."
    assert answers.to(4, "knee", "left", asks_for_signs=True) == "Noted."
    assert "over your limit" in answers.to(5, "knee", "left", asks_for_signs=False)
    assert "Thea Lind will see this" in answers.to(5, "knee", "left", asks_for_signs=False)


def test_a_place_that_the_therapist_set_has_its_own_limit(ana, thea):
    ana.pain_limit = 4
    PainProfile.objects.create(athlete=ana, region="shin", side="left", tissue=Tissue.UNKNOWN, limit=1, set_by=thea)
    PainProfile.objects.create(athlete=ana, region="heel", side="", tissue=Tissue.UNKNOWN)
    answers = answers_for(ana)
    assert set(answers.limits) == {"shin:left", "shin:"}  # without a side it may be the left one
    assert (answers.limit_at("shin", "left"), answers.limit_at("shin", "right"), answers.limit_at("heel", "")) == (
        1,
        4,
        4,
    )
    assert "over your limit" in answers.to(2, "shin", "left", asks_for_signs=False)


def test_what_was_said_in_a_session_outlives_the_session(ana, enrollment, first_session):
    """Pain is named before the first set; then the program ends, and the session that never began goes."""
    report = report_pain(
        athlete=ana, report_id=uuid.uuid4(), session=first_session, score=4, region="knee", side="left", at=MONDAY
    )
    finish(enrollment=enrollment, on=MONDAY.date())
    report.refresh_from_db()
    assert (report.session, report.score, report.reported_on) == (None, 4, MONDAY.date())
