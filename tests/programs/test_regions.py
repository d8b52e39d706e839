"""Which patterns load which region of the body, as the signed table says."""

from __future__ import annotations

import csv

import pytest

from programs.models import Pattern
from programs.regions import DATA, LOWER_BODY, pattern_loads_region

ROWS = list(csv.DictReader(DATA.read_text("utf-8").splitlines()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['region']}-{row['pattern']}")
def test_every_row_of_the_table_is_a_pattern_that_loads_a_region(row):
    assert row["pattern"] in Pattern.values
    assert pattern_loads_region(row["pattern"], row["region"])


def test_what_is_not_in_the_table_does_not_load_the_region():
    named = {row["pattern"] for row in ROWS if row["region"] == "achilles"}
    assert {pattern for pattern in Pattern.values if pattern_loads_region(pattern, "achilles")} == named
    assert named < set(Pattern.values)


@pytest.mark.parametrize("pattern", Pattern.values)
def test_a_region_that_nobody_knows_is_loaded_by_the_whole_lower_body(pattern):
    assert pattern_loads_region(pattern, "elsewhere") is (pattern in LOWER_BODY)
