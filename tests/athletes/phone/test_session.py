"""The session page after changes: units, swaps and corrections keep their figures straight."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from athletes.enrollment.schedule import choose_days, move_session
from athletes.evaluation.evaluate import evaluate
from athletes.models import Enrollment, Excuse, Session, SessionStatus, SetLog
from athletes.phone.pages.session.first_load import first_loads
from athletes.phone.pages.session.page import session_page
from athletes.records.sessions import Document, Header, record_session
from athletes.records.sets import SetItem, set_id
from athletes.records.swaps import SwapItem
from athletes.training.target import Target
from athletes.training.targets import offer
from programs.models import Exercise, Prescription
from programs.rules.prescription.dose import Load
from tests.doing import hurt, train
from tests.people import MONDAY
from tests.seen import see

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(enrollment, ana) -> Session:
    """One whose first exercise is loaded."""
    for each in enrollment.sessions.select_related("week", "workout").order_by("planned_on"):
        each.athlete = ana
        if any(target.takes_load for target in offer(each).targets):
            return each
    raise AssertionError("no session has a load")


def item(session: Session, target: Target, **values) -> SetItem:
    side = target.sides[0]
    fields = {"number": 1, "rev": 1, "edit_id": uuid.uuid4(), "side": side, "prescription_id": target.prescription_id}
    amount = {"seconds": 30} if target.is_timed else {"reps": 8}
    fields |= {"exercise": target.exercise_slug} | amount | values
    return SetItem(id=set_id(session.pk, target.prescription_id, fields["number"], side), **fields)


def loaded(session: Session) -> Target:
    return next(target for target in offer(session).targets if target.takes_load)


def rows_of(session: Session, ana, target: Target):
    fresh = Session.objects.select_related("week", "workout").get(pk=session.pk)
    fresh.athlete = ana
    return next(card for card in session_page(fresh).cards if card.prescription_id == target.prescription_id).rows


def test_a_load_logged_in_pounds_is_shown_in_the_cards_unit_and_kept_in_its_own(session, ana):
    target = loaded(session)
    sets = [item(session, target, load=Load(Decimal(45), "lb"))]
    record_session(athlete=ana, session_id=session.pk, document=Document(sets=sets), at=MONDAY)
    rows = rows_of(session, ana, target)
    assert (target.unit, rows[0].load, rows[1].load) == ("kg", "20.5", "20.5")
    assert (rows[0].marks[0].load, rows[0].marks[0].log.load_unit) == ("45", "lb")


def test_a_swap_to_a_loaded_exercise_can_be_loaded_and_takes_no_load_from_another(session, ana):
    free = next(target for target in offer(session).targets if not target.takes_load and target.reps)
    other = Exercise.objects.filter(load_type="dumbbell").first()
    assert free.swapped_with(other).takes_load
    heavy = loaded(session)
    sets = [item(session, heavy, load=Load(Decimal(100), "kg"), exercise="split-squat")]
    record_session(athlete=ana, session_id=session.pk, document=Document(sets=sets), at=MONDAY)
    assert "100" not in {row.load for row in rows_of(session, ana, heavy)[1:]}


def test_a_correction_does_not_move_when_the_set_was_done(session, ana):
    target = loaded(session)
    start = MONDAY

    def put(**values):
        document = Document(sets=[item(session, target, **values)])
        record_session(athlete=ana, session_id=session.pk, document=document, at=values["done_at"])

    put(done_at=start)
    put(number=2, done_at=start + timedelta(minutes=50))
    put(rev=2, done_at=start + timedelta(minutes=51))
    header = Header(rev=1, edit_id=uuid.uuid4(), status=SessionStatus.COMPLETED, session_rpe=6)
    record_session(athlete=ana, session_id=session.pk, document=Document(header=header), at=start + timedelta(hours=1))
    session.refresh_from_db()
    assert session.minutes == 50


def test_a_swap_is_checked_against_the_offer_that_the_phone_had(session, ana):
    offered = offer(session)
    page = session_page(session)
    card = next(card for card in page.cards if card.choices)
    choice = card.choices[0]
    swap = SwapItem(card.prescription_id, choice.reason, 1, uuid.uuid4(), choice.instead.slug)
    Prescription.objects.filter(pk=card.prescription_id).delete()  # the plan was edited meanwhile
    fresh = Session.objects.select_related("week", "workout").get(pk=session.pk)
    fresh.athlete = ana
    sets = [item(session, card.original, exercise=choice.instead.slug)]
    document = Document(offered, sets=sets, swaps=[swap])
    found = record_session(athlete=ana, session_id=session.pk, document=document, at=MONDAY)
    assert (found.swaps, list(found.sets.values())) == ({card.prescription_id: "applied"}, ["applied"])


def test_two_choices_for_one_row_in_one_document_leave_the_later(session, ana):
    target = offer(session).targets[0].prescription_id
    later, earlier = (SwapItem(target, "any", rev, uuid.uuid4()) for rev in (3, 2))
    document = Document(swaps=[later, earlier])
    record_session(athlete=ana, session_id=session.pk, document=document, at=MONDAY)
    assert session.swaps.get().rev == 3


def test_other_days_leave_a_moved_session_in_its_week(enrollment: Enrollment, ana, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    session = enrollment.sessions.filter(week__number=2).order_by("planned_on").first()
    session.athlete = ana
    friday = session.planned_on + timedelta(days=5)  # Saturday: two days after Thursday
    move_session(session=session, on=friday, at=MONDAY)
    choose_days(enrollment=enrollment, weekdays=(1, 4), at=MONDAY)
    days = list(enrollment.sessions.filter(is_optional=False).values_list("planned_on", flat=True))
    assert len(days) == len(set(days))
    session.refresh_from_db()
    assert session.planned_on == MONDAY.date() + timedelta(days=8)


def test_where_too_little_is_left_no_session_is_offered_and_the_athlete_reads_why(as_ana, ana, weeks, time_machine):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 9, region="other", side="", session=weeks[0])
    time_machine.move_to(MONDAY + timedelta(days=7), tick=False)
    ana.sessions.filter(planned_on=weeks[1].planned_on).delete()
    today = see(as_ana, "/")
    assert "No strength on Monday" in today
    assert "Thea Lind has been told." in today
    assert "Start session" not in today
    assert as_ana.get(f"/session/{weeks[2].pk}/").url == "/"


def test_one_exercise_less_is_a_session_still_which_says_what_is_missing(as_ana, ana, weeks, time_machine):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 9, region="calf", session=weeks[0])
    time_machine.move_to(MONDAY + timedelta(days=7), tick=False)
    ana.sessions.filter(planned_on=weeks[1].planned_on).delete()
    today = as_ana.get("/").content.decode()
    assert "because of your left calf. Thea Lind has been told." in today
    assert "Start session" in today
    assert as_ana.get(f"/session/{weeks[2].pk}/").status_code == 200


def test_a_second_session_without_a_day_between_asks_first_and_says_why(as_ana, ana, weeks, time_machine):
    train(weeks[0], ana, MONDAY)
    path = f"/session/{weeks[1].pk}/"
    for days, is_asked in ((0, True), (1, True), (2, False)):
        time_machine.move_to(MONDAY + timedelta(days=days, hours=3), tick=False)
        asked = re.search('<aside[^>]*id="too-close"[^>]*>', as_ana.get(path).text).group(0)
        assert (" hidden" not in asked) is is_asked


def test_a_first_load_is_proposed_from_the_easier_neighbor_and_else_the_lightest(session, ana):
    target = loaded(session)
    exercise = Exercise.objects.get(slug=target.exercise_slug)
    (proposal,) = first_loads(ana, [replace(target, load=None)], session).values()
    assert (proposal.neighbor, proposal.kind) == ("", exercise.load_type)
    assert Decimal(proposal.amount) > 0
    easier = exercise.easier
    assert easier is not None
    SetLog.objects.create(
        id=uuid.uuid4(), session=session, athlete=ana, exercise=easier, number=1, reps=8, load_kg=Decimal("17.5"),
        load_unit="kg", performed_on=MONDAY.date(), received_at=MONDAY, edit_id=uuid.uuid4(),
    )  # fmt: skip
    later = Session(athlete=ana)
    (proposal,) = first_loads(ana, [replace(target, load=None)], later).values()
    assert proposal.neighbor == f"{easier.name}, 17.5 kg × 8"
    assert Decimal(proposal.amount) <= Decimal("17.5")
    assert Decimal(proposal.amount) % (target.load_step or 1) == 0


def test_the_last_times_stand_in_the_card_with_the_best(ana, weeks):
    train(weeks[0], ana, MONDAY)
    train(weeks[2], ana, MONDAY + timedelta(days=7))
    weeks[4].athlete = ana
    cards = [card for card in session_page(weeks[4]).cards if card.last_times]
    assert cards
    for card in cards:
        days = [time.on for time in card.last_times]
        assert days == sorted(days, reverse=True)
        assert sum(time.is_best for time in card.last_times) == (len(days) > 1)


def test_a_session_too_near_the_race_opens_by_its_address_neither(as_ana, ana, weeks, time_machine):
    ana.goal_race_on = weeks[0].planned_on + timedelta(days=2)
    ana.save()
    time_machine.move_to(MONDAY, tick=False)
    evaluate(ana, MONDAY)
    weeks[0].refresh_from_db()
    assert weeks[0].excuse == Excuse.RACE
    assert as_ana.get(f"/session/{weeks[0].pk}/").status_code == 302
