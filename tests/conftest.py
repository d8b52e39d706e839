"""The people every test knows, and where the suite runs."""

from __future__ import annotations

import gc

import pytest

pytest_plugins = ["tests.people", "tests.foreign"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "opens_database: set by the suite itself: the test may ask the database")


@pytest.hookimpl(tryfirst=True)  # before -m is read
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What never opens the database says the same on any: ``make test-postgres`` leaves it out."""
    for item in items:
        if item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ()):
            item.add_marker("opens_database")


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
