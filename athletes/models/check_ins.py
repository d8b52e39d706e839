"""What an athlete says of a week: the runner check in the clinic's own words (clinical.md 6.2), and a barrier."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from programs.models.fields import TEXT, at_most, one_of
from programs.rules import attention

from .athletes import Athlete, OwnedQuerySet
from .pain import Region
from .set_logs import Side


class HowMuch(models.IntegerChoices):
    """The scale of the first three questions; each has its own words for the ends."""

    NO = 0, _("No")
    A_LITTLE = 1, _("A little")
    A_LOT = 2, _("A lot")
    STOPPED = 3, _("Stopped me")


def _ends(first: StrOrPromise, last: StrOrPromise) -> list[tuple[int, StrOrPromise]]:
    """The four answers with ends of their own."""
    return [(HowMuch.NO, first), *HowMuch.choices[1:3], (HowMuch.STOPPED, last)]


LESS = _ends(_("No less"), _("Nothing at all"))
HELD_BACK = _ends(_("Not at all"), _("Completely"))


class CheckIn(models.Model):
    """One week's answers. The highest (rev, edit_id) wins; pain is 0-10 or was not said."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="check_ins", verbose_name=_("athlete"))
    week = models.CharField(_("ISO week"), max_length=8)
    changed = models.PositiveSmallIntegerField(_("a problem changed the training"), choices=HowMuch.choices)
    less = models.PositiveSmallIntegerField(_("did less"), choices=LESS, default=HowMuch.NO)
    held_back = models.PositiveSmallIntegerField(_("held the running back"), choices=HELD_BACK, default=HowMuch.NO)
    worst_pain = models.PositiveSmallIntegerField(_("worst pain, 0 to 10"), null=True, blank=True)
    usual_pain = models.PositiveSmallIntegerField(_("usual pain, 0 to 10"), null=True, blank=True)
    region = models.CharField(_("where"), max_length=9, choices=Region.choices, blank=True)
    side = models.CharField(_("side"), max_length=5, choices=Side.choices, blank=True)
    note = models.CharField(_("anything to tell"), max_length=2000, blank=True)
    answered_at = models.DateTimeField(_("answered at"))
    rev = models.PositiveIntegerField(default=1, editable=False)
    edit_id = models.UUIDField(editable=False)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-week"]
        verbose_name = _("weekly check-in")
        verbose_name_plural = _("weekly check-ins")
        indexes = [models.Index(fields=["-week", "-id"], name="check_in_as_listed")]
        constraints = [
            one_of("region", ["", *Region.values], model="check_in"),
            one_of("side", Side.values, model="check_in"),
            at_most("note", TEXT, model="check_in"),
            models.UniqueConstraint(
                fields=["athlete", "week"],
                name="check_in_once_a_week",
                violation_error_message=_("This week has already been answered."),
            ),
            models.CheckConstraint(
                condition=Q(changed__range=(0, 3), less__range=(0, 3), held_back__range=(0, 3)),
                name="check_in_answers",
                violation_error_message=_("Choose one of the four answers."),
            ),
            models.CheckConstraint(
                condition=(Q(worst_pain__isnull=True) | Q(worst_pain__range=(0, 10)))
                & (Q(usual_pain__isnull=True) | Q(usual_pain__range=(0, 10))),
                name="check_in_pain_range",
                violation_error_message=_("Pain is a whole number from 0 to 10."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week}: {self.get_changed_display()}"

    @property
    def needs_attention(self) -> bool:
        return attention.needs_attention(self.changed, self.less, self.held_back)


class BarrierKind(models.TextChoices):
    TIME = "time", _("No time")
    TIRED = "tired", _("Too tired")
    PAIN = "pain", _("Something hurt")
    ILL = "ill", _("Ill")
    AWAY = "away", _("Away from my equipment")
    FORGOT = "forgot", _("Forgot, or did not feel like it")


class Barrier(models.Model):
    """What kept an athlete from training in a week, in their own choice; the last answer of a week stands."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="barriers", verbose_name=_("athlete"))
    week = models.CharField(_("ISO week"), max_length=8)
    kind = models.CharField(_("what kept you"), max_length=6, choices=BarrierKind.choices)
    answered_at = models.DateTimeField(_("answered at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-week"]
        verbose_name = _("barrier")
        verbose_name_plural = _("barriers")
        constraints = [
            one_of("kind", BarrierKind.values, model="barrier"),
            models.UniqueConstraint(
                fields=["athlete", "week"],
                name="barrier_once_a_week",
                violation_error_message=_("This week has already been answered."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.week}: {self.get_kind_display()}"
