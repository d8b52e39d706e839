"""The exercise library: what can be prescribed, and what to be careful with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .fields import NAME, TEXT, between, no_control_characters, one_of, picture_path, validate_tempo, video_path


class Pattern(models.TextChoices):
    """What an exercise trains. The first four are required in every session."""

    SINGLE_LEG = "single_leg", _("Single leg")
    HIP_HINGE = "hip_hinge", _("Hip hinge")
    CALF_ACHILLES = "calf_achilles", _("Calf and Achilles")
    LATERAL_HIP = "lateral_hip", _("Lateral hip")
    PLYOMETRIC = "plyometric", _("Plyometric")
    TRUNK = "trunk", _("Trunk")
    FOOT_ANKLE = "foot_ankle", _("Foot and ankle")
    BILATERAL_SQUAT = "bilateral_squat", _("Squat, both legs")
    MOBILITY = "mobility", _("Mobility")
    UPPER_BODY = "upper_body", _("Upper body")


class Quality(models.TextChoices):
    FORCE = "force", _("Force production")
    STABILITY = "stability", _("Single-leg stability")
    TISSUE = "tissue", _("Tissue resilience")
    POWER = "power", _("Power and speed")


class Laterality(models.TextChoices):
    UNILATERAL = "unilateral", _("One side at a time")
    BILATERAL = "bilateral", _("Both sides at once")


class Measure(models.TextChoices):
    REPS = "reps", _("Repetitions")
    SECONDS = "seconds", _("Seconds")
    STEPS = "steps", _("Steps")


class LoadType(models.TextChoices):
    """What an exercise is normally loaded with."""

    BODYWEIGHT = "bodyweight", _("Body weight")
    DUMBBELL = "dumbbell", _("Dumbbell")
    KETTLEBELL = "kettlebell", _("Kettlebell")
    BACKPACK = "backpack", _("Backpack")
    BARBELL = "barbell", _("Barbell or trap bar")
    MACHINE = "machine", _("Machine or cable")
    BAND = "band", _("Band")
    NONE = "none", _("No load")

    @property
    def is_external(self) -> bool:
        """Whether the load is a weight in kilograms."""
        return self in {self.DUMBBELL, self.KETTLEBELL, self.BACKPACK, self.BARBELL, self.MACHINE}


class Condition(models.TextChoices):
    ACHILLES_INSERTIONAL = "achilles_insertional", _("Insertional Achilles tendinopathy")
    BONE_STRESS_SUSPECTED = "bone_stress_suspected", _("Suspected bone stress injury")
    GLUTEAL_TENDINOPATHY = "gluteal_tendinopathy", _("Gluteal tendinopathy")
    LOW_BACK_IRRITABLE = "low_back_irritable", _("Irritable low back")
    PATELLAR_TENDINOPATHY_IRRITABLE = "patellar_tendinopathy_irritable", _("Irritable patellar tendon")
    PATELLOFEMORAL_PAIN = "patellofemoral_pain", _("Patellofemoral pain")
    PROXIMAL_HAMSTRING_TENDINOPATHY = "proximal_hamstring_tendinopathy", _("Proximal hamstring tendinopathy")


def validate_qualities(value: str) -> None:
    if not set(value.split(";")) <= set(Quality.values):
        raise ValidationError(
            _("Write %(known)s, separated by “;” without spaces."), params={"known": ", ".join(Quality.values)}
        )


class Status(models.TextChoices):
    """Where an exercise stands: only published ones are offered; archived ones stay in programs that have them."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class SwapReason(models.TextChoices):
    """Why something else is done instead."""

    HURTS = "hurts", _("It hurts")
    EQUIPMENT = "equipment", _("Equipment is taken")
    EASY = "easy", _("Too easy")
    TIME = "time", _("Short on time")
    QUALITY = "quality", _("Heavy or noisy landing")
    ANY = "any", _("Any reason")


class EquipmentGroup(models.TextChoices):
    """Items in one group are alternatives; items without a group are all needed (clinical.md 8)."""

    LOAD = "load", _("Something to load with")
    SLIDE = "slide", _("Something that slides")
    RESIST = "resist", _("Something elastic")
    MACHINE = "machine", _("Machine")


class Equipment(models.Model):
    slug = models.SlugField(_("address"), unique=True)
    name = models.CharField(_("name"), max_length=NAME, validators=[no_control_characters])
    group = models.CharField(_("interchangeable as"), max_length=8, choices=EquipmentGroup.choices, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")
        constraints = [
            one_of("group", ["", *EquipmentGroup.values], model="equipment"),
        ]

    def __str__(self) -> str:
        return self.name


class ExerciseQuerySet(models.QuerySet["Exercise"]):
    def offered(self) -> Self:
        """Those that may be prescribed, and offered instead of others."""
        return self.filter(status=Status.PUBLISHED)

    def ever_published(self) -> Self:
        """Those that anybody but staff may meet: a draft is nobody's exercise yet, an archived one still is."""
        return self.exclude(status=Status.DRAFT)


class Exercise(models.Model):
    slug = models.SlugField(_("address"), unique=True, max_length=NAME)
    name = models.CharField(_("name"), max_length=NAME, validators=[no_control_characters])
    pattern = models.CharField(_("pattern"), max_length=16, choices=Pattern.choices)
    qualities = models.CharField(
        _("qualities"),
        max_length=40,
        validators=[validate_qualities],
        help_text=_("What it trains, main one first: force, stability, tissue, power, separated by “;”."),
    )
    laterality = models.CharField(_("sides"), max_length=10, choices=Laterality.choices)
    equipment = models.ManyToManyField(Equipment, verbose_name=_("equipment"), blank=True, related_name="exercises")
    level = models.PositiveSmallIntegerField(
        _("level"),
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("1 entry or irritable, 2 beginner, 3 intermediate, 4 advanced, 5 high demand."),
    )
    measure = models.CharField(_("counted in"), max_length=8, choices=Measure.choices, default=Measure.REPS)
    default_sets = models.PositiveSmallIntegerField(
        _("sets"), default=3, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    default_amount = models.PositiveSmallIntegerField(
        _("repetitions, steps or seconds"),
        validators=[MinValueValidator(1), MaxValueValidator(7200)],
        help_text=_("Per side for a one-sided exercise."),
    )
    default_tempo = models.CharField(
        _("tempo"),
        max_length=12,
        validators=[validate_tempo],
        help_text=_("Lowering, pause, lift, pause: 3-1-X-0. Or hold, free, rebound, stick."),
    )
    default_rest_seconds = models.PositiveSmallIntegerField(
        _("rest (seconds)"), default=60, validators=[MaxValueValidator(900)]
    )
    easier = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("easier neighbor")
    )
    harder = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("harder neighbor")
    )
    contacts_per_rep = models.PositiveSmallIntegerField(
        _("contacts per repetition"),
        null=True,
        blank=True,
        help_text=_("Ground contacts of one repetition on one side; only for plyometrics."),
    )
    short_cue = models.CharField(
        _("short cue"),
        max_length=60,
        validators=[no_control_characters],
        help_text=_("The one line shown in a session."),
    )
    setup_cue = models.CharField(_("set-up"), max_length=255, validators=[no_control_characters])
    execution_cue = models.CharField(_("execution"), max_length=255, validators=[no_control_characters])
    common_fault = models.CharField(_("common fault"), max_length=255, validators=[no_control_characters])
    load_type = models.CharField(_("loaded with"), max_length=10, choices=LoadType.choices)
    load_step_kg = models.DecimalField(
        _("smallest step (kg)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.1"))],
    )
    status = models.CharField(_("status"), max_length=9, choices=Status.choices, default=Status.PUBLISHED)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_on = models.DateField(_("reviewed on"), null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed at"), null=True, blank=True)
    review_note = models.CharField(
        _("what the review asks for"), max_length=500, blank=True, help_text=_("Empty once it is answered.")
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="duplicates", verbose_name=_("merged into")
    )
    image = models.ImageField(_("picture"), upload_to=picture_path, blank=True)
    video = models.FileField(_("video"), upload_to=video_path, blank=True)
    media_text = models.CharField(
        _("what it shows"),
        max_length=255,
        blank=True,
        validators=[no_control_characters],
        help_text=_("What to watch for. Read aloud to those who cannot see it, shown under a silent clip."),
    )

    objects = ExerciseQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("exercise")
        verbose_name_plural = _("exercises")
        constraints = [
            one_of("pattern", Pattern.values, model="exercise"),
            one_of("laterality", Laterality.values, model="exercise"),
            one_of("measure", Measure.values, model="exercise"),
            one_of("load_type", LoadType.values, model="exercise"),
            one_of("status", Status.values, model="exercise"),
            between("level", 1, 5, model="exercise", message=_("Level is 1 to 5.")),
            between("default_sets", 1, 20, model="exercise", message=_("Give 1 to 20 sets.")),
            between("default_amount", 1, 7200, model="exercise", message=_("Give at least one repetition or second.")),
            models.CheckConstraint(
                condition=Q(pattern="plyometric", contacts_per_rep__isnull=False, contacts_per_rep__gte=1)
                | (~Q(pattern="plyometric") & Q(contacts_per_rep__isnull=True)),
                name="exercise_contacts_only_for_plyometrics",
                violation_error_message=_(
                    "A plyometric exercise states its contacts per repetition, and no other does."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(easier__isnull=True) | ~Q(easier=F("id"))) & (Q(harder__isnull=True) | ~Q(harder=F("id"))),
                name="exercise_is_not_its_own_neighbor",
                violation_error_message=_("An exercise cannot be its own easier or harder neighbor."),
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (Q(status="archived") & ~Q(merged_into=F("id"))),
                name="exercise_merged_is_archived",
                violation_error_message=_("An exercise that was merged into another is archived."),
            ),
            models.CheckConstraint(
                condition=Q(image="", video="") | ~Q(media_text=""),
                name="exercise_media_has_a_text",
                violation_error_message=_("Say what the picture or video shows."),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_on__isnull=True) | Q(reviewed_on__gte=date(2000, 1, 1)),
                name="exercise_reviewed_after_2000",
                violation_error_message=_("Give a day from 2000 on."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def as_kept(self) -> Exercise:
        """The exercise that this one was merged into, else itself; expected loaded."""
        return self.merged_into or self

    @property
    def is_unilateral(self) -> bool:
        return self.laterality == Laterality.UNILATERAL

    @property
    def sides(self) -> int:
        return 2 if self.is_unilateral else 1

    @property
    def quality_labels(self) -> list[str]:
        labels = []
        for quality in self.qualities.split(";"):
            if quality in Quality.values:
                labels.append(str(Quality(quality).label))
        return labels

    @property
    def has_cues(self) -> bool:
        """Whether an athlete can be told how it is done; an import may bring in one without."""
        return all((self.short_cue, self.setup_cue, self.execution_cue, self.common_fault))

    @property
    def is_loaded(self) -> bool:
        """Whether it is normally done with a weight."""
        return LoadType(self.load_type).is_external


class ExerciseAlternative(models.Model):
    """What the library suggests instead of an exercise, and why. A therapist's own choice for a row goes first."""

    exercise = models.ForeignKey(
        Exercise, models.CASCADE, related_name="library_alternatives", verbose_name=_("exercise")
    )
    instead = models.ForeignKey(Exercise, models.PROTECT, related_name="+", verbose_name=_("instead"))
    reason = models.CharField(_("reason"), max_length=9, choices=SwapReason.choices)
    load_factor = models.DecimalField(
        _("load factor"),
        max_digits=3,
        decimal_places=2,
        default=Decimal(1),
        help_text=_("0.80 carries four fifths of the load over."),
    )

    class Meta:
        ordering = ["exercise_id", "reason", "id"]
        verbose_name = _("alternative")
        verbose_name_plural = _("alternatives")
        constraints = [
            one_of("reason", SwapReason.values, model="library_alternative"),
            models.UniqueConstraint(
                fields=["exercise", "instead", "reason"],
                name="library_alternative_once_per_reason",
                violation_error_message=_("This alternative is already there."),
            ),
            models.CheckConstraint(
                condition=~Q(exercise=F("instead")),
                name="library_alternative_differs",
                violation_error_message=_("An exercise is not its own alternative."),
            ),
            between("load_factor", 0, 2, model="library_alternative", message=_("The load factor is 0 to 2.")),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.instead}"


class Caution(models.Model):
    """With this condition, think twice about this exercise; the swap is in the same pattern."""

    condition = models.CharField(_("condition"), max_length=40, choices=Condition.choices)
    exercise = models.ForeignKey(Exercise, models.CASCADE, related_name="cautions", verbose_name=_("exercise"))
    swap = models.ForeignKey(
        Exercise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("suggested swap"),
        help_text=_("Leave empty if nothing in the pattern is safe; the exercise is then left out."),
    )
    reason = models.CharField(_("reason"), max_length=TEXT)

    class Meta:
        ordering = ["condition", "exercise__name"]
        verbose_name = _("caution")
        verbose_name_plural = _("cautions")
        constraints = [
            one_of("condition", Condition.values, model="caution"),
            models.UniqueConstraint(
                fields=["condition", "exercise"],
                name="caution_once_per_condition_and_exercise",
                violation_error_message=_("This exercise already has a caution for this condition."),
            ),
            models.CheckConstraint(
                condition=Q(swap__isnull=True) | ~Q(exercise=F("swap")),
                name="caution_swap_differs",
                violation_error_message=_("An exercise cannot be swapped for itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_condition_display()}: {self.exercise}"
