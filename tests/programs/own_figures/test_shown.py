"""The one door: the clinic's own figure in place of ours, read once for a page, served as a file that never changes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.figures.motions import FOLDER
from programs.models import Exercise, FigureCorrection
from programs.own_figures.corrections import publish_figure, review_draft, save_draft, shipped_document
from programs.own_figures.shown import drawn_exercises, figure_of, read_once
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
SLUG = "split-squat"


@pytest.fixture
def own(settings, tmp_path, carla):
    settings.MEDIA_ROOT = tmp_path
    document = shipped_document(SLUG) | {"title": "Up & down <slowly>"}
    exercise = Exercise.objects.get(slug=SLUG)
    figure = save_draft(exercise=exercise, document=document, by=carla, at=MONDAY, seen="")
    review_draft(draft=figure, by=carla, at=MONDAY)
    return figure


def test_ours_where_the_clinic_has_published_none(own):
    figure = figure_of(SLUG)
    assert (figure.own, figure.still_url.startswith("/static/figures/split-squat")) == (None, True)
    assert figure.still_text() == (FOLDER / "split-squat.still.svg").read_text()
    assert figure_of("nothing-drawn") is None


def test_a_page_reads_what_is_published_once(own):
    with read_once(), CaptureQueriesContext(connection) as captured:
        for slug in (SLUG, "step-up", "nothing-drawn"):
            figure_of(slug)
        drawn_exercises()
    assert len(captured) == 1


def test_a_published_figure_is_a_file_for_everybody_and_a_draft_for_nobody(own, carla, client):
    address = f"/figures/{SLUG}.{own.drawing}.svg"
    assert client.get(address).status_code == 404
    publish_figure(figure=own, by=carla, at=MONDAY)
    assert figure_of(SLUG).moving_url == address
    for served in (address, figure_of(SLUG).still_url):
        answer = client.get(served)
        assert answer.headers["Content-Type"] == "image/svg+xml"
        assert "immutable" in answer.headers["Cache-Control"]
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "<title>Up &amp; down &lt;slowly&gt;</title>" in answer.text
    assert client.get(address.replace(own.drawing, "0123456789abcdef")).status_code == 404


def test_athletes_see_it_and_read_who_reviewed_it_only_then(own, carla, as_ana):
    page = f"/exercises/{SLUG}/"
    assert "reviewed by" not in as_ana.get(page).text
    publish_figure(figure=own, by=carla, at=MONDAY)
    html = as_ana.get(page).text
    assert f"Drawn by the clinic, reviewed by {carla.name}" in html
    assert f'src="/figures/{SLUG}.{own.drawing}.svg"' in html
    assert 'alt="Up &amp; down &lt;slowly&gt;"' in html


def test_an_exercise_that_we_do_not_draw_has_the_figure_that_the_clinic_drew(own, carla):
    added = Exercise.objects.get(pk=own.exercise_id)
    added.pk, added.slug, added.name = None, "added-by-the-clinic", "Added by the clinic"
    added.save()
    FigureCorrection.objects.filter(pk=own.pk).update(exercise=added)
    own.refresh_from_db()
    assert added.slug not in drawn_exercises()
    publish_figure(figure=own, by=carla, at=MONDAY)
    assert own.exercise.slug in drawn_exercises()
    assert figure_of(own.exercise.slug).own == own
