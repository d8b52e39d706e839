"""Pain as reported: a whole number 0-10 with region, side and moment (clinical.md 2.2)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from programs.models import Exercise, Tissue
from programs.models.fields import between, from_2000, one_of
from programs.rules.pain.levels import Level
from programs.rules.pain.zones import Zone

from .athletes import Athlete, OwnedQuerySet
from .sessions import Session
from .set_logs import Side
from .users import User


class Region(models.TextChoices):
    ACHILLES = "achilles", _("Achilles")
    CALF = "calf", _("Calf")
    HEEL = "heel", _("Heel")
    FOOT = "foot", _("Foot")
    ANKLE = "ankle", _("Ankle")
    SHIN = "shin", _("Shin")
    KNEE = "knee", _("Knee")
    THIGH = "thigh", _("Front of thigh")
    HAMSTRING = "hamstring", _("Hamstring")
    HIP = "hip", _("Hip or buttock")
    GROIN = "groin", _("Groin")
    LOW_BACK = "low_back", _("Lower back")
    OTHER = "other", _("Somewhere else")


def place_name(region: str, side: str) -> str:
    """A place in words: “Left knee”, “Left Achilles”, “Knee” where no side was named."""
    name = str(Region(region).label)
    if not side:
        return name
    if region != Region.ACHILLES:  # a name
        name = name[0].lower() + name[1:]
    return _("{side} {place}").format(side=Side(side).label, place=name)


def place_to_store(region: str, side: str) -> str:
    """The same in the clinic's language, whoever causes it: what is stored is compared with what was stored before."""
    with translation.override(settings.LANGUAGE_CODE):
        return place_name(region, side)


#: Asked first: any of these needs somebody today, most of them at once.
RED_FLAGS = {
    "pop": _("A pop or a kick in the calf or heel, and I cannot push off"),
    "swollen_calf": _("One calf swollen, warm and tender, or short of breath"),
    "chest": _("Chest pain, fainting or a racing heart with effort"),
    "numb_saddle": _("New trouble with bladder or bowel, numbness between the legs, or legs getting weaker"),
    "no_four_steps": _("I cannot take four steps, or something looks deformed"),
    "hot_joint": _("A hot, swollen joint, and feverish or unwell"),
    "night_weight_cancer": _("Constant pain at night or rest, weight loss I cannot explain, or cancer before"),
    "antibiotic": _("New tendon pain within weeks of a fluoroquinolone antibiotic"),
    "numb_foot": _("Calf pain that builds up at the same point in each run, with a numb foot"),
}
#: Asked about the place itself. Nobody is asked to test a hop.
SIGNS = {
    "sudden": _("It came on suddenly"),
    "spot": _("One spot that I can cover with a finger"),
    "worsens": _("It gets worse through a run"),
    "night": _("It hurts at night or at rest"),
    "walking": _("It hurts when I walk"),
    "hop": _("It hurt when I last hopped or landed on that leg"),
    "before": _("I have had a bone stress injury before"),
    "energy": _("Missed periods, low sex drive, a big change in weight, or worry about eating"),
    "new_load": _("Much more running than usual in the last eight weeks"),
}
#: Zones as people read them.
ZONES = [(Zone.GREEN, _("Green")), (Zone.AMBER, _("Amber")), (Zone.RED, _("Red")), (Zone.STOP, _("Stop"))]


class Moment(models.TextChoices):
    BEFORE = "before", _("Before")
    DURING = "during", _("During")
    AFTER = "after", _("After")
    NEXT_MORNING = "next_morning", _("Next morning")
    WEEK = "week", _("In the week")


class PainReport(models.Model):
    """Pain of one place on one day, wherever it was said: the worst of that moment.

    reported_on -- the day it was felt; felt_at -- when, by the phone's clock; reported_at -- when the report arrived
    has_settled -- of a morning after: whether a joint had calmed down within an hour; None where nobody asked
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="pain_reports", verbose_name=_("athlete"))
    session = models.ForeignKey(
        Session, models.SET_NULL, null=True, blank=True, related_name="pain_reports", verbose_name=_("session")
    )
    exercise = models.ForeignKey(
        Exercise, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("exercise")
    )
    region = models.CharField(_("where"), max_length=9, choices=Region.choices)
    side = models.CharField(_("side"), max_length=5, choices=Side.choices, blank=True)
    score = models.PositiveSmallIntegerField(_("pain, 0 to 10"))
    moment = models.CharField(_("when"), max_length=12, choices=Moment.choices, default=Moment.DURING)
    is_one_spot = models.BooleanField(_("one spot"), null=True, blank=True)
    is_sudden = models.BooleanField(_("came on suddenly"), default=False)
    has_settled = models.BooleanField(_("calm within an hour"), null=True, blank=True)
    reported_on = models.DateField(_("day"))
    felt_at = models.DateTimeField(_("felt at"), null=True, blank=True)
    reported_at = models.DateTimeField(_("reported at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_at"]
        verbose_name = _("pain report")
        verbose_name_plural = _("pain reports")
        indexes = [
            models.Index(fields=["athlete", "-reported_on"], name="pain_athlete_day"),
            models.Index(fields=["-reported_on", "-reported_at", "-id"], name="pain_as_listed"),
        ]
        constraints = [
            one_of("region", Region.values, model="pain"),
            one_of("side", Side.values, model="pain"),
            one_of("moment", Moment.values, model="pain"),
            from_2000("reported_on", model="pain"),
            models.CheckConstraint(
                condition=Q(score__range=(0, 10)),
                name="pain_score_range",
                violation_error_message=_("Pain is a whole number from 0 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} · {self.place}"

    @property
    def place(self) -> str:
        """Where, in words: “Left Achilles”."""
        return place_name(self.region, self.side)


class PainProfile(models.Model):
    """A region that is watched: which tissue rule applies, and the zone it is in (clinical.md 2.3).

    It begins with the first pain reported there, as unknown, which is the strictest reading; the therapist sets
    the tissue, the limit and the intake baseline.
    """

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="pain_profiles", verbose_name=_("athlete"))
    region = models.CharField(_("where"), max_length=9, choices=Region.choices)
    side = models.CharField(_("side"), max_length=5, choices=Side.choices, blank=True)
    tissue = models.CharField(_("tissue rule"), max_length=8, choices=Tissue.choices, default=Tissue.UNKNOWN)
    limit = models.PositiveSmallIntegerField(
        _("limit"), null=True, blank=True, help_text=_("0 to 10. Empty: the limit of the tissue rule.")
    )
    intake = models.PositiveSmallIntegerField(
        _("usual morning at intake"), null=True, blank=True, help_text=_("0 to 10, until there are three mornings.")
    )
    set_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, editable=False, related_name="+", verbose_name=_("set by")
    )
    baseline = models.DecimalField(
        _("fixed baseline"), max_digits=3, decimal_places=1, null=True, blank=True, editable=False,
        help_text=_("For a tendon: what its first three mornings were. It never goes up by itself."),
    )  # fmt: skip
    zone = models.PositiveSmallIntegerField(_("zone"), choices=ZONES, default=Zone.GREEN, editable=False)
    judged_on = models.DateField(_("of the session on"), null=True, blank=True, editable=False)
    asked_at = models.DateTimeField(
        _("warning signs asked"), null=True, blank=True, editable=False,
        help_text=_("Since then the signs of a bone injury are asked about, and nobody has answered."),
    )  # fmt: skip

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["athlete_id", "region", "side"]
        verbose_name = _("pain profile")
        verbose_name_plural = _("pain profiles")
        constraints = [
            from_2000("judged_on", model="painprofile"),
            one_of("region", Region.values, model="painprofile"),
            one_of("side", Side.values, model="painprofile"),
            one_of("tissue", Tissue.values, model="painprofile"),
            models.UniqueConstraint(
                fields=["athlete", "region", "side"],
                name="painprofile_once_per_place",
                violation_error_message=_("This region and side already has a profile."),
            ),
            between("limit", 0, 10, model="painprofile", message=_("The limit is 0 to 10.")),
            between("intake", 0, 10, model="painprofile", message=_("The usual morning is 0 to 10.")),
            between("zone", 0, 3, model="painprofile", message=_("Zones are green, amber, red and stop.")),
        ]

    def __str__(self) -> str:
        return place_name(self.region, self.side)

    def is_watched_on(self, on: date, watch_days: int) -> bool:
        """Whether the place is asked about on that day: the therapist set something, it had hurt within so many days,
        or red has not ended.
        """
        has_hurt_lately = self.judged_on is not None and self.judged_on >= on - timedelta(days=watch_days)
        return self.set_by_id is not None or has_hurt_lately or self.zone >= Zone.RED


class KeptPlan(models.Model):
    """A therapist's word that the plan stays as it is written, though a rule would hold it for pain (safety.md 2.3).

    For one place, up to one level, in one episode, for two weeks at most: another place, a higher level or a new
    episode holds afresh. Switched off, the rules hold nothing of that place back until the day it ends, but for a stop,
    a bone and warning signs that nobody answered.
    """

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="kept_plans", verbose_name=_("athlete"))
    region = models.CharField(_("where"), max_length=9, choices=Region.choices)
    side = models.CharField(_("side"), max_length=5, choices=Side.choices, blank=True)
    level = models.PositiveSmallIntegerField(_("level"))
    since = models.DateField(_("pain since"), null=True, blank=True)
    is_policy_off = models.BooleanField(_("rules switched off"), default=False)
    reason = models.CharField(_("why"), max_length=500)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    until = models.DateField(_("until"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = _("plan kept as written")
        verbose_name_plural = _("plans kept as written")
        constraints = [
            one_of("region", Region.values, model="keptplan"),
            one_of("side", Side.values, model="keptplan"),
            from_2000("since", model="keptplan"),
            from_2000("until", model="keptplan"),
            between("level", 0, max(Level).value, model="keptplan", message=_("That level does not exist.")),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="keptplan_says_why",
                violation_error_message=_("Say why the plan stays as it is."),
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(since__lte=F("until")),
                name="keptplan_ends_after_it_begins",
                violation_error_message=_("It cannot end before the pain began."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

    @property
    def place(self) -> str:
        return place_name(self.region, self.side)


class PainScreen(models.Model):
    """Answers to the warning signs: what was ticked, and where it leads (clinical.md 2.5 and 2.6)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="pain_screens", verbose_name=_("athlete"))
    region = models.CharField(_("where"), max_length=9, choices=Region.choices)
    side = models.CharField(_("side"), max_length=5, choices=Side.choices, blank=True)
    signs: Any = models.JSONField(_("signs"), default=list)
    answered_at = models.DateTimeField(_("answered at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-answered_at"]
        verbose_name = _("warning signs")
        verbose_name_plural = _("warning signs")
        constraints = [
            one_of("region", Region.values, model="painscreen"),
            one_of("side", Side.values, model="painscreen"),
        ]

    def __str__(self) -> str:
        return f"{self.get_region_display()} · {len(self.signs)}"
