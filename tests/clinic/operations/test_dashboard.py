"""The dashboard asks for figures that there are, and shows each of the clinic's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from athletes.models import LoopBeat

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
TOKEN = "a-token-of-more-than-24-letters"
NAME = re.compile(r"\bclinic_[a-z_]+")


def test_every_panel_asks_for_figures_that_there_are_and_each_figure_has_a_panel(settings):
    LoopBeat.objects.create(at=timezone.now())
    settings.METRICS_TOKEN = TOKEN
    text = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    offered = {line.split()[0].split("{")[0] for line in text.splitlines() if line.startswith("clinic_mail_")}
    dashboard = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text())
    asked = set()
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            asked |= set(NAME.findall(target["expr"]))
    assert len(offered) > 8
    assert asked == offered


def test_panels_have_numbers_of_their_own_and_lie_in_the_grid():
    panels = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in panels)
