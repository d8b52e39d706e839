"""The pose form as therapists and clinic admins use it, without a script."""

from __future__ import annotations

import re

import pytest

from programs.figures.motions import motions
from programs.models import Exercise, FigureCorrection
from programs.own_figures.corrections import shipped_document
from programs.own_figures.documents import mirrored_document
from programs.own_figures.page import sealed, unsealed

pytestmark = pytest.mark.django_db
SLUG = "romanian-deadlift"
PITCH = "poses.1.pelvis.pitch"


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def page():
    return f"/admin/programs/exercise/{Exercise.objects.get(slug=SLUG).pk}/figure/"


def typed(do="save", seen="", **numbers):
    return {"base": sealed(shipped_document(SLUG)), "seen": seen, "do": do} | numbers


def stamp(client, page):
    return re.search(r'name="seen" value="([^"]*)"', client.get(page).text)[1]


def test_every_number_of_every_pose_has_a_field_with_a_label(as_thea, page):
    html = as_thea.get(page).text
    for index, pose in enumerate(motions()[SLUG].poses):
        for part, numbers in pose.items():
            for key, value in numbers.items():
                if isinstance(value, bool | str):
                    continue
                name = f"poses.{index}.{part}.{key}" + (".0" if isinstance(value, list) else "")
                assert f'name="{name}"' in html
                assert f'<label for="{name}">' in html
    assert "Nothing is wrong with these numbers." in html


def test_a_therapist_drafts_and_a_clinic_admin_reviews_and_publishes(as_thea, as_carla, as_ana, page):
    assert as_thea.post(page, typed(**{PITCH: "60"})).url == page
    draft = FigureCorrection.objects.get()
    assert draft.document["poses"][1]["pelvis"]["pitch"] == 60
    word = {"seen": stamp(as_thea, page)}
    assert as_thea.post(f"{page}standing/", word | {"do": "review"}).status_code == 403
    assert "Reviewed by you" in as_carla.post(f"{page}standing/", word | {"do": "review"}, follow=True).text
    assert "Published." in as_carla.post(f"{page}standing/", word | {"do": "publish"}, follow=True).text
    assert "/figures/romanian-deadlift." in as_ana.get(f"/exercises/{SLUG}/").text
    as_carla.post(f"{page}standing/", {"do": "shipped"})
    assert "/static/figures/romanian-deadlift" in as_ana.get(f"/exercises/{SLUG}/").text
    as_carla.post(f"{page}standing/", {"do": "again", "figure": draft.pk})
    assert "/figures/romanian-deadlift." in as_ana.get(f"/exercises/{SLUG}/").text


def test_a_review_is_of_what_was_looked_at(as_thea, as_carla, page):
    as_thea.post(page, typed(**{PITCH: "60"}))
    seen = stamp(as_carla, page)
    as_thea.post(page, typed(seen=seen, **{PITCH: "58"}))
    answer = as_carla.post(f"{page}standing/", {"do": "review", "seen": seen}, follow=True)
    assert "changed in the meantime" in answer.text
    assert FigureCorrection.objects.get().reviewed_at is None


def test_another_therapist_looks_and_does_not_save(as_thea, client, tom, page):
    as_thea.post(page, typed(**{PITCH: "60"}))
    client.force_login(tom)
    html = client.get(page).text
    assert "Only they and a clinic admin can save" in html
    assert "Save as draft" not in html
    answer = client.post(page, typed(seen=stamp(client, page), **{PITCH: "50"}))
    assert "is working on this figure" in answer.text
    assert client.post(f"{page}standing/", {"do": "aside", "seen": stamp(client, page)}).status_code == 403


def test_a_refused_number_is_said_beside_its_field_and_nothing_is_kept(as_thea, page):
    answer = as_thea.post(page, typed(**{PITCH: "900"}))
    assert answer.status_code == 422
    assert "From -180 to 180." in answer.text
    assert not FigureCorrection.objects.exists()


def test_preview_without_a_script_draws_what_is_typed_and_keeps_nothing(as_thea, page):
    html = as_thea.post(page, typed("preview", **{PITCH: "-120"})).text
    assert 'class="finding"' in html
    pictures = re.findall(r'src="([^"]*drawing\.svg[^"]*)"', html)
    assert len(pictures) == 3
    drawn = [as_thea.get(address.replace("&amp;", "&")) for address in pictures]
    assert {answer.headers["Content-Type"] for answer in drawn} == {"image/svg+xml"}
    assert len({answer.text for answer in drawn}) == 3
    assert not FigureCorrection.objects.exists()


def test_the_preview_of_a_script_has_pictures_findings_and_refusals(as_thea, page):
    said = as_thea.post(f"{page}preview/", typed(**{"poses.1.trunk.flex": "85", PITCH: "x"})).json()
    assert said["errors"] == {PITCH: "Write a number."}
    assert [2, "trunk"] in [finding[:2] for finding in said["findings"]]
    assert len(said["poses"]) == 2
    assert said["moving"].startswith("<svg")


def test_changed_over_the_form_carries_the_other_side(as_thea, page):
    html = as_thea.post(page, typed("mirror")).text
    base = unsealed(re.search(r'name="base" value="([^"]*)"', html)[1])
    assert base["poses"] == mirrored_document(shipped_document(SLUG))["poses"]


def test_a_form_that_carries_nothing_of_ours_is_no_page(as_thea, page):
    for base in ("", "x", "a:b:c"):
        assert as_thea.post(page, {"base": base}).status_code == 404
        assert as_thea.post(f"{page}preview/", {"base": base}).status_code == 404
    assert as_thea.get(f"{page}drawing.svg?document=x").status_code == 404
    assert as_thea.post(f"{page}standing/", {"do": "aside"}).status_code == 302


def documents_in(html):
    return unsealed(re.search(r'name="base" value="([^"]*)"', html)[1])


def test_a_pose_and_a_thing_come_and_go_and_what_was_typed_stays(as_thea, page):
    html = as_thea.post(page, typed(do="pose-add 1", **{PITCH: "60"})).text
    document = documents_in(html)
    assert [pose["pelvis"]["pitch"] for pose in document["poses"]] == [3, 60, 60]
    assert 'id="pose-3"' in html
    html = as_thea.post(page, typed(do="thing", thing="thing-add wall")).text
    assert documents_in(html)["props"][-1]["kind"] == "wall"
    assert "Take out: Wall" in html
    html = as_thea.post(page, typed(do="thing-remove 0")).text
    assert len(documents_in(html)["props"]) == len(motions()[SLUG].props) - 1
    assert not FigureCorrection.objects.exists()


def test_a_limb_is_given_in_another_way_and_the_figure_still_holds(as_thea, page):
    html = as_thea.get(page).text
    assert 'value="limb leg_r joints"' in html
    assert 'value="limb leg_r place"' not in html
    html = as_thea.post(page, typed(do="limb arm_r place")).text
    assert "hand" in documents_in(html)["poses"][0]["arm_r"]
    assert "Nothing is wrong with these numbers." in html


def test_what_cannot_go_is_said_and_nothing_is_lost(as_thea, page):
    html = as_thea.post(page, typed(do="pose-remove 1", **{PITCH: "60"})).text
    assert "A figure needs two poses." in html
    assert documents_in(html)["poses"][1]["pelvis"]["pitch"] == 60
