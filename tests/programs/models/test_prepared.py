"""A prepared question answers as the queryset itself would, whatever its values, and refuses what would grow old."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from athletes.models import Flag, Session, User
from programs.models import Exercise
from programs.models.prepared import NotPreparableError, prepared

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 4)
AT = datetime(2026, 11, 4, 12, tzinfo=UTC)


def exercises_named(*, slugs: list[str], status: str) -> QuerySet[Exercise]:
    return Exercise.objects.filter(slug__in=slugs, status=status).select_related("easier").order_by("slug")


def sessions_around(*, athlete: int, day: date, opened: datetime, key: UUID) -> QuerySet[Session]:
    rows = Session.objects.filter(athlete=athlete, planned_on__range=(day - timedelta(days=2), day))
    return rows.exclude(pk=key) | Session.objects.filter(athlete=athlete, opened_at__gt=opened)


def test_it_answers_as_the_queryset_does_whatever_the_values(base_template):
    ask = prepared(exercises_named)
    every = list(Exercise.objects.order_by("slug").values_list("slug", flat=True))
    assert len(every) > 3
    for slugs in (every[:2], every[1:3], every[:1], every[:3], []):
        found = ask(slugs=slugs, status="published")
        assert found == list(exercises_named(slugs=slugs, status="published"))
    for row, plain in zip(
        ask(slugs=every[:2], status="published"), exercises_named(slugs=every[:2], status="published"), strict=True
    ):
        assert vars(row).keys() == vars(plain).keys()
        assert row.easier == plain.easier


def test_days_hours_and_keys_stand_in_it_as_they_are_passed(ana, enrollment):
    ask = prepared(sessions_around)
    first, second, *_ = ana.sessions.order_by("planned_on")
    for day in (first.planned_on, second.planned_on, first.planned_on + timedelta(days=1)):
        for key in (first.pk, uuid4()):
            values = {"athlete": ana.pk, "day": day, "opened": AT, "key": key}
            assert set(ask(**values)) == set(sessions_around(**values))


def test_the_second_time_nothing_is_put_together(ana, django_assert_num_queries):
    built = []

    @prepared
    def named(*, key: int) -> QuerySet[User, tuple[str, bool]]:
        built.append(key)
        has_flags = Exists(Flag.objects.filter(athlete=OuterRef("pk")))
        return User.objects.filter(pk=key).annotate(has_flags=has_flags).values_list("name", "has_flags")

    with django_assert_num_queries(1):
        assert named(key=ana.pk) == [(ana.user.name, False)]
    before = len(built)
    with django_assert_num_queries(1):
        assert named(key=ana.pk) == [(ana.user.name, False)]
    assert named(key=0) == []
    assert len(built) == before


def test_none_true_and_false_are_questions_of_their_own(ana):
    @prepared
    def people(*, is_active: bool, since: datetime | None) -> QuerySet[User]:
        rows = User.objects.filter(is_active=is_active)
        return rows if since is None else rows.filter(joined_at__gt=since)

    everybody = set(User.objects.all())
    assert set(people(is_active=True, since=None)) == everybody
    assert people(is_active=False, since=None) == []
    assert people(is_active=True, since=datetime(2100, 1, 1, tzinfo=UTC)) == []


def of_that_week(*, day: date) -> QuerySet[Session]:
    return Session.objects.filter(planned_on=day - timedelta(days=day.weekday()))


def of_today(*, key: int) -> QuerySet[Session]:
    return Session.objects.filter(athlete=key, planned_on=DAY)


def since_an_hour(*, key: int) -> QuerySet[Session]:
    return Session.objects.filter(athlete=key, opened_at__gt=AT)


def so_many(*, count: int) -> QuerySet[Session]:
    return Session.objects.all()[:count]


def found_by(*, part: str) -> QuerySet[User]:
    return User.objects.filter(name__contains=part)


def forgotten(*, key: int, day: date) -> QuerySet[Session]:
    return Session.objects.filter(athlete=key)


@pytest.mark.parametrize(
    ("build", "values"),
    [
        (of_that_week, {"day": DAY}),
        (of_today, {"key": 1}),
        (since_an_hour, {"key": 1}),
        (so_many, {"count": 3}),
        (found_by, {"part": "An"}),
        (forgotten, {"key": 1, "day": DAY}),
    ],
)
def test_what_would_not_hold_for_other_values_or_other_days_is_refused(build, values):
    with pytest.raises(NotPreparableError):
        prepared(build)(**values)


def test_a_connection_of_another_thread_is_asked_there(ana):
    """What was put together keeps no connection: each call takes the one of its own thread."""
    ask = prepared(of_key)
    ask(key=ana.pk)
    (statement,) = ask._statements.values()
    assert statement.compiler.connection is None
    assert ask(key=ana.pk) == [ana.user]
    assert connection.vendor in {key[0] for key in ask._statements}


def of_key(*, key: int) -> QuerySet[User]:
    return User.objects.filter(pk=key)


def test_none_in_a_list_is_a_question_of_its_own(base_template):
    """``IN`` leaves None out: as many in a list are not as many in the statement."""

    @prepared
    def with_slugs(*, slugs: list[str | None]) -> QuerySet[Exercise, str]:
        return Exercise.objects.filter(slug__in=slugs).order_by("slug").values_list("slug", flat=True)

    first, second = Exercise.objects.order_by("slug").values_list("slug", flat=True)[:2]
    assert with_slugs(slugs=[first, None]) == [first]
    assert with_slugs(slugs=[first, second]) == [first, second]
