"""The codes that a clinic bills its monitoring by. The table is the clinic's own, and empty as it is shipped."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.fields import no_control_characters

#: How many days a monitoring report spans.
MONITORED_DAYS = 30


class BillingCode(models.Model):
    """One code and what it asks for, in figures; whatever it does not ask for is empty."""

    code = models.CharField(_("code"), max_length=12, unique=True, validators=[no_control_characters])
    description = models.CharField(_("description"), max_length=200, validators=[no_control_characters])
    min_days = models.PositiveSmallIntegerField(
        _("at least this many days with data"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(MONITORED_DAYS)], help_text=_("Of 30."),
    )  # fmt: skip
    min_minutes = models.PositiveSmallIntegerField(
        _("at least this many minutes of care"), null=True, blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(1000)], help_text=_("As the log of contacts adds them up."),
    )  # fmt: skip
    needs_conversation = models.BooleanField(
        _("needs a conversation"), default=False, help_text=_("By telephone, by video or in person.")
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("billing code")
        verbose_name_plural = _("billing codes")
        constraints = [
            models.CheckConstraint(
                condition=Q(min_days__isnull=False) | Q(min_minutes__isnull=False) | Q(needs_conversation=True),
                name="billingcode_asks_for_something",
                violation_error_message=_("Say what the code needs: days, minutes or a conversation."),
            ),
            models.CheckConstraint(
                condition=Q(min_days__isnull=True) | Q(min_days__range=(1, MONITORED_DAYS)),
                name="billingcode_days_range",
                violation_error_message=_("Days are 1 to 30."),
            ),
            models.CheckConstraint(
                condition=Q(min_minutes__isnull=True) | Q(min_minutes__range=(1, 1000)),
                name="billingcode_minutes_range",
                violation_error_message=_("Minutes are 1 to 1,000."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.description}"
