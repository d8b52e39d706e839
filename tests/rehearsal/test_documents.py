"""Commands are taken from the documentation as they stand there."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from django.conf import settings

from .compose import services_of
from .documents import blocks_below

ROOT = Path(settings.BASE_DIR)
PAGES = ("deploy.md", "upgrade.md")
PAGE = "# Title\n\n## 1. One\n\n```sh\nmake a\n```\nwords\n```sh\nmake b\n```\n\n## 2. Two\n\n```sh\nmake c\n```\n"


def test_blocks_belong_to_their_section():
    assert blocks_below("1. One", PAGE) == ["make a\n", "make b\n"]


def test_a_section_that_is_gone_is_said():
    with pytest.raises(LookupError, match=r"3\. Three"):
        blocks_below("3. Three", PAGE)


def test_the_settings_have_one_block_that_a_machine_can_run():
    (block,) = blocks_below("2. Settings", (ROOT / "docs" / "deploy.md").read_text())
    assert "install -m 600 .env.example .env" in block
    for name in ("SECRET_KEY", "FIELD_KEYS", "POSTGRES_PASSWORD", "REDIS_PASSWORD", "CLINIC_VERSION"):
        assert f"s/^{name}=.*/" in block


@pytest.mark.parametrize("page", PAGES)
def test_services_that_a_page_names_are_those_of_the_compose_file(page):
    services = services_of(ROOT, dict.fromkeys(NEEDED, "1"))
    words = (ROOT / "docs" / page).read_text().split()
    named = {after for word, after in pairwise(words) if word in ("exec", "--no-deps", "-T")}
    assert {name for name in named if name.isalpha()} <= services.keys() | {"python"}


NEEDED = (
    "CLINIC_HOST", "SITE_URL", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS",
    "POSTGRES_PASSWORD", "REDIS_PASSWORD",
)  # fmt: skip
