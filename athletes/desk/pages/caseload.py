"""The caseload as a page: the tiles that filter it, and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from athletes.problems.caseload import GROUPS, Caseload
from athletes.wording.problems import TONES

from .caseload_row import TILES, CaseloadRow, row_of


@dataclass(frozen=True)
class Tile:
    name: str
    label: str
    count: int
    tone: str
    is_chosen: bool


@dataclass(frozen=True)
class CaseloadPage:
    today: date
    tiles: list[Tile]
    rows: list[CaseloadRow]
    total: int
    waiting: int
    page: int
    pages: int


def caseload_page(found: Caseload, chosen: str, at: datetime) -> CaseloadPage:
    """The page of one reading of the caseload. chosen -- the tile that filters it."""
    tiles = []
    for group in GROUPS:
        tile = Tile(group, str(TILES[group]), found.counts[group], TONES[group], is_chosen=group == chosen)
        tiles.append(tile)
    rows = [row_of(case, at) for case in found.cases]
    waiting = found.total - found.counts["ok"]
    return CaseloadPage(at.date(), tiles, rows, found.total, waiting, found.page, found.pages)
