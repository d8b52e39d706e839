"""What happened in the last days, so that every part of the desk and the phone has something to show."""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from decimal import Decimal

from athletes.evaluation.pain.warning_signs import answer_signs
from athletes.localtime import clinic_day, clinic_time_zone, instant, iso_week
from athletes.models import Assessment, AssessmentKind, Athlete, BarrierKind, ContactKind, ContactResult, RunKind, User
from athletes.records.barriers import name_barrier
from athletes.records.care.contacts import log_contact, set_next_visit
from athletes.records.care.signed_rows import sign_rows
from athletes.records.check_ins import CheckInItem, check_in_id, record_check_in, week_asked
from athletes.records.messages import send_message
from athletes.records.outcomes import enter_outcome
from athletes.records.pain import report_id_of_day, report_pain
from athletes.records.runs import RunItem, record_run
from programs.rules.distance import Distance

from .people import athlete_named


def tell_this_week(thea: User, at: datetime) -> None:
    """A weekly check-in with “a lot”, pain without a place named twice, a run much too long, words that wait on both
    sides, warning signs, ticked by one and not answered yet by another, and the totals of a tendon.
    """
    _check_in(athlete_named("jonas"), at)
    _name_pain_twice(athlete_named("jack"), at)
    hannah = athlete_named("hannah")
    send_message(athlete=hannah, author=hannah.user, text="May I swap Thursday for Friday this week?", at=at)
    _feel_the_shin(athlete_named("chloe"), at)
    _run_too_far(athlete_named("noah"), at)
    text = "Good work on the split squats. Keep the long run easy this week, and tell me how the hill went."
    send_message(athlete=athlete_named("ana"), author=thea, text=text, at=at - timedelta(hours=1))
    isla = athlete_named("isla")
    answer_signs(athlete=isla, region="shin", side="left", signs=["night", "spot"], at=at - timedelta(hours=3))
    _take_totals(athlete_named("priya"), thea, at)
    _keep_in_touch(athlete_named("priya"), thea, at)
    call = {"kind": ContactKind.CALL, "result": ContactResult.VOICEMAIL, "note": "Asked her to call back today."}
    rang_at = at - timedelta(hours=2)
    log_contact(athlete=isla, by=isla.therapist, took_place_at=rang_at, at=rang_at, minutes=3, **call)


def _keep_in_touch(athlete: Athlete, thea: User, at: datetime) -> None:
    """A visit, a call and a letter of the last weeks, and the visit that comes next."""
    for days_ago, kind, minutes, note in (
        (19, ContactKind.VISIT, 40, "Heel raises, footwear, how the program goes on."),
        (8, ContactKind.CALL, 12, "Morning pain is down to 2. Keeps the easy days easy."),
        (3, ContactKind.MAIL, 5, "Sent the form for the race organizer."),
    ):
        took_place_at = _three_in_the_afternoon(at - timedelta(days=days_ago))
        log_contact(
            athlete=athlete, kind=kind, result=ContactResult.REACHED, by=thea, minutes=minutes, note=note,
            took_place_at=took_place_at, at=took_place_at,
        )  # fmt: skip
    set_next_visit(athlete=athlete, visit_at=_three_in_the_afternoon(at + timedelta(days=6)), at=at)


def _three_in_the_afternoon(at: datetime) -> datetime:
    return instant(clinic_time_zone(), clinic_day(at), time(15))


def _take_totals(athlete: Athlete, thea: User, at: datetime) -> None:
    """Three questionnaires as the program began, and again this week."""
    program = athlete.enrollments.active().get()
    for days_ago, visa, uwri, activity in (((clinic_day(at) - program.starts_on).days, 48, 17, 3), (1, 63, 21, 6)):
        taken_at = at - timedelta(days=days_ago)
        for measure, total, more in (
            ("visa_a", visa, {"side": "left"}),
            ("uwri", uwri, {}),
            ("psfs", activity, {"activity": "run 10 miles"}),
        ):
            enter_outcome(
                athlete=athlete, measure=measure, total=Decimal(total), taken_on=athlete.today(taken_at), by=thea,
                at=taken_at, **more,
            )  # fmt: skip


def _check_in(athlete: Athlete, at: datetime) -> None:
    week = iso_week(week_asked(athlete, at))
    answers = CheckInItem(
        week=week, changed=2, less=1, held_back=2, worst_pain=6, usual_pain=3, region="knee", side="left",
        note="Stairs are the worst of it.", rev=1, edit_id=check_in_id(athlete, week),
    )  # fmt: skip
    record_check_in(athlete=athlete, check_in_id=check_in_id(athlete, week), item=answers, at=at - timedelta(hours=2))


def _name_pain_twice(athlete: Athlete, at: datetime) -> None:
    """“Something hurt” kept them two weeks ago, and keeps them now; where it is they have not said."""
    for days_ago in (14, 0):
        named_at = at - timedelta(days=days_ago)
        week = iso_week(athlete.today(named_at))
        name_barrier(athlete=athlete, week=week, kind=BarrierKind.PAIN, at=named_at)


def _feel_the_shin(athlete: Athlete, at: datetime) -> None:
    """One spot at the shin; the warning signs that it asks for are not answered yet."""
    felt_at = at - timedelta(hours=4)
    report_pain(
        athlete=athlete, report_id=report_id_of_day(athlete, athlete.today(felt_at), "shin", "right"), score=3,
        region="shin", side="right", is_one_spot=True, felt_at=felt_at, at=felt_at,
    )  # fmt: skip


def _run_too_far(athlete: Athlete, at: datetime) -> None:
    item = RunItem(
        kind=RunKind.LONG,
        ran_on=athlete.today(at) - timedelta(days=1),
        rev=1,
        edit_id=uuid.UUID(int=7),
        minutes=150,
        distance=Distance(Decimal(30), "km"),
    )
    record_run(athlete=athlete, run_id=_key("far"), item=item, at=at - timedelta(hours=5))


def pass_the_gate(athlete: Athlete, therapist: User, now: datetime) -> None:
    """The tests of the plyometric gate, passed last week."""
    tested_on = clinic_day(now) - timedelta(days=4)
    heel_raise = Assessment(athlete=athlete, kind=AssessmentKind.HEEL_RAISE, left=25, right=24, tested_on=tested_on)
    step_down = Assessment(athlete=athlete, kind=AssessmentKind.STEP_DOWN, left=5, right=4, tested_on=tested_on)
    sign_rows(athlete=athlete, rows=[heel_raise, step_down], by=therapist, at=now - timedelta(days=4))


def _key(name: str) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"demo/{name}")
