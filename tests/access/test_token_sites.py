"""Each check of a token stands between a forger and something: with it nothing opens, without it the forgery does.

A forgery is what somebody can make who knows everything but the secret.
"""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import sesame.tokens_v2
from anymail.webhooks.postmark import PostmarkTrackingWebhookView
from django.core import signing
from django.core.signing import Signer
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.cose import ES256

from athletes.mail import links
from athletes.models import Athlete, DiscoveryCall, Role, Run, Session, User
from athletes.records.run_files.questions import KEEP, RunFigures, ask_about_sport
from athletes.training import targets
from clinic.operations import metrics
from tests.passkeys import SoftPhone

from .token_sites import token_sites

pytestmark = pytest.mark.django_db
ANOTHER_KEY = "of somebody who knows everything but ours"


@dataclass
class Scene:
    """Who is attacked, with which settings, and at what time."""

    ana: Athlete
    things: dict[str, Any]
    clients: dict[str, Client]
    settings: Any
    time_machine: Any


def forged(told: Any, genuine: str) -> str:
    """The same, or something better, signed with another key; the salt stands in the source."""
    return signing.dumps(told, key=ANOTHER_KEY, salt=SALTS[genuine])


SALTS = {"calendar": "athletes.phone.calendar", "unsubscribe": "athletes.unsubscribe", "figure": "programs.own_figures"}


def with_another_end(token: str) -> str:
    """One bit of the signature is another one."""
    signed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    return base64.urlsafe_b64encode(signed[:-1] + bytes([signed[-1] ^ 1])).decode().rstrip("=")


def sign_in_link(scene: Scene) -> bool:
    purpose, _dash, token = scene.things["link"].partition("-")
    return Client().post(f"/in/{purpose}-{with_another_end(token)}/").status_code == 302


def invitation_of_staff(scene: Scene) -> bool:
    invited, _is_new = User.objects.get_or_create(email="quinn@stridewell.example", name="Quinn", role=Role.THERAPIST)
    invited.set_unusable_password()
    invited.save()
    token = links.token_of(links.staff_invitation_link(invited))
    return Client().get(reverse("join", args=[with_another_end(token)])).status_code == 200


def calendar(scene: Scene) -> bool:
    token = forged([scene.ana.pk, str(scene.ana.calendar_key)], "calendar")
    return Client().get(f"/calendar/{token}.ics").status_code == 200


def unsubscribe(scene: Scene) -> bool:
    token = forged([scene.ana.pk, "weekly_reminder"], "unsubscribe")
    return Client().post(f"/unsubscribe/{token}/").status_code == 200


def answer_about_a_run(scene: Scene) -> bool:
    """Ana's own, with another distance than her file had."""
    figures = RunFigures(uuid.uuid4(), "fit", timezone.now().date(), 62, None)
    ours = ask_about_sport(scene.ana, "evening.gpx", figures, "walking").token
    told = signing.loads(ours, salt=f"run-file/{scene.ana.pk}")
    token = signing.dumps(told, key=ANOTHER_KEY, salt=f"run-file/{scene.ana.pk}")
    before = Run.objects.count()
    scene.clients["ana"].post("/runs/asked/", {"question": token, f"answer-{figures.run_id}": KEEP})
    return Run.objects.count() > before


def place_in_a_list(scene: Scene) -> bool:
    """A page of the API that begins where nobody was sent."""
    cursor = signing.dumps(["0"], key=ANOTHER_KEY, salt="cursor athletes.Athlete user")
    return scene.clients["thea"].get("/api/v1/staff/athletes/", {"cursor": cursor}).status_code == 200


def drawing_of_a_figure(scene: Scene) -> bool:
    document = forged(signing.loads(scene.things["figurebase"], salt=SALTS["figure"]), "figure")
    path = f"/admin/programs/exercise/{scene.things['exercise']}/figure/drawing.svg"
    return scene.clients["thea"].get(path, {"document": document}).status_code == 200


def time_of_a_form(scene: Scene) -> bool:
    """A robot makes up when it opened the form."""
    scene.time_machine.move_to(timezone.now(), tick=False)
    opened = signing.TimestampSigner(key=ANOTHER_KEY, salt="discovery-call").sign("opened")
    scene.time_machine.shift(timedelta(seconds=30))
    call = {"name": "Robot", "email": "robot@runner.example", "story": "x", "times": "x", "opened": opened}
    Client().post("/discovery-call/", call)
    return DiscoveryCall.objects.filter(email="robot@runner.example").exists()


def figures_of_the_mail(scene: Scene) -> bool:
    scene.settings.METRICS_TOKEN = "a-token-that-nobody-guesses"
    return Client().get("/metrics", headers={"Authorization": "Bearer guessed"}).status_code == 200


def targets_of_a_session(scene: Scene) -> bool:
    """A phone says that the server had offered it more sets."""
    session = (
        scene.ana.sessions.filter(targets__isnull=True).select_related("week", "workout").order_by("planned_on").first()
    )
    session.athlete = scene.ana
    documents = targets.offer(session).to_json()
    documents[0]["sets"] = 9
    body = {"targets_id": "0" * 40, "targets": documents, "header": {"rev": 1, "edit_id": str(uuid.uuid4())}}
    path = f"/api/v1/sessions/{session.pk}/"
    scene.clients["ana"].put(path, json.dumps(body), content_type="application/json")
    kept = Session.objects.get(pk=session.pk).targets
    return kept is not None and kept["entries"][0]["sets"] == 9


def word_of_a_provider(scene: Scene) -> bool:
    scene.settings.MAIL_PROVIDER, scene.settings.MAIL_WEBHOOK_SECRET = "postmark", "mail:secret"
    scene.settings.ANYMAIL = {"WEBHOOK_SECRET": "mail:secret"}
    bounced = {"RecordType": "Bounce", "Type": "HardBounce", "Email": scene.ana.user.email, "MessageID": "1"}
    guessed = "Basic " + base64.b64encode(b"mail:guessed").decode()
    headers = {"Authorization": guessed}
    Client().post("/mail-events/", json.dumps(bounced), content_type="application/json", headers=headers)
    return User.objects.get(pk=scene.ana.pk).bad_address_since is not None


def passkey(scene: Scene) -> bool:
    """Another phone says that it has the passkey that Ana set up."""
    scene.settings.ALLOWED_HOSTS = ["localhost"]
    phone, own = SoftPhone(), scene.clients["ana"]
    asked = own.get("/settings/passkeys/", SERVER_NAME="localhost").json()
    own.post("/settings/passkeys/", {"credential": phone.create(asked)}, SERVER_NAME="localhost")
    thief = SoftPhone(credential_id=phone.credential_id, user_handle=phone.user_handle)
    browser = Client(SERVER_NAME="localhost")
    answer = thief.get(browser.get("/sign-in/passkey/").json())
    return browser.post("/sign-in/passkey/", {"credential": answer}).status_code == 302


def without_signatures(monkeypatch: Any) -> None:
    """``signing`` reads what stands before the last colon, whoever wrote it."""
    monkeypatch.setattr(Signer, "unsign", lambda self, signed: signed.rsplit(self.sep, 1)[0])


def without_signatures_of_links(monkeypatch: Any) -> None:
    monkeypatch.setattr(sesame.tokens_v2, "hmac", SimpleNamespace(compare_digest=lambda one, other: True))


def with_any_token(monkeypatch: Any) -> None:
    monkeypatch.setattr(metrics, "constant_time_compare", lambda one, other: True)


def with_any_offer(monkeypatch: Any) -> None:
    monkeypatch.setattr(targets, "constant_time_compare", lambda one, other: True)


def with_any_secret(monkeypatch: Any) -> None:
    monkeypatch.setattr(PostmarkTrackingWebhookView, "run_validators", lambda self, request: None)


def with_any_key(monkeypatch: Any) -> None:
    monkeypatch.setattr(ES256, "verify", lambda self, message, signature: None)


@dataclass(frozen=True)
class Check:
    """attack -- whether the forgery opened something; off -- takes the check away"""

    attack: Callable[[Scene], bool]
    off: Callable[[Any], None]


CHECKS = {
    "athletes/mail/links.py user_of": Check(sign_in_link, without_signatures_of_links),
    "athletes/mail/links.py invited_staff": Check(invitation_of_staff, without_signatures_of_links),
    "athletes/mail/links.py calendar_owner": Check(calendar, without_signatures),
    "athletes/mail/links.py unsubscribed": Check(unsubscribe, without_signatures),
    "athletes/records/run_files/questions.py read_question": Check(answer_about_a_run, without_signatures),
    "programs/own_figures/page.py unsealed": Check(drawing_of_a_figure, without_signatures),
    "clinic/public/discovery_calls.py is_by_robot": Check(time_of_a_form, without_signatures),
    "clinic/public/discovery_calls.py _is_within": Check(time_of_a_form, without_signatures),
    "clinic/http/rest.py _position": Check(place_in_a_list, without_signatures),
    "clinic/operations/metrics.py may_read": Check(figures_of_the_mail, with_any_token),
    "athletes/training/targets.py is_genuine": Check(targets_of_a_session, with_any_offer),
    "clinic/operations/bounces.py mail_events": Check(word_of_a_provider, with_any_secret),
    "athletes/enrollment/passkeys.py owner_of": Check(passkey, with_any_key),
}


@pytest.fixture
def scene(ana, things, clients, settings, time_machine) -> Scene:
    return Scene(ana, things, clients, settings, time_machine)


def test_every_check_of_a_token_has_an_attack():
    assert token_sites() == set(CHECKS)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_forgery_opens_nothing_and_would_without_the_check(scene, check, monkeypatch):
    assert not check.attack(scene)
    check.off(monkeypatch)
    assert check.attack(scene)
