"""Running: which day is usually easy, tempo, intervals, long or rest, and the runs that were done."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.fields import TEXT, at_most, one_of
from programs.rules.distance import MAX_KM, MAX_MINUTES, Distance, DistanceUnit
from programs.rules.load import session_load

from .athletes import Athlete, OwnedQuerySet, Weekday
from .pain import PainReport


class RunKind(models.TextChoices):
    REST = "rest", _("No run")
    EASY = "easy", _("Easy")
    TEMPO = "tempo", _("Tempo")
    INTERVALS = "intervals", _("Intervals")
    LONG = "long", _("Long run")


#: What a run that was done may be.
RUN_KINDS = [(value, label) for value, label in RunKind.choices if value != RunKind.REST]


class UsualRunDay(models.Model):
    """One weekday of the usual week. A week that nobody stated has no rows."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="usual_days", verbose_name=_("athlete"))
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=Weekday.choices)
    kind = models.CharField(_("run"), max_length=9, choices=RunKind.choices)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["athlete_id", "weekday"]
        verbose_name = _("usual run day")
        verbose_name_plural = _("usual run days")
        constraints = [
            one_of("kind", RunKind.values, model="usual_day"),
            models.UniqueConstraint(
                fields=["athlete", "weekday"],
                name="usual_day_once_per_weekday",
                violation_error_message=_("This weekday is already set."),
            ),
            models.CheckConstraint(
                condition=Q(weekday__range=(0, 6)),
                name="usual_day_weekday",
                violation_error_message=_("Choose days from Monday to Sunday."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}: {self.get_kind_display()}"


class RunSource(models.TextChoices):
    TYPED = "typed", _("Typed in")
    GPX = "gpx", _("GPX file")
    TCX = "tcx", _("TCX file")
    FIT = "fit", _("FIT file")


class RunQuerySet(OwnedQuerySet):
    def kept(self) -> Self:
        return self.filter(is_deleted=False)

    def between(self, first: date, last: date) -> Self:
        return self.filter(ran_on__range=(first, last))


class Run(models.Model):
    """One run that was done. Its id comes from the phone; the highest (rev, edit_id) wins."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="runs", verbose_name=_("athlete"))
    kind = models.CharField(_("run"), max_length=9, choices=RUN_KINDS)
    ran_on = models.DateField(_("on"))
    began_at = models.DateTimeField(_("began at"), null=True, blank=True, help_text=_("Where a file says so."))
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    distance_km = models.DecimalField(_("distance (km)"), max_digits=8, decimal_places=4, null=True, blank=True)
    distance_unit = models.CharField(max_length=2, choices=[("km", "km"), ("mi", "mi")], default="km")
    effort = models.PositiveSmallIntegerField(_("effort, 0 to 10"), null=True, blank=True)
    pain = models.OneToOneField(
        PainReport, models.SET_NULL, null=True, blank=True, related_name="run", verbose_name=_("worst pain")
    )
    note = models.CharField(_("note"), max_length=2000, blank=True)
    source = models.CharField(_("source"), max_length=5, choices=RunSource.choices, default=RunSource.TYPED)
    received_at = models.DateTimeField(_("received at"))
    rev = models.PositiveIntegerField(default=1, editable=False)
    edit_id = models.UUIDField(editable=False)
    is_deleted = models.BooleanField(_("deleted"), default=False)
    distinct_from = models.ManyToManyField("self", blank=True, verbose_name=_("alike, and another run"))

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-ran_on", "-received_at"]
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        indexes = [
            models.Index(fields=["athlete", "-ran_on"], name="run_athlete_day"),
            models.Index(fields=["-ran_on", "-received_at", "-id"], name="run_as_listed"),
        ]
        constraints = [
            one_of("kind", [kind for kind, _label in RUN_KINDS], model="run"),
            one_of("distance_unit", ["km", "mi"], model="run"),
            one_of("source", RunSource.values, model="run"),
            at_most("note", TEXT, model="run"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=False) | Q(distance_km__isnull=False),
                name="run_minutes_or_distance",
                violation_error_message=_("Give the minutes, the distance, or both."),
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, MAX_MINUTES)),
                name="run_minutes_range",
                violation_error_message=_("A run takes 1 to 1,440 minutes."),
            ),
            models.CheckConstraint(
                condition=Q(distance_km__isnull=True) | Q(distance_km__gt=0, distance_km__lte=MAX_KM),
                name="run_distance_range",
                violation_error_message=_("A run is up to 500 km long."),
            ),
            models.CheckConstraint(
                condition=Q(effort__isnull=True) | Q(effort__range=(0, 10)),
                name="run_effort_range",
                violation_error_message=_("Effort is 0 to 10."),
            ),
            models.CheckConstraint(
                condition=Q(ran_on__gte=date(2000, 1, 1)),
                name="run_after_2000",
                violation_error_message=_("Give a day from 2000 on."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ran_on} · {self.get_kind_display()} · {self.amount}"

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """When it began and ended, where that is known."""
        if self.began_at is None or not self.minutes:
            return None
        return self.began_at, self.began_at + timedelta(minutes=self.minutes)

    @property
    def distance(self) -> Distance | None:
        """In the unit that was typed."""
        unit: DistanceUnit = "mi" if self.distance_unit == "mi" else "km"
        if self.distance_km is None:
            return None
        return Distance.from_km(self.distance_km, unit)

    @property
    def amount(self) -> str:
        """What was run, short: “45 min · 8 km”."""
        parts = []
        if self.minutes:
            parts.append(_("{minutes} min").format(minutes=self.minutes))
        if self.distance:
            parts.append(str(self.distance))
        return " · ".join(parts)

    @property
    def load(self) -> int | None:
        """Effort times minutes (clinical.md 4.5); None where one of them is not known."""
        if self.effort is None or self.minutes is None:
            return None
        return int(session_load(self.effort, self.minutes))
