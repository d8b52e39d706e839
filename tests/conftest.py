"""The people every test knows, and where the suite runs."""

from __future__ import annotations

import gc

pytest_plugins = ["tests.people"]


def pytest_collection_finish() -> None:
    """What is imported and collected by now stays to the end: the collector need not walk it again in every test.

    A sixth of the suite's time; what a test leaves behind is still collected, only less often.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_report_header() -> str:
    from django.conf import settings

    database = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[1]
    return f"database: {database}, broker: {settings.CELERY_BROKER_URL.split(':')[0]}"
