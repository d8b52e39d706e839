"""The caseload as a page: the tiles that filter it, and its rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from athletes.problems.caseload import Caseload
from athletes.problems.kinds import GROUPS, CaseGroup

from .caseload_row import CaseloadRow, row_of


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
    for group, entry in GROUPS.items():
        tiles.append(Tile(group, str(entry.label), found.counts[group], entry.tone, is_chosen=group == chosen))
    rows = [row_of(case, at) for case in found.cases]
    waiting = found.total - found.counts[CaseGroup.ON_TRACK]
    return CaseloadPage(at.date(), tiles, rows, found.total, waiting, found.page, found.pages)
