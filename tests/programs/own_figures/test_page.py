"""What a form begins with: the draft, what is shown, a neighbor's, a former one; and nothing that we did not seal."""

from __future__ import annotations

import pytest
from django.core.signing import BadSignature, dumps

from programs.models import Exercise
from programs.own_figures.corrections import save_draft, shipped_document
from programs.own_figures.page import figure_form, sealed, start_document, unsealed
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def exercise():
    return Exercise.objects.get(slug="split-squat")


def test_a_form_begins_with_the_last_that_stands(exercise, thea):
    shipped = shipped_document("split-squat")
    assert start_document(exercise, "") == shipped
    mine = shipped | {"title": "Mine"}
    draft = save_draft(exercise=exercise, document=mine, by=thea, at=MONDAY, seen="")
    assert start_document(exercise, "") == mine
    assert start_document(exercise, "split-squat") == shipped
    assert start_document(exercise, "step-up") == shipped_document("step-up")
    assert start_document(exercise, str(draft.pk)) == mine
    assert start_document(exercise, "no-such") is start_document(exercise, "9" * 30) is None


def test_an_exercise_without_a_figure_has_neighbors_to_begin_from(exercise):
    exercise.slug = "nothing-drawn"
    form = figure_form(exercise, None)
    assert (form.base, form.stamp, form.findings) == ("", "", [])
    assert "step-up" in {neighbor.slug for neighbor in form.neighbors}


def test_a_seal_is_ours_and_fits_in_an_address():
    document = shipped_document("hamstring-walkout")
    assert unsealed(sealed(document)) == document
    assert len(sealed(document)) < 3500
    for other in ("", "x", dumps(document)):
        with pytest.raises(BadSignature):
            unsealed(other)
