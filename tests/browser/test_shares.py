"""Each share of the browser tests runs on one worker and one clinic: a runner that reads no groups would start many."""

from __future__ import annotations

import os

import pytest

from .conftest import share_of


@pytest.mark.skipif(
    "PYTEST_XDIST_WORKER" not in os.environ, reason="one worker needs no shares: make test-all has several"
)
def test_the_workers_have_read_the_shares(request: pytest.FixtureRequest):
    assert request.node.nodeid.endswith(f"@{share_of('test_shares')}")
