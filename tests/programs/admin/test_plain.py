"""Forms within a form have an end."""

from __future__ import annotations

import pytest

from programs.admin.plain import BoundedInline

pytestmark = pytest.mark.django_db


def test_a_form_that_claims_a_hundred_thousand_rows_is_answered_for_as_many_as_there_may_be(as_carla, ana, monkeypatch):
    monkeypatch.setattr(BoundedInline, "typed_at_once", 5)
    page = f"/admin/athletes/athlete/{ana.pk}/change/"
    form = as_carla.get(page).context["adminform"].form
    sent = {name: value for name, value in form.initial.items() if value is not None and not isinstance(value, list)}
    counts = {"pain_profiles-TOTAL_FORMS": "100000", "assessments-TOTAL_FORMS": "0"}
    counts |= {"pain_profiles-INITIAL_FORMS": "0", "assessments-INITIAL_FORMS": "0"}
    refused = as_carla.post(page, sent | counts | {"name": "Ana", "email": "ana@stridewell.example"})
    profiles = refused.context["inline_admin_formsets"][0].formset
    assert len(profiles.forms) == 5
    assert "at most 5 forms" in refused.text
