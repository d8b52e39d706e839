"""The page of the caseload: a tile for each group, one of them chosen, and who waits."""

from __future__ import annotations

from athletes.desk.pages.caseload import caseload_page
from athletes.problems.caseload import Case, Caseload
from athletes.problems.kinds import GROUPS, CaseGroup
from tests.people import MONDAY


def test_every_group_has_a_tile_and_who_is_on_track_does_not_wait():
    counts = {group: number for number, group in enumerate(GROUPS)}
    cases = [Case(key=7, name="Ana Silva", pain_limit=3, is_followed=True)]
    found = Caseload(cases=cases, counts=counts, total=sum(counts.values()), page=2, pages=3)
    page = caseload_page(found, "missed", MONDAY)
    assert [(tile.name, tile.count) for tile in page.tiles] == list(counts.items())
    assert [tile.name for tile in page.tiles if tile.is_chosen] == ["missed"]
    assert page.waiting == page.total - counts[CaseGroup.ON_TRACK]
    assert ([row.name for row in page.rows], page.page, page.pages) == (["Ana Silva"], 2, 3)
