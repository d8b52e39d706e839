"""The performance: an athlete follows a program, opens sessions, logs sets."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Mod
from django.utils.translation import gettext_lazy as _

from programs.models import Exercise, Program, ProgramRevision, SwapReason, Week, Workout
from programs.rules.dose import Load, Unit
from programs.rules.schedule import DISTANCES

from .owned import OwnedQuerySet
from .people import Athlete, User, Weekday, validate_day


class EnrollmentStatus(models.TextChoices):
    ACTIVE = "active", _("Active")
    FINISHED = "finished", _("Finished")


class EnrollmentQuerySet(OwnedQuerySet):
    def active(self) -> Self:
        return self.filter(status=EnrollmentStatus.ACTIVE)

    def not_paused(self, on: date) -> Self:
        """Those that go on that day; what a pause has moved lies after it."""
        return self.exclude(paused_until__gt=on)


class Enrollment(models.Model):
    """An athlete follows a program from a date, on two strength days."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="enrollments", verbose_name=_("athlete"))
    program = models.ForeignKey(Program, models.PROTECT, related_name="enrollments", verbose_name=_("program"))
    starts_on = models.DateField(_("starts on"), validators=[validate_day])
    ends_on = models.DateField(_("ends on"))
    paused_until = models.DateField(_("paused until"), null=True, blank=True)
    first_weekday = models.PositiveSmallIntegerField(_("first strength day"), choices=Weekday.choices)
    second_weekday = models.PositiveSmallIntegerField(_("second strength day"), choices=Weekday.choices)
    status = models.CharField(
        _("status"), max_length=8, choices=EnrollmentStatus.choices, default=EnrollmentStatus.ACTIVE
    )
    prescribed_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    prescribed_at = models.DateTimeField(_("prescribed at"))

    objects = EnrollmentQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "-id"]
        verbose_name = _("enrollment")
        verbose_name_plural = _("enrollments")
        constraints = [
            models.UniqueConstraint(
                fields=["athlete"],
                condition=Q(status="active"),
                name="enrollment_one_active_per_athlete",
                violation_error_message=_("This athlete already follows a program. Finish that one first."),
            ),
            models.CheckConstraint(
                condition=Q(starts_on__gte=date(2000, 1, 1)),
                name="enrollment_starts_after_2000",
                violation_error_message=_("Give a day from 2000 on."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="enrollment_ends_after_it_starts",
                violation_error_message=_("The program cannot end before it starts."),
            ),
            models.CheckConstraint(
                condition=Q(first_weekday__range=(0, 6), second_weekday__range=(0, 6)),
                name="enrollment_weekdays",
                violation_error_message=_("Choose days from Monday to Sunday."),
            ),
            models.CheckConstraint(
                condition=models.lookups.GreaterThanOrEqual(Mod(F("second_weekday") - F("first_weekday") + 7, 7), 2)
                & models.lookups.LessThanOrEqual(Mod(F("second_weekday") - F("first_weekday") + 7, 7), 5),
                name="enrollment_days_not_consecutive",
                violation_error_message=_(
                    "Strength days need a day between them; Sunday and Monday are next to each other too."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.athlete} · {self.program}"


class SessionStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    OPEN = "open", _("In progress")
    COMPLETED = "completed", _("Completed")
    SKIPPED = "skipped", _("Skipped")


class Excuse(models.TextChoices):
    ILLNESS = "illness", _("Ill")
    PAIN = "pain", _("Pain")
    TRAVEL = "travel", _("Traveling")
    THERAPIST = "therapist", _("The therapist said so")


class SessionQuerySet(OwnedQuerySet):
    def completed(self) -> Self:
        return self.filter(status=SessionStatus.COMPLETED)

    def counted(self) -> Self:
        """Sessions that adherence counts: planned by a program, neither optional nor extra."""
        return self.filter(enrollment__isnull=False, is_optional=False)

    def between(self, first: date, last: date) -> Self:
        return self.filter(planned_on__range=(first, last))

    def not_begun(self) -> Self:
        return self.filter(status=SessionStatus.PLANNED)

    def with_changes(self) -> Self:
        """Each with ``changed_at`` and ``seen_at``: when its program was last saved, and when the athlete last
        began a session of it. Later changed than seen: the athlete is told so.
        """
        saved = ProgramRevision.objects.filter(program=OuterRef("enrollment__program"), author__isnull=False)
        begun = Session.objects.filter(enrollment=OuterRef("enrollment"), opened_at__isnull=False)
        return self.annotate(
            changed_at=Subquery(saved.order_by("-number").values("at")[:1]),
            seen_at=Subquery(begun.order_by("-opened_at").values("opened_at")[:1]),
        )

    def upcoming(self, today: date) -> Self:
        """Those still to do from today on: an open one first, then by date. An older open one blocks nothing."""
        to_do = self.filter(status__in=[SessionStatus.OPEN, SessionStatus.PLANNED], planned_on__gte=today)
        return to_do.order_by(models.Case(models.When(status=SessionStatus.OPEN, then=0), default=1), "planned_on")


class Session(models.Model):
    """One dated doing of a workout. Its targets are frozen when it is opened."""

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
    excuse = models.CharField(_("excuse"), max_length=9, choices=Excuse.choices, blank=True)
    program_revision = models.PositiveIntegerField(_("program revision"), null=True, blank=True)
    targets = models.JSONField(_("targets"), null=True, blank=True)
    session_rpe = models.PositiveSmallIntegerField(_("session RPE"), null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    note = models.CharField(_("note for the therapist"), max_length=2000, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    rev = models.PositiveIntegerField(default=0, editable=False)
    edit_id = models.UUIDField(null=True, editable=False)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_on", "-opened_at"]
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        indexes = [models.Index(fields=["athlete", "planned_on"], name="session_athlete_day")]
        constraints = [
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
        return self.status in (SessionStatus.OPEN, SessionStatus.PLANNED)

    @property
    def is_begun(self) -> bool:
        return self.targets is not None

    @property
    def is_changed(self) -> bool:
        """Whether the program was changed after the athlete last began a session of it; see ``with_changes``."""
        changed_at, seen_at = getattr(self, "changed_at", None), getattr(self, "seen_at", None)
        return bool(self.status == SessionStatus.PLANNED and changed_at and seen_at and changed_at > seen_at)

    @property
    def distance(self) -> str:
        """The longest distance that its program is for, 5k, 10k or half: the strictest rule around a race."""
        known = {each.lower() for each in self.enrollment.program.distances} if self.enrollment else set()
        return next((each for each in reversed(DISTANCES) if each in known), DISTANCES[-1])


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
            models.UniqueConstraint(
                fields=["session", "prescription_id"],
                name="swap_once_per_target",
                violation_error_message=_("This exercise is swapped already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.instead or _('left out')}"

    @property
    def is_skip(self) -> bool:
        return self.instead_id is None


class Side(models.TextChoices):
    BOTH = "", _("Both")
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")


class SetLogQuerySet(OwnedQuerySet):
    def kept(self) -> Self:
        return self.filter(is_deleted=False)


class SetLog(models.Model):
    """One performed set on one side. Its id comes from the phone; the highest (rev, edit_id) wins."""

    id = models.UUIDField(primary_key=True, editable=False)
    session = models.ForeignKey(Session, models.CASCADE, related_name="sets")
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+")
    #: A plain number: the row may be gone from the plan, and what was done of it stays.
    prescription_id = models.PositiveBigIntegerField(
        null=True,
        blank=True,
        help_text=_("The prescription whose frozen target this set answers; none for an extra set."),
    )
    number = models.PositiveSmallIntegerField(_("set"))
    side = models.CharField(_("side"), max_length=5, choices=Side.choices, blank=True)
    reps = models.PositiveSmallIntegerField(_("repetitions"), null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(_("seconds"), null=True, blank=True)
    load_kg = models.DecimalField(_("load (kg)"), max_digits=8, decimal_places=4, null=True, blank=True)
    load_unit = models.CharField(max_length=2, choices=[("kg", "kg"), ("lb", "lb")], default="kg")
    rpe = models.DecimalField(_("RPE"), max_digits=3, decimal_places=1, null=True, blank=True)
    performed_on = models.DateField(_("on"))
    done_at = models.DateTimeField(_("phone's clock"), null=True, blank=True)
    received_at = models.DateTimeField(_("received at"))
    rev = models.PositiveIntegerField(default=1)
    edit_id = models.UUIDField()
    is_deleted = models.BooleanField(default=False)

    objects = SetLogQuerySet.as_manager()

    class Meta:
        ordering = ["session_id", "prescription_id", "number", "side"]
        verbose_name = _("set")
        verbose_name_plural = _("sets")
        indexes = [
            models.Index(fields=["athlete", "exercise", "-performed_on"], name="setlog_last_time"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(reps__isnull=False, seconds__isnull=True, reps__lte=1000)
                | Q(reps__isnull=True, seconds__isnull=False, seconds__lte=7200),
                name="setlog_repetitions_or_seconds",
                violation_error_message=_("A set has 0 to 1,000 repetitions or 0 to 7,200 seconds, and not both."),
            ),
            models.CheckConstraint(
                condition=Q(load_kg__isnull=True) | Q(load_kg__range=(0, 1000)),
                name="setlog_load_range",
                violation_error_message=_("Load is 0 to 1,000 kg."),
            ),
            models.CheckConstraint(
                condition=Q(rpe__isnull=True) | Q(rpe__range=(1, 10)),
                name="setlog_rpe_range",
                violation_error_message=_("RPE is 1 to 10."),
            ),
            models.CheckConstraint(
                condition=Q(number__range=(1, 99)),
                name="setlog_number_range",
                violation_error_message=_("Sets are numbered 1 to 99."),
            ),
        ]

    def __str__(self) -> str:
        return self.amount

    @property
    def load(self) -> Load | None:
        unit: Unit = "lb" if self.load_unit == "lb" else "kg"
        return None if self.load_kg is None else Load.from_kg(self.load_kg, unit)

    @property
    def amount(self) -> str:
        """What was done, short: “24 kg × 8”, “12”, “30 s”."""
        work = f"{self.seconds} s" if self.reps is None else f"{self.reps}"
        return f"{self.load.amount} {self.load.unit} × {work}" if self.load and self.load.amount else work


class SetEdit(models.Model):
    """A value of a set that lost or was replaced. Nothing that was ever logged is unreadable."""

    class Outcome(models.TextChoices):
        FORMER = "former", _("replaced by a later edit")
        LOSING = "losing", _("arrived later but was older")

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="+")
    set_log = models.ForeignKey(SetLog, models.CASCADE, related_name="edits")
    outcome = models.CharField(max_length=6, choices=Outcome.choices)
    rev = models.PositiveIntegerField()
    edit_id = models.UUIDField()
    values: Any = models.JSONField()
    at = models.DateTimeField()

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["set_log_id", "rev", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["set_log", "rev", "edit_id"],
                name="setedit_once_per_edit",
                violation_error_message=_("This edit is kept already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()}: {self.values}"
