"""The session in progress: its exercises, sets and sides, as they are now."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from athletes.models import PainReport, Session, SessionStatus, SetLog, Side, Swap
from athletes.records.sets import set_id
from athletes.training.loads import in_unit
from athletes.training.performances import last_performances
from athletes.training.swaps import SwapChoice, as_done, choices_for, minimum_prescriptions
from athletes.training.target import Target
from athletes.training.targets import Offer, offer
from athletes.wording.doses import dose_words, effort_words, tempo_sentence, title_of
from programs.figures import FIGURES
from programs.models import SwapReason

#: How long a session can be corrected from its own page (ui.md 2.5); after that a note says it.
EDITABLE_DAYS = 14


@dataclass(frozen=True)
class Mark:
    """One side of a set. id is the set's identity on every phone."""

    id: uuid.UUID
    side: str
    letter: str
    log: SetLog | None

    @property
    def is_done(self) -> bool:
        return self.log is not None and not self.log.is_deleted

    @property
    def rev(self) -> int:
        return self.log.rev if self.log else 0

    @property
    def amount(self) -> int | str:
        """Repetitions or seconds as logged; empty before."""
        if self.log is None:
            return ""
        return (self.log.seconds if self.log.reps is None else self.log.reps) or 0

    @property
    def load(self) -> str:
        """The load's amount as logged, in the unit it was typed; empty without one."""
        return str(self.log.load.amount) if self.log and self.log.load else ""


@dataclass(frozen=True)
class SetRow:
    """One set of an exercise: what was done last time, what is due, what is done."""

    number: int
    marks: list[Mark]
    load: str
    amount: int
    last: str

    @property
    def is_done(self) -> bool:
        return all(mark.is_done for mark in self.marks)

    @property
    def done_words(self) -> str:
        """“L 8, R 8”, or “8” where a set has no sides; empty before anything is done."""
        words = []
        for mark in self.marks:
            if mark.is_done and mark.log:
                side = f"{mark.letter} " if mark.side else ""
                words.append(f"{side}{mark.log.amount}")
        return ", ".join(words)

    @property
    def next_mark(self) -> Mark:
        return next((mark for mark in self.marks if not mark.is_done), self.marks[-1])


@dataclass(frozen=True)
class ExerciseCard:
    place: int
    target: Target
    rows: list[SetRow]
    pain: int | None
    rir: str
    is_current: bool
    swap: Swap | None
    choices: list[SwapChoice]
    swap_rev: int
    original: Target
    is_core: bool

    @property
    def is_done(self) -> bool:
        return self.is_skipped or all(row.is_done for row in self.rows)

    @property
    def is_skipped(self) -> bool:
        return self.swap is not None and self.swap.is_skip

    @property
    def done(self) -> int:
        return sum(row.is_done for row in self.rows)

    @property
    def dose(self) -> str:
        return dose_words(self.target)

    @property
    def effort(self) -> str:
        return effort_words(self.target)

    @property
    def tempo(self) -> str:
        return tempo_sentence(self.target.tempo)

    @property
    def has_load(self) -> bool:
        return self.target.takes_load

    @property
    def prescription_id(self) -> int:
        return self.target.prescription_id

    @property
    def variants(self) -> dict[str, dict[str, object]]:
        """What the card is with each choice, and as prescribed (“keep”)."""
        keep = _words_of(self.original)
        variants = {"keep": keep}
        for choice in self.choices:
            other = self.original.swapped_with(choice.instead)
            changed = _changes(self.original.to_json(), other.to_json()) | _changes(keep, _words_of(other))
            variants[f"{choice.reason}:{choice.instead.slug}"] = changed
        return variants

    @property
    def last_efforts(self) -> str:
        """The RPE of the last set, of both sides where they were logged apart."""
        marks = self.rows[-1].marks if self.rows else []
        return ", ".join(str(mark.log.rpe) for mark in marks if mark.log and mark.log.rpe)

    @property
    def figure(self) -> str:
        return FIGURES.get(self.target.exercise_slug, "")


@dataclass(frozen=True)
class SessionPage:
    session: Session
    title: str
    offer: Offer
    cards: list[ExerciseCard]
    next_row: SetRow | None
    done: int
    count: int

    @property
    def targets_done(self) -> list[dict[str, object]]:
        """The targets as they are done, swaps in place, as the phone's scripts read them."""
        return [card.target.to_json() for card in self.cards]

    @property
    def is_short(self) -> bool:
        """Whether something is left out for want of time."""
        return any(card.is_skipped and card.swap and card.swap.reason == SwapReason.TIME for card in self.cards)

    @property
    def header(self) -> dict[str, object]:
        """The session itself as the phone's document states it."""
        names = ("rev", "status", "session_rpe", "minutes", "note", "excuse")
        header = {name: getattr(self.session, name) for name in names}
        return header | ({"status": SessionStatus.OPEN} if header["status"] == SessionStatus.PLANNED else {})

    @property
    def choices(self) -> dict[int, dict[str, dict[str, object]]]:
        """By prescription and choice, what the card shows then: for a phone without a connection."""
        return {card.prescription_id: card.variants for card in self.cards}

    def is_editable(self, today: date) -> bool:
        """Whether the page still offers to change it; what a phone kept longer is taken all the same."""
        began = self.session.opened_at
        return began is None or (today - self.session.athlete.today(began)).days <= EDITABLE_DAYS

    def row(self, prescription: str, number: str) -> SetRow | None:
        """The row of a set by its keys as a form sends them."""
        rows = ((str(card.prescription_id), row) for card in self.cards for row in card.rows)
        return next((row for key, row in rows if (key, str(row.number)) == (prescription, number)), None)


def session_page(session: Session) -> SessionPage:
    """The session with its sets; reading it opens nothing."""
    offered = offer(session)
    chosen = {swap.prescription_id: swap for swap in session.swaps.select_related("instead")}
    swaps = {prescription: swap for prescription, swap in chosen.items() if not swap.is_withdrawn}
    targets = [as_done(target, swaps.get(target.prescription_id)) for target in offered.targets]
    choices = choices_for(offered.targets, session.athlete.conditions)
    slugs = [target.exercise_slug for target in targets]
    logs = {log.pk: log for log in SetLog.objects.filter(session=session).select_related("exercise")}
    last = last_performances(session.athlete, slugs, before=session)
    reports = PainReport.objects.filter(session=session).order_by("score")  # the worst of an exercise stands
    pain = dict(reports.values_list("exercise__slug", "score"))
    rows = [_rows(session, target, logs, last.get(target.exercise_slug, [])) for target in targets]
    skipped = {place for place, target in enumerate(targets) if _is_skip(swaps.get(target.prescription_id))}
    open_rows = [sets if place not in skipped else [] for place, sets in enumerate(rows)]
    current = next((place for place, sets in enumerate(open_rows) if not all(row.is_done for row in sets)), -1)
    kept = minimum_prescriptions(offered.targets)
    cards = [
        ExerciseCard(
            place=place + 1,
            target=target,
            rows=rows[place],
            pain=pain.get(target.exercise_slug),
            rir=_rir(rows[place]),
            is_current=place == current,
            swap=swaps.get(target.prescription_id),
            choices=choices.get(target.prescription_id, []),
            swap_rev=chosen[target.prescription_id].rev if target.prescription_id in chosen else 0,
            original=offered.targets[place],
            is_core=target.prescription_id in kept,
        )
        for place, target in enumerate(targets)
    ]
    return SessionPage(
        session=session,
        title=title_of(session),
        offer=offered,
        cards=cards,
        next_row=first_to_do(open_rows),
        done=sum(card.done for card in cards if not card.is_skipped),
        count=sum(len(card.rows) for card in cards if not card.is_skipped),
    )


def _words_of(target: Target) -> dict[str, object]:
    """What a card says about a target beside its own values."""
    return {
        "dose": dose_words(target),
        "effort": effort_words(target),
        "figure": FIGURES.get(target.exercise_slug, ""),
        "pace": tempo_sentence(target.tempo),
    }


def _changes(former: dict[str, object], later: dict[str, object]) -> dict[str, object]:
    """Only where the later differs."""
    return {name: value for name, value in later.items() if value != former[name]}


def _is_skip(swap: Swap | None) -> bool:
    return swap is not None and swap.is_skip


def _rows(session: Session, target: Target, logs: dict[uuid.UUID, SetLog], last: list[SetLog]) -> list[SetRow]:
    """The rows of one exercise; a changed load or count carries to the sets still to come."""
    load, amount = str(target.load.amount) if target.load else "0", target.least_amount
    rows = []
    for number in range(1, target.sets + 1):
        marks = [_mark(session, target, number, side, logs) for side in target.sides]
        done = next((mark.log for mark in marks if mark.is_done), None)
        if done is not None and done.exercise.slug == target.exercise_slug:
            load = str(in_unit(done.load, target.unit).amount) if done.load else "0"
            amount = (done.seconds if done.reps is None else done.reps) or 0
        before = next((log for log in last if log.number == number), last[-1] if last else None)
        rows.append(SetRow(number, marks, load, amount, before.amount if before else ""))
    return rows


def first_to_do(cards: list[list[SetRow]]) -> SetRow | None:
    """The next set to log: the first that is not done."""
    return next((row for rows in cards for row in rows if not row.is_done), None)


def _mark(session: Session, target: Target, number: int, side: str, logs: dict[uuid.UUID, SetLog]) -> Mark:
    pk = set_id(session.pk, target.prescription_id, number, side)
    return Mark(pk, side, {Side.LEFT: _("L"), Side.RIGHT: _("R")}.get(Side(side), "✓"), logs.get(pk))


def _rir(rows: list[SetRow]) -> str:
    """The answer to “how many more could you have done”, as it was given: 0 to 4."""
    log = rows[-1].marks[-1].log if rows else None
    return "" if log is None or log.rpe is None else str(int(10 - log.rpe))


def tempo_words() -> dict[str, str]:
    """What the tempo guide says."""
    return {
        "lower": _("Lower"),
        "pause": _("Pause"),
        "lift": _("Lift"),
        "fast": _("Up fast"),
    }


def session_words() -> dict[str, str]:
    """What the script says, in the athlete's language."""
    return tempo_words() | {
        "saved": _("Saved"),
        "keeping": _("Saving"),
        "sending": _("Sending {count}"),
        "offline": _("Offline · {count} kept here"),
        "signedOut": _("Sign in to send {count} sets"),
        "signedOutOne": _("Sign in to send {count} set"),
        "refused": _("{count} sets need a look"),
        "refusedOne": _("{count} set needs a look"),
        "full": _("Phone storage is full. Keep this page open"),
        "log": _("Log set"),
        "left": _("Log left side"),
        "right": _("Log right side"),
        "start": _("Start the hold"),
        "startleft": _("Start left side"),
        "startright": _("Start right side"),
        "ready": _("Get ready"),
        "hold": _("Hold"),
        "change": _("Save change"),
        "reps": _("reps"),
        "allDone": _("All sets done"),
        "finish": _("Finish"),
        "stored": _("Set {number} saved."),
        "switchSide": _("Switch to the right side"),
        "next": _("Next: {name}"),
        "changed": _("Change saved"),
        "swapped": _("Changed"),
        "kept": _("As prescribed"),
        "short": _("Three exercises today"),
        "whole": _("All exercises again"),
        "seconds": _("seconds"),
        "letterleft": _("L"),
        "letterright": _("R"),
        "refusedItem": _("Set {number}, {name}: {amount}"),
        "undone": _("Undone"),
        "effort": _("{count} in reserve saved."),
        "noEffort": _("Skipped."),
        "newer": _("A newer value came from another phone"),
        "refusedSet": _("That set was not accepted. Correct it and log it again."),
        "minutes": _("{minutes} min"),
    }
