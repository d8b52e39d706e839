"""The reports as pages and files: whose athletes they hold, the period, and who was shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.models import BillingCode
from athletes.records.care.contacts import log_contact
from clinic.models import AccessLog
from tests.doing import hurt
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY + timedelta(days=7), tick=False)


def shown():
    return set(AccessLog.objects.latest("id").athletes)


def test_a_therapist_s_report_holds_their_caseload_and_an_admin_s_the_clinic(as_thea, as_carla, ana, ben, enrollment):
    hers = as_thea.get("/admin/report/").text
    assert "Report on your caseload" in hers
    assert "Thea Lind</th>" in hers
    assert "Tom Okoro" not in hers
    clinic = as_carla.get("/admin/report/").text
    assert "Clinic report" in clinic
    assert "Tom Okoro</th>" in clinic


def test_the_oldest_undecided_is_named_and_the_look_is_logged(as_thea, ana, enrollment):
    hurt(ana, 6)
    assert "Oldest undecided" in as_thea.get("/admin/report/").text
    assert shown() == {ana.pk}


def test_the_period_is_chosen_and_one_that_cannot_be_says_so(as_thea, ana):
    assert "Thu, Oct 1, 2026 – Sat, Oct 31, 2026" in as_thea.get("/admin/report/?from=2026-10-01&until=2026-10-31").text
    for wrong in ("from=2026-10-31&until=2026-10-01", "from=soon&until=", "from=0001-01-01&until=9999-12-31"):
        answer = as_thea.get(f"/admin/report/?{wrong}")
        assert "Choose a first day and a later last day" in answer.text
        assert "Tue, Aug 18, 2026 – Mon, Nov 9, 2026" in answer.text


@pytest.mark.parametrize("path", ["/admin/report/", "/admin/report/monitoring/"])
def test_each_comes_as_a_file_that_names_nobody_in_its_name(as_carla, ana, ben, path):
    answer = as_carla.get(f"{path}?as=csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert "Ana" not in answer["Content-Disposition"]
    assert "Tom Okoro" in answer.text or "Ben Carter" in answer.text


def test_the_list_of_monitoring_shows_and_logs_the_athletes_whom_one_sees(as_thea, ana, ben):
    page = as_thea.get("/admin/report/monitoring/").text
    assert f"/admin/athletes/athlete/{ana.pk}/monitoring/?until=2026-11-09" in page
    assert "Ben Carter" not in page
    assert shown() == {ana.pk}
    assert "Ben Carter" not in as_thea.get("/admin/report/monitoring/?as=csv").text
    assert shown() == {ana.pk}


def test_one_athlete_s_page_says_what_each_code_asks_for_and_that_none_is_shipped(as_thea, as_carla, ana, thea):
    page = f"/admin/athletes/athlete/{ana.pk}/monitoring/"
    assert "table of codes is empty" in as_thea.get(page).text
    assert not BillingCode.objects.exists()
    given = {"code": "A1", "description": "Twenty minutes", "min_minutes": "20"}
    as_carla.post("/admin/athletes/billingcode/add/", given)
    log_contact(athlete=ana, kind="call", result="reached", by=thea, took_place_at=MONDAY, at=MONDAY, minutes=12)
    shown_now = as_thea.get(page).text
    assert "12 of 20 minutes" in shown_now
    assert "Not yet" in shown_now
    assert "Call: reached,2026-11-02,12,Thea Lind" in as_thea.get(f"{page}?as=csv").text


def test_a_code_that_asks_for_nothing_is_refused(as_carla):
    page = as_carla.post("/admin/athletes/billingcode/add/", {"code": "A1", "description": "Nothing"})
    assert "Say what the code needs" in page.text
    assert not BillingCode.objects.exists()
