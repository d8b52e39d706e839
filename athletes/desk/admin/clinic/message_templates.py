"""The clinic's texts for messages: therapists read them here and use them where they write, clinic admins keep them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import Textarea
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from athletes.models import MessageTemplate
from athletes.models.care.message_templates import PLACEHOLDERS
from programs.admin.plain import PlainAdmin


@admin.register(MessageTemplate)
class MessageTemplateAdmin(PlainAdmin[MessageTemplate]):
    list_display = ["name", "beginning"]
    search_fields = ["name", "text"]

    def formfield_for_dbfield(self, db_field: models.Field[Any, Any], request: Any, **kwargs: Any) -> Any:
        if db_field.name == "text":
            words = [f"{{{name}}}: {meaning}" for name, meaning in PLACEHOLDERS.items()]
            kwargs |= {"widget": Textarea(attrs={"rows": 8, "cols": 80})}
            kwargs["help_text"] = _("Filled in as it is used: {names}.").format(names="; ".join(words))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("begins"))
    def beginning(self, template: MessageTemplate) -> str:
        return Truncator(template.text).chars(90)
