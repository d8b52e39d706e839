"""What goes by time alone, counted before and after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session as BrowserSession

from athletes.enrollment.leaving.forgetting import count_what_is_over, forget_what_is_over
from athletes.models import AthleteImport, DiscoveryCall
from tests.people import MONDAY

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def _one_of_each(thea):
    DiscoveryCall.objects.create(name="Pia", email="pia@elsewhere.example", story="-", times="-", asked_at=MONDAY)
    for days in (0, 400):
        when = MONDAY + days * DAY
        AthleteImport.objects.create(owner=thea, file_name="a.csv", uploaded_at=when, changed_at=when, rows=[])
        BrowserSession.objects.create(session_key=f"key-{days}", session_data="", expire_date=when + DAY)


@pytest.mark.usefixtures("_one_of_each")
def test_what_would_go_is_what_goes_and_the_rest_stays():
    over = MONDAY + 400 * DAY
    counted = count_what_is_over(over)
    assert list(counted.values()) == [1, 1, 1, 0, 0, 0]
    assert (DiscoveryCall.objects.count(), AthleteImport.objects.count(), BrowserSession.objects.count()) == (1, 2, 2)
    assert forget_what_is_over(over) == counted
    assert (DiscoveryCall.objects.count(), AthleteImport.objects.count(), BrowserSession.objects.count()) == (0, 1, 1)
    assert sum(forget_what_is_over(over).values()) == 0
