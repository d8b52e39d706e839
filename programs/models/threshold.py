"""The clinic's own value of one of the rules' numbers, and who signed it."""

from __future__ import annotations

from functools import cached_property

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programs.rules.thresholds import SECTIONS, About, catalog

from .fields import NAME, between

ABOUT: dict[str, About] = {known.code: known for known in catalog()}


class Threshold(models.Model):
    code = models.SlugField(_("name"), max_length=NAME, unique=True, editable=False)
    value = models.DecimalField(_("value"), max_digits=6, decimal_places=1)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("signed by"),
    )
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True, editable=False)

    class Meta:
        ordering = ["id"]
        verbose_name = _("clinical threshold")
        verbose_name_plural = _("clinical thresholds")
        constraints = [between("value", 0, 10000, model="threshold", message=_("Give a number from 0 to 10,000."))]

    def __str__(self) -> str:
        return self.says or self.code

    @cached_property
    def about(self) -> About | None:
        """What the rules know of this number; None for one that a former version had."""
        return ABOUT.get(self.code)

    @staticmethod
    def known_codes() -> list[str]:
        """The codes of every number that the rules have, in the table's order."""
        return list(ABOUT)

    @property
    def says(self) -> str:
        """What the number means; empty for one that a former version had."""
        return gettext(self.about.says) if self.about else ""

    @property
    def unit(self) -> str:
        return gettext(self.about.unit) if self.about and self.about.unit else ""

    @property
    def basis(self) -> str:
        """The page of the clinical basis, in words."""
        if self.about is None:
            return ""
        section = gettext(SECTIONS[self.about.section])
        return f"{section} ({self.about.section})"

    @property
    def is_own(self) -> bool:
        """Whether the clinic's value differs from the one that is shipped."""
        return self.about is not None and self.value != self.about.default

    def clean(self) -> None:
        if self.about is None or self.value is None:
            return
        if not self.about.low <= self.value <= self.about.high:
            message = _("Give a number from %(low)s to %(high)s.")
            raise ValidationError({"value": message % {"low": self.about.low, "high": self.about.high}})
        if isinstance(self.about.default, int) and self.value % 1:
            raise ValidationError({"value": _("Give a whole number.")})
