"""The dashboard asks for figures that there are, and shows each of the clinic's own."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from athletes.models import LoopBeat
from clinic.models import BackupState

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
TOKEN = "a-token-of-more-than-24-letters"
NAME = re.compile(r"\bclinic_[a-z_]+")


def figures(settings) -> set[str]:
    """The names at ``/metrics`` of a clinic in which the mail loop has run and a backup was made."""
    LoopBeat.objects.create(at=timezone.now())
    BackupState.objects.create(id=1, made_at=timezone.now())
    settings.METRICS_TOKEN, settings.BACKUP_DIR = TOKEN, "/backups"
    Client().get("/healthz")
    text = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()
    names = {line.split()[0].split("{")[0] for line in text.splitlines() if line.startswith("clinic_")}
    return {name for name in names if not name.endswith("_created")}


def asked_for() -> set[str]:
    dashboard = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text())
    names = set()
    for panel in dashboard["panels"]:
        for target in panel["targets"]:
            names |= set(NAME.findall(target["expr"]))
    return names


def histogram_of(name: str) -> str:
    return re.sub(r"_(bucket|count|sum)$", "", name)


def test_every_panel_asks_for_figures_that_there_are(settings):
    offered = figures(settings)
    assert len(offered) > 20
    assert asked_for() - offered == set()


def test_each_figure_of_the_clinic_has_a_panel(settings):
    assert set(map(histogram_of, figures(settings))) == set(map(histogram_of, asked_for()))


def test_panels_have_numbers_of_their_own_and_lie_in_the_grid():
    panels = json.loads((ROOT / "deploy" / "grafana-dashboard.json").read_text())["panels"]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(panel["gridPos"]["x"] + panel["gridPos"]["w"] <= 24 for panel in panels)
    corners = {(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in panels}
    assert len(corners) == len(panels)
