"""Messages: written at the desk, read on Today, answered; the mail says that there is one and no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail as outbox

from athletes.errors import RefusedError
from athletes.mail.loop import tick
from athletes.models import Athlete, Mail, MailKind, Message
from athletes.records.messages import mark_read, send_message
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db
SECRET = "Your left Achilles can take the hill again."


@pytest.fixture(autouse=True)
def _monday(time_machine, enrollment):
    time_machine.move_to(MONDAY, tick=False)


def write(client, ana, text: str = SECRET):
    return client.post(f"/admin/athletes/athlete/{ana.pk}/messages/", {"text": text}, follow=True)


def mails():
    return Mail.objects.filter(kind=MailKind.MESSAGE)


def test_a_therapist_writes_and_the_athlete_answers(as_thea, as_ana, ana):
    assert "Ana Silva will see it on Today" in write(as_thea, ana).content.decode()
    today = as_ana.get("/").content.decode()
    assert "Thea Lind wrote:" in today
    assert SECRET in today
    assert today.index(SECRET) < today.index('class="hero')
    said = as_ana.post("/messages/", {"text": " Good. "}, follow=True).content.decode()
    assert "Good." in said
    assert [each.text for each in Message.objects.all()] == [SECRET, "Good."]
    assert SECRET not in as_ana.get("/").content.decode()
    thread = as_thea.get(f"/admin/athletes/athlete/{ana.pk}/messages/").content.decode()
    assert "Good." in thread
    assert "not read yet" in thread
    as_thea.post(f"/admin/athletes/athlete/{ana.pk}/messages/", {"do": "read", "upto": Message.objects.last().pk})
    assert Message.objects.unread().count() == 0


def test_got_it_takes_it_from_today_and_looking_does_not(as_thea, as_ana, ana):
    write(as_thea, ana)
    as_ana.get("/messages/")
    as_ana.get("/")
    assert Message.objects.unread().count() == 1
    assert as_ana.post("/messages/", {"do": "read", "upto": Message.objects.get().pk}).url == "/"
    assert Message.objects.get().read_at == MONDAY


def test_got_it_is_about_what_was_shown(as_thea, as_ana, ana, time_machine):
    write(as_thea, ana, "First.")
    time_machine.move_to(MONDAY + timedelta(minutes=5), tick=False)
    write(as_thea, ana, "Second.")
    page = as_ana.get("/").content.decode()
    assert "First." in page
    assert "Second." not in page
    as_ana.post("/messages/", {"do": "read", "upto": Message.objects.first().pk})
    assert "Second." in as_ana.get("/").content.decode()
    for upto in ("", "x", "-1", "9" * 30):
        as_ana.post("/messages/", {"do": "read", "upto": upto})
    assert Message.objects.unread().get().text == "Second."


def test_a_kept_page_leaves_the_message_out(as_thea, as_ana, ana):
    write(as_thea, ana)
    today = as_ana.get("/").content.decode()
    before, _begin, rest = today.partition("<!--online-->")
    kept = before + rest.partition("<!--/online-->")[2]
    assert SECRET not in kept
    assert 'class="hero' in kept


def test_the_mail_says_that_there_is_one_and_not_what(as_thea, ana):
    write(as_thea, ana)
    tick(MONDAY)
    (message,) = [each for each in outbox.outbox if "message" in each.subject]
    assert message.subject == "Stridewell PT: a message for you"
    text = message.message().as_string() + message.body
    assert "Achilles" not in text
    assert "Thea" not in text
    assert "/messages/" in message.body


def test_one_mail_a_day_however_much_is_written(as_thea, ana, thea, time_machine):
    for text in ("One.", "Two.", "Three."):
        write(as_thea, ana, text)
    assert [mail.occasion for mail in mails()] == ["2026-11-02"]
    send_message(athlete=ana, author=thea, text="Next day.", at=MONDAY + timedelta(days=1))
    assert mails().count() == 2


def test_an_answer_plans_no_mail(as_ana):
    as_ana.post("/messages/", {"text": "Hello"})
    assert not mails().exists()


def test_who_stopped_all_mail_gets_none_and_the_desk_says_so(as_thea, ana):
    Athlete.objects.filter(pk=ana.pk).update(wants_reminders=False)
    assert "has stopped all e-mail" in as_thea.get(f"/admin/athletes/athlete/{ana.pk}/messages/").content.decode()
    write(as_thea, ana)
    assert not mails().exists()
    Athlete.objects.filter(pk=ana.pk).update(has_ignored_reminders=True)
    write(as_thea, ana, "Are you there?")
    assert mails().count() == 1


def test_a_double_click_is_one_message(as_thea, ana):
    write(as_thea, ana)
    write(as_thea, ana)
    assert Message.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 2001, "a\x00b"])
def test_what_is_no_message_is_refused_at_both_ends(as_thea, as_ana, ana, text):
    assert write(as_thea, ana, text).status_code == 422
    assert as_ana.post("/messages/", {"text": text}).status_code == 422
    assert not Message.objects.exists()


def test_the_verb_refuses_too(ana, thea):
    for text in (" ", "x" * 2001):
        with pytest.raises(RefusedError):
            send_message(athlete=ana, author=thea, text=text, at=MONDAY)


def test_a_thread_belongs_to_one_athlete(client, as_thea, ana, ben, tom):
    write(as_thea, ana)
    client.force_login(ben.user, backend="clinic.sign_in.auth.LinkBackend")
    assert SECRET not in client.get("/messages/").content.decode()
    assert mark_read(athlete=ben, by=ben.user, at=MONDAY) == 0
    client.force_login(tom, backend="clinic.sign_in.auth.StaffPasswordBackend")
    assert client.get(f"/admin/athletes/athlete/{ana.pk}/messages/").status_code == 404
    assert write(client, ana, "Mine now").status_code == 404
    assert Message.objects.count() == 1


def test_somebody_who_covers_writes_in_their_own_name(client, ana, tom, as_ana):
    let_cover(ana, tom)
    client.force_login(tom, backend="clinic.sign_in.auth.StaffPasswordBackend")
    write(client, ana)
    assert "Tom Okoro wrote:" in as_ana.get("/").content.decode()


def test_text_is_text(as_thea, as_ana, ana):
    write(as_thea, ana, "<script>alert(1)</script>")
    assert "&lt;script&gt;" in as_ana.get("/").content.decode()
    assert "&lt;script&gt;" in as_ana.get("/messages/").content.decode()


def test_when_today_asks_for_the_week(as_ana, time_machine):
    time_machine.move_to(MONDAY + timedelta(days=6), tick=False)
    assert "How was your week?" not in as_ana.get("/").content.decode()
    time_machine.move_to(MONDAY + timedelta(days=6, hours=8), tick=False)
    assert "How was your week?" in as_ana.get("/").content.decode()
    as_ana.post("/check-in/", {"changed": "0"})
    assert "How was your week?" not in as_ana.get("/").content.decode()
