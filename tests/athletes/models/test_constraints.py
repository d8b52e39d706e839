"""Constraints of the athletes' tables, broken on purpose in the database."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from athletes.models import (
    Assessment,
    Athlete,
    Barrier,
    BillingCode,
    CareContact,
    CareNote,
    CareReview,
    CheckIn,
    Clearance,
    Cover,
    DiscoveryCall,
    Enrollment,
    ExerciseNote,
    Flag,
    KeptPlan,
    LoopBeat,
    Mail,
    Message,
    MessageTemplate,
    OutcomeTotal,
    PainProfile,
    PainReport,
    ReturnToTraining,
    Run,
    Session,
    SessionChange,
    SetEdit,
    SetLog,
    Suggestion,
    Swap,
    User,
    UsualRunDay,
)
from programs.models import Exercise
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


def change(model, **values):
    return lambda things: model.objects.filter(pk=things[model].pk).update(**values)


def twice(act):
    def act_twice(things):
        act(things)
        act(things)

    return act_twice


def again(model, **values):
    def act(things):
        row = model.objects.get(pk=things[model].pk)
        row.pk = uuid.uuid4() if isinstance(row.pk, uuid.UUID) else None
        for name, value in values.items():
            setattr(row, name, value)
        row.save(force_insert=True)

    return act


REFUSED = {
    "user_email_ignores_case": lambda things: User.objects.create(email="ANA@stridewell.example", name="Other"),
    "athlete_reminder_weekday": change(Athlete, reminder_weekday=7),
    "athlete_reminder_hour": change(Athlete, reminder_hour=20),
    "athlete_pain_limit": change(Athlete, pain_limit=11),
    "clearance_one_standing_per_athlete": again(Clearance),
    "clearance_step": change(Clearance, step=6),
    "clearance_withdrawn_after_given": change(Clearance, withdrawn_at=MONDAY - timedelta(days=1)),
    "enrollment_one_active_per_athlete": again(Enrollment),
    "enrollment_one_upcoming_per_athlete": twice(again(Enrollment, status="upcoming")),
    "enrollment_ends_after_it_starts": change(Enrollment, ends_on=date(2026, 1, 1)),
    "enrollment_starts_after_2000": change(Enrollment, starts_on=date(1999, 12, 31)),
    "enrollment_weekdays": change(Enrollment, first_weekday=8, second_weekday=10),
    "enrollment_days_not_consecutive": change(Enrollment, first_weekday=6, second_weekday=0),
    "call_one_waiting_per_address": again(DiscoveryCall),
    "call_handled_has_a_time": change(DiscoveryCall, state="called"),
    "call_became_an_athlete": change(DiscoveryCall, state="became_athlete", handled_at=MONDAY),
    "loop_beat_is_one": lambda things: LoopBeat.objects.create(id=2, at=MONDAY),
    "barrier_once_a_week": again(Barrier),
    "usual_day_once_per_weekday": again(UsualRunDay),
    "usual_day_weekday": change(UsualRunDay, weekday=7),
    "session_open_has_targets": change(Session, status="open"),
    "session_completed_has_an_end": change(Session, status="completed", opened_at=MONDAY, targets={}),
    "sessionchange_says_why": change(SessionChange, against="race", reason=""),
    "session_rpe_range": change(Session, session_rpe=11),
    "session_minutes_range": change(Session, minutes=601),
    "swap_once_per_target": again(Swap),
    "one_note_per_exercise": again(ExerciseNote),
    "setlog_repetitions_or_seconds": change(SetLog, reps=None),
    "setlog_load_range": change(SetLog, load_kg=1001),
    "setlog_rpe_range": change(SetLog, rpe="10.5"),
    "setlog_number_range": change(SetLog, number=100),
    "setedit_once_per_edit": again(SetEdit),
    "pain_score_range": change(PainReport, score=11),
    "flag_once_per_cause": again(Flag),
    "suggestion_once_per_target": again(Suggestion),
    "suggestion_load_range": change(Suggestion, load_kg=1001),
    "painprofile_once_per_place": again(PainProfile),
    "painprofile_limit_range": change(PainProfile, limit=11),
    "painprofile_intake_range": change(PainProfile, intake=11),
    "painprofile_zone_range": change(PainProfile, zone=4),
    "keptplan_level_range": change(KeptPlan, level=7),
    "keptplan_says_why": change(KeptPlan, reason=""),
    "keptplan_ends_after_it_begins": change(KeptPlan, since=MONDAY.date() + timedelta(days=60)),
    "return_says_what_was_found": change(ReturnToTraining, found=""),
    "return_cleared_on_a_day": change(ReturnToTraining, cleared_by="Dr. Ray"),
    "assessment_once_a_day": again(Assessment),
    "assessment_range": change(Assessment, left=501, kind="heel_raise"),
    "assessment_step_downs_of_five": change(Assessment, left=6),
    "outcome_once_a_day": again(OutcomeTotal),
    "outcome_total_in_range": change(OutcomeTotal, total=101),
    "check_in_once_a_week": again(CheckIn),
    "check_in_answers": change(CheckIn, less=4),
    "check_in_pain_range": change(CheckIn, usual_pain=11),
    "message_has_text": change(Message, text=""),
    "carenote_has_text": change(CareNote, text=""),
    "carereview_of_what_was_there": change(CareReview, upto=MONDAY + timedelta(hours=1)),
    "carecontact_minutes_range": change(CareContact, minutes=0),
    "carecontact_voicemail_of_a_call": change(CareContact, kind="visit", result="voicemail"),
    "carecontact_logged_afterwards": change(CareContact, logged_at=MONDAY - timedelta(hours=1)),
    "cover_ends_after_it_begins": change(Cover, until_on=MONDAY.date() - timedelta(days=1)),
    "cover_has_a_reason": change(Cover, reason=""),
    "billingcode_asks_for_something": change(BillingCode, min_days=None),
    "billingcode_days_range": change(BillingCode, min_days=31),
    "billingcode_minutes_range": change(BillingCode, min_minutes=0),
    "messagetemplate_has_name_and_text": change(MessageTemplate, text=""),
    "message_read_after_sent": change(Message, read_at=MONDAY - timedelta(minutes=1)),
    "run_minutes_or_distance": change(Run, minutes=None, distance_km=None),
    "run_minutes_range": change(Run, minutes=1441),
    "run_distance_range": change(Run, distance_km="500.0001"),
    "run_effort_range": change(Run, effort=11),
    "run_is_a_run": change(Run, kind="rest"),
    "run_after_2000": change(Run, ran_on=date(1999, 12, 31)),
    "mail_once_per_occasion": again(Mail),
    "mail_once_per_occasion_without_account": lambda things: [
        Mail.objects.create(
            address="kim@elsewhere.example",
            kind="call",
            occasion="1",
            send_after=MONDAY,
            expires_at=MONDAY,
            planned_at=MONDAY,
        )
        for _time in range(2)
    ],
    "mail_goes_to_one": change(Mail, address="kim@elsewhere.example"),
    "mail_sent_has_a_time": change(Mail, state="sent", sent_at=None),
}


@pytest.fixture
def things(ana, enrollment):
    session = enrollment.sessions.order_by("planned_on").first()
    log = SetLog.objects.create(
        id=uuid.uuid4(), session=session, athlete=ana, exercise=Exercise.objects.first(), number=1, reps=8,
        performed_on=MONDAY.date(), received_at=MONDAY, edit_id=uuid.uuid4(),
    )  # fmt: skip
    edit = SetEdit.objects.create(
        athlete=ana, set_log=log, outcome="former", rev=1, edit_id=uuid.uuid4(), values={}, at=MONDAY
    )
    pain = PainReport.objects.create(athlete=ana, region="knee", score=1, reported_on=MONDAY.date(), reported_at=MONDAY)
    found = {Athlete: ana, Enrollment: enrollment, Session: session, SetLog: log, SetEdit: edit, PainReport: pain}
    note = ExerciseNote.objects.create(
        athlete=ana, exercise=Exercise.objects.earliest("pk"), text="seat 4", written_at=MONDAY, received_at=MONDAY
    )
    swap = Swap.objects.create(athlete=ana, session=session, prescription_id=1, reason="any", swapped_at=MONDAY)
    cleared = Clearance.objects.create(athlete=ana, cleared_at=MONDAY)
    usual = UsualRunDay.objects.create(athlete=ana, weekday=0, kind="easy")
    barrier = Barrier.objects.create(athlete=ana, week="2026-W45", kind="time", answered_at=MONDAY)
    profile = PainProfile.objects.create(athlete=ana, region="knee", side="left")
    test = Assessment.objects.create(athlete=ana, kind="step_down", left=4, right=5, tested_on=MONDAY.date())
    flag = Flag.objects.create(id=uuid.uuid4(), athlete=ana, kind="pain", cause="x", raised_at=MONDAY)
    advice = Suggestion.objects.create(
        id=uuid.uuid4(), athlete=ana, session=session, exercise=Exercise.objects.first(), target=1, change="more_load",
        reason="x", made_at=MONDAY,
    )  # fmt: skip
    found[KeptPlan] = KeptPlan.objects.create(
        athlete=ana, region="knee", level=1, reason="x", at=MONDAY, until=MONDAY.date() + timedelta(days=14)
    )
    found[ReturnToTraining] = ReturnToTraining.objects.create(
        athlete=ana, stopped_at=MONDAY, found="x", from_on=MONDAY.date(), signed_at=MONDAY
    )
    found[OutcomeTotal] = OutcomeTotal.objects.create(
        athlete=ana, measure="visa_a", total=48, taken_on=MONDAY.date(), entered_at=MONDAY
    )
    found |= {PainProfile: profile, Assessment: test, Flag: flag, Suggestion: advice}
    call = DiscoveryCall.objects.create(name="Nora", email="n@runner.example", story="-", times="-", asked_at=MONDAY)
    found[DiscoveryCall] = call
    moved = SessionChange.objects.create(athlete=ana, session=session, was_on=MONDAY.date(), at=MONDAY)
    found[SessionChange] = moved
    run = Run.objects.create(
        athlete=ana, kind="easy", ran_on=MONDAY.date(), minutes=40, received_at=MONDAY, edit_id=uuid.uuid4()
    )
    week = CheckIn.objects.create(athlete=ana, week="2026-W45", changed=0, answered_at=MONDAY, edit_id=uuid.uuid4())
    message = Message.objects.create(athlete=ana, author=ana.user, text="Hello", sent_at=MONDAY)
    return found | {
        CheckIn: week,
        CareNote: CareNote.objects.create(athlete=ana, author=ana.therapist, text="Nights", at=MONDAY),
        CareReview: CareReview.objects.create(athlete=ana, by=ana.therapist, upto=MONDAY, at=MONDAY),
        CareContact: CareContact.objects.create(
            athlete=ana, kind="call", result="reached", minutes=5, by=ana.therapist, at=MONDAY, logged_at=MONDAY
        ),
        Cover: Cover.objects.create(
            athlete=ana, therapist=ana.therapist, from_on=MONDAY.date(), reason="away", by=ana.therapist, at=MONDAY
        ),
        BillingCode: BillingCode.objects.create(code="X1", description="Thirty days", min_days=16),
        MessageTemplate: MessageTemplate.objects.create(name="Hello", text="Hello."),
        Message: message,
        Run: run,
        UsualRunDay: usual,
        Barrier: barrier,
        Mail: ana.user.mails.get(),
        Clearance: cleared,
        Swap: swap,
        ExerciseNote: note,
    }


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name, things):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        REFUSED[name](things)
    assert name in str(refused.value) or "UNIQUE" in str(refused.value)


def test_every_constraint_has_a_row_that_breaks_it_and_words_of_its_own():
    constraints = [
        constraint for model in apps.get_app_config("athletes").get_models() for constraint in model._meta.constraints
    ]
    assert {constraint.name for constraint in constraints} == set(REFUSED)
    assert all("violated" not in str(constraint.violation_error_message) for constraint in constraints)


@pytest.mark.parametrize("gap", range(7))
def test_two_strength_days_need_a_day_between_them_both_ways_round(gap, things):
    act = change(Enrollment, first_weekday=5, second_weekday=(5 + gap) % 7)
    if gap in (2, 3, 4, 5):
        assert act(things) == 1
    else:
        with pytest.raises(IntegrityError), transaction.atomic():
            act(things)
