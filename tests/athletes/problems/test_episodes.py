"""Flags: raised once per cause by what athletes do and by time, and gone only by an act."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.evaluation.evaluate import evaluate
from athletes.evaluation.sweep import sweep
from athletes.evaluation.warning_signs import answer_signs
from athletes.mail.loop import tick
from athletes.models import (
    Assessment,
    Athlete,
    FlagKind,
    MailKind,
    MailState,
    Moment,
    PainProfile,
)
from athletes.problems import episodes
from athletes.problems.attention import count_flagged
from athletes.records.barriers import name_barrier
from athletes.records.check_ins import CheckInItem, check_in_id, record_check_in
from athletes.records.messages import send_message
from athletes.records.runs import RunItem, record_run
from athletes.training.clearance import clear, gate_of
from programs.models import Exercise, Prescription, Tissue
from programs.rules.distance import Distance
from programs.rules.pain import Zone
from programs.rules.thresholds import DEFAULTS
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def open_kinds(ana) -> list[str]:
    return sorted(ana.flags.open().values_list("kind", flat=True))


# -- pain ------------------------------------------------------------------------------------


def test_pain_over_the_limit_is_flagged_once_with_the_figures_that_raised_it(ana, first_session):
    report = hurt(ana, 6, session=first_session)
    evaluate(ana, MONDAY)
    evaluate(ana, MONDAY + DAY)
    flag = ana.flags.get()
    assert flag.kind == FlagKind.PAIN
    assert (flag.figures["score"], flag.figures["limit"], flag.figures["place"]) == (6, 3, "Left Knee")
    assert flag.figures["session"] == str(report.session_id)


def test_a_limit_that_the_therapist_set_for_the_region_decides(ana, thea):
    PainProfile.objects.create(athlete=ana, region="knee", side="left", tissue=Tissue.TENDON, set_by=thea)
    hurt(ana, 5)
    assert open_kinds(ana) == []
    hurt(ana, 6, days=1)
    assert open_kinds(ana) == [FlagKind.PAIN]


def test_general_soreness_raises_nothing(ana):
    hurt(ana, 8, is_one_spot=False)
    assert open_kinds(ana) == []
    assert ana.pain_profiles.get().zone == Zone.AMBER


def test_a_morning_two_above_the_usual_one_is_flagged(ana):
    hurt(ana, 1)
    hurt(ana, 2, days=1, moment=Moment.NEXT_MORNING)
    assert open_kinds(ana) == [FlagKind.MORNING]
    assert ana.flags.get().figures["morning"] == 2


def test_discomfort_that_stays_is_flagged_once_and_again_only_by_days_after_it_was_resolved(ana, thea):
    for days in (0, 4, 8):
        hurt(ana, 2, days=days)
    flag = ana.flags.get(kind=FlagKind.PERSISTENT)
    assert flag.due_at == MONDAY + 8 * DAY + timedelta(hours=72)
    hurt(ana, 2, days=9)
    assert ana.flags.filter(kind=FlagKind.PERSISTENT).count() == 1
    episodes.resolve(flags=[flag], by=thea, at=MONDAY + 9 * DAY, note="Seen in clinic.")
    hurt(ana, 2, days=10)
    assert open_kinds(ana) == []
    hurt(ana, 2, days=11)
    hurt(ana, 2, days=12)
    assert open_kinds(ana) == [FlagKind.PERSISTENT]


def test_an_agreed_tendon_follows_its_own_rule_instead(ana, thea):
    PainProfile.objects.create(athlete=ana, region="achilles", side="left", tissue=Tissue.TENDON, set_by=thea)
    for days in (0, 4, 8):
        hurt(ana, 3, days=days, region="achilles")
    assert FlagKind.PERSISTENT not in open_kinds(ana)


def test_any_pain_over_bone_stops_training_until_the_therapist_lifts_it(ana, thea):
    PainProfile.objects.create(athlete=ana, region="shin", side="left", tissue=Tissue.BONE, set_by=thea)
    hurt(ana, 1, region="shin")
    ana.refresh_from_db()
    assert ana.stopped_at == MONDAY
    flag = ana.flags.open().get(kind=FlagKind.STOP)
    episodes.lift_stop(athlete=ana, shown=[str(flag.pk)], note="Imaging is clear.", by=thea, at=MONDAY + DAY)
    ana.refresh_from_db()
    assert ana.stopped_at is None


@pytest.mark.parametrize(
    ("signs", "route"),
    [
        (["pop"], "urgent"),
        (["swollen_calf", "pop"], "emergency"),
        (["sudden"], "therapist"),
        (["night"], "therapist"),
        (["spot"], ""),
        ([], ""),
    ],
)
def test_warning_signs_lead_somewhere_and_stop_training_where_they_do(ana, signs, route):
    screen, led = answer_signs(athlete=ana, region="knee", side="left", signs=signs, at=MONDAY)
    assert led == route
    assert screen.signs == sorted(signs)
    ana.refresh_from_db()
    assert (ana.stopped_at is not None) is bool(route)
    assert ana.flags.filter(kind=FlagKind.STOP).count() == bool(route)


def test_a_sign_that_nobody_asked_about_is_refused(ana):
    with pytest.raises(ValueError, match="no such sign"):
        answer_signs(athlete=ana, region="knee", side="", signs=["headache"], at=MONDAY)


def test_the_same_reports_in_any_order_raise_the_same_flags(ana, ben):
    story = [(6, 0, Moment.DURING), (2, 1, Moment.NEXT_MORNING), (2, 4, Moment.DURING), (5, 8, Moment.DURING)]
    for person, order in ((ana, story), (ben, story[::-1])):
        for score, days, moment in order:
            hurt(person, score, days=days, moment=moment)
        evaluate(person, MONDAY + 8 * DAY)
    assert open_kinds(ana) == open_kinds(ben) == [FlagKind.PAIN, FlagKind.PAIN, FlagKind.PERSISTENT]


# -- acts ------------------------------------------------------------------------------------


def test_acts_are_kept_with_who_when_and_the_note_and_a_flag_that_is_put_off_comes_back(ana, thea):
    hurt(ana, 6)
    flag = ana.flags.get()
    episodes.acknowledge(flags=[flag], by=thea, at=MONDAY)
    episodes.acknowledge(flags=[flag], by=thea, at=MONDAY + DAY)
    episodes.note(flag=flag, text="Called, no answer.", by=thea, at=MONDAY)
    episodes.snooze(flags=[flag], until=MONDAY + 2 * DAY, by=thea, at=MONDAY)
    assert not ana.flags.waiting(MONDAY + DAY).exists()
    assert ana.flags.waiting(MONDAY + 2 * DAY).exists()
    episodes.resolve(flags=[flag], by=thea, at=MONDAY + DAY, note="Lighter week.")
    episodes.resolve(flags=[flag], by=thea, at=MONDAY + 2 * DAY, note="Again.")
    kept = list(flag.acts.order_by("id").values_list("kind", "note"))
    assert kept == [
        ("acknowledged", ""),
        ("noted", "Called, no answer."),
        ("snoozed", ""),
        ("resolved", "Lighter week."),
    ]
    evaluate(ana, MONDAY + DAY)
    assert open_kinds(ana) == []


# -- time ------------------------------------------------------------------------------------


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
    from athletes.enrollment.prescribing import prescribe

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
    from athletes.enrollment.prescribing import add_athlete, prescribe

    for number in range(12):
        other = add_athlete(email=f"r{number}@x.example", name=f"Runner {number}", therapist=thea, at=MONDAY)
        prescribe(athlete=other, template=base_template, starts_on=MONDAY.date(), weekdays=(0, 3), by=thea, at=MONDAY)
        do(other.sessions.order_by("planned_on").first(), other, MONDAY)
    with django_assert_max_num_queries(15):
        sweep(MONDAY + timedelta(hours=20))


# -- the plyometric gate ---------------------------------------------------------------------


def test_the_gate_shows_each_condition_with_its_figure_and_what_is_missing_is_not_met(ana, enrollment):
    conditions = {each.name: each for each in gate_of(ana, MONDAY, DEFAULTS)}
    assert not any(
        conditions[name].is_met for name in ("strength_weeks", "pain", "morning", "heel_raises", "step_downs")
    )
    assert conditions["red_flags"].is_met


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


# -- runs, answers and words -----------------------------------------------------------------


def ran(ana, km, days):
    item = RunItem("long", (MONDAY + days * DAY).date(), 1, uuid.uuid4(), distance=Distance(Decimal(km), "km"))
    record_run(athlete=ana, run_id=uuid.uuid4(), item=item, at=MONDAY + days * DAY)


def test_a_run_much_longer_than_any_in_thirty_days_is_flagged_with_its_figure(ana):
    ran(ana, 10, 0)
    ran(ana, 11, 7)
    assert open_kinds(ana) == []
    ran(ana, "13", 14)
    flag = ana.flags.get()
    assert (flag.kind, flag.figures["percent"]) == (FlagKind.RUN_SPIKE, 18)


def test_the_same_barrier_twice_is_a_matter_to_look_at_together(ana):
    name_barrier(athlete=ana, week="2026-W44", kind="time", at=MONDAY)
    name_barrier(athlete=ana, week="2026-W45", kind="travel", at=MONDAY + DAY)
    assert open_kinds(ana) == []
    name_barrier(athlete=ana, week="2026-W46", kind="time", at=MONDAY + 7 * DAY)
    name_barrier(athlete=ana, week="2026-W46", kind="time", at=MONDAY + 8 * DAY)
    assert ana.flags.get().figures == {"kind": "time", "times": 2}


def test_a_weekly_answer_of_a_lot_is_flagged_once(ana):
    item = CheckInItem("2026-W45", 2, 1, uuid.uuid4())
    for _again in range(2):
        record_check_in(athlete=ana, check_in_id=check_in_id(ana, "2026-W45"), item=item, at=MONDAY + 6 * DAY)
    assert open_kinds(ana) == [FlagKind.CHECK_IN]


def test_an_answer_of_the_athlete_waits_until_somebody_writes_back(ana, thea):
    send_message(athlete=ana, author=ana.user, text="My calf is tight.", at=MONDAY)
    send_message(athlete=ana, author=ana.user, text="And my knee.", at=MONDAY + timedelta(hours=1))
    assert open_kinds(ana) == [FlagKind.MESSAGE]
    send_message(athlete=ana, author=thea, text="Rest today.", at=MONDAY + timedelta(hours=2))
    assert open_kinds(ana) == []


# -- mails -----------------------------------------------------------------------------------


def test_a_stop_mails_the_therapist_at_once_once_and_without_a_name_or_a_word_of_health(ana, thea, mailoutbox):
    answer_signs(athlete=ana, region="shin", side="left", signs=["night"], at=MONDAY)
    tick(MONDAY + timedelta(minutes=1))
    evaluate(ana, MONDAY + timedelta(minutes=2))
    tick(MONDAY + timedelta(minutes=3))
    assert thea.mails.get(kind=MailKind.URGENT).state == MailState.SENT
    said = " ".join(f"{each.subject} {each.body}" for each in mailoutbox if each.to == [thea.email]).lower()
    assert "now" in said
    assert not [word for word in ("ana", "silva", "pain", "shin", "night") if word in said.split()]


def test_the_digest_counts_athletes_with_a_flag_that_waits(ana, ben, thea, enrollment):
    assert count_flagged(thea, MONDAY) == 0
    hurt(ana, 6)
    hurt(ben, 6)
    assert count_flagged(thea, MONDAY) == 1
    episodes.snooze(flags=ana.flags.open(), until=MONDAY + DAY, by=thea, at=MONDAY)
    assert count_flagged(thea, MONDAY) == 0


def test_a_double_click_on_the_warning_signs_is_one_answer_and_a_later_one_stops_again(ana, thea):
    for seconds in (0, 1):
        answer_signs(athlete=ana, region="knee", side="", signs=["pop"], at=MONDAY + timedelta(seconds=seconds))
    assert (ana.pain_screens.count(), ana.flags.count()) == (1, 1)
    shown = [str(flag.pk) for flag in ana.flags.open()]
    episodes.lift_stop(athlete=ana, shown=shown, note="A bruise.", by=thea, at=MONDAY + timedelta(minutes=1))
    answer_signs(athlete=ana, region="knee", side="", signs=["pop"], at=MONDAY + timedelta(hours=1))
    ana.refresh_from_db()
    assert ana.stopped_at == MONDAY + timedelta(hours=1)


def test_a_stop_closes_the_session_that_has_not_begun_and_keeps_the_one_that_has(as_ana, ana, enrollment, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    first, second = enrollment.sessions.order_by("planned_on")[:2]
    do(first, ana, MONDAY, finish=False)
    answer_signs(athlete=ana, region="knee", side="", signs=["pop"], at=MONDAY)
    today = as_ana.get("/").text
    assert "Training is stopped for now" in today
    assert "In this session" not in today
    assert as_ana.get(f"/session/{first.pk}/").status_code == 200
    assert as_ana.get(f"/session/{second.pk}/").url == "/"
