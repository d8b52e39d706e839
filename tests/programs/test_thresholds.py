"""The clinic's numbers: one row each, signed by who saves it, and a page of docs that cannot drift."""

from __future__ import annotations

import ast
import inspect
import re
from datetime import timedelta
from decimal import Decimal
from importlib import import_module
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from athletes.evaluation.evaluate import evaluate
from athletes.models import Session
from programs.grid.checking import check
from programs.grid.commands import ToggleLighterWeek
from programs.grid.edits import apply_edit
from programs.grid.offers import GridContext
from programs.models import Dose, Threshold
from programs.rules.thresholds import DEFAULTS, GROUPS, SECTIONS, catalog
from programs.thresholds import clinic_thresholds, sync_thresholds
from tests.doing import steady, train
from tests.people import MONDAY

from .grid.grids import WHOLE, doses_of, grid_of

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "programs" / "rules"


def printed(*arguments: str) -> str:
    out = StringIO()
    call_command("rules_table", *arguments, stdout=out)
    return out.getvalue()


def test_there_is_a_row_for_each_number_with_its_default_and_a_second_sync_adds_none(django_assert_num_queries):
    assert Threshold.objects.count() == len(catalog())
    assert sync_thresholds() == 0
    with django_assert_num_queries(1):
        assert clinic_thresholds() == DEFAULTS


def test_a_clinic_admin_changes_a_number_and_thereby_signs_it(as_carla, carla):
    row = Threshold.objects.get(code="silent_days")
    address = reverse("admin:programs_threshold_change", args=[row.pk])
    assert as_carla.post(address, {"value": "10"}).status_code == 302
    row.refresh_from_db()
    assert (row.value, row.signed_by) == (Decimal(10), carla)
    assert row.signed_at is not None
    assert clinic_thresholds().silent_days == 10
    assert (
        "| Days with nothing at all: silent. | 10 | days | Pain zones (2.3) | our decision | Carla Ruiz, "
        in printed("--clinic")
    )
    assert "| Days with nothing at all: silent. | 7 |" in printed()


@pytest.mark.parametrize(
    ("value", "said"), [("61", "from 1 to 60"), ("0", "from 1 to 60"), ("7.5", "whole number"), ("x", "number")]
)
def test_a_number_outside_its_bounds_is_refused_with_them(as_carla, value, said):
    row = Threshold.objects.get(code="silent_days")
    answer = as_carla.post(reverse("admin:programs_threshold_change", args=[row.pk]), {"value": value})
    assert said in answer.text
    row.refresh_from_db()
    assert (row.value, row.signed_at) == (Decimal(7), None)


LIST = "/admin/programs/threshold/"


def values_of(page, group: str) -> dict[str, str]:
    """A subject's form as the page sends it back."""
    (found,) = [each for each in page.context["groups"] if each.slug == group]
    return {"group": group} | {form["value"].html_name: str(form["value"].value()) for form in found.forms}


def test_a_subject_is_changed_in_place_and_signed_as_a_whole(as_carla, carla):
    values = values_of(as_carla.get(LIST), "before-a-race") | {"taper_days-value": "10"}
    answer = as_carla.post(LIST, values, follow=True)
    assert "Signed: Before a race." in answer.text
    assert "shipped: 14" in answer.text
    signed = Threshold.objects.filter(signed_by=carla)
    assert {row.about.group for row in signed} == {"Before a race"}
    assert signed.count() == len(values) - 1
    assert clinic_thresholds().taper_days == 10


def test_what_cannot_be_signed_is_said_beside_it_what_was_typed_stays_and_nothing_is_stored(as_carla):
    values = values_of(as_carla.get(LIST), "pain") | {"limit_tendon-value": "11", "limit_joint-value": "2"}
    answer = as_carla.post(LIST, values)
    assert answer.status_code == 422
    assert "Give a number from 0 to 10." in answer.text
    assert 'value="11"' in answer.text
    assert clinic_thresholds() == DEFAULTS
    assert not Threshold.objects.filter(signed_at__isnull=False).exists()


def test_therapists_only_read_them(as_thea):
    page = as_thea.get(LIST)
    assert page.status_code == 200
    assert "Sign this subject" not in page.text
    assert "Highest pain that a tendon may reach." in page.text
    assert as_thea.post(LIST, {"group": "pain"}).status_code == 403
    first = Threshold.objects.first()
    assert as_thea.post(f"{LIST}{first.pk}/change/", {"value": "1"}).status_code == 403


def test_every_number_has_a_label_of_its_own_a_subject_and_a_page():
    labels = [about.says for about in catalog()]
    assert len(set(labels)) == len(labels)
    assert not [says for says in labels if re.match(r"(The same|With |Within |From |This many|So many)", says)]
    assert {about.section for about in catalog()} == set(SECTIONS)
    assert {about.group for about in catalog()} == set(GROUPS.values())


def test_the_page_of_rules_is_what_the_rules_say():
    assert (ROOT / "docs" / "rules.md").read_text("utf-8") == printed(), "run: manage.py rules_table > docs/rules.md"


def test_every_region_that_an_athlete_can_name_is_loaded_by_something():
    from athletes.models import Region
    from programs.regions import pattern_loads_region

    assert pattern_loads_region("calf_achilles", Region.ACHILLES)
    assert not pattern_loads_region("hip_hinge", Region.ACHILLES)
    assert pattern_loads_region("hip_hinge", Region.OTHER)
    assert not pattern_loads_region("upper_body", Region.OTHER)
    patterns = ["single_leg", "hip_hinge", "calf_achilles", "lateral_hip", "plyometric"]
    assert all(any(pattern_loads_region(pattern, region) for pattern in patterns) for region in Region.values)


# -- one number, everywhere -------------------------------------------------------------------


@pytest.fixture
def weeks(enrollment) -> list[Session]:
    steady(enrollment)
    return list(enrollment.sessions.select_related("week", "workout").order_by("planned_on"))


def move(code: str, value: int) -> None:
    Threshold.objects.filter(code=code).update(value=value)


def grid_says(workouts: dict[str, dict[str, list[str]]]) -> list[str]:
    grid = grid_of(workouts, weeks=2)
    return [warning.text for warning in check(grid, GridContext(), clinic_thresholds()).warnings]


def test_how_much_a_load_may_grow_is_one_number_for_the_grid_and_for_what_is_suggested(ana, weeks):
    rise = {"A": WHOLE | {"kettlebell-deadlift": ["3x8 40kg", "3x8 42.5kg"]}}
    train(weeks[0], ana, MONDAY)
    assert weeks[2].suggestions.filter(change="more_load").exists()
    assert not any("the load rises" in text for text in grid_says(rise))
    move("step_most", 5)
    evaluate(ana, MONDAY + timedelta(hours=1))
    assert not weeks[2].suggestions.filter(change="more_load").exists()
    assert any("more than 5%" in text for text in grid_says(rise))


def test_how_much_lighter_a_lighter_week_is_is_one_number_for_the_grid_and_for_what_is_suggested(ana, weeks):
    weeks[0].enrollment.program.weeks.update(is_deload=False)
    for number, session in enumerate(weeks[:4]):
        days = session.planned_on - weeks[0].planned_on
        train(session, ana, MONDAY + days, effort=5 if number < 2 else 8)
    at = MONDAY + (weeks[3].planned_on - weeks[0].planned_on) + timedelta(hours=1)
    assert (sets_left_out(weeks[4]), lightened("3x8")) == ({1}, "2x8")
    move("deload_sets_cut", 60)
    evaluate(ana, at)
    assert (sets_left_out(weeks[4]), lightened("3x8")) == ({2}, "1x8")


def sets_left_out(session: Session) -> set[int]:
    """Of exercises of three sets, while the weeks are lighter."""
    rows = session.suggestions.filter(reason="lighter_week")
    three = Dose.objects.filter(week=session.week, sets=3).values("prescription")
    return set(rows.filter(target__in=three).values_list("sets_off", flat=True))


def lightened(shorthand: str) -> str:
    grid = grid_of({"A": {"split-squat": shorthand}})
    apply_edit(grid, ToggleLighterWeek(grid.weeks[0].key), clinic_thresholds())
    return doses_of(grid)[0]


def test_no_caller_leaves_a_rule_to_its_defaults():
    """The rules take the clinic's numbers as a value, with a default for their own tests; nobody else relies on it."""
    rules = rules_with_numbers()
    assert len(rules) > 30
    forgotten = []
    for package in ("programs", "athletes", "clinic"):
        for path in sorted((ROOT / package).rglob("*.py")):
            if RULES not in path.parents:
                forgotten += [f"{path.relative_to(ROOT)}: {call}" for call in calls_without_numbers(path, rules)]
    assert forgotten == []


def rules_with_numbers() -> dict[tuple[str, str], int]:
    """(module, name) of each rule that may be called without the numbers -> how many arguments go before them."""
    found = {}
    for path in RULES.rglob("[!_]*.py"):
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for name, rule in inspect.getmembers(module, inspect.isfunction):
            parameters = list(inspect.signature(rule).parameters.values())
            for place, parameter in enumerate(parameters):
                if parameter.default is DEFAULTS:
                    is_positional = parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
                    found[rule.__module__, name] = place if is_positional else len(parameters)
    return found


def calls_without_numbers(path: Path, rules: dict[tuple[str, str], int]) -> list[str]:
    """Calls of these rules, by the name they were imported under, that give neither ``numbers`` nor its place."""
    tree = ast.parse(path.read_text("utf-8"))
    imported = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "rules" in (node.module or "").split("."):
            for alias in node.names:
                imported[alias.asname or alias.name] = f"{node.module}.{alias.name}".rpartition("rules.")[2]
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            first, _dot, rest = ast.unparse(node.func).partition(".")
            module, _dot, name = f"{imported.get(first, '')}.{rest}".strip(".").rpartition(".")
            place = rules.get((f"programs.rules.{module}", name))
            has_numbers = any(keyword.arg == "numbers" for keyword in node.keywords) or len(node.args) > (place or 0)
            if place is not None and not has_numbers:
                found.append(ast.unparse(node))
    return found
