"""The search of the header: what it finds, for whom, and what it tells of everything else."""

from __future__ import annotations

import pytest

from clinic.models import AccessLog
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SEARCH = "/admin/search/"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def test_one_athlete_alone_is_gone_to_at_once(as_thea, ana):
    assert as_thea.get(SEARCH, {"q": "silva"}).url == f"/admin/athletes/athlete/{ana.pk}/"


@pytest.mark.parametrize("asked", ["ana@stride", "617 555 0199"])
def test_an_address_or_a_number_finds_them_too(as_thea, ana, asked):
    ana.phone = "+1 617 555 0199"
    ana.save()
    assert as_thea.get(SEARCH, {"q": asked}).url == f"/admin/athletes/athlete/{ana.pk}/"


def test_everything_else_is_a_list_by_kind(as_thea, ana, enrollment):
    page = as_thea.get(SEARCH, {"q": "ana"}).text
    assert page.index("Athletes</h2>") < page.index("Programs</h2>")
    assert f"/admin/programs/program/{enrollment.program_id}/grid/" in page
    assert "Split squat" in as_thea.get(SEARCH, {"q": "split sq"}).text
    assert "All of them" in as_thea.get(SEARCH, {"q": "squat"}).text  # more than are shown


def test_nobody_of_another_caseload_is_found_and_who_was_shown_is_logged(as_tom, as_thea, ana, thea):
    found = as_tom.get(SEARCH, {"q": "silva"})
    assert found.status_code == 200
    assert "Nothing has “silva” in its name" in found.text
    as_thea.get(SEARCH, {"q": "silva"})
    (row,) = AccessLog.objects.filter(action__contains="search")
    assert (row.actor, row.athletes) == (thea, [ana.pk])


def test_who_is_named_beside_a_program_is_logged_too(as_thea, ana, enrollment):
    page = as_thea.get(SEARCH, {"q": "runner base"}).text
    assert "Ana Silva" in page
    assert AccessLog.objects.get(action__contains="search").athletes == [ana.pk]


@pytest.mark.parametrize(
    ("asked", "words"), [("", "type a part of the name"), ("a", "Type at least two letters"), ("x\x00y", "Nothing has")]
)
def test_what_cannot_be_looked_for_says_so(as_thea, asked, words):
    assert words in as_thea.get(SEARCH, {"q": asked}).text
