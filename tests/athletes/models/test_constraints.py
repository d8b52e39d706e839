"""Constraints of the athletes' tables, broken on purpose in the database; what repeats a field's own rules is broken in
``tests/clinic/test_field_checks.py``.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, transaction

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
    Erasure,
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
from programs.models.fields import FieldCheck
from tests.people import MONDAY
from tests.rows import one_of_each

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
    "athlete_archived_has_a_reason": change(Athlete, archived_at=MONDAY),
    "erasure_reason": lambda things: Erasure.objects.create(athlete_key=1, reason="whim", at=MONDAY),
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
def things(enrollment):
    return one_of_each(enrollment)


@pytest.mark.parametrize("name", REFUSED)
def test_the_database_refuses(name, things):
    with pytest.raises((IntegrityError, DataError)) as refused, transaction.atomic():
        REFUSED[name](things)
    assert name in str(refused.value) or "UNIQUE" in str(refused.value)


def test_every_constraint_has_a_row_that_breaks_it_and_words_of_its_own():
    constraints = []
    for model in apps.get_app_config("athletes").get_models():
        constraints += [each for each in model._meta.constraints if not isinstance(each, FieldCheck)]
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
