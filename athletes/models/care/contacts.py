"""The log of contacts: calls, mail and visits, one row each, never shown to the athlete.

``CareContact``, because a contact alone is one of the foot with the ground here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from programs.models.fields import one_of

from ..athletes import Athlete, OwnedQuerySet
from ..messages import MAX_TEXT
from ..users import User

#: A contact of a whole working day is a slip of the hand.
MAX_MINUTES = 480


class ContactKind(models.TextChoices):
    CALL = "call", _("Call")
    VIDEO = "video", _("Video call")
    VISIT = "visit", _("Visit")
    MAIL = "mail", _("Mail")


class ContactResult(models.TextChoices):
    REACHED = "reached", _("Reached")
    VOICEMAIL = "voicemail", _("Voicemail")
    NOT_REACHED = "not_reached", _("Not reached")


#: Kinds in which two people speak with each other; a mail is none.
SPOKEN = (ContactKind.CALL, ContactKind.VIDEO, ContactKind.VISIT)


class CareContactQuerySet(OwnedQuerySet):
    def conversations(self) -> Self:
        """Those in which the athlete was spoken with: by telephone, by video or in person."""
        return self.filter(kind__in=SPOKEN, result=ContactResult.REACHED)

    def between(self, begin: datetime, end: datetime) -> Self:
        """Those that took place from the one instant until before the other."""
        return self.filter(at__gte=begin, at__lt=end)


class CareContact(models.Model):
    """One contact with an athlete. at -- when it took place; logged_at -- when it was last written down"""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="contacts", verbose_name=_("athlete"))
    kind = models.CharField(_("kind"), max_length=5, choices=ContactKind.choices)
    result = models.CharField(_("result"), max_length=11, choices=ContactResult.choices)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    note = models.CharField(_("what was said"), max_length=MAX_TEXT, blank=True)
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("took place"))
    logged_at = models.DateTimeField(_("written down"))

    objects = CareContactQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes = [models.Index(fields=["athlete", "-at"], name="carecontact_athlete_at")]
        constraints = [
            one_of("kind", ContactKind.values, model="carecontact"),
            one_of("result", ContactResult.values, model="carecontact"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, MAX_MINUTES)),
                name="carecontact_minutes_range",
                violation_error_message=_("Minutes are 1 to 480."),
            ),
            models.CheckConstraint(
                condition=~Q(result="voicemail") | Q(kind="call"),
                name="carecontact_voicemail_of_a_call",
                violation_error_message=_("Only a call can end in voicemail."),
            ),
            models.CheckConstraint(
                condition=Q(logged_at__gte=F("at")),
                name="carecontact_logged_afterwards",
                violation_error_message=_("A contact is logged after it took place."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {str(self.get_result_display()).lower()}"

    @property
    def is_reached(self) -> bool:
        return self.result == ContactResult.REACHED

    @property
    def is_conversation(self) -> bool:
        return self.is_reached and self.kind in SPOKEN
