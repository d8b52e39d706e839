"""Signing in: links and codes for athletes, a password and a second factor for staff."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from django.utils import timezone

from athletes.mail import links

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def who_is(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_code_from_the_mail_signs_in(ana):
    client = Client()
    client.post("/sign-in/", {"email": "ana@stridewell.example"})
    (message,) = outbox.outbox
    code = re.search(r"\b\d{6}\b", message.body)[0]
    answer = client.post("/sign-in/code/", {"code": code})
    assert (answer.status_code, who_is(client)) == (302, str(ana.pk))


def test_the_link_in_the_same_mail_signs_in_on_another_phone(ana):
    Client().post("/sign-in/", {"email": "ana@stridewell.example"})
    link = path_of(re.search(r"http\S+/in/\S+", outbox.outbox[0].body)[0])
    phone = Client()
    phone.post(link)
    assert who_is(phone) == str(ana.pk)


def test_an_unknown_address_looks_like_a_known_one(ana, thea):
    answers = []
    for address in ("ana@stridewell.example", "nobody@nowhere.example", "thea@stridewell.example"):
        client = Client()
        first = client.post("/sign-in/", {"email": address})
        second = client.get(first.url)
        text = re.sub(r'value="[^"]{20,}"', "", second.content.decode()).replace(address, "what was typed")
        answers.append((first.status_code, first.url, second.status_code, text))
    assert answers[0] == answers[1] == answers[2]
    assert [message.to for message in outbox.outbox] == [["ana@stridewell.example"]]


def test_a_wrong_code_five_times_ends_the_try(ana):
    client = Client()
    client.post("/sign-in/", {"email": "ana@stridewell.example"})
    code = re.search(r"\b\d{6}\b", outbox.outbox[0].body)[0]
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        client.post("/sign-in/code/", {"code": wrong})
    client.post("/sign-in/code/", {"code": code})
    assert who_is(client) is None


def test_a_code_lasts_fifteen_minutes(ana, time_machine):
    client = Client()
    client.post("/sign-in/", {"email": "ana@stridewell.example"})
    code = re.search(r"\b\d{6}\b", outbox.outbox[0].body)[0]
    time_machine.move_to(timezone.now() + timedelta(minutes=16))
    client.post("/sign-in/code/", {"code": code})
    assert who_is(client) is None


def test_looking_at_a_link_never_spends_it(ana):
    link = path_of(links.sign_in_link(ana.user, links.INVITE))
    for _look in range(3):
        scanner = Client()
        assert scanner.get(link).status_code == 200
        assert who_is(scanner) is None
    phone = Client()
    assert phone.post(link).status_code == 302
    assert who_is(phone) == str(ana.pk)


def test_a_link_signs_in_once(ana):
    link = path_of(links.sign_in_link(ana.user, links.QR))
    Client().post(link)
    second = Client()
    assert second.post(link).status_code == 404
    assert who_is(second) is None


@pytest.mark.parametrize(("purpose", "minutes"), [(links.QR, 16), (links.INVITE, 7 * 24 * 60 + 1)])
def test_a_link_ends_with_its_time(ana, purpose, minutes, time_machine):
    link = path_of(links.sign_in_link(ana.user, purpose))
    time_machine.move_to(timezone.now() + timedelta(minutes=minutes))
    assert Client().post(link).status_code == 404


def test_a_link_of_one_purpose_is_none_of_another(ana):
    qr = links.sign_in_link(ana.user, links.QR)
    assert Client().post(path_of(qr).replace("/qr-", "/invite-")).status_code == 404


def test_no_link_signs_staff_in(thea):
    client = Client()
    assert client.post(path_of(links.sign_in_link(thea, links.INVITE))).status_code == 404
    assert who_is(client) is None


def test_a_deactivated_athlete_is_out_at_the_next_request(as_ana, ana):
    assert as_ana.get("/").status_code == 200
    ana.user.is_active = False
    ana.user.save()
    assert as_ana.get("/program/").status_code == 302


def test_staff_sign_in_with_a_password_for_a_working_day(thea):
    client = Client()
    answer = client.post("/staff/sign-in/", {"login": "thea@stridewell.example", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/admin/")
    assert client.session.get_expiry_age() <= 12 * 3600


def test_an_athlete_has_no_password_to_sign_in_with(ana):
    ana.user.set_password(PASSWORD)
    ana.user.save()
    client = Client()
    client.post("/staff/sign-in/", {"login": "ana@stridewell.example", "password": PASSWORD})
    assert who_is(client) is None


def test_staff_without_a_second_factor_are_led_to_set_it_up_and_see_nothing_else(thea, settings):
    settings.STAFF_SECOND_FACTOR = True
    client = Client()
    client.post("/staff/sign-in/", {"login": "thea@stridewell.example", "password": PASSWORD})
    assert client.get("/admin/athletes/athlete/").status_code == 302
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-2][0] == "/staff/second-factor/totp/activate/"
    page = client.post(page.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == "/staff/second-factor/totp/activate/"
    assert "data:" not in page.content.decode()
    assert "<svg" in page.content.decode()


def test_staff_with_a_second_factor_are_not_signed_in_before_it(thea):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=thea, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    client = Client()
    answer = client.post("/staff/sign-in/", {"login": "thea@stridewell.example", "password": PASSWORD})
    assert answer.url.startswith("/staff/second-factor/authenticate/")
    assert who_is(client) is None
    assert client.get("/admin/").status_code == 302
    assert client.get("/api/v1/exercises/").status_code == 401


def test_ten_failures_close_an_account_for_a_while(thea):
    client = Client()
    for _try in range(10):
        client.post("/staff/sign-in/", {"login": "thea@stridewell.example", "password": "wrong"})
    client.post("/staff/sign-in/", {"login": "thea@stridewell.example", "password": PASSWORD})
    assert who_is(client) is None


def test_nobody_signs_up_alone():
    assert Client().post("/staff/sign-up/", {"email": "x@y.example"}).url == "/sign-in/"


# -- another address while a code is on its way ----------------------------------------------


def code_in(message) -> str:
    return re.search(r"\b\d{6}\b", message.body)[0]


def test_a_mistyped_address_is_put_right_while_its_code_is_pending(ana, first_session):
    """As somebody who came for a page: the wrong address is said and stays to be mended, and the page is not lost."""
    asked = Client().get(f"/session/{first_session.pk}/").url
    client = Client()
    page_asked_for = client.get(asked).context["redirect_field_value"]
    client.post(asked, {"email": "anna@stridewell.example", "next": page_asked_for})
    code_page = client.get(f"/sign-in/code/?next={page_asked_for}").content.decode()
    assert "anna@stridewell.example" in code_page
    another = re.search(r'href="([^"]+)">Change the address', code_page)[1]
    form = client.get(another)
    assert form.status_code == 200
    assert form.context["form"]["email"].value() == "anna@stridewell.example"
    client.post(another, {"email": "ana@stridewell.example", "next": form.context["redirect_field_value"]})
    (message,) = outbox.outbox
    answer = client.post("/sign-in/code/", {"code": code_in(message), "next": page_asked_for})
    assert (who_is(client), answer.url) == (str(ana.pk), page_asked_for)


@pytest.mark.parametrize("path", ["/sign-in/", "/staff/sign-in/"])
def test_both_sign_in_pages_show_their_form_while_a_code_is_pending_and_leave_the_code_good(ana, path):
    client = Client()
    client.post("/sign-in/", {"email": "ana@stridewell.example"})
    page = client.get(path)
    assert (page.status_code, page.context["form"].is_bound) == (200, False)
    client.post("/sign-in/code/", {"code": code_in(outbox.outbox[0])})
    assert who_is(client) == str(ana.pk)


def test_who_left_the_code_page_finds_it_again_from_the_form(ana):
    client = Client()
    assert "I have a code" not in client.get("/sign-in/").content.decode()
    client.post("/sign-in/", {"email": "ana@stridewell.example"})
    way_back = re.search(r'href="([^"]+)">I have a code', client.get("/sign-in/").content.decode())[1]
    assert client.get(way_back).status_code == 200


def test_a_second_code_ends_the_first(ana, ben):
    client = Client()
    for address in ("ana@stridewell.example", "ben@stridewell.example"):
        client.post("/sign-in/", {"email": address})
    first, second = (code_in(message) for message in outbox.outbox)
    client.post("/sign-in/code/", {"code": first})
    assert who_is(client) is None
    client.post("/sign-in/code/", {"code": second})
    assert who_is(client) == str(ben.pk)


def test_a_sixth_code_for_one_address_is_refused_on_the_form_and_keeps_what_was_typed(ana):
    client = Client()
    for _mail in range(5):
        assert client.post("/sign-in/", {"email": "ana@stridewell.example"}).status_code == 302
    page = client.post("/sign-in/", {"email": "ana@stridewell.example"})
    assert len(outbox.outbox) == 5
    assert page.context["form"]["email"].value() == "ana@stridewell.example"
    assert page.context["form"].errors


def test_staff_whose_second_factor_is_asked_can_sign_in_as_somebody_else(thea, tom):
    from allauth.mfa.models import Authenticator

    Authenticator.objects.create(user=thea, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"})
    client = Client()
    client.post("/staff/sign-in/", {"login": "thea@stridewell.example", "password": PASSWORD})
    assert client.get("/staff/sign-in/").status_code == 200
    client.post("/staff/sign-in/", {"login": "tom@stridewell.example", "password": PASSWORD})
    assert who_is(client) == str(tom.pk)


# -- how long a session lives ----------------------------------------------------------------


@pytest.fixture
def now():
    return timezone.now()


def test_staff_are_signed_out_after_a_quarter_of_an_hour_without_use(as_thea, now, time_machine):
    for minutes, status in ((0, 200), (14, 200), (28, 200), (44, 302)):
        time_machine.move_to(now + timedelta(minutes=minutes), tick=False)
        assert as_thea.get("/admin/").status_code == status, minutes


def test_staff_are_signed_out_after_twelve_hours_whatever_they_do(as_thea, now, time_machine):
    for minutes in range(0, 12 * 60, 10):
        time_machine.move_to(now + timedelta(minutes=minutes), tick=False)
        assert as_thea.get("/admin/").status_code == 200
    time_machine.move_to(now + timedelta(hours=12, minutes=1), tick=False)
    assert as_thea.get("/admin/").status_code == 302


def test_an_athlete_who_comes_stays_signed_in_and_one_who_does_not_is_out_after_180_days(as_ana, now, time_machine):
    for days in (0, 100, 250, 400):
        time_machine.move_to(now + timedelta(days=days), tick=False)
        assert as_ana.get("/").status_code == 200, days
    time_machine.move_to(now + timedelta(days=581), tick=False)
    assert as_ana.get("/program/").status_code == 302


def test_who_came_by_a_mail_goes_straight_to_its_page_after_signing_in(ana, first_session, mailoutbox):
    client = Client()
    asked = client.get(f"/session/{first_session.pk}/finish/?already=1")
    form = client.get(asked.url)
    client.post(asked.url, {"email": "ana@stridewell.example", "next": form.context["redirect_field_value"]})
    link = re.search(r"https?://\S+/in/\S+", mailoutbox[-1].body).group()
    assert Client().post(path_of(link)).url == f"/session/{first_session.pk}/finish/?already=1"


def test_a_page_that_names_the_body_is_not_in_the_mail(ana, first_session, mailoutbox):
    Client().post("/sign-in/", {"email": "ana@stridewell.example", "next": f"/session/{first_session.pk}/pain/"})
    assert "pain" not in str(mailoutbox[-1].message())


def test_the_code_is_sent_again_to_the_same_address_for_the_same_page(ana, first_session):
    client = Client()
    page = f"/session/{first_session.pk}/"
    client.post("/sign-in/", {"email": "ana@stridewell.example", "next": page})
    code_page = client.get(f"/sign-in/code/?next={page}").content.decode()
    again = code_page[code_page.index('id="again"') :]
    fields = dict(re.findall(r'name="(email|next)" value="([^"]*)"', again[: again.index("</form>")]))
    client.post("/sign-in/", fields)
    _first, second = outbox.outbox
    answer = client.post("/sign-in/code/", {"code": code_in(second), "next": page})
    assert (who_is(client), answer.url) == (str(ana.pk), page)


def test_a_spent_link_says_what_to_do_either_way(ana):
    link = path_of(links.sign_in_link(ana.user, links.INVITE))
    Client().post(link)
    page = Client().get(link)
    assert page.status_code == 404
    for words in ("If you opened it before", "E-mail me a link", "If you did not", 'href="tel:'):
        assert words in page.text
