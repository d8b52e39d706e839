"""Every column says what it tells: who adds one decides it, and the page of the data map is current."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

from .data_map import AREAS, OTHERS, TABLE, columns, own_models, page


@pytest.mark.parametrize("model", list(own_models()), ids=lambda model: model._meta.label)
def test_every_column_has_one_kind(model: type[models.Model]) -> None:
    said = Counter(" ".join(TABLE.get(model._meta.label, {}).values()).split())
    assert said == Counter(columns(model))


def test_no_table_is_said_that_is_gone() -> None:
    assert TABLE.keys() == {model._meta.label for model in own_models()}


def test_tables_of_packages_are_said() -> None:
    theirs = {model._meta.label for model in apps.get_models() if model._meta.app_label not in AREAS}
    assert OTHERS.keys() == theirs


def test_the_page_is_current() -> None:
    assert (settings.BASE_DIR / "docs/compliance/data-map.md").read_text() == page(), "python -m tests.house.data_map"
