"""Pain that waits for a decision: who covers is told after two working days, the clinic admins after two more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from athletes.desk import actions
from athletes.evaluation import escalating
from athletes.evaluation.escalating import escalate
from athletes.models import FlagAct, Mail, MailKind
from tests.doing import hurt, train
from tests.people import MONDAY, let_cover

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def told() -> list[str]:
    urgent = Mail.objects.filter(kind=MailKind.URGENT).order_by("planned_at", "pk")
    return [mail.recipient.email.partition("@")[0] for mail in urgent]


@pytest.fixture
def out(ana, carla, weeks):
    """Nine of ten in the knee on Monday: what loads it is out until the therapist has decided."""
    train(weeks[0], ana, MONDAY)
    hurt(ana, 9, session=weeks[0])


def test_who_covers_is_told_after_two_working_days_and_then_the_clinic(ana, tom, out):
    let_cover(ana, tom)
    for days, people in ((2, []), (3, ["tom"]), (3, ["tom"]), (6, ["tom"]), (7, ["tom", "carla"])):
        escalate(MONDAY + days * DAY)  # the fifth and sixth day are a weekend
        assert told() == people
    acts = FlagAct.objects.filter(kind=FlagAct.Kind.TOLD_OTHERS).order_by("at")
    assert [act.note for act in acts] == ["Tom Okoro", "Carla Ruiz"]


def test_where_nobody_covers_the_clinic_is_told_first(ana, out):
    escalate(MONDAY + 3 * DAY)
    assert told() == ["carla"]


def test_what_was_decided_or_put_off_is_told_to_nobody(ana, thea, out):
    actions.put_off(athlete=ana, until=MONDAY + 4 * DAY, by=thea, at=MONDAY)
    escalate(MONDAY + 3 * DAY)
    assert told() == []
    actions.leave_as_it_is(athlete=ana, by=thea, at=MONDAY + 4 * DAY)
    escalate(MONDAY + 14 * DAY)
    assert told() == []


def test_pain_that_the_rules_deal_with_alone_waits_for_nobody(ana, carla, weeks):
    train(weeks[0], ana, MONDAY)
    hurt(ana, 4, session=weeks[0])
    escalate(MONDAY + 14 * DAY)
    assert told() == []


def test_one_problem_is_one_mail_whatever_it_tripped(ana, carla, weeks):
    """Pain, rising mornings and discomfort that stays of one knee were three urgent mails at once."""
    train(weeks[0], ana, MONDAY)
    for days in (0, 1, 2):
        hurt(ana, 8, days=days)
    assert ana.flags.open().count() > 1
    escalate(MONDAY + 6 * DAY)
    assert told() == ["carla"]


def test_of_an_athlete_who_left_nobody_is_told(ana, out):
    ana.user.is_active = False
    ana.user.save()
    escalate(MONDAY + 14 * DAY)
    assert told() == []


def test_a_sweep_beside_another_reads_again_what_was_told(ana, tom, out, monkeypatch):
    """The second had read its flags before the first told anybody: the admins were passed over."""
    let_cover(ana, tom)
    stale = list(escalating._undecided(MONDAY + 3 * DAY))
    escalate(MONDAY + 3 * DAY)
    monkeypatch.setattr(escalating, "_undecided", lambda at: stale)
    escalate(MONDAY + 3 * DAY)
    assert FlagAct.objects.filter(kind=FlagAct.Kind.TOLD_OTHERS).count() == 1


def test_what_was_put_off_waits_anew_from_the_day_it_came_back(ana, tom, thea, out):
    let_cover(ana, tom)
    actions.put_off(athlete=ana, until=MONDAY + 7 * DAY, by=thea, at=MONDAY)
    for days, people in ((7, []), (9, []), (10, ["tom"])):
        escalate(MONDAY + days * DAY + timedelta(minutes=5))
        assert told() == people


def test_a_place_that_the_rules_deal_with_alone_is_not_told_of_for_another(ana, carla, thea, out):
    hurt(ana, 4, region="calf")
    actions.leave_as_it_is(athlete=ana, subject="pain:knee:left", by=thea, at=MONDAY + DAY)
    escalate(MONDAY + 14 * DAY)
    assert told() == []
