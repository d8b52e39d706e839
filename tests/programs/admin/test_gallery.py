"""The gallery of the library: what a card says, filters that stay, two exercises side by side."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.models import Exercise

pytestmark = pytest.mark.django_db
LIST = "/admin/programs/exercise/"


def gallery(client, query: str = ""):
    return client.get(f"{LIST}{query}", follow=True).context["gallery"]


def card(client, name: str):
    found = [card for card in gallery(client, f"?q={name}").cards if card.name == name]
    return found[0]


def key_of(slug: str) -> int:
    return Exercise.objects.get(slug=slug).pk


def test_a_card_says_what_an_exercise_is_and_what_is_missing(as_carla):
    shown = card(as_carla, "Bulgarian split squat")
    assert (shown.figure.slug, shown.pattern_words, shown.level, shown.equipment) == (
        "bulgarian-split-squat",
        "Single leg",
        3,
        "Bench",
    )
    assert shown.programs > 0
    assert shown.missing == "Review"
    assert shown.fix_url.endswith("#standing")


def test_fix_leads_to_the_place_where_it_is_written(as_carla):
    Exercise.objects.filter(slug="split-squat").update(execution_cue="")
    shown = card(as_carla, "Split squat")
    assert shown.missing == "Cues, review"
    page = as_carla.get(shown.fix_url.partition("#")[0]).content.decode()
    assert f'id="{shown.fix_url.partition("#")[2]}"' in page


def test_who_may_not_write_it_is_offered_no_fix(as_thea):
    assert card(as_thea, "Split squat").missing
    assert card(as_thea, "Split squat").fix_url == ""


def test_filters_are_kept_on_the_way_to_an_exercise_and_back(as_carla):
    query = "?pattern=hip_hinge&level=3"
    found = gallery(as_carla, query)
    page = as_carla.get(found.cards[0].url).content.decode()
    assert f"{LIST}?pattern=hip_hinge&amp;level=3" in page


def test_what_is_not_chosen_is_left_out_of_the_address(as_thea):
    page = as_thea.get(f"{LIST}?q=&level=3&equipment=&quality=&state=", follow=True)
    assert page.redirect_chain == [(f"{LIST}?level=3", 302)]


def test_chips_count_what_the_other_filters_leave(as_thea):
    found = gallery(as_thea, "?pattern=hip_hinge&level=5")
    counts = {chip.pattern: chip.count for chip in found.chips}
    for pattern, count in counts.items():
        assert count == Exercise.objects.filter(pattern=pattern, level=5).count()
    assert [chip.pattern for chip in found.chips if chip.is_chosen] == ["hip_hinge"]


def test_what_is_archived_is_out_of_the_way_until_asked_for(as_thea):
    Exercise.objects.filter(slug="split-squat").update(status="archived")
    assert "Split squat" not in [card.name for card in gallery(as_thea, "?q=Split squat").cards]
    archived = gallery(as_thea, "?state=archived").cards
    assert [(card.name, card.state) for card in archived] == [("Split squat", "Archived")]


@pytest.mark.parametrize("state", ["complete", "missing", "drafts"])
def test_each_state_shows_what_it_says(as_thea, state):
    Exercise.objects.filter(slug="bulgarian-split-squat").update(reviewed_on=date(2026, 11, 2))
    Exercise.objects.filter(slug="wall-sit").update(status="draft")
    cards = gallery(as_thea, f"?state={state}").cards
    assert cards
    by_state = {
        "complete": [card.name for card in cards] == ["Bulgarian split squat"],
        "missing": all(card.missing for card in cards),
        "drafts": [card.name for card in cards] == ["Wall sit"],
    }
    assert by_state[state]


@pytest.mark.parametrize(
    ("query", "words"), [("?q=zzz", "No exercise fits all of this"), ("?state=drafts", "No exercise fits all of this")]
)
def test_an_empty_gallery_says_so_and_leads_on(as_thea, query, words):
    page = as_thea.get(f"{LIST}{query}").content.decode()
    assert words in page
    assert "A clinic admin publishes it." in page


def test_an_empty_library_says_how_to_begin(as_carla):
    Exercise.objects.all().update(status="archived")
    assert "The library is empty" in as_carla.get(LIST).content.decode()


def test_two_that_are_ticked_stand_beside_the_list_with_their_differences(as_thea):
    ticked = [key_of("split-squat"), key_of("goblet-split-squat")]
    page = as_thea.post(
        f"{LIST}?pattern=single_leg", {"action": "compare", "index": "0", "_selected_action": ticked}, follow=True
    )
    pair = page.context["gallery"].comparison
    assert {pair.first.slug, pair.second.slug} == {"split-squat", "goblet-split-squat"}
    differs = {row.label: row.differs for row in pair.rows}
    assert (differs["Pattern"], differs["Equipment"], differs["Tempo"]) == (False, True, False)
    assert pair.close_query == "?pattern=single_leg"
    assert re.search(r'<tr class="differs">\s*<td>', page.content.decode())


@pytest.mark.parametrize("count", [1, 3])
def test_other_than_two_are_not_compared(as_thea, count):
    ticked = list(Exercise.objects.values_list("pk", flat=True)[:count])
    page = as_thea.post(LIST, {"action": "compare", "index": "0", "_selected_action": ticked}, follow=True)
    assert "Check two exercises" in page.content.decode()
    assert page.context["gallery"].comparison is None


@pytest.mark.parametrize("query", ["compare=x&compare=9", "compare=999999&compare=1", "compare=1", "compare=%00"])
def test_a_comparison_of_nothing_is_none(as_thea, query):
    assert gallery(as_thea, f"?{query}").comparison is None


def test_a_larger_library_asks_no_more_queries(as_thea):
    """Of one pattern ten fit on the page, then twenty; the comparison stays as it is."""

    def queries(level: int) -> int:
        two = f"compare={key_of('split-squat')}&compare={key_of('step-up')}"
        with CaptureQueriesContext(connection) as asked:
            assert as_thea.get(f"{LIST}?q=numbered&level={level}&{two}").status_code == 200
        return len(asked)

    few = list(Exercise.objects.filter(level=3)[:5])
    for number, exercise in enumerate(few * 4):
        equipment = list(exercise.equipment.all())
        exercise.pk, exercise._state.adding = None, True
        exercise.slug, exercise.name = f"numbered-{number}", f"Numbered {number}"
        exercise.level = 1 if number < 2 else 2
        exercise.save()
        exercise.equipment.set(equipment)
    queries(1)
    assert queries(1) == queries(2)
