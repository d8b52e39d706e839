"""Drafted, reviewed as drawn, published, taken back: each once, and nothing is shown that nobody looked at."""

from __future__ import annotations

import pytest

from programs.library.figure_reviews import accepted_review
from programs.models import Exercise, FigureCorrection, FigureReview, FigureStanding
from programs.own_figures.corrections import (
    FigureRefusedError,
    back_to_shipped,
    in_work,
    publish_figure,
    review_draft,
    save_draft,
    set_aside,
    shipped_document,
    stamp_of,
)
from programs.own_figures.shown import figure_of, shipped_figure
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "romanian-deadlift"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def exercise():
    return Exercise.objects.get(slug=SLUG)


def changed_document(pitch=60):
    document = shipped_document(SLUG)
    document["poses"][1]["pelvis"]["pitch"] = pitch
    return document


def drafted(exercise, by, pitch=60, **others):
    seen = stamp_of(in_work(exercise))
    return save_draft(exercise=exercise, document=changed_document(pitch), by=by, at=MONDAY, seen=seen, **others)


def test_only_a_published_one_replaces_the_figure_that_we_ship(exercise, thea, carla):
    draft = drafted(exercise, thea)
    assert figure_of(SLUG) == shipped_figure(SLUG)
    review_draft(draft=draft, by=carla, at=MONDAY)
    assert figure_of(SLUG) == shipped_figure(SLUG)
    publish_figure(figure=draft, by=carla, at=MONDAY)
    shown = figure_of(SLUG)
    assert shown.own == draft
    assert shown.still_text() != shipped_figure(SLUG).still_text()
    assert accepted_review(exercise).reviewed_by == carla


def test_back_to_ours_is_one_act_and_can_be_taken_back(exercise, thea, carla):
    figure = drafted(exercise, thea)
    review_draft(draft=figure, by=carla, at=MONDAY)
    publish_figure(figure=figure, by=carla, at=MONDAY)
    back_to_shipped(exercise=exercise)
    assert figure_of(SLUG) == shipped_figure(SLUG)
    assert accepted_review(exercise) is None
    figure.refresh_from_db()
    publish_figure(figure=figure, by=carla, at=MONDAY)
    assert figure_of(SLUG).own == figure
    back_to_shipped(exercise=exercise)
    with pytest.raises(FigureRefusedError, match="No figure of the clinic"):
        back_to_shipped(exercise=exercise)


def test_a_change_after_the_review_is_a_draft_again(exercise, carla):
    draft = drafted(exercise, carla)
    review_draft(draft=draft, by=carla, at=MONDAY)
    again = drafted(exercise, carla, pitch=58)
    assert (again.pk, again.standing, again.drawing) == (draft.pk, FigureStanding.DRAFT, "")
    with pytest.raises(FigureRefusedError, match="reviewed before"):
        publish_figure(figure=again, by=carla, at=MONDAY)


def test_what_nobody_can_do_is_not_reviewed(exercise, thea, carla):
    draft = drafted(exercise, thea, pitch=-120)
    with pytest.raises(FigureRefusedError, match="cannot be shown yet"):
        review_draft(draft=draft, by=carla, at=MONDAY)
    assert not FigureReview.objects.exists()


def test_two_at_once_and_somebody_elses_draft(exercise, thea, tom, carla):
    draft = drafted(exercise, thea)
    assert drafted(exercise, thea).version == draft.version  # a double click
    with pytest.raises(FigureRefusedError, match="in the meantime"):
        save_draft(exercise=exercise, document=changed_document(50), by=thea, at=MONDAY, seen="")
    with pytest.raises(FigureRefusedError, match="is working on"):
        drafted(exercise, tom, pitch=50)
    assert drafted(exercise, carla, pitch=50, may_take_over=True).drawn_by == carla


def test_the_next_published_one_makes_the_last_a_former_one(exercise, carla):
    for pitch in (60, 58):
        figure = drafted(exercise, carla, pitch=pitch)
        review_draft(draft=figure, by=carla, at=MONDAY)
        publish_figure(figure=figure, by=carla, at=MONDAY)
    standings = FigureCorrection.objects.order_by("pk").values_list("standing", flat=True)
    assert list(standings) == [FigureStanding.FORMER, FigureStanding.PUBLISHED]


def test_what_is_set_aside_leaves_room_for_another(exercise, thea, tom):
    set_aside(draft=drafted(exercise, thea))
    assert in_work(exercise) is None
    assert drafted(exercise, tom).drawn_by == tom
