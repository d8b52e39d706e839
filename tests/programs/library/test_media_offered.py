"""A clip is offered with its size and its words; a picture is the still of a video; what is lost is not offered."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from programs.library.media import clip_of, clips_of
from programs.models import Exercise

pytestmark = pytest.mark.django_db


@pytest.fixture
def squat(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Exercise.objects.get(slug="split-squat")


def give(exercise, **files):
    for field, content in files.items():
        getattr(exercise, field).save("x", ContentFile(content), save=False)
    exercise.media_text = "The knee stays over the foot."
    exercise.save()
    return exercise


def test_a_video_comes_before_the_picture_which_is_its_still(squat):
    assert clip_of(squat) is None
    photo = clip_of(give(squat, image=b"x" * 2048))
    assert (photo.is_video, photo.size_words, photo.poster_url) == (False, "2.0\xa0KB", "")
    film = clip_of(give(squat, video=b"x" * 3_355_443))
    assert (film.is_video, film.size_words, film.text) == (True, "3.2\xa0MB", "The knee stays over the foot.")
    assert film.poster_url == photo.url


def test_another_file_has_another_address(squat):
    first = clip_of(give(squat, video=b"a")).url
    assert clip_of(give(squat, video=b"b")).url != first
    assert first.startswith("/exercises/split-squat/video/?v=")


def test_what_is_lost_is_not_offered(squat):
    give(squat, video=b"a")
    squat.video.storage.delete(squat.video.name)
    assert clip_of(squat) is None


def test_those_of_a_session_are_one_query(squat):
    give(squat, video=b"a")
    with CaptureQueriesContext(connection) as captured:
        assert list(clips_of(["split-squat", "step-up", "hip-thrust"])) == ["split-squat"]
    assert len(captured) == 1


def test_an_athlete_reads_its_size_before_anything_of_it_is_fetched(squat, as_ana, enrollment):
    give(squat, image=b"x" * 2048, video=b"x" * 3_355_443)
    page = as_ana.get("/exercises/split-squat/").text
    assert "Watch, 3.2\xa0MB" in page
    assert 'preload="none"' in page
    assert " poster=" not in page
    assert "/picture/" not in page.replace("data-poster", "").split("<video")[0]
    assert page.index('id="clip"') < page.index('class="stage"')
    for session in enrollment.sessions.all():
        html = as_ana.get(f"/session/{session.pk}/").text
        if "/exercises/split-squat/" in html and "Watch, 3.2" in html:
            assert 'href="/exercises/split-squat/#clip"' in html
            return
    pytest.fail("no session offers it")
