"""Pages of one athlete: the chart over a length that is offered, and the therapist's word on plyometrics."""

from __future__ import annotations

import pytest

from athletes.desk.pages.chart import PERIODS
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.mark.parametrize(
    ("asked", "weeks"), [("", 12), ("26", 26), ("520", 520), ("27", 12), ("x", 12), ("-12", 12), ("٢٦", 12)]
)
def test_the_chart_is_drawn_over_a_length_that_is_offered(as_thea, ana, asked, weeks):
    page = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/chart/", {"weeks": asked, "exercise": "\x00"})
    assert page.status_code == 200
    assert page.context["weeks"] == weeks in PERIODS


def decide(client, athlete, **values) -> str:
    address = f"/admin/athletes/athlete/{athlete.pk}/clearance/"
    return client.post(address, values, follow=True).content.decode()


def test_a_therapist_clears_changes_the_step_and_takes_it_back(as_thea, ana, thea):
    assert "Plyometric exercises are part of the next session" in decide(as_thea, ana, step="2")
    standing = ana.clearances.standing().get()
    assert (standing.step, standing.cleared_by) == (2, thea)
    assert "The new step applies" in decide(as_thea, ana, do="step", step="3")
    assert ana.clearances.standing().get().step == 3
    assert "on hold again" in decide(as_thea, ana, do="withdraw")
    assert not ana.clearances.standing().exists()


def test_a_refusal_is_said_and_changes_nothing(as_thea, ana):
    assert "not cleared for plyometrics" in decide(as_thea, ana, do="step", step="3")
    decide(as_thea, ana, step="2")
    assert "already" in decide(as_thea, ana, step="4")
    assert ana.clearances.standing().get().step == 2


@pytest.mark.parametrize("typed", ["", "9", "x", "0"])
def test_a_step_that_is_not_offered_is_the_first(as_thea, ana, typed):
    decide(as_thea, ana, step=typed)
    assert ana.clearances.standing().get().step == 1


def test_looking_decides_nothing_and_another_therapist_s_athlete_is_not_there(as_thea, ana, ben):
    assert as_thea.get(f"/admin/athletes/athlete/{ana.pk}/clearance/").status_code == 302
    assert not ana.clearances.exists()
    for page in ("clearance", "brief", "chart", "return-to-training", "messages"):
        assert as_thea.get(f"/admin/athletes/athlete/{ben.pk}/{page}/").status_code == 404
