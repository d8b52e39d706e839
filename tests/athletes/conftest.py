"""Things that several tests of athletes need."""

from __future__ import annotations

import pytest

from athletes.models import Session
from tests.doing import steady


@pytest.fixture
def weeks(enrollment, ana) -> list[Session]:
    steady(enrollment)
    return list(enrollment.sessions.select_related("week", "workout").order_by("planned_on"))
