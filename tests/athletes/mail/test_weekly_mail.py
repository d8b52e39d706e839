"""What the weekly mail says, and the answers its links lead to."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from django.core import mail as outbox

from athletes.mail.contents import TIPS, WORDINGS
from athletes.mail.loop import tick
from athletes.models import Athlete, Barrier, BarrierKind, Mail, MailKind, MailState, SessionStatus
from tests.athletes.mail.test_loop import HEALTH_WORDS
from tests.clock import at
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SUNDAY = at("2026-11-08 19:05 America/New_York")
WEEK = timedelta(days=7)


@pytest.fixture
def enrolled(enrollment, ana, time_machine) -> Athlete:
    time_machine.move_to(SUNDAY, tick=False)
    Mail.objects.update(state=MailState.SENT, sent_at=MONDAY)
    ana.refresh_from_db()
    return ana


def test_eight_wordings_take_turns_and_which_one_went_out_is_kept(enrolled):
    assert len(set(WORDINGS)) == len(WORDINGS) == 8
    for week in range(3):
        tick(SUNDAY + week * WEEK)
    kept = list(
        Mail.objects.filter(kind=MailKind.WEEKLY_REMINDER).order_by("occasion").values_list("wording", flat=True)
    )
    assert [(second - first) % 8 for first, second in pairwise(kept)] == [1, 1]
    for message, wording in zip(outbox.outbox, kept, strict=True):
        assert str(WORDINGS[wording]).split("{")[0] in message.body


def test_no_wording_and_no_tip_says_a_health_word():
    for text in (*WORDINGS, *TIPS.values()):
        assert not [word for word in HEALTH_WORDS if word in str(text).lower()]
    assert set(TIPS) == set(BarrierKind)


def test_what_kept_you_is_one_tap_another_replaces_it_and_looking_stores_nothing(enrolled, as_ana):
    assert as_ana.get("/could-not/").status_code == 200
    assert not Barrier.objects.exists()
    as_ana.post("/could-not/", {"kind": "tired"})
    page = as_ana.post("/could-not/", {"kind": "time"}, follow=True).content.decode()
    assert "Noted." in page
    assert [(each.week, each.kind) for each in Barrier.objects.all()] == [("2026-W45", "time")]
    assert as_ana.post("/could-not/", {"kind": "laziness"}).status_code == 422


def test_something_that_hurt_leads_to_the_clinics_number(enrolled, as_ana):
    page = as_ana.post("/could-not/", {"kind": "pain"}, follow=True).content.decode()
    assert "Messages are not watched around the clock" in page


def test_the_tip_that_fits_comes_with_the_next_mail_and_no_later_one(enrolled, as_ana):
    as_ana.post("/could-not/", {"kind": "away"})
    for week in range(3):
        tick(SUNDAY + week * WEEK)
    tip = str(TIPS[BarrierKind.AWAY])
    assert [tip in message.body for message in outbox.outbox] == [False, True, False]


def test_an_answer_by_link_is_an_answer(enrolled, as_ana, time_machine):
    for week in range(4):
        time_machine.move_to(SUNDAY + week * WEEK + timedelta(hours=1), tick=False)
        tick(SUNDAY + week * WEEK)
        if week == 1:
            as_ana.post("/could-not/", {"kind": "ill"})
    assert len(outbox.outbox) == 4


def test_done_already_finishes_a_session_without_its_sets_as_a_part(enrolled, enrollment, as_ana):
    tick(SUNDAY)
    session = enrollment.sessions.filter(planned_on__gte=SUNDAY.date()).order_by("planned_on").first()
    assert f"/session/{session.pk}/finish/?already=1" in outbox.outbox[0].body
    assert "Done already, without logging?" in as_ana.get(f"/session/{session.pk}/finish/?already=1").content.decode()
    session.refresh_from_db()
    assert session.status == SessionStatus.PLANNED
    as_ana.post(f"/session/{session.pk}/finish/", {"session_rpe": "6"})
    session.refresh_from_db()
    assert session.status == SessionStatus.PLANNED  # nobody said that it was done
    as_ana.post(f"/session/{session.pk}/finish/", {"session_rpe": "6", "already": "1"})
    session.refresh_from_db()
    assert (session.status, session.is_partial, session.session_rpe) == (SessionStatus.COMPLETED, True, 6)
