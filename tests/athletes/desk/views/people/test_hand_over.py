"""The page of a hand-over: chosen, looked at, done, taken back; and no account closes over athletes."""

from __future__ import annotations

import pytest

from athletes.enrollment.prescribing import add_athlete
from athletes.models import CareTransfer, User
from clinic.models import AccessLog
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def page(thea) -> str:
    return f"/admin/athletes/user/{thea.pk}/hand-over/"


def test_it_is_shown_before_it_is_done_and_taken_back_after(as_carla, ana, thea, tom, page):
    nia = add_athlete(email="nia@runner.example", name="Nia Park", therapist=thea, at=MONDAY)
    zoe = User.objects.create_user("zoe@stridewell.example", None, name="Zoe Adler", role="therapist")
    chosen = {"all": tom.pk, f"to-{nia.pk}": zoe.pk, "do": "look"}
    look = " ".join(as_carla.post(page, chosen).text.split())
    assert "<b>Tom Okoro</b> takes over 1 athlete: Ana Silva" in look
    assert "<b>Zoe Adler</b> takes over 1 athlete: Nia Park" in look
    assert not CareTransfer.objects.exists()
    done = as_carla.post(page, chosen | {"do": "sure"}, follow=True).text
    assert "2 athletes handed over." in done
    assert "has no athletes" in done
    for athlete, therapist in ((ana, tom), (nia, zoe)):
        athlete.refresh_from_db()
        assert athlete.therapist == therapist
    assert "2 athletes were handed over on" in " ".join(done.split())
    back = as_carla.post(page, {"do": "back", "at": MONDAY.isoformat()}, follow=True).text
    assert "2 athletes are back." in back
    ana.refresh_from_db()
    assert ana.therapist == thea
    shown = AccessLog.objects.filter(action__contains="hand_over").values_list("athletes", flat=True)
    assert ana.pk in set().union(*shown)


def test_while_one_has_nobody_nothing_is_done_and_the_choices_stay(as_carla, ana, thea, tom, page):
    nia = add_athlete(email="nia@runner.example", name="Nia Park", therapist=thea, at=MONDAY)
    refused = as_carla.post(page, {f"to-{nia.pk}": tom.pk, "do": "sure"})
    assert refused.status_code == 422
    assert "Say who takes over Ana Silva" in refused.text
    assert f'value="{tom.pk}" selected' in refused.text
    assert not CareTransfer.objects.exists()


@pytest.mark.parametrize(
    "at", ["", "never", "2026-11-02T09:00:00", "2026-13-40T00:00:00Z", "0001-01-01T00:00:00+14:00"]
)
def test_nothing_is_taken_back_that_was_never_done(as_carla, ana, page, at):
    assert "nothing left to take back" in as_carla.post(page, {"do": "back", "at": at}, follow=True).text


def test_who_has_a_closed_account_goes_along(as_carla, ana, tom, page):
    ana.user.is_active = False
    ana.user.save()
    assert "account closed" in as_carla.get(page).text
    as_carla.post(page, {"all": tom.pk, "do": "sure"})
    ana.refresh_from_db()
    assert ana.therapist == tom


def test_two_clicks_hand_over_once_and_what_went_back_is_not_offered_again(as_carla, ana, tom, page):
    for _click in range(2):
        done = as_carla.post(page, {"all": tom.pk, "do": "sure"}, follow=True).text
    assert "handed over." not in done
    assert CareTransfer.objects.count() == 1
    assert "Take it back" in done
    assert "Take it back" not in as_carla.post(page, {"do": "back", "at": MONDAY.isoformat()}, follow=True).text


def test_no_account_closes_over_athletes(as_carla, ana, thea, tom, page):
    account = f"/admin/athletes/user/{thea.pk}/change/"
    values = {"name": thea.name, "email": thea.email, "role": "therapist"}  # not at work any more
    refused = as_carla.post(account, values).text
    assert "They still have 1 athlete." in refused
    assert page in refused
    thea.refresh_from_db()
    assert thea.is_active
    as_carla.post(page, {"all": tom.pk, "do": "sure"})
    as_carla.post(account, values)
    thea.refresh_from_db()
    assert not thea.is_active


def test_therapists_hand_nothing_over_by_themselves(as_thea, ana, page):
    assert as_thea.get(page).status_code == 404
