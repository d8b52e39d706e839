"""What every template knows: the clinic's name and numbers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def clinic(request: HttpRequest) -> dict[str, Any]:
    return {"clinic": settings.CLINIC, "is_demo": settings.DEMO_CLINIC}
