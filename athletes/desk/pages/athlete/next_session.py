"""The next session as the athlete will see it: what the rules changed of it, and what they read about that."""

from __future__ import annotations

from dataclasses import dataclass

from athletes.models import Athlete, Session
from athletes.training.targets import Offer, offer
from athletes.wording.doses import dose_words, title_of
from athletes.wording.suggestions import told
from programs.own_figures.shown import ShownFigure, figure_of


@dataclass(frozen=True)
class NextRow:
    """One exercise. was -- its dose as it is written, where today's is less; is_out -- left out"""

    name: str
    figure: ShownFigure | None
    dose: str
    was: str = ""
    is_out: bool = False


@dataclass(frozen=True)
class NextSession:
    session: Session
    title: str
    said: str
    rows: list[NextRow]
    minutes: int

    @property
    def changed(self) -> int:
        """Rows that the rules made less."""
        return sum(bool(row.was) or row.is_out for row in self.rows)


def next_session_of(athlete: Athlete, session: Session | None) -> NextSession | None:
    """None where none comes. session -- with week and workout"""
    if session is None:
        return None
    session.athlete = athlete
    offered = offer(session)
    return NextSession(
        session=session,
        title=title_of(session),
        said=told(offered.targets, offered.left_out, therapist=athlete.therapist.name),
        rows=_rows(offered),
        minutes=offered.minutes(is_top_up=session.is_optional),
    )


def _rows(offered: Offer) -> list[NextRow]:
    """What is left out stands first: it is what the athlete will miss."""
    rows = []
    for out in offered.left_out:
        rows.append(NextRow(out.exercise, figure_of(out.was.exercise_slug), dose_words(out.was), is_out=True))
    less = {}
    for lightened in offered.lightened:
        if lightened.now is not None and lightened.is_less:
            less[lightened.now.prescription_id] = lightened
    for target in offered.targets:
        row = less.get(target.prescription_id)
        was = dose_words(row.was) if row else ""
        dose = dose_words(target)
        figure = figure_of(target.exercise_slug)
        rows.append(NextRow(target.exercise_name, figure, dose, was if was != dose else ""))
    return rows
