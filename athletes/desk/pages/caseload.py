"""The caseload as a page: the tiles that filter it, and its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from athletes.localtime import clinic_day
from athletes.problems.caseload import Case, Caseload
from athletes.problems.kinds import GROUPS, SECTIONS, CaseGroup, Section
from athletes.wording.suggestions import acceptable

from .caseload_row import CaseloadRow, row_of


@dataclass(frozen=True)
class Tile:
    name: str
    label: str
    count: int
    tone: str
    is_chosen: bool


@dataclass(frozen=True)
class CaseloadSection:
    """One part of the list.

    steps -- how many of what its athletes earned one click accepts, of who is ready
    unseen -- how many sessions of those on track nobody has looked at yet; unseen_of -- whose they are, by key
    """

    name: Section
    label: str
    rows: list[CaseloadRow]
    steps: int = 0
    unseen: int = 0
    unseen_of: Sequence[int] = ()


@dataclass(frozen=True)
class CaseloadPage:
    at: datetime
    today: date
    tiles: list[Tile]
    rows: list[CaseloadRow]
    sections: list[CaseloadSection]
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
    sections = _sections(found.cases, rows, at)
    waiting = found.total - found.counts[CaseGroup.ON_TRACK]
    return CaseloadPage(at, clinic_day(at), tiles, rows, sections, found.total, waiting, found.page, found.pages)


def _sections(cases: Sequence[Case], rows: Sequence[CaseloadRow], at: datetime) -> list[CaseloadSection]:
    """The rows of each part of the list that has any, in order."""
    sections = []
    for name, label in SECTIONS.items():
        own = [row for row in rows if row.section == name]
        if not own:
            continue
        if name == Section.READY:
            sections.append(CaseloadSection(name, str(label), own, steps=_steps(cases)))
        elif name == Section.ON_TRACK:
            unseen = _unseen(cases, at)
            sections.append(CaseloadSection(name, str(label), own, unseen=sum(unseen.values()), unseen_of=list(unseen)))
        else:
            sections.append(CaseloadSection(name, str(label), own))
    return sections


def _steps(cases: Sequence[Case]) -> int:
    """How many steps one click accepts, of who is ready."""
    steps = 0
    for case in cases:
        if case.group == CaseGroup.PROGRESS:
            steps += len(acceptable(case.suggestions))
    return steps


def _unseen(cases: Sequence[Case], at: datetime) -> dict[int, int]:
    """How many sessions nobody has looked at yet, by athlete, of who is on track and has any."""
    counts = {}
    for case in cases:
        if case.group != CaseGroup.ON_TRACK:
            continue
        unseen = case.unseen(at)
        if unseen:
            counts[case.key] = len(unseen)
    return counts
