"""The codes of monitoring that a clinic bills by, and what each asks for. Empty as it is shipped."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from athletes.models import BillingCode
from programs.admin.plain import PlainAdmin


@admin.register(BillingCode)
class BillingCodeAdmin(PlainAdmin[BillingCode]):
    when_empty = _("No codes yet. Once you add them, the 30-day report says which ones an athlete’s figures meet.")
    list_display = ["code", "description", "min_days", "min_minutes", "needs_conversation"]
