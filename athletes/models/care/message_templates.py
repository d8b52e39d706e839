"""Texts that a clinic keeps for its messages, with the few words that are filled in for each athlete."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from programs.models.fields import at_most, no_control_characters

#: What is filled in, and what stands for it; nothing of health is among them.
PLACEHOLDERS = {
    "first_name": _("the athlete’s first name"),
    "therapist": _("the name of the person writing"),
    "clinic_phone": _("the clinic’s telephone"),
}
#: Shorter than a message, so that the names that are filled in have room.
MAX_TEMPLATE = 1500
_BRACED = re.compile(r"\{([^{}]*)\}")


def validate_placeholders(text: str) -> None:
    """Raises ValidationError for a name in braces that nobody fills in, and for a brace that stands alone."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for name in _BRACED.findall(text):
        if name not in PLACEHOLDERS:
            raise ValidationError(
                _("{%(name)s} is not known. What can be filled in: %(known)s."), params={"name": name, "known": known}
            )
    if set(_BRACED.sub("", text)) & set("{}"):
        raise ValidationError(
            _("A brace stands alone. Braces go around what is filled in: %(known)s."), params={"known": known}
        )


class MessageTemplate(models.Model):
    """One named text of the clinic."""

    name = models.CharField(_("name"), max_length=60, unique=True, validators=[no_control_characters])
    text = models.TextField(_("text"), max_length=MAX_TEMPLATE, validators=[validate_placeholders])

    class Meta:
        ordering = ["name"]
        verbose_name = _("message template")
        verbose_name_plural = _("message templates")
        constraints = [
            at_most("text", MAX_TEMPLATE, model="messagetemplate"),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(text=""),
                name="messagetemplate_has_name_and_text",
                violation_error_message=_("Give it a name and a text."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def filled(self, *, first_name: str, therapist: str, clinic_phone: str) -> str:
        """The text for one athlete, in the words of who writes."""
        words = {"first_name": first_name, "therapist": therapist, "clinic_phone": clinic_phone}
        return _BRACED.sub(lambda found: words[found[1]], self.text)
