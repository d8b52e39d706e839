"""A row of nearly every table, written past the verbs: for constraints, and for what erasing takes away."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django.db import models

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
    UsualRunDay,
)
from programs.models import Exercise

from .people import MONDAY


def one_of_each(enrollment: Enrollment) -> dict[type[models.Model], Any]:
    """By model, a row that the athlete of this enrollment has; of a few the clinic's own."""
    ana, session = enrollment.athlete, enrollment.sessions.order_by("planned_on").first()
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
