"""Exercises on their way into the library: proposed, reviewed, published; before that they are offered to nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from auditlog.models import LogEntry
from django.core.files.base import ContentFile

from programs.imports.refusals import ImportRefusedError
from programs.models import Exercise, ExerciseAlternative
from programs.templates_io.importing import import_templates
from tests.people import DATA, MONDAY

from .test_library import form_of

pytestmark = pytest.mark.django_db
ADD = "/admin/programs/exercise/add/"
NEW = {
    "name": "Wall drive",
    "pattern": "single_leg",
    "qualities": "force",
    "level": "2",
    "laterality": "unilateral",
    "short_cue": "Drive the knee",
    "setup_cue": "Hands on the wall,\r\nbody in one line.",
    "execution_cue": "Drive one knee up, hold, change.",
    "common_fault": "The hips drop",
    "default_sets": "3",
    "default_amount": "8",
    "measure": "reps",
    "default_tempo": "2-0-X-1",
    "default_rest_seconds": "60",
    "load_type": "bodyweight",
    "library_alternatives-TOTAL_FORMS": "0",
    "library_alternatives-INITIAL_FORMS": "0",
    "cautions-TOTAL_FORMS": "0",
    "cautions-INITIAL_FORMS": "0",
}


@pytest.fixture(autouse=True)
def _now(time_machine, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def draft(as_thea) -> Exercise:
    """Thea's proposal, as her form sends it."""
    answer = as_thea.post(ADD, NEW)
    assert answer.status_code == 302, answer.context["errors"]
    return Exercise.objects.get(name="Wall drive")


def standing(client, exercise, do: str, **more: str):
    return client.post(f"/admin/programs/exercise/{exercise.pk}/standing/", {"do": do} | more, follow=True)


# -- proposing ---------------------------------------------------------------------------------


def test_what_a_therapist_adds_is_a_draft_of_theirs(draft, thea):
    assert (draft.status, draft.proposed_by, draft.slug) == ("draft", thea, "wall-drive")
    assert (draft.reviewed_by, draft.reviewed_on) == (None, None)
    assert draft.setup_cue == "Hands on the wall, body in one line."


def test_a_posted_status_publishes_nothing(as_thea):
    as_thea.post(ADD, NEW | {"status": "published", "reviewed_on": "2026-11-02", "slug": "mine"})
    assert Exercise.objects.get(name="Wall drive").status == "draft"


def test_cues_are_written_in_text_areas(as_thea, draft):
    page = as_thea.get(f"/admin/programs/exercise/{draft.pk}/change/").content.decode()
    for name in ("setup_cue", "execution_cue", "common_fault"):
        assert f'<textarea name="{name}"' in page


def test_only_its_author_and_clinic_admins_may_change_a_draft(as_thea, as_carla, client, tom, draft):
    client.force_login(tom, backend="clinic.sign_in.auth.StaffPasswordBackend")
    path = f"/admin/programs/exercise/{draft.pk}/change/"
    sent = form_of(as_thea, draft)
    assert client.post(path, sent | {"name": "Tom's"}).status_code == 403
    assert as_thea.post(path, sent | {"name": "Thea's"}).status_code == 302
    assert as_carla.post(path, sent | {"name": "Carla's"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.name, draft.status) == ("Carla's", "draft")


def test_once_it_is_published_its_author_only_reads_it(as_thea, as_carla, carla, draft):
    sent = form_of(as_thea, draft)
    assert "Published." in standing(as_carla, draft, "publish").content.decode()
    draft.refresh_from_db()
    assert (draft.status, draft.reviewed_by, draft.reviewed_on) == ("published", carla, MONDAY.date())
    path = f"/admin/programs/exercise/{draft.pk}/change/"
    assert as_thea.post(path, sent | {"name": "Mine"}).status_code == 403
    assert as_thea.post(f"/admin/programs/exercise/{draft.pk}/delete/", {"post": "yes"}).status_code == 403


def test_a_review_that_asks_for_something_is_answered_by_writing(as_thea, as_carla, draft):
    refused = standing(as_carla, draft, "send-back", note="  ")
    assert "Say what is missing" in refused.content.decode()
    standing(as_carla, draft, "send-back", note="Which foot is in front?")
    path = f"/admin/programs/exercise/{draft.pk}/change/"
    assert "Which foot is in front?" in as_thea.get(path).content.decode()
    as_thea.post(path, form_of(as_thea, draft) | {"setup_cue": "Left foot in front."})
    draft.refresh_from_db()
    assert (draft.status, draft.review_note, draft.setup_cue) == ("draft", "", "Left foot in front.")


def test_its_author_may_take_a_draft_back(as_thea, draft):
    assert as_thea.post(f"/admin/programs/exercise/{draft.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Exercise.objects.filter(pk=draft.pk).exists()


def test_a_draft_without_cues_is_not_published(as_carla, draft):
    Exercise.objects.filter(pk=draft.pk).update(common_fault="")
    assert "Write its cues first" in standing(as_carla, draft, "publish").content.decode()
    draft.refresh_from_db()
    assert draft.status == "draft"


def test_what_stands_is_said_in_the_change_log(as_carla, carla, draft):
    standing(as_carla, draft, "publish")
    entry = LogEntry.objects.get_for_object(draft).filter(action=LogEntry.Action.UPDATE).latest("timestamp")
    assert entry.changes["status"] == ["draft", "published"]


# -- a draft is offered to nobody --------------------------------------------------------------


def test_a_draft_is_in_no_picker(as_thea, draft):
    names = as_thea.get("/admin/programs/program/exercise-names/?q=wall drive").json()["names"]
    assert draft.name not in names
    found = as_thea.get(
        "/admin/autocomplete/?app_label=programs&model_name=exercise&field_name=easier&term=wall drive"
    ).json()
    assert found["results"] == []


def test_a_draft_is_typed_into_no_grid(as_thea, draft, enrollment):
    path = f"/admin/programs/program/{enrollment.program_id}/grid/"
    for text in (draft.name, draft.slug):
        page = as_thea.post(path, {"rows-A": "n1", "exercise-n1": text, "do": "add:A"})
        assert "There is no exercise" in page.content.decode()


def test_a_draft_is_no_neighbor_and_no_alternative(as_carla, draft):
    squat = Exercise.objects.get(slug="split-squat")
    path = f"/admin/programs/exercise/{squat.pk}/change/"
    sent = form_of(as_carla, squat)
    page = as_carla.post(path, sent | {"harder": draft.pk})
    assert "is not published" in page.content.decode()
    page = as_carla.post(path, sent | {"library_alternatives-0-instead": draft.pk})
    assert "is not published" in page.content.decode()
    assert not ExerciseAlternative.objects.filter(instead=draft).exists()


def test_a_draft_comes_in_with_no_template(draft):
    document = (DATA / "templates.json").read_text("utf-8").replace('"split-squat"', '"wall-drive"')
    with pytest.raises(ImportRefusedError, match="wall-drive"):
        import_templates(document=document)


def test_a_draft_is_in_no_answer_of_the_api(as_ana, draft):
    Exercise.objects.filter(slug="split-squat").update(harder=draft)
    rows, url = [], "/api/v1/exercises/"
    while url:
        answer = as_ana.get(url).json()
        rows += answer["results"]
        url = answer["next"]
    assert draft.slug not in {row["slug"] for row in rows}
    assert [row["harder"] for row in rows if row["slug"] == "split-squat"] == [None]
    assert not {"proposed_by", "proposed_at", "review_note", "merged_into"} & rows[0].keys()


def test_a_draft_has_no_page_and_no_picture_on_the_phone(as_ana, as_thea, draft):
    draft.image.save("x.jpg", ContentFile(b"x"), save=False)
    draft.media_text = "x"
    draft.save()
    assert as_ana.get(f"/exercises/{draft.slug}/").status_code == 404
    assert as_ana.get(f"/exercises/{draft.slug}/picture/").status_code == 404
    assert as_thea.get(f"/exercises/{draft.slug}/picture/").status_code == 200
    Exercise.objects.filter(slug="split-squat").update(harder=draft)
    assert draft.name not in as_ana.get("/exercises/split-squat/").content.decode()


# -- copying -----------------------------------------------------------------------------------


def test_a_copy_is_a_draft_of_one_s_own_without_the_pictures(as_thea, thea, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    squat = Exercise.objects.get(slug="goblet-split-squat")
    Exercise.objects.filter(pk=squat.pk).update(image="x.jpg", media_text="Both feet flat")
    page = as_thea.post(f"/admin/programs/exercise/{squat.pk}/copy/", follow=True)
    assert "A draft like “Goblet split squat”" in page.content.decode()
    copy = Exercise.objects.get(proposed_by=thea)
    assert (copy.name, copy.slug, copy.status) == ("Goblet split squat (copy)", "goblet-split-squat-copy", "draft")
    assert (copy.image.name, copy.media_text, copy.execution_cue) == ("", "", squat.execution_cue)
    assert set(copy.equipment.all()) == set(squat.equipment.all())
    reasons = ["easy", "equipment", "hurts"]
    assert sorted(copy.library_alternatives.values_list("reason", flat=True)) == reasons
    as_thea.post(f"/admin/programs/exercise/{squat.pk}/copy/")
    assert Exercise.objects.filter(proposed_by=thea).count() == 1  # a double click
    time_machine.move_to(MONDAY + timedelta(minutes=3), tick=False)
    as_thea.post(f"/admin/programs/exercise/{squat.pk}/copy/")
    assert Exercise.objects.filter(slug="goblet-split-squat-copy-2").exists()


# -- alternatives by reason --------------------------------------------------------------------


def test_an_alternative_is_written_on_the_exercise_s_own_page(as_carla):
    squat = Exercise.objects.get(slug="lateral-lunge")
    row = "library_alternatives-0-"
    answer = as_carla.post(
        f"/admin/programs/exercise/{squat.pk}/change/",
        form_of(as_carla, squat)
        | {
            f"{row}reason": "hurts",
            f"{row}instead": Exercise.objects.get(slug="clamshell").pk,
            f"{row}load_factor": "1",
        },
    )
    assert answer.status_code == 302
    assert [str(alternative) for alternative in squat.library_alternatives.all()] == ["It hurts: Clamshell"]


def test_a_therapist_reads_the_alternatives_of_a_published_exercise(as_thea):
    squat = Exercise.objects.get(slug="split-squat")
    page = as_thea.get(f"/admin/programs/exercise/{squat.pk}/change/").content.decode()
    assert "Supported split squat" in page
    assert 'name="library_alternatives-0-instead"' not in page


# -- merging -----------------------------------------------------------------------------------


def test_a_merge_says_what_moves_and_asks_for_the_name(as_carla, enrollment):
    keep = Exercise.objects.get(slug="single-leg-heel-raise-step")
    drop = Exercise.objects.get(slug="single-leg-heel-raise-floor")
    address = f"/admin/programs/exercise/merge/?keep={keep.pk}&drop={drop.pk}"
    page = as_carla.get(address).content.decode()
    assert "What moves" in page
    assert "Words that differ" in page
    refused = as_carla.post(address, {"name": "something else"})
    assert refused.status_code == 422
    assert "Type the name of the one to be merged away" in refused.content.decode()
    assert "something else" in refused.content.decode()
    done = as_carla.post(address, {"name": drop.name}, follow=True).content.decode()
    assert "with everything that was done with it" in done
    drop.refresh_from_db()
    assert drop.merged_into == keep


def test_the_address_of_what_was_merged_leads_to_the_kept_one(as_carla, as_ana):
    drop = Exercise.objects.get(slug="wall-sit")
    keep = Exercise.objects.get(slug="split-squat")
    Exercise.objects.filter(pk=drop.pk).update(status="archived", merged_into=keep)
    assert as_ana.get("/exercises/wall-sit/").headers["Location"] == "/exercises/split-squat/"
    assert "which has its history" in standing(as_carla, drop, "restore").content.decode()


@pytest.mark.parametrize("query", ["", "keep=x&drop=1", "keep=999999999&drop=1", "keep=%00&drop=1"])
def test_a_merge_of_nothing_is_not_there(as_carla, query):
    assert as_carla.get(f"/admin/programs/exercise/merge/?{query}").status_code == 404
