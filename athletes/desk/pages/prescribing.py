"""Prescribing, athlete by athlete: what each one follows now, and what a template would not fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from athletes.enrollment.prescribing import DOUBLE_SUBMIT_WINDOW, REST
from athletes.models import Athlete, Enrollment, EnrollmentStatus, SessionStatus
from programs.dates import date_format
from programs.models import Equipment, Program
from programs.models.keys import keys_of


@dataclass
class PrescribeRow:
    """One athlete of those who get the program.

    running -- what they follow, with something of it to come; left -- sessions of it that have not begun
    waiting -- what waits for it already, and would be replaced; notes -- what does not fit, in a sentence each
    form -- what is asked of them, once it is made
    """

    athlete: Athlete
    running: Enrollment | None = None
    left: int = 0
    waiting: Enrollment | None = None
    notes: list[str] = field(default_factory=list)
    form: Any = None

    @property
    def after_on(self) -> date | None:
        """The first day on which the program could begin after the one that runs."""
        return self.running.ends_on + REST if self.running else None

    @property
    def is_plain(self) -> bool:
        """Whether nothing has to be said about what they follow now."""
        return self.running is None and self.waiting is None


def prescribe_rows(program: Program, athletes: Sequence[Athlete], at: datetime) -> list[PrescribeRow]:
    """One for each, in their order. Three queries, whatever the number of athletes.

    athletes -- with their users and equipment
    """
    followed = _followed(athletes)
    needed = _equipment_of(program)
    weeks = program.weeks.count()
    rows = []
    for athlete in athletes:
        row = PrescribeRow(athlete)
        for enrollment in followed.get(athlete.pk, []):
            if _was_a_moment_ago(enrollment, program, at):
                continue
            if enrollment.status == EnrollmentStatus.UPCOMING:
                row.waiting = enrollment
            elif enrollment.ends_on >= athlete.today(at):
                row.running, row.left = enrollment, getattr(enrollment, "left", 0)
        row.notes = _notes(athlete, needed, weeks, at)
        rows.append(row)
    return rows


def _was_a_moment_ago(enrollment: Enrollment, program: Program, at: datetime) -> bool:
    """A double click: what runs is what the first one made, and nothing has to be asked about it."""
    is_same = enrollment.program.copied_from_id == program.pk
    return is_same and at - enrollment.prescribed_at < DOUBLE_SUBMIT_WINDOW


def _followed(athletes: Sequence[Athlete]) -> dict[int, list[Enrollment]]:
    """What each follows, or is to follow, with how many sessions of it have not begun."""
    left = Count("sessions", filter=Q(sessions__status=SessionStatus.PLANNED))
    rows = Enrollment.objects.filter(athlete__in=athletes).exclude(status=EnrollmentStatus.FINISHED)
    found: dict[int, list[Enrollment]] = {}
    for enrollment in rows.select_related("program").annotate(left=left):
        found.setdefault(enrollment.athlete_id, []).append(enrollment)
    return found


def _equipment_of(program: Program) -> dict[int, str]:
    """What its exercises need, by key."""
    used = Equipment.objects.filter(exercises__prescriptions__workout__program=program)
    return dict(used.order_by("name").distinct().values_list("pk", "name"))


def _notes(athlete: Athlete, needed: dict[int, str], weeks: int, at: datetime) -> list[str]:
    notes = []
    if athlete.stopped_at is not None:
        notes.append(_("Training is stopped: nothing is due until you sign the return to training."))
    owned = set(keys_of(athlete.equipment.all()))
    missing = [name for key, name in needed.items() if key not in owned]
    if owned and missing:
        notes.append(_("Not at hand: {names}. Swap those exercises in the grid.").format(names=", ".join(missing)))
    race_on = athlete.race_on
    if race_on is not None and 0 <= (race_on - athlete.today(at)).days < 7 * weeks:
        notes.append(_("The race on {day} falls within it.").format(day=date_format(race_on, "D, M j")))
    return notes
