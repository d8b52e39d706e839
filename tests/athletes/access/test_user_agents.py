"""Browsers by the names that people know."""

from __future__ import annotations

import pytest

from athletes.access.user_agents import browser_name

NAMES = {
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5) Version/17.5 Mobile/15E148 Safari/604.1": "Safari on iPhone",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0.0.0 Safari/537.36 Edg/130.0": "Edge on Windows",
    "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0": "Firefox on Linux",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.5 Safari/605.1.15": "Safari on Mac",
    "": "A browser",
}


@pytest.mark.parametrize("user_agent", NAMES)
def test_a_browser_is_named_with_its_system(user_agent):
    assert browser_name(user_agent) == NAMES[user_agent]
