"""Mail in words: what the ledger says of a row, and what an athlete reads about the next weekly mail."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from athletes.mail.loop import tick
from athletes.mail.planner import plan_mail
from athletes.mail.preferences import pause, stop
from athletes.models import Mail, MailKind, MailReason, MailState
from athletes.wording.mail import REASONS, next_mail_words, occasion_words, reason_words
from tests.athletes.mail.ledger import ask_for_erasure, stop_training
from tests.people import MONDAY

WEEK = timedelta(days=7)
LONGEST_CODE = Mail._meta.get_field("reason").max_length


def test_every_reason_has_words_of_its_own_and_no_words_are_left_over():
    assert set(REASONS) == set(MailReason)
    assert len({str(words) for words in REASONS.values()}) == len(MailReason)


@pytest.mark.parametrize("reason", MailReason)
def test_a_code_fits_the_column_and_is_not_what_people_read(reason):
    assert len(f"{reason}:599") <= LONGEST_CODE
    assert "_" not in reason_words(reason)


@pytest.mark.parametrize(
    ("stored", "said"),
    [
        ("", ""),
        ("training_stopped", "training stopped"),
        ("nobody_flagged", "no one needs a look"),
        ("relay_said:451", "relay said 451"),
        ("a code of next year", "a code of next year"),
    ],
)
def test_what_is_stored_is_read_as_words(stored, said):
    assert reason_words(stored) == said


@pytest.mark.django_db
def test_the_ledger_shows_words_in_the_list_and_in_the_row(as_carla, thea):
    mail = plan_mail(thea, MailKind.URGENT, occasion="1", at=MONDAY, window=WEEK)
    Mail.objects.update(state=MailState.SKIPPED, reason=MailReason.TRAINING_STOPPED)
    for path in ("/admin/athletes/mail/", f"/admin/athletes/mail/{mail.pk}/change/"):
        page = as_carla.get(path).content.decode()
        assert "training stopped" in page
        assert "training_stopped" not in page


@pytest.mark.django_db
def test_the_next_mail_is_said_in_the_athletes_own_time(enrollment, ana):
    ana.refresh_from_db()
    said = date_format(ana.reminder_due_at.astimezone(ana.tzinfo), "g:i a")
    assert "p.m." in said
    assert next_mail_words(ana, MONDAY) == f"The next weekly mail comes on Wednesday, November 4 at {said}"
    wednesday = MONDAY + timedelta(days=2, hours=11)
    tick(wednesday)
    assert next_mail_words(ana, wednesday) == f"The next weekly mail comes on Sunday, November 8 at {said}"
    ana.sessions.all().delete()
    assert next_mail_words(ana, MONDAY) == "The weekly mail comes on the day before the first session of a week."


@pytest.mark.django_db
def test_without_a_program_it_says_why_none_comes(ana):
    assert next_mail_words(ana, MONDAY) == "No weekly mail without a program."


@pytest.mark.django_db
def test_a_pause_and_a_stop_are_said_instead(enrollment, ana):
    ana.refresh_from_db()
    pause(ana, weeks=2, at=MONDAY)
    assert next_mail_words(ana, MONDAY).startswith("Paused. The next weekly mail comes on Wednesday, November 18")
    stop(ana)
    assert next_mail_words(ana, MONDAY) == "The weekly mail is off."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (stop_training, "No weekly mail while training is stopped."),
        (ask_for_erasure, "No weekly e-mail while the request to erase everything is open."),
    ],
)
def test_settings_and_the_record_say_that_none_comes_and_why(enrolled, as_ana, as_thea, time_machine, happens, said):
    time_machine.move_to(MONDAY + timedelta(hours=1), tick=False)
    happens(enrolled)
    assert said in as_ana.get("/settings/").text
    assert said in as_thea.get(f"/admin/athletes/athlete/{enrolled.pk}/change/").text


@pytest.mark.django_db
def test_who_has_turned_the_weekly_mail_off_reads_that_first(enrolled, as_ana):
    stop(enrolled)
    stop_training(enrolled)
    assert "The weekly mail is off." in as_ana.get("/settings/").text


@pytest.mark.parametrize(
    ("occasion", "words"),
    [
        ("2026-W47", "week of Nov 16"),
        ("2026-11-28", "Sat, Nov 28"),
        ("2026-11-29T01:30:00+00:00", "Sat, Nov 28"),  # by the clinic's clock
        ("46559c17-eafe-5836-9438-3a2b7c494e00", ""),
        ("enrollment-12", ""),
    ],
)
def test_what_a_mail_is_about_is_a_day_or_a_week_and_never_a_key(occasion, words):
    assert occasion_words(occasion) == words
