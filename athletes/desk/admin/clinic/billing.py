"""The codes of monitoring that a clinic bills by, and what each asks for. Empty as it is shipped."""

from __future__ import annotations

from django.contrib import admin

from athletes.models import BillingCode
from programs.admin.plain import PlainAdmin


@admin.register(BillingCode)
class BillingCodeAdmin(PlainAdmin[BillingCode]):
    list_display = ["code", "description", "min_days", "min_minutes", "needs_conversation"]
