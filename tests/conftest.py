"""The people every test knows, and where the suite runs."""

from __future__ import annotations

pytest_plugins = ["tests.people"]


def pytest_report_header() -> str:
    from django.conf import settings

    database = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[1]
    return f"database: {database}, broker: {settings.CELERY_BROKER_URL.split(':')[0]}"
