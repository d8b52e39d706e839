"""Every kind of flag in one table: where it stands in the caseload, what it carries, what answers it.

A new kind is a ``FlagKind`` (its code and label, which the database knows), an entry here, its words in
``athletes/wording/problems.py``, and the rule that raises it. The table is exhaustive; the tests ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from athletes.models import Flag, FlagKind

from .figures import (
    AdviceFigures,
    BarrierFigures,
    CheckInFigures,
    Figures,
    GateFigures,
    LightFigures,
    MissedFigures,
    MorningFigures,
    PainFigures,
    PersistentFigures,
    PhaseFigures,
    RunSpikeFigures,
    ScreenFigures,
    SilentFigures,
    StalledFigures,
    StopFigures,
    UnplacedFigures,
    UnsaidFigures,
)


class CaseGroup(StrEnum):
    """The tiles of the caseload, in order. Every athlete is in exactly one: that of the most urgent flag."""

    PAIN = "pain"
    MISSED = "missed"
    PROGRESS = "progress"
    LOOK = "look"
    NO_PROGRAM = "none"
    ON_TRACK = "ok"


class Subject(StrEnum):
    """What a problem is about: flags of one subject are one problem, and one decision answers them."""

    STOP = "stop"
    PAIN = "pain"
    AWAY = "away"
    LOAD = "load"
    PHASE = "phase"
    WEEK = "week"
    WORDS = "words"
    RUN = "run"
    PROGRESS = "progress"


class Section(StrEnum):
    """The parts of the caseload, in order."""

    PROBLEMS = "problems"
    READY = "ready"
    NO_PROGRAM = "none"
    ON_TRACK = "ok"


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """One tile. tone -- its color, a class of the stylesheet; icon -- by its name; section -- where its rows stand"""

    label: Promise
    tone: str
    icon: str
    section: Section = Section.PROBLEMS


GROUPS: dict[CaseGroup, GroupEntry] = {
    CaseGroup.PAIN: GroupEntry(_("Pain flags"), tone="bad", icon="pain"),
    CaseGroup.MISSED: GroupEntry(_("Missed or silent"), tone="warn", icon="clock"),
    CaseGroup.PROGRESS: GroupEntry(_("Ready"), tone="good", icon="progress", section=Section.READY),
    CaseGroup.LOOK: GroupEntry(_("To look at"), tone="look", icon="note"),
    CaseGroup.NO_PROGRAM: GroupEntry(_("No program yet"), tone="", icon="program", section=Section.NO_PROGRAM),
    CaseGroup.ON_TRACK: GroupEntry(_("On track"), tone="", icon="check", section=Section.ON_TRACK),
}
SECTIONS: dict[Section, Promise] = {
    Section.PROBLEMS: _("Problems"),
    Section.READY: _("Ready"),
    Section.NO_PROGRAM: _("No program yet"),
    Section.ON_TRACK: _("On track"),
}


@dataclass(frozen=True, slots=True)
class PrimaryAction:
    """The one button of a row. do -- what it posts; empty: it opens the review, or the address where there is one."""

    label: str | Promise
    do: str = ""
    url: str = ""


REVIEW = PrimaryAction(_("Review"))
LOOK = PrimaryAction(_("Look"))
MESSAGE = PrimaryAction(_("Message"))
CLEAR = PrimaryAction(_("Clear for plyometrics"), do="clear")
OPEN_PHASE = PrimaryAction(_("Open the phase"), do="open_phase")


@dataclass(frozen=True, slots=True)
class KindEntry:
    """One kind of flag.

    group -- the tile that counts it; subject -- the problem that it belongs to
    figures -- what raised it; action -- the button of its row
    is_one_at_a_time -- one of them stands open at most, of each place where it is about one: new facts freshen it
    is_advice -- a yes or no to what the rules advise answers it
    offers_accept -- the button accepts what the rules advise, where one click can
    """

    group: CaseGroup
    subject: Subject
    figures: type[Figures] = Figures
    action: PrimaryAction = REVIEW
    is_one_at_a_time: bool = False
    is_advice: bool = False
    offers_accept: bool = False


#: The most urgent first: the order of the caseload.
KINDS: dict[FlagKind, KindEntry] = {
    FlagKind.STOP: KindEntry(CaseGroup.PAIN, Subject.STOP, StopFigures, LOOK),
    FlagKind.SCREEN: KindEntry(CaseGroup.PAIN, Subject.PAIN, ScreenFigures, MESSAGE, is_one_at_a_time=True),
    FlagKind.PAIN: KindEntry(CaseGroup.PAIN, Subject.PAIN, PainFigures, is_one_at_a_time=True),
    FlagKind.MORNING: KindEntry(CaseGroup.PAIN, Subject.PAIN, MorningFigures),
    FlagKind.PERSISTENT: KindEntry(CaseGroup.PAIN, Subject.PAIN, PersistentFigures),
    FlagKind.UNPLACED: KindEntry(CaseGroup.PAIN, Subject.PAIN, UnplacedFigures, MESSAGE),
    FlagKind.UNSAID: KindEntry(CaseGroup.PAIN, Subject.PAIN, UnsaidFigures, MESSAGE, is_one_at_a_time=True),
    FlagKind.CHECK_IN: KindEntry(CaseGroup.PAIN, Subject.WEEK, CheckInFigures),
    FlagKind.MESSAGE: KindEntry(CaseGroup.LOOK, Subject.WORDS, action=MESSAGE, is_one_at_a_time=True),
    FlagKind.MISSED: KindEntry(CaseGroup.MISSED, Subject.AWAY, MissedFigures, MESSAGE, is_one_at_a_time=True),
    FlagKind.SILENT: KindEntry(CaseGroup.MISSED, Subject.AWAY, SilentFigures, MESSAGE, is_one_at_a_time=True),
    FlagKind.UNANSWERED: KindEntry(CaseGroup.MISSED, Subject.AWAY, action=MESSAGE, is_one_at_a_time=True),
    FlagKind.RUN_SPIKE: KindEntry(CaseGroup.LOOK, Subject.RUN, RunSpikeFigures),
    FlagKind.PHASE: KindEntry(CaseGroup.LOOK, Subject.PHASE, PhaseFigures, OPEN_PHASE, is_one_at_a_time=True),
    FlagKind.BARRIER: KindEntry(CaseGroup.LOOK, Subject.WEEK, BarrierFigures, MESSAGE),
    FlagKind.HEAVY: KindEntry(CaseGroup.LOOK, Subject.LOAD, AdviceFigures, is_one_at_a_time=True, is_advice=True),
    FlagKind.STEP: KindEntry(CaseGroup.LOOK, Subject.LOAD, AdviceFigures),
    FlagKind.LIGHTER: KindEntry(CaseGroup.MISSED, Subject.AWAY, AdviceFigures, is_one_at_a_time=True),
    FlagKind.STALLED: KindEntry(CaseGroup.LOOK, Subject.LOAD, StalledFigures, is_one_at_a_time=True),
    FlagKind.LIGHT: KindEntry(CaseGroup.LOOK, Subject.LOAD, LightFigures, is_one_at_a_time=True),
    FlagKind.READY: KindEntry(
        CaseGroup.PROGRESS, Subject.PROGRESS, AdviceFigures, is_one_at_a_time=True, is_advice=True, offers_accept=True
    ),
    FlagKind.GATE: KindEntry(CaseGroup.PROGRESS, Subject.PROGRESS, GateFigures, CLEAR, is_one_at_a_time=True),
}

LEAST_URGENT = len(KINDS)
#: 0 is the most urgent.
URGENCY: dict[str, int] = {kind: place for place, kind in enumerate(KINDS)}
#: Kinds that a yes or no to what the rules advise answers.
ADVICE_KINDS = tuple(kind for kind, entry in KINDS.items() if entry.is_advice)


def entry_of(flag: Flag) -> KindEntry:
    return KINDS[FlagKind(flag.kind)]


def figures_of(flag: Flag) -> Figures:
    """What raised it, as the class that its kind carries."""
    return entry_of(flag).figures.from_json(flag.figures)


def urgency_of(flag: Flag) -> int:
    """0 is the most urgent."""
    return URGENCY[flag.kind]
