"""Ana's things, each with a canary in it, and a signed-in browser for every principal."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from athletes.localtime import clinic_day
from athletes.mail import links
from athletes.models import (
    AthleteImport,
    BillingCode,
    CallState,
    Cover,
    DiscoveryCall,
    Erasure,
    Flag,
    MessageTemplate,
    PushDevice,
    Role,
    User,
)
from athletes.records.care.contacts import log_contact
from athletes.records.check_ins import CheckInItem, record_check_in
from athletes.records.messages import send_message
from athletes.records.pain import report_pain
from athletes.records.runs import RunItem, record_run
from athletes.records.sessions import Document, Header, record_session
from athletes.records.sets import SetItem, set_id
from athletes.secret_text import lock
from athletes.training.targets import offer
from clinic.models import AccessLog, Webhook
from clinic.tokens.making import make_token
from programs.models import Exercise, ExerciseImport, Program, Threshold
from programs.own_figures.corrections import publish_figure, review_draft, save_draft, shipped_document
from programs.own_figures.page import sealed
from tests.passkeys import SoftPhone
from tests.people import MONDAY, let_cover

from .matrix import CANARY


@pytest.fixture
def people(settings, tmp_path, ana, ben, thea, tom, carla, enrollment) -> dict[str, User]:
    """Everybody of the policy; Ana's name and notes are canaries."""
    settings.STAFF_SECOND_FACTOR = True
    settings.MEDIA_ROOT = tmp_path
    settings.DEMO_CLINIC = False
    settings.THROTTLES = {}  # the walks ask more in a minute than a person does: what is dear has its own test
    ana.user.name = f"Ana {CANARY}"
    ana.user.save()
    ana.notes = ana.goal_race = CANARY
    ana.save()
    found = {"ana": ana.user, "ben": ben.user, "thea": thea, "tom": tom, "carla": carla}
    for name in ("cora", "gone", "halfway"):
        found[name] = User.objects.create_user(
            f"{name}@stridewell.example", "x", name=name.title(), role=Role.THERAPIST
        )
        let_cover(ana, found[name])
    today = clinic_day(timezone.now())
    for days in ((-9, -1), (1, 9)):
        from_on, until_on = (today + timedelta(days=day) for day in days)
        Cover.objects.create(
            athlete=ana, therapist=tom, from_on=from_on, until_on=until_on, reason="vacation", by=thea, at=MONDAY
        )
    for name in ("thea", "cora", "tom", "carla"):
        Authenticator.objects.create(
            user=found[name], type=Authenticator.Type.TOTP, data={"secret": lock("JBSWY3DPEHPK3PXP")}
        )
    return found


@pytest.fixture
def things(people, ana, enrollment) -> dict[str, Any]:
    """The keys of Ana's things, by the name that addresses use."""
    session = enrollment.sessions.select_related("week", "workout").order_by("planned_on").first()
    session.athlete = ana
    offered = offer(session)
    target = offered.targets[0]
    first = SetItem(
        id=set_id(session.pk, target.prescription_id, 1, target.sides[0]),
        exercise=target.exercise_slug,
        number=1,
        rev=1,
        edit_id=uuid.uuid4(),
        prescription_id=target.prescription_id,
        side=target.sides[0],
        reps=8,
    )
    header = Header(rev=1, edit_id=uuid.uuid4(), note=CANARY)
    document = Document(offered, header, [first])
    record_session(athlete=ana, session_id=session.pk, document=document, at=MONDAY)
    report = report_pain(
        athlete=ana, report_id=uuid.uuid4(), score=4, region="knee", side="left", session=session, at=MONDAY
    )
    call = DiscoveryCall.objects.create(
        name=CANARY, email="asked@runner.example", story=CANARY, times="-", asked_at=MONDAY, athlete=ana,
        state=CallState.BECAME_ATHLETE, handled_at=MONDAY,
    )  # fmt: skip
    flag = Flag.objects.create(
        id=uuid.uuid4(), athlete=ana, kind="stop", cause=CANARY, figures={"place": CANARY}, raised_at=MONDAY
    )
    now = timezone.now()
    easy = RunItem("easy", now.date(), 1, uuid.uuid4(), minutes=40, note=CANARY)
    run = record_run(athlete=ana, run_id=uuid.uuid4(), item=easy, at=now).run
    answers = CheckInItem("2026-W45", 1, 1, uuid.uuid4(), note=CANARY)
    check_in = record_check_in(athlete=ana, check_in_id=uuid.uuid4(), item=answers, at=MONDAY).check_in
    send_message(athlete=ana, author=people["thea"], text=CANARY, at=MONDAY)
    contact = log_contact(
        athlete=ana, kind="call", result="reached", by=people["thea"], took_place_at=MONDAY, at=MONDAY, note=CANARY
    )
    logged = AccessLog.objects.create(actor=people["thea"], athletes=[ana.pk], action=CANARY, request_id=uuid.uuid4())
    phone = PushDevice.objects.create(
        owner=ana.user,
        endpoint="https://fcm.googleapis.com/fcm/send/x",
        p256dh="x",
        auth="x",
        label=CANARY,
        made_at=MONDAY,
    )
    a_passkey = SoftPhone().create({"publicKey": {"user": {"id": ""}, "challenge": ""}})
    passkey = Authenticator.objects.create(
        user=ana.user, type=Authenticator.Type.WEBAUTHN, data={"name": CANARY, "credential": json.loads(a_passkey)}
    )
    upload = {
        "file_name": CANARY, "uploaded_at": now, "changed_at": now, "state": "checked",
        "rows": [[1, ["name", "email"]], [2, [CANARY, "x"]]], "refusals": [[2, CANARY, CANARY, CANARY]],
        "report": {"refused_rows": 1, "good_rows": 0, "causes": []},
    }  # fmt: skip
    token, _text = make_token(
        owner=people["thea"], by=people["thea"], name=CANARY, scopes=["athletes:read"], days=90, at=now
    )
    webhook = Webhook.objects.create(
        owner=people["thea"], name=CANARY, url="https://x.example/", secret="x", made_at=now
    )
    split_squat = Exercise.objects.get(slug="split-squat")
    document = shipped_document(split_squat.slug)
    figure = save_draft(exercise=split_squat, document=document, by=people["thea"], at=MONDAY, seen="")
    review_draft(draft=figure, by=people["carla"], at=MONDAY)
    publish_figure(figure=figure, by=people["carla"], at=MONDAY)
    joining = User.objects.create_user("nora@stridewell.example", None, name="Nora Quist", role=Role.THERAPIST)
    return {
        "figurecorrection": figure.drawing,
        "token": token.pk,
        "webhook": webhook.pk,
        "figurebase": sealed(document),
        "athleteimport": AthleteImport.objects.create(owner=people["thea"], **upload).pk,
        "exerciseimport": ExerciseImport.objects.create(owner=people["carla"], **upload).pk,
        "erasure": Erasure.objects.create(athlete_key=4711, reason="asked", by=people["carla"], at=MONDAY).pk,
        "contact": contact.pk,
        "messagetemplate": MessageTemplate.objects.create(name="Hello", text="Hi {first_name}").pk,
        "billingcode": BillingCode.objects.create(code="A1", description="Data", min_days=16).pk,
        "phone": phone.pk,
        "passkey": passkey.pk,
        "session": session.pk,
        "target": target.prescription_id,
        "run": run.pk,
        "check_in": check_in.pk,
        "checkin": check_in.pk,
        "report": report.pk,
        "painreport": report.pk,
        "flag": flag.pk,
        "athlete": ana.pk,
        "user": ana.pk,
        "enrollment": enrollment.pk,
        "program": enrollment.program_id,
        "therapist": people["thea"].pk,
        "template": Program.objects.get(slug="runner-base-8").pk,
        "mail": ana.user.mails.first().pk,
        "accesslog": logged.pk,
        "discoverycall": call.pk,
        "exercise": Exercise.objects.get(slug="split-squat").pk,
        "equipment": Exercise.objects.filter(equipment__isnull=False).first().equipment.first().pk,
        "caution": Exercise.objects.filter(cautions__isnull=False).first().cautions.first().pk,
        "threshold": Threshold.objects.first().pk,
        "link": links.sign_in_link(ana.user, links.INVITE).rstrip("/").rsplit("/", 1)[1],
        "joining": links.staff_invitation_link(joining).rstrip("/").rsplit("/", 1)[1],
        "unsubscribe": links.unsubscribe_link(ana.user).rstrip("/").rsplit("/", 1)[1],
    }


@pytest.fixture
def clients(people, things) -> dict[str, Client]:
    """A browser for each principal. Signing in here leaves last_login alone, so that links stay unspent."""
    browsers = {"anonymous": Client()}
    for name, user in people.items():
        mark = {"X-Athlete": user.athlete.owner_mark} if user.is_athlete else {}
        browsers[name] = Client(raise_request_exception=False, headers=mark)
        backend = "clinic.sign_in.auth.LinkBackend" if user.is_athlete else "clinic.sign_in.auth.StaffPasswordBackend"
        seen = user.last_login
        browsers[name].force_login(user, backend=backend)
        User.objects.filter(pk=user.pk).update(last_login=seen)
    User.objects.filter(pk=people["gone"].pk).update(is_active=False)
    return browsers
