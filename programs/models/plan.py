"""The plan: a program is weeks across and workouts down; a dose is where they meet.

A prescription without a dose in a week is not done in that week. That is how plyometrics are
layered in later, and how a swap from week six is two rows.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.rules.prescription import dose as rules
from programs.rules.prescription.minutes import Item
from programs.rules.prescription.tempo import Tempo

from .fields import NAME, TEXT, at_most, between, in_halves, no_control_characters, one_of, validate_tempo
from .library import Exercise, SwapReason

MAX_WEEKS = 52


class EntryLevel(models.TextChoices):
    BEGINNER = "beginner", _("New to strength training")
    INTERMEDIATE = "intermediate", _("Has a strength base")
    REHAB = "rehab", _("In rehabilitation")


class Tissue(models.TextChoices):
    """Which pain rule applies (clinical.md 2.3)."""

    TENDON = "tendon", _("Tendon")
    JOINT = "joint", _("Joint")
    BONE = "bone", _("Bone")
    UNKNOWN = "unknown", _("Not known")


class ProgressionMode(models.TextChoices):
    OFF = "off", _("Off")
    SUGGEST = "suggest", _("Suggest to the therapist")
    APPLY = "apply", _("Apply automatically")


class ProgramQuerySet(models.QuerySet["Program"]):
    def templates(self) -> ProgramQuerySet:
        return self.filter(is_template=True)

    def with_plan(self) -> ProgramQuerySet:
        """Everything that an outline shows, in a fixed number of queries."""
        return self.prefetch_related(
            "weeks",
            models.Prefetch("workouts__prescriptions", Prescription.objects.select_related("exercise")),
            "workouts__prescriptions__doses",
        )

    def with_alternatives(self) -> ProgramQuerySet:
        """The plan with what a therapist wrote down to do instead, as its document has it."""
        return self.with_plan().prefetch_related("workouts__prescriptions__alternatives__exercise")


class Program(models.Model):
    slug = models.SlugField(
        _("address"), unique=True, null=True, blank=True, max_length=NAME, help_text=_("Only for templates.")
    )
    name = models.CharField(_("name"), max_length=NAME, validators=[no_control_characters])
    is_template = models.BooleanField(_("template"), default=False)
    copied_from = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("copied from")
    )
    revision = models.PositiveIntegerField(_("revision"), default=1)
    distances = models.JSONField(_("distances"), default=list, blank=True)
    entry_level = models.CharField(_("for"), max_length=12, choices=EntryLevel.choices, default=EntryLevel.BEGINNER)
    pain_profile = models.CharField(_("pain rule"), max_length=8, choices=Tissue.choices, blank=True)
    pain_region = models.CharField(
        _("pain rule for"), max_length=9, blank=True, help_text=_("The region that is watched once it is prescribed.")
    )
    plyometrics = models.CharField(_("plyometrics"), max_length=NAME, blank=True)
    run_guidance = models.TextField(_("running"), max_length=TEXT, blank=True)
    hold_rule = models.TextField(_("when a phase is not passed"), max_length=TEXT, blank=True)
    prerequisites = models.JSONField(_("prerequisites"), default=list, blank=True)
    plyometric_gate = models.JSONField(_("plyometric gate"), default=list, blank=True)
    gate_closed = models.JSONField(_("while the gate is closed"), default=dict, blank=True)
    phase_entry = models.JSONField(_("phase entry"), default=dict, blank=True)

    objects = ProgramQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        constraints = [
            one_of("entry_level", EntryLevel.values, model="program"),
            one_of("pain_profile", ["", *Tissue.values], model="program"),
            at_most("run_guidance", TEXT, model="program"),
            at_most("hold_rule", TEXT, model="program"),
            models.CheckConstraint(
                condition=Q(is_template=False) | Q(slug__isnull=False),
                name="program_template_has_a_slug",
                violation_error_message=_("A template needs an address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Week(models.Model):
    program = models.ForeignKey(Program, models.CASCADE, related_name="weeks")
    number = models.PositiveSmallIntegerField(_("week"), validators=[MaxValueValidator(MAX_WEEKS)])
    phase = models.CharField(_("phase"), max_length=NAME, blank=True)
    phase_code = models.CharField(_("phase code"), max_length=8, blank=True)
    focus = models.CharField(_("focus"), max_length=255, blank=True)
    is_deload = models.BooleanField(_("lighter week"), default=False)
    is_race = models.BooleanField(_("race week"), default=False)

    class Meta:
        ordering = ["program_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["program", "number"],
                name="week_number_once_per_program",
                violation_error_message=_("This program already has a week with this number."),
            ),
            # Above MAX_WEEKS only within a save, while weeks step aside for one another.
            between("number", 1, 2 * MAX_WEEKS, model="week", message=_("A program has weeks 1 to 52.")),
        ]

    def __str__(self) -> str:
        return f"{self.program} · {self.number}"

    @property
    def is_lighter(self) -> bool:
        """Whether the week itself asks for less."""
        return self.is_deload or self.is_race

    @property
    def phase_key(self) -> str:
        """What tells its phase from another of the same program."""
        return self.phase_code or self.phase


class Workout(models.Model):
    program = models.ForeignKey(Program, models.CASCADE, related_name="workouts")
    letter = models.CharField(_("letter"), max_length=1, choices=[("A", "A"), ("B", "B"), ("C", "C")])
    title = models.CharField(_("title"), max_length=NAME, validators=[no_control_characters])
    is_optional = models.BooleanField(_("optional"), default=False)
    min_hours_from_other_calf_loading = models.PositiveSmallIntegerField(
        _("hours from other calf loading"), null=True, blank=True
    )

    class Meta:
        ordering = ["program_id", "letter"]
        constraints = [
            one_of("letter", ["A", "B", "C"], model="workout"),
            models.UniqueConstraint(
                fields=["program", "letter"],
                name="workout_letter_once_per_program",
                violation_error_message=_("This program already has a workout with this letter."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} · {self.title}"


class Prescription(models.Model):
    """One exercise of a workout: a row of the program grid."""

    workout = models.ForeignKey(Workout, models.CASCADE, related_name="prescriptions")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="prescriptions", verbose_name=_("exercise"))
    order = models.PositiveSmallIntegerField(_("order"))
    superset = models.CharField(_("superset"), max_length=1, blank=True)
    tempo = models.CharField(_("tempo"), max_length=12, validators=[validate_tempo])
    rest_seconds = models.PositiveSmallIntegerField(_("rest (seconds)"))
    note = models.CharField(_("note"), max_length=TEXT, blank=True)
    progression = models.CharField(
        _("progression"), max_length=8, choices=ProgressionMode.choices, default=ProgressionMode.SUGGEST
    )

    class Meta:
        ordering = ["workout_id", "order"]
        verbose_name = _("prescription")
        verbose_name_plural = _("prescriptions")
        constraints = [
            one_of("progression", ProgressionMode.values, model="prescription"),
            models.UniqueConstraint(
                fields=["workout", "order"],
                name="prescription_order_once_per_workout",
                violation_error_message=_("Two exercises of a workout cannot have the same position."),
            ),
            between("rest_seconds", 0, 900, model="prescription", message=_("Rest is 0 to 900 seconds.")),
        ]

    def __str__(self) -> str:
        return f"{self.workout.letter}{self.order} {self.exercise}"


class Alternative(models.Model):
    """What the therapist allows instead of a prescription, and for which reason."""

    prescription = models.ForeignKey(Prescription, models.CASCADE, related_name="alternatives")
    exercise = models.ForeignKey(Exercise, models.PROTECT, related_name="+", verbose_name=_("exercise"))
    reason = models.CharField(_("reason"), max_length=9, choices=SwapReason.choices, default=SwapReason.ANY)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    class Meta:
        ordering = ["prescription_id", "order"]
        constraints = [
            one_of("reason", SwapReason.values, model="alternative"),
            models.UniqueConstraint(
                fields=["prescription", "exercise", "reason"],
                name="alternative_once_per_reason",
                violation_error_message=_("This alternative is already there."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.exercise)


class Dose(models.Model):
    """How much of a prescription is due in one week: a cell of the program grid."""

    prescription = models.ForeignKey(Prescription, models.CASCADE, related_name="doses")
    week = models.ForeignKey(Week, models.CASCADE, related_name="doses")
    sets = models.PositiveSmallIntegerField(_("sets"))
    reps_low = models.PositiveSmallIntegerField(_("repetitions from"), null=True, blank=True)
    reps_high = models.PositiveSmallIntegerField(_("repetitions to"), null=True, blank=True)
    seconds = models.PositiveSmallIntegerField(_("seconds"), null=True, blank=True)
    load_kg = models.DecimalField(_("load (kg)"), max_digits=8, decimal_places=4, null=True, blank=True)
    load_unit = models.CharField(_("typed in"), max_length=2, choices=[("kg", "kg"), ("lb", "lb")], default="kg")
    rpe_low = models.DecimalField(_("effort from"), max_digits=3, decimal_places=1, null=True, blank=True)
    rpe_high = models.DecimalField(_("effort to"), max_digits=3, decimal_places=1, null=True, blank=True)
    ramp_up_sets = models.PositiveSmallIntegerField(_("ramp-up sets"), default=0)
    tempo = models.CharField(_("tempo"), max_length=12, blank=True, validators=[validate_tempo])
    rest_seconds = models.PositiveSmallIntegerField(_("rest (seconds)"), null=True, blank=True)
    guidance = models.CharField(_("guidance"), max_length=TEXT, blank=True)
    note = models.CharField(
        _("note"), max_length=TEXT, blank=True, help_text=_("Only where it differs from the row's.")
    )

    class Meta:
        ordering = ["prescription_id", "week__number"]
        verbose_name = _("dose")
        verbose_name_plural = _("doses")
        constraints = [
            one_of("load_unit", ["kg", "lb"], model="dose"),
            in_halves("rpe_low", rules.MIN_RPE, rules.MAX_RPE, model="dose"),
            in_halves("rpe_high", rules.MIN_RPE, rules.MAX_RPE, model="dose"),
            models.UniqueConstraint(
                fields=["prescription", "week"],
                name="dose_once_per_prescription_and_week",
                violation_error_message=_("This exercise already has a dose in this week."),
            ),
            models.CheckConstraint(
                condition=Q(
                    seconds__isnull=True, reps_low__isnull=False, reps_high__isnull=False, reps_high__gte=F("reps_low")
                )
                | Q(seconds__isnull=False, reps_low__isnull=True, reps_high__isnull=True),
                name="dose_has_repetitions_or_seconds",
                violation_error_message=_("Give repetitions, lower figure first, or seconds, and not both."),
            ),
            models.CheckConstraint(
                condition=Q(rpe_low__isnull=True, rpe_high__isnull=True)
                | Q(rpe_low__isnull=False, rpe_high__isnull=False)
                & Q(rpe_low__gte=1, rpe_high__gte=F("rpe_low"), rpe_high__lte=10),
                name="dose_rpe_range",
                violation_error_message=_("Effort is 1 to 10, the lower figure first."),
            ),
            between("sets", 1, rules.MAX_SETS, model="dose", message=_("Give 1 to 20 sets.")),
            between("reps_low", 1, rules.MAX_REPS, model="dose", message=_("Give 1 to 1,000 repetitions.")),
            between("reps_high", 1, rules.MAX_REPS, model="dose", message=_("Give 1 to 1,000 repetitions.")),
            between("seconds", 1, rules.MAX_SECONDS, model="dose", message=_("Give 1 to 7,200 seconds.")),
            between("load_kg", 0, rules.MAX_LOAD_KG, model="dose", message=_("Load is 0 to 1,000 kg.")),
            between("ramp_up_sets", 0, rules.MAX_RAMP_UP_SETS, model="dose", message=_("Give 0 to 5 ramp-up sets.")),
            between("rest_seconds", 0, rules.MAX_REST_SECONDS, model="dose", message=_("Rest is 0 to 900 seconds.")),
        ]

    def __str__(self) -> str:
        return rules.print_dose(self.value)

    @property
    def value(self) -> rules.DoseValue:
        """The dose as typed; tempo and rest only where they differ from the row's."""
        return rules.DoseValue(
            sets=self.sets,
            reps=self._reps,
            seconds=self.seconds,
            load=self._load,
            rpe=self._rpe,
            tempo=Tempo.parse(self.tempo) if self.tempo else None,
            rest_seconds=self.rest_seconds,
            ramp_up_sets=self.ramp_up_sets,
        )

    @property
    def unit(self) -> rules.Unit:
        return "lb" if self.load_unit == "lb" else "kg"

    @property
    def _reps(self) -> rules.Span | None:
        if self.reps_low is None:
            return None
        return rules.Span(Decimal(self.reps_low), Decimal(self.reps_high or 0))

    @property
    def _load(self) -> rules.Load | None:
        if self.load_kg is None:
            return None
        return rules.Load.from_kg(self.load_kg, self.unit)

    @property
    def _rpe(self) -> rules.Span | None:
        if self.rpe_low is None:
            return None
        return rules.Span(rules.plain(self.rpe_low), rules.plain(self.rpe_high or self.rpe_low))

    @staticmethod
    def columns(value: rules.DoseValue) -> dict[str, object]:
        """The column values that store a dose; the inverse of ``value``."""
        columns: dict[str, object] = dict.fromkeys(("reps_low", "reps_high", "load_kg", "rpe_low", "rpe_high"))
        columns |= {
            "sets": value.sets,
            "seconds": value.seconds,
            "load_unit": "kg",
            "ramp_up_sets": value.ramp_up_sets,
            "tempo": str(value.tempo or ""),
            "rest_seconds": value.rest_seconds,
        }
        if value.reps is not None:
            columns |= {"reps_low": int(value.reps.low), "reps_high": int(value.reps.high)}
        if value.load is not None:
            columns |= {"load_kg": value.load.kg, "load_unit": value.load.unit}
        if value.rpe is not None:
            columns |= {"rpe_low": value.rpe.low, "rpe_high": value.rpe.high}
        return columns


def item_of(prescription: Prescription, dose: Dose) -> Item:
    """What the rules need to know of one exercise in one week; the exercise is expected loaded."""
    exercise = prescription.exercise
    return Item(
        exercise=exercise.slug,
        pattern=exercise.pattern,
        dose=dose.value.with_defaults(Tempo.parse(prescription.tempo), prescription.rest_seconds),
        sides=exercise.sides,
        contacts_per_rep=exercise.contacts_per_rep or 0,
        is_loaded=exercise.is_loaded,
    )
