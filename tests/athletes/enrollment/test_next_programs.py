"""A program that waits for another one: when it begins, what becomes of the one before, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from athletes.enrollment.next_programs import begin_due, begin_next, begin_now, end_program
from athletes.enrollment.plan_changes import shift_remaining
from athletes.enrollment.prescribing import PrescribedTwiceError, drop_upcoming, letter_of, prescribe
from athletes.errors import RefusedError
from athletes.models import EnrollmentStatus, MailKind
from athletes.tasks import sweep_flags
from programs.models import Program
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)


@pytest.fixture
def next_template(db) -> Program:
    return Program.objects.get(slug="half-marathon-12")


def after_it(ana, template, thea, **changes):
    values = {"starts_on": MONDAY.date(), "weekdays": (0, 3), "by": thea, "at": MONDAY, "is_after_running": True}
    return prescribe(athlete=ana, template=template, **values | changes)


def test_after_it_takes_nothing_from_the_program_that_runs(ana, thea, enrollment, next_template):
    before = list(enrollment.sessions.values_list("pk", "planned_on"))
    waiting = after_it(ana, next_template, thea)
    assert waiting.status == EnrollmentStatus.UPCOMING
    assert waiting.starts_on == enrollment.ends_on + 2 * DAY
    assert not waiting.sessions.exists()
    assert letter_of(waiting) is None
    assert list(enrollment.sessions.values_list("pk", "planned_on")) == before
    assert ana.enrollments.active().get() == enrollment


def test_it_begins_by_itself_when_the_one_before_has_ended(ana, thea, enrollment, next_template):
    waiting = after_it(ana, next_template, thea)
    last = MONDAY + (enrollment.ends_on - MONDAY.date())
    assert begin_due(last) == 0  # its last day is still on
    sweep_flags((last + DAY).isoformat())
    waiting.refresh_from_db()
    enrollment.refresh_from_db()
    assert (enrollment.status, waiting.status) == (EnrollmentStatus.FINISHED, EnrollmentStatus.ACTIVE)
    first = waiting.sessions.order_by("planned_on").first()
    assert first.planned_on >= enrollment.ends_on + 2 * DAY
    assert waiting.sessions.count() == 23
    assert begin_due(last + DAY + HOUR) == 0


def test_it_moves_with_the_program_before_it(ana, thea, enrollment, next_template):
    waiting = after_it(ana, next_template, thea)
    shift_remaining(enrollment=enrollment, on=MONDAY.date() + 21 * DAY, at=MONDAY)
    enrollment.refresh_from_db()
    ends_at = MONDAY + (enrollment.ends_on - MONDAY.date())
    assert begin_due(ends_at - 5 * DAY) == 0
    assert begin_due(ends_at + DAY) == 1
    waiting.refresh_from_db()
    assert waiting.starts_on == enrollment.ends_on + 2 * DAY


def test_instead_of_it_from_a_later_day_keeps_what_lies_before(ana, thea, enrollment, next_template):
    on = MONDAY.date() + 14 * DAY
    waiting = after_it(ana, next_template, thea, starts_on=on, is_after_running=False)
    enrollment.refresh_from_db()
    assert enrollment.status == EnrollmentStatus.ACTIVE  # until then it is followed
    assert enrollment.sessions.count() == 4
    assert enrollment.ends_on < on
    assert waiting.status == EnrollmentStatus.UPCOMING
    begin_due(MONDAY + 14 * DAY)
    waiting.refresh_from_db()
    assert waiting.sessions.order_by("planned_on").first().planned_on == on


def test_instead_of_it_today_begins_at_once(ana, thea, enrollment, next_template):
    begun = after_it(ana, next_template, thea, is_after_running=False)
    enrollment.refresh_from_db()
    assert (enrollment.status, begun.status) == (EnrollmentStatus.FINISHED, EnrollmentStatus.ACTIVE)
    assert begun.sessions.count() == 23


def test_it_waits_while_training_is_stopped(ana, thea, enrollment, next_template):
    after_it(ana, next_template, thea)
    ana.stopped_at = MONDAY
    ana.save()
    assert begin_due(MONDAY + 200 * DAY) == 0
    ana.stopped_at = None
    ana.save()
    assert begin_due(MONDAY + 200 * DAY) == 1


def test_ending_the_program_in_a_stop_begins_nothing(ana, thea, enrollment, next_template):
    after_it(ana, next_template, thea)
    ana.stopped_at = MONDAY
    ana.save()
    assert end_program(enrollment=enrollment, at=MONDAY) is None
    assert ana.enrollments.upcoming().exists()


def test_ending_the_program_begins_what_waits(ana, thea, enrollment, next_template):
    waiting = after_it(ana, next_template, thea)
    end_program(enrollment=enrollment, at=MONDAY + 7 * DAY)
    waiting.refresh_from_db()
    assert waiting.status == EnrollmentStatus.ACTIVE
    assert ana.enrollments.active().get() == waiting


def test_nothing_begins_where_nothing_waits(ana, enrollment):
    assert begin_next(athlete=ana, at=MONDAY) is None
    assert end_program(enrollment=enrollment, at=MONDAY) is None


def test_it_can_begin_today_or_not_at_all(ana, thea, enrollment, next_template):
    waiting = after_it(ana, next_template, thea)
    program = waiting.program
    drop_upcoming(enrollment=waiting)
    assert not Program.objects.filter(pk=program.pk).exists()
    again = after_it(ana, next_template, thea, at=MONDAY + HOUR)
    begin_now(enrollment=again, at=MONDAY + HOUR)
    enrollment.refresh_from_db()
    assert enrollment.status == EnrollmentStatus.FINISHED
    for verb in (lambda: drop_upcoming(enrollment=again), lambda: begin_now(enrollment=again, at=MONDAY)):
        with pytest.raises(RefusedError):
            verb()


def test_a_second_one_takes_the_place_of_the_one_that_waits(ana, thea, enrollment, next_template, base_template):
    first = after_it(ana, next_template, thea)
    with pytest.raises(PrescribedTwiceError):
        after_it(ana, next_template, thea, at=MONDAY + timedelta(seconds=5))
    second = after_it(ana, base_template, thea, at=MONDAY + HOUR)
    assert list(ana.enrollments.upcoming()) == [second]
    assert not Program.objects.filter(pk=first.program_id).exists()


@pytest.mark.parametrize(
    ("has_signed_in", "wants_mail", "kind"),
    [(False, True, MailKind.INVITE), (True, True, MailKind.NEXT_WEEKS), (True, False, None)],
)
def test_the_letter_fits_who_gets_it(ana, thea, base_template, has_signed_in, wants_mail, kind):
    ana.user.last_login = timezone.now() if has_signed_in else None
    ana.user.save()
    ana.wants_reminders = wants_mail
    ana.save()
    enrollment = after_it(ana, base_template, thea)
    letter = letter_of(enrollment)
    assert (letter.kind if letter else None) == kind
