"""What every template knows: the clinic's name and numbers, and the language."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def clinic(request: HttpRequest) -> dict[str, Any]:
    return {
        "clinic": settings.CLINIC,
        "is_demo": settings.DEMO_CLINIC,
        "LANGUAGE_CODE": get_language(),
        "languages": settings.LANGUAGES if len(settings.LANGUAGES) > 1 else [],
    }
