"""A session is one dated doing of a workout; what a therapist changed about its day, and what an athlete swapped."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from programs.models import Exercise, ProgramRevision, SwapReason, Week, Workout
from programs.models.fields import TEXT, at_most, from_2000, one_of
from programs.rules.schedule import DISTANCES

from .athletes import Athlete, ChangingQuerySet, OwnedQuerySet
from .enrollments import Enrollment
from .users import User


class SessionStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("In progress")
    COMPLETED = "completed", _("Completed")
    SKIPPED = "skipped", _("Skipped")


class Excuse(models.TextChoices):
    ILLNESS = "illness", _("Ill")
    PAIN = "pain", _("Pain")
    TRAVEL = "travel", _("Traveling")
    RACE = "race", _("Too near the race")
    STOP = "stop", _("Training was stopped")
    THERAPIST = "therapist", _("The therapist said so")


#: The order of the therapists' list: what was done last, then what comes next.
#: Engines disagree where a DESC without a time stands, and SQLite has no index that says so: hence the first of these.
AS_LISTED = (IsNull(F("opened_at"), True).asc(), F("opened_at").desc(), F("planned_on").asc(), F("id").desc())


class SessionQuerySet(ChangingQuerySet):
    def completed(self) -> Self:
        return self.filter(status=SessionStatus.COMPLETED)

    def counted(self) -> Self:
        """Sessions that adherence counts: planned by a program, neither optional nor extra, and not held back."""
        return self.filter(enrollment__isnull=False, is_optional=False).not_held_back()

    def not_held_back(self) -> Self:
        return self.exclude(is_held=True, status=SessionStatus.PLANNED)

    def between(self, first: date, last: date) -> Self:
        return self.filter(planned_on__range=(first, last))

    def begun(self) -> Self:
        """Those whose targets are fixed: open, completed, or left since."""
        return self.filter(targets__isnull=False)

    def not_begun(self) -> Self:
        return self.filter(status=SessionStatus.PLANNED)

    def with_changes(self) -> Self:
        """Each with ``plan_saved_at`` and ``seen_at``: when its program was last saved, and when the athlete last
        began a session of it. Later changed than seen: the athlete is told so.
        """
        saved = ProgramRevision.objects.filter(program=OuterRef("enrollment__program"), author__isnull=False)
        begun = Session.objects.filter(enrollment=OuterRef("enrollment"), opened_at__isnull=False)
        return self.annotate(
            plan_saved_at=Subquery(saved.order_by("-number").values("at")[:1]),
            seen_at=Subquery(begun.order_by("-opened_at").values("opened_at")[:1]),
        )

    def upcoming(self, today: date) -> Self:
        """Those still to do from today on: an open one first, then by date. An older open one blocks nothing."""
        to_do = self.filter(status__in=[SessionStatus.OPEN, SessionStatus.PLANNED], planned_on__gte=today)
        to_do = to_do.not_held_back()
        return to_do.order_by(models.Case(models.When(status=SessionStatus.OPEN, then=0), default=1), "planned_on")


class Session(models.Model):
    """One dated doing of a workout. Its targets are frozen when it is opened.

    opened_at, finished_at -- when it was done; received_at -- when the phone last said something of it
    changed_at -- when anybody last changed it or its sets: phone, therapist or rules
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="sessions", verbose_name=_("athlete"))
    enrollment = models.ForeignKey(
        Enrollment, models.SET_NULL, null=True, blank=True, related_name="sessions", verbose_name=_("enrollment")
    )
    workout = models.ForeignKey(Workout, models.SET_NULL, null=True, related_name="+", verbose_name=_("workout"))
    week = models.ForeignKey(Week, models.SET_NULL, null=True, related_name="+", verbose_name=_("program week"))
    planned_on = models.DateField(_("planned on"))
    status = models.CharField(_("status"), max_length=9, choices=SessionStatus.choices, default=SessionStatus.PLANNED)
    is_optional = models.BooleanField(_("optional"), default=False)
    is_partial = models.BooleanField(_("partial"), default=False)
    is_repeat = models.BooleanField(
        _("week again"), default=False, editable=False, help_text=_("Until the next phase is earned.")
    )
    is_held = models.BooleanField(
        _("held back"), default=False, editable=False, help_text=_("The rules leave too little of it for a session.")
    )
    excuse = models.CharField(_("excuse"), max_length=9, choices=Excuse.choices, blank=True)
    program_revision = models.PositiveIntegerField(_("program revision"), null=True, blank=True)
    targets = models.JSONField(_("targets"), null=True, blank=True)
    session_rpe = models.PositiveSmallIntegerField(_("session RPE"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    nothing_hurt = models.BooleanField(_("nothing hurt"), default=False)
    note = models.CharField(_("note for the therapist"), max_length=2000, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    received_at = models.DateTimeField(_("last heard from at"), null=True, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    rev = models.PositiveIntegerField(default=0, editable=False)
    edit_id = models.UUIDField(null=True, editable=False)

    #: Of sessions that a mail speaks of (``mail/facts/ahead.py``); of no other.
    number_before: int | None

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-opened_at"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [
            models.Index(fields=["athlete", "planned_on"], name="session_athlete_day"),
            models.Index(fields=["planned_on"], name="session_day"),
            models.Index(fields=["changed_at", "id"], name="session_changed"),
            models.Index(*AS_LISTED, name="session_as_listed"),
            models.Index("status", *AS_LISTED, name="session_of_status_as_listed"),
        ]
        constraints = [
            one_of("status", SessionStatus.values, model="session"),
            one_of("excuse", ["", *Excuse.values], model="session"),
            from_2000("planned_on", model="session"),
            at_most("note", TEXT, model="session"),
            models.CheckConstraint(
                condition=Q(status__in=["planned", "skipped"]) | Q(opened_at__isnull=False, targets__isnull=False),
                name="session_open_has_targets",
                violation_error_message=_("A session that has begun keeps the targets it began with."),
            ),
            models.CheckConstraint(
                condition=~Q(status="completed") | Q(finished_at__isnull=False),
                name="session_completed_has_an_end",
                violation_error_message=_("A completed session has an end."),
            ),
            models.CheckConstraint(
                condition=Q(session_rpe__isnull=True) | Q(session_rpe__range=(0, 10)),
                name="session_rpe_range",
                violation_error_message=_("Session RPE is 0 to 10."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(0, 600)),
                name="session_minutes_range",
                violation_error_message=_("Minutes are 0 to 600."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.planned_on}"

    @property
    def is_to_do(self) -> bool:
        return self.status in (SessionStatus.OPEN, SessionStatus.PLANNED) and not self.is_held_back

    @property
    def is_held_back(self) -> bool:
        """Whether the rules leave too little of it to begin with; it is neither due nor missed."""
        return self.is_held and self.status == SessionStatus.PLANNED

    @property
    def is_begun(self) -> bool:
        return self.targets is not None

    @property
    def is_elsewhere(self) -> bool:
        """Whether it was trained elsewhere: of no program, so that it says nothing of what was asked."""
        return self.enrollment_id is None and self.targets is not None and not self.targets.get("entries")

    @property
    def is_changed(self) -> bool:
        """Whether the program was changed after the athlete last began a session of it; see ``with_changes``."""
        saved_at, seen_at = getattr(self, "plan_saved_at", None), getattr(self, "seen_at", None)
        if self.status != SessionStatus.PLANNED or saved_at is None or seen_at is None:
            return False
        return bool(saved_at > seen_at)

    def race_distance(self) -> str:
        """The longest distance that its program is for, 5k, 10k or half: the strictest rule around a race.

        Reads the program of its enrollment.
        """
        if self.enrollment is None:
            return DISTANCES[-1]
        trained_for = set(map(str.lower, self.enrollment.program.distances))
        for distance in reversed(DISTANCES):
            if distance in trained_for:
                return distance
        return DISTANCES[-1]


def completed_of(sessions: Iterable[Session]) -> list[Session]:
    """Those of sessions in hand that were done to their end, in their order."""
    return [session for session in sessions if session.status == SessionStatus.COMPLETED]


class SessionChange(models.Model):
    """A session put on another day, or left out, by the therapist's word. now_on is empty where it was left out."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+", verbose_name=_("athlete"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="changes", verbose_name=_("session"))
    was_on = models.DateField(_("was on"))
    now_on = models.DateField(_("now on"), null=True, blank=True)
    against = models.CharField(_("against the rule"), max_length=8, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("change of a session")
        verbose_name_plural = _("changes of sessions")
        constraints = [
            from_2000("was_on", model="sessionchange"),
            from_2000("now_on", model="sessionchange"),
            models.CheckConstraint(
                condition=models.Q(against="") | ~models.Q(reason=""),
                name="sessionchange_says_why",
                violation_error_message=_("Give a reason when a rule advises against it."),
            ),
        ]

    def __str__(self) -> str:
        left_out = _("left out")
        return f"{self.was_on} → {self.now_on or left_out}"


class SwapQuerySet(OwnedQuerySet):
    def standing(self) -> Self:
        """Those that hold; a withdrawn one only says that the athlete came back to what was prescribed."""
        return self.filter(is_withdrawn=False)


class Swap(models.Model):
    """What an athlete did instead of a prescribed exercise, or that it was left out, and why.

    The frozen targets stay as they are; sets that follow name the other exercise. The highest
    (rev, edit_id) wins, as with sets: a choice made without a connection may arrive late.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="swaps", verbose_name=_("athlete"))
    session = models.ForeignKey(Session, models.CASCADE, related_name="swaps", verbose_name=_("session"))
    prescription_id = models.PositiveBigIntegerField(_("prescription"))
    instead = models.ForeignKey(
        Exercise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("instead")
    )
    reason = models.CharField(_("reason"), max_length=9, choices=SwapReason.choices)
    swapped_at = models.DateTimeField(_("at"))
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    rev = models.PositiveIntegerField(default=1, editable=False)
    edit_id = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = SwapQuerySet.as_manager()

    class Meta:
        ordering = ["session_id", "prescription_id"]
        verbose_name = _("swap")
        verbose_name_plural = _("swaps")
        constraints = [
            one_of("reason", SwapReason.values, model="swap"),
            models.UniqueConstraint(
                fields=["session", "prescription_id"],
                name="swap_once_per_target",
                violation_error_message=_("This exercise is already swapped."),
            ),
        ]

    def __str__(self) -> str:
        left_out = _("left out")
        return f"{self.get_reason_display()}: {self.instead or left_out}"

    @property
    def is_skip(self) -> bool:
        return self.instead_id is None
