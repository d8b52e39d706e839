"""Finish asks about places that are watched: one tap says that one did not hurt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import Moment, PainProfile, PainReport
from athletes.phone.pages.finish import finish_page
from programs.models import Tissue
from tests.doing import do, hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def begun(first_session, ana):
    do(first_session, ana, MONDAY, finish=False)
    first_session.refresh_from_db()
    return first_session


def asked(session) -> list[str]:
    return [place.value for place in finish_page(session, MONDAY).unasked]


def test_nothing_is_asked_where_nothing_is_watched(begun):
    assert asked(begun) == []


def test_what_the_therapist_watches_is_asked_until_something_was_said(begun, ana, thea):
    PainProfile.objects.create(athlete=ana, region="achilles", side="left", tissue=Tissue.TENDON, set_by=thea)
    assert asked(begun) == ["achilles:left"]
    hurt(ana, 2, region="achilles", session=begun)
    assert asked(begun) == []


def test_what_hurt_lately_is_asked_and_what_hurt_long_ago_is_not(begun, ana):
    hurt(ana, 2, days=-5)
    hurt(ana, 2, days=-40, region="foot")
    assert asked(begun) == ["knee:left"]


def test_a_tap_and_finish_store_a_nought_that_turns_the_place_green(as_ana, begun, ana, thea):
    profile = PainProfile.objects.create(athlete=ana, region="knee", side="left", tissue=Tissue.JOINT, set_by=thea)
    page = as_ana.get(f"/session/{begun.pk}/finish/").content.decode()
    assert "Left knee: no pain" in page
    as_ana.post(f"/session/{begun.pk}/finish/", {"session_rpe": "5", "no_pain": ["knee:left", "made:up"]})
    report = PainReport.objects.get(session=begun)
    assert (report.score, report.region, report.moment) == (0, "knee", Moment.DURING)
    profile.refresh_from_db()
    assert profile.get_zone_display() == "Amber"  # until the morning is known
    hurt(ana, 0, days=1, moment=Moment.NEXT_MORNING)
    profile.refresh_from_db()
    assert profile.get_zone_display() == "Green"


def test_the_phone_sends_the_same_report(as_ana, begun, ana, thea):
    PainProfile.objects.create(athlete=ana, region="knee", side="left", tissue=Tissue.JOINT, set_by=thea)
    (place,) = finish_page(begun, MONDAY).unasked
    sent = {"score": 0, "region": "knee", "side": "left", "session": str(begun.pk), "moment": "during"}
    for _twice in range(2):
        answer = as_ana.put(f"/api/v1/pain-reports/{place.report}/", sent, content_type="application/json")
        assert answer.status_code in (200, 201)
    assert ana.pain_reports.count() == 1
    assert asked(begun) == []


def test_without_the_tap_nothing_is_stored(as_ana, begun, ana, thea):
    PainProfile.objects.create(athlete=ana, region="knee", side="left", tissue=Tissue.JOINT, set_by=thea)
    as_ana.post(f"/session/{begun.pk}/finish/", {"session_rpe": "5"})
    assert not ana.pain_reports.filter(reported_at__gte=MONDAY - timedelta(days=1)).exists()


def test_nothing_hurt_is_asked_and_is_one_tap_for_the_whole_session(as_ana, begun, ana, thea):
    PainProfile.objects.create(athlete=ana, region="hip", side="left", set_by=thea)
    page = as_ana.get(f"/session/{begun.pk}/finish/").content.decode()
    assert "Did anything hurt?" in page
    as_ana.post(f"/session/{begun.pk}/finish/", {"session_rpe": "5", "nothing_hurt": "on"})
    begun.refresh_from_db()
    assert begun.nothing_hurt
    assert dict(ana.pain_reports.values_list("region", "score")) == {"hip": 0}


def test_no_tap_is_no_answer(as_ana, begun):
    as_ana.post(f"/session/{begun.pk}/finish/", {"session_rpe": "5"})
    begun.refresh_from_db()
    assert not begun.nothing_hurt


def test_where_pain_was_noted_the_question_is_answered(as_ana, begun, ana):
    hurt(ana, 3, session=begun)
    assert "Did anything hurt?" not in as_ana.get(f"/session/{begun.pk}/finish/").content.decode()
