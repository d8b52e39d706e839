"""Sessions at the desk: what arrives, and the day of one to come."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from athletes.models import PainReport, Session, SetLog
from clinic.models import AccessLog
from programs.models import Exercise
from tests.doing import hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_the_therapist_sees_sets_arrive_and_one_look_is_logged_in_an_hour(as_thea, first_session, ana):
    page = f"/admin/athletes/session/{first_session.pk}/"
    assert f'data-watch="{page}sets/"' in as_thea.get(f"{page}change/").content.decode()
    before = AccessLog.objects.count()
    quiet = {"X-Quiet": "1"}
    assert "0 of" in as_thea.get(f"{page}sets/", headers=quiet).content.decode()
    entry = Exercise.objects.get(slug="split-squat")
    SetLog.objects.create(
        id=uuid.uuid4(), session=first_session, athlete=ana, exercise=entry, number=1, reps=8,
        performed_on=MONDAY.date(), received_at=MONDAY + timedelta(minutes=1), edit_id=uuid.uuid4(),
    )  # fmt: skip
    for _poll in range(3):
        assert as_thea.get(f"{page}sets/", headers=quiet).status_code == 200
    assert AccessLog.objects.count() == before + 1


@pytest.fixture
def sessions(enrollment) -> list[Session]:
    return list(enrollment.sessions.select_related("athlete", "enrollment__program").order_by("planned_on"))


def test_the_page_of_a_session_moves_it_and_keeps_what_was_typed_when_refused(as_thea, sessions):
    page = f"/admin/athletes/session/{sessions[0].pk}/"
    on = (sessions[0].planned_on + 2 * DAY).isoformat()
    refused = as_thea.post(f"{page}day/", {"do": "move", "on": on, "reason": ""}, follow=True).content.decode()
    assert "Give a reason to schedule it anyway" in refused
    assert f'value="{on}"' in refused
    done = as_thea.post(f"{page}day/", {"do": "move", "on": on, "reason": "Travels."}, follow=True).content.decode()
    assert "Moved to" in done
    assert "by Thea Lind: Travels." in done
    left = as_thea.post(f"{page}day/", {"do": "leave_out", "reason": ""}, follow=True).content.decode()
    assert "it counts as excused" in left
    assert "Leave it out" not in left


@pytest.mark.parametrize(("is_one_spot", "word"), [(True, "yes"), (False, "no"), (None, "–")])
def test_whether_pain_is_in_one_spot_is_said_and_not_praised(as_thea, ana, is_one_spot, word):
    hurt(ana, 3)
    PainReport.objects.update(is_one_spot=is_one_spot)
    page = as_thea.get("/admin/athletes/painreport/").text
    assert f'<td class="field-one_spot">{word}</td>' in page
    assert "icon-yes" not in page
    assert "icon-no" not in page
