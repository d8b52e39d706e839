"""The access log is asked in words, answers in words, and no address breaks it."""

from __future__ import annotations

import pytest

from clinic.audit.search import PER_PAGE
from clinic.models import AccessLog
from tests.clock import at
from tests.seen import see

pytestmark = pytest.mark.django_db
LOG = "/admin/clinic/accesslog/"
MAY = at("2026-05-14 10:00 America/New_York")
JUNE = at("2026-06-01 00:30 America/New_York")


@pytest.fixture
def log(ana, ben, thea, tom) -> None:
    page = "GET admin:athletes_athlete_change"
    AccessLog.objects.create(at=MAY, actor=thea, athletes=[ana.pk], action=page)
    AccessLog.objects.create(at=MAY, actor=tom, athletes=[ben.pk], action="GET admin:programs_program_grid")
    AccessLog.objects.create(at=JUNE, actor=tom, athletes=[ana.pk, ben.pk], action="GET admin:index")
    AccessLog.objects.create(at=JUNE, kind="denied", actor=tom, athletes=[ana.pk], action=page)


def said(client, **asked) -> list[str]:
    """The lines that a search answers with: who did what about whom."""
    found = client.get(LOG, asked).context["found"]
    return [f"{line.who} {line.deed}: {', '.join(line.about)}" for line in found.lines]


def test_who_saw_ana_in_may(as_carla, log):
    assert said(as_carla, athlete="ana", from_on="2026-05-01", until_on="2026-05-31") == [
        "Thea Lind opened the record: Ana Silva"
    ]


def test_what_did_tom_do_and_the_latest_comes_first(as_carla, log):
    assert said(as_carla, person="Okoro") == [
        "Tom Okoro was refused the record: Ana Silva",
        "Tom Okoro opened the caseload: Ana Silva, Ben Carter",
        "Tom Okoro opened a program: Ben Carter",
    ]


def test_the_kind_narrows_it_and_a_day_ends_at_the_clinics_midnight(as_carla, log):
    assert said(as_carla, kind="denied") == ["Tom Okoro was refused the record: Ana Silva"]
    assert len(said(as_carla, from_on="2026-06-01", until_on="2026-06-01")) == 2
    assert len(said(as_carla, until_on="2026-05-31")) == 2


def test_a_name_that_nobody_has_finds_nothing_and_says_so(as_carla, log):
    assert said(as_carla, athlete="nobody") == []
    assert "Nothing matches." in as_carla.get(LOG, {"athlete": "nobody"}).text


def test_a_look_at_many_is_one_line_that_unfolds(as_carla, tom):
    AccessLog.objects.create(at=JUNE, actor=tom, athletes=[*range(7001, 7008)], action="GET admin:index")
    page = see(as_carla, LOG)
    assert (
        "record 7001, erased, record 7002, erased, record 7003, erased, record 7004, erased and 3 more </summary>"
        in page
    )
    assert "record 7007, erased" in page


def test_an_erased_record_is_found_by_its_number(as_carla):
    AccessLog.objects.create(athletes=[4711], kind="erased")
    assert said(as_carla, athlete="4711") == ["the clinic itself erased a record: record 4711, erased"]


def test_names_of_pages_and_raw_numbers_are_nowhere(as_carla, log, ana):
    page = see(as_carla, LOG)
    assert "Thea Lind" in page
    assert "Thu, May 14, 2026, 10:00:00 a.m." in page
    assert "athletes_athlete" not in page
    assert f"[{ana.pk}]" not in page
    row = AccessLog.objects.latest("id")
    assert "Ana Silva" in see(as_carla, f"{LOG}{row.pk}/change/")


def test_looking_into_the_log_is_logged_too(as_carla, log, ana):
    as_carla.get(LOG, {"athlete": "ana"})
    assert said(as_carla, athlete="ana", person="carla")[0].startswith("Carla Ruiz opened the access log: Ana Silva")


@pytest.mark.parametrize(
    "asked",
    ["at__year=" + "9" * 30, "action__regex=(", "athletes__contains=1", "o=-99", "q=\0", "p=999999", "all="],
)
def test_what_is_not_offered_changes_nothing(as_carla, log, asked):
    answer = as_carla.get(f"{LOG}?{asked}")
    assert answer.status_code == 200
    assert len(answer.context["found"].lines) == 4


@pytest.mark.parametrize(
    "asked",
    ["athlete=\0", "person=%00", "from_on=9999-12-31", "from_on=x", "until_on=0001-01-01", "page=0", "page=" + "9" * 30,
     "kind=x"],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_at_its_field(as_carla, log, asked):
    answer = as_carla.get(f"{LOG}?{asked}")
    assert answer.status_code == 422
    assert asked.partition("=")[0] in answer.context["form"].errors


def test_a_long_log_comes_in_pages_of_the_same_search(as_carla, ana, thea):
    for _ in range(PER_PAGE + 1):
        AccessLog.objects.create(at=MAY, actor=thea, athletes=[ana.pk])
    page = as_carla.get(LOG, {"person": "thea"})
    assert page.context["older"] == "?person=thea&page=2"
    assert len(as_carla.get(LOG + page.context["older"]).context["found"].lines) == 1
