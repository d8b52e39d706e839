"""Prescribing at the desk: an independent copy, once, that ends at the hand-over."""

from __future__ import annotations

import pytest
from django.core import mail as outbox

from athletes.mail.loop import tick
from athletes.models import Enrollment, Mail, MailKind, PainProfile
from programs.models import Program, Tissue
from tests.people import MONDAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(MONDAY, tick=False)


def form_for(ana, template, **changes) -> dict[str, object]:
    values = {"athlete": ana.pk, "program": template.pk, "starts_on": "2026-11-02"}
    return values | {"first_weekday": 0, "second_weekday": 3} | changes


def test_prescribing_makes_an_independent_copy_and_ends_at_the_hand_over(as_thea, ana, base_template):
    answer = as_thea.post("/admin/athletes/enrollment/add/", form_for(ana, base_template))
    enrollment = Enrollment.objects.get(athlete=ana)
    assert answer.url == f"/admin/athletes/enrollment/{enrollment.pk}/handover/"
    assert enrollment.program != base_template
    assert enrollment.program.copied_from == base_template
    assert enrollment.sessions.count() == 16
    page = as_thea.get(answer.url).content.decode()
    assert "<svg" in page
    assert "/in/" not in page  # a link is made when somebody asks for it
    assert "/in/invite-" in as_thea.post(answer.url, {"link": "invite"}).text
    tick(MONDAY)
    assert [message.to for message in outbox.outbox] == [["ana@stridewell.example"]]


@pytest.mark.parametrize(("first", "second"), [(0, 0), (0, 1), (6, 0), (0, 6), (3, 2)])
def test_days_next_to_each_other_are_refused(as_thea, ana, base_template, first, second):
    page = as_thea.post(
        "/admin/athletes/enrollment/add/", form_for(ana, base_template, first_weekday=first, second_weekday=second)
    )
    assert "Strength days need a day between them" in page.content.decode()
    assert not Enrollment.objects.exists()


def test_the_form_sent_twice_prescribes_once(as_thea, ana, base_template):
    first, second = (as_thea.post("/admin/athletes/enrollment/add/", form_for(ana, base_template)) for _ in range(2))
    assert first.url == second.url
    assert Enrollment.objects.count() == 1
    assert Mail.objects.filter(kind=MailKind.INVITE).count() == 1


def test_an_enrollment_is_shown_and_not_saved_again(as_thea, enrollment):
    path = f"/admin/athletes/enrollment/{enrollment.pk}/change/"
    assert 'name="_save"' not in as_thea.get(path).content.decode()
    assert as_thea.post(path, {}).status_code == 403


# -- a program that follows pain at one place -------------------------------------------------


@pytest.mark.parametrize(("slug", "place"), [("achilles-return-12", "achilles"), ("patellofemoral-8", "knee")])
def test_a_program_for_a_place_asks_for_its_side_and_watches_it(as_thea, ana, thea, slug, place):
    template = Program.objects.get(slug=slug)
    page = as_thea.post("/admin/athletes/enrollment/add/", form_for(ana, template))
    assert "Say on which side it is" in page.text
    assert not Enrollment.objects.exists()
    as_thea.post("/admin/athletes/enrollment/add/", form_for(ana, template, pain_side="left", irritability="high"))
    profile = ana.pain_profiles.get()
    assert (profile.region, profile.side, profile.tissue) == (place, "left", template.pain_profile)
    assert profile.set_by == thea


def test_a_limit_that_was_set_stays_and_the_tissue_is_the_therapists_choice(as_thea, ana, thea):
    PainProfile.objects.create(athlete=ana, region="achilles", side="left", tissue=Tissue.JOINT, limit=2, set_by=thea)
    template = Program.objects.get(slug="achilles-return-12")
    form = form_for(ana, template, pain_side="left", pain_tissue=Tissue.TENDON, irritability="low")
    as_thea.post("/admin/athletes/enrollment/add/", form)
    profile = ana.pain_profiles.get()
    assert (profile.tissue, profile.limit) == (Tissue.TENDON, 2)


def test_a_program_that_follows_no_place_sets_nothing(as_thea, ana, base_template):
    as_thea.post("/admin/athletes/enrollment/add/", form_for(ana, base_template))
    assert not ana.pain_profiles.exists()


def test_how_irritable_decides_where_a_program_for_pain_begins_and_has_to_be_said(as_thea, ana):
    template = Program.objects.get(slug="achilles-return-12")
    page = as_thea.post("/admin/athletes/enrollment/add/", form_for(ana, template, pain_side="left"))
    assert "Say how irritable it is" in page.content.decode()
    as_thea.post("/admin/athletes/enrollment/add/", form_for(ana, template, pain_side="left", irritability="low"))
    program = ana.enrollments.get().program
    first = program.weeks.get(number=1)
    assert (first.phase_code, program.weeks.count()) == ("2", 10)
    assert ana.sessions.order_by("planned_on").first().week == first
    assert not program.workouts.filter(prescriptions__doses__isnull=True).exists()


def test_who_prescribes_sees_what_holds_by_itself_and_the_button_says_what_it_does(as_thea, ana):
    page = as_thea.get("/admin/athletes/enrollment/add/").text
    assert "What holds automatically once it runs" in page
    assert "no jumps for 7 days" in page
    assert 'value="Prescribe"' in page
