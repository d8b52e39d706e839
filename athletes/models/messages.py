"""What an athlete and the clinic say to each other, and what the clinic notes for itself."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from athletes.localtime import clinic_time
from programs.models.fields import at_most

from .athletes import Athlete, OwnedQuerySet
from .users import User

MAX_TEXT = 2000


class MessageQuerySet(OwnedQuerySet):
    def from_clinic(self) -> Self:
        return self.exclude(author=F("athlete__user"))

    def from_athlete(self) -> Self:
        return self.filter(author=F("athlete__user"))

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Message(models.Model):
    """One message. read_at -- when the other side said that it had read it."""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="messages", verbose_name=_("athlete"))
    author = models.ForeignKey(User, models.RESTRICT, related_name="+", verbose_name=_("from"))
    text = models.CharField(_("message"), max_length=MAX_TEXT)
    sent_at = models.DateTimeField(_("sent at"))
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["sent_at", "id"]
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        indexes = [models.Index(fields=["athlete", "-sent_at"], name="message_athlete_sent")]
        constraints = [
            at_most("text", MAX_TEXT, model="message"),
            models.CheckConstraint(
                condition=~Q(text=""), name="message_has_text", violation_error_message=_("Write a message.")
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(read_at__gte=F("sent_at")),
                name="message_read_after_sent",
                violation_error_message=_("A message is read after it was sent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{clinic_time(self.sent_at):%Y-%m-%d %H:%M}"

    @property
    def is_from_athlete(self) -> bool:
        return bool(self.author_id == self.athlete_id)


class CareReview(models.Model):
    """Somebody looked at what an athlete had done, and it was as planned. upto -- what had come in by then was shown"""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="care_reviews", verbose_name=_("athlete"))
    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("at"))
    upto = models.DateTimeField(_("up to"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        indexes = [models.Index(fields=["athlete", "-upto"], name="carereview_athlete_upto")]
        constraints = [
            models.CheckConstraint(
                condition=Q(upto__lte=F("at")),
                name="carereview_of_what_was_there",
                violation_error_message=_("What has not come in yet cannot be reviewed."),
            )
        ]

    def __str__(self) -> str:
        return str(_("Reviewed"))


class CareNote(models.Model):
    """A note of the clinic's about an athlete, who never sees it. author -- None for what came with a discovery call"""

    athlete = models.ForeignKey(Athlete, models.CASCADE, related_name="care_notes", verbose_name=_("athlete"))
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by"))
    text = models.CharField(_("note"), max_length=MAX_TEXT)
    at = models.DateTimeField(_("at"))

    objects = OwnedQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index(fields=["athlete", "-at"], name="carenote_athlete_at")]
        constraints = [
            at_most("text", MAX_TEXT, model="carenote"),
            models.CheckConstraint(
                condition=~Q(text=""), name="carenote_has_text", violation_error_message=_("Write a note.")
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
