"""What only time causes: missed, silent, unanswered, ready for plyometrics."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from athletes.enrollment.prescribing import add_athlete, prescribe
from athletes.evaluation import sweep as evaluation_sweep
from athletes.evaluation.sweep import sweep
from athletes.models import Assessment, Athlete, Enrollment, FlagKind, Moment
from athletes.records.elsewhere import record_elsewhere
from athletes.training.clearance import clear
from programs.models import Exercise, Prescription
from tests.doing import do, hurt, open_kinds, train
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_session_is_missed_a_day_and_a_half_after_its_day_and_flagged_once_a_week(ana, enrollment):
    assert sweep(MONDAY + timedelta(days=2)) == 0  # Tuesday midnight and 36 hours are Wednesday noon, New York
    assert sweep(MONDAY + timedelta(days=2, hours=4)) == 1
    assert sweep(MONDAY + timedelta(days=2, hours=5)) == 0
    flag = ana.flags.get()
    assert (flag.kind, flag.cause, flag.figures["missed"]) == (FlagKind.MISSED, "2026-W45", 1)
    sweep(MONDAY + timedelta(days=6))
    flag.refresh_from_db()
    assert (flag.figures["missed"], flag.figures["planned"]) == (2, 2)


def test_a_week_of_nothing_is_silence_and_one_report_ends_it(ana, ben, enrollment, tom, base_template):
    hurt(ana, 0, days=4)
    sweep(MONDAY + 8 * DAY)
    assert FlagKind.SILENT not in open_kinds(ana)
    sweep(MONDAY + 12 * DAY)
    assert FlagKind.SILENT in open_kinds(ana)


def test_nobody_is_silent_or_has_missed_anything_before_their_program_begins(ana, thea, base_template):

    later = (MONDAY + 14 * DAY).date()
    prescribe(athlete=ana, template=base_template, starts_on=later, weekdays=(0, 3), by=thea, at=MONDAY)
    assert sweep(MONDAY + 10 * DAY) == 0


def test_unanswered_reminders_tell_the_therapist(ana, enrollment):
    Athlete.objects.filter(pk=ana.pk).update(has_ignored_reminders=True)
    sweep(MONDAY)
    sweep(MONDAY + timedelta(hours=1))
    assert open_kinds(ana) == [FlagKind.UNANSWERED]


def test_the_sweep_costs_the_same_for_few_and_for_many(
    ana, enrollment, base_template, thea, django_assert_max_num_queries
):

    for number in range(12):
        other = add_athlete(email=f"r{number}@x.example", name=f"Runner {number}", therapist=thea, at=MONDAY)
        prescribe(athlete=other, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=MONDAY)
        do(other.sessions.order_by("planned_on").first(), other, MONDAY)
    Athlete.objects.update(evaluated_at=MONDAY + timedelta(hours=19))
    with django_assert_max_num_queries(19):
        sweep(MONDAY + timedelta(hours=20))


def test_who_has_a_session_tomorrow_is_looked_at_once_in_half_a_day(ana, enrollment, monkeypatch):
    ana.sessions.filter(planned_on=MONDAY.date()).delete()
    looks = []
    monkeypatch.setattr(evaluation_sweep, "evaluate", lambda athlete, at: looks.append(at))
    wednesday = MONDAY + 2 * DAY
    for hours in (0, 11, 12):
        sweep(wednesday + timedelta(hours=hours))
        if hours == 0:
            Athlete.objects.update(evaluated_at=wednesday)
    assert looks == [wednesday, wednesday + timedelta(hours=12)]


def test_days_alone_lead_back_after_three_weeks_though_nobody_says_anything(ana, weeks):
    """The first session of week 1 was done; four weeks later the program does not go on in week 5."""
    do(weeks[0], ana, MONDAY)
    for day in range(1, 28):
        sweep(MONDAY + day * DAY)
    coming = ana.sessions.not_begun().filter(planned_on__gte=(MONDAY + 28 * DAY).date()).order_by("planned_on")
    assert [session.week.number for session in coming[:4]] == [1, 1, 2, 2]
    assert coming.last().week.number == 8
    ends_on = ana.enrollments.get().ends_on
    assert ends_on == coming.last().planned_on


def test_an_athlete_who_meets_every_condition_is_ready_for_plyometrics(ana, thea, enrollment, time_machine):
    ana.born_on, ana.sex_for_norms = MONDAY.date().replace(year=1990), "female"
    ana.save()
    for session in enrollment.sessions.order_by("planned_on")[:9]:
        do(session, ana, MONDAY + (session.planned_on - MONDAY.date()))
    end = MONDAY + 29 * DAY
    hurt(ana, 1, days=28)
    hurt(ana, 1, days=29, moment=Moment.NEXT_MORNING)
    Assessment.objects.create(athlete=ana, kind="heel_raise", left=24, right=23, tested_on=end.date(), tested_by=thea)
    Assessment.objects.create(athlete=ana, kind="step_down", left=4, right=5, tested_on=end.date(), tested_by=thea)
    row = Prescription.objects.filter(workout__program=enrollment.program).first()
    row.exercise = Exercise.objects.filter(pattern="plyometric").first()
    row.save()
    sweep(end)
    assert FlagKind.GATE in open_kinds(ana)
    figures = ana.flags.get(kind=FlagKind.GATE).figures
    assert (figures["heel_raises"], figures["symmetry"], figures["step_downs"]) == (23, 95, 4)
    assert figures["strength_weeks"] >= 4
    ana.flags.open().delete()
    clear(athlete=ana, by=thea, at=end)
    sweep(end + timedelta(hours=1))
    assert FlagKind.GATE not in open_kinds(ana)


def test_silence_is_counted_from_the_last_session_and_says_since_when(ana, enrollment):
    do(enrollment.sessions.order_by("planned_on").first(), ana, MONDAY)
    sweep(MONDAY + timedelta(days=6, hours=23))
    assert FlagKind.SILENT not in open_kinds(ana)
    sweep(MONDAY + 9 * DAY)
    assert ana.flags.get(kind=FlagKind.SILENT).figures == {"days": 9, "since": "2026-11-02"}


def test_silence_that_goes_on_freshens_the_flag(ana, enrollment):
    for days in (8, 10):
        sweep(MONDAY + days * DAY)
    assert ana.flags.get(kind=FlagKind.SILENT).figures["days"] == 10


def test_a_pause_is_no_silence_and_its_end_is_where_it_is_counted_from(ana, enrollment):
    Enrollment.objects.update(paused_until=(MONDAY + 14 * DAY).date())
    sweep(MONDAY + 10 * DAY)
    sweep(MONDAY + 20 * DAY)
    assert FlagKind.SILENT not in open_kinds(ana)
    sweep(MONDAY + 22 * DAY)
    assert ana.flags.get(kind=FlagKind.SILENT).figures["since"] == "2026-11-16"


def test_who_is_back_is_not_called_for_what_was_missed_before(ana, weeks):
    """Nine weeks away were called three times: twice for the weeks before the first session back."""
    back = MONDAY + timedelta(days=9)
    do(weeks[2], ana, back)
    sweep(back + timedelta(days=1))
    assert not ana.flags.filter(kind=FlagKind.MISSED).exists()
    sweep(back + timedelta(days=16))
    assert ana.flags.get(kind=FlagKind.MISSED).figures["on"] > str(back.date())


def test_a_session_elsewhere_does_not_make_up_for_a_missed_one(ana, enrollment):
    missed = enrollment.sessions.earliest("planned_on")
    at = MONDAY + timedelta(days=3)
    record_elsewhere(
        athlete=ana, session_id=uuid.uuid4(), on=missed.planned_on + timedelta(days=1), minutes=40, session_rpe=5, at=at
    )
    sweep(at)
    assert ana.flags.get(kind=FlagKind.MISSED).figures["missed"] == 1


def test_what_was_missed_three_weeks_ago_is_no_news(ana, enrollment):
    sweep(MONDAY + 40 * DAY)
    missed = ana.flags.get(kind=FlagKind.MISSED)  # two weeks of news, and one flag, which says the latest
    assert (missed.cause, missed.figures["on"]) == ("2026-W49", "2026-12-07")


def test_who_may_no_longer_sign_in_is_not_swept(ana, enrollment):
    ana.user.is_active = False
    ana.user.save()
    assert sweep(MONDAY + 10 * DAY) == 0


def test_every_batch_is_swept(ana, ben, enrollment, base_template, tom, monkeypatch):
    prescribe(athlete=ben, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=tom, at=MONDAY)
    monkeypatch.setattr("athletes.evaluation.sweep.BATCH", 1)
    sweep(MONDAY + 3 * DAY)
    assert open_kinds(ana) == open_kinds(ben) == [FlagKind.MISSED]


def test_the_end_of_a_pause_freshens_the_suggestions_for_the_days_off(ana, weeks):
    train(weeks[0], ana, MONDAY)
    Enrollment.objects.update(paused_until=(MONDAY + 21 * DAY).date())
    sweep(MONDAY + 21 * DAY)
    assert ana.suggestions.filter(reason="gap", session__planned_on__gte=(MONDAY + 21 * DAY).date()).exists()
