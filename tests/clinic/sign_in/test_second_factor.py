"""Who needs a second factor, and who has lost it."""

from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import CommandError, call_command

from athletes.models import User
from clinic.audit.words import deed_of
from clinic.models import AccessLog
from clinic.sign_in.second_factor import needs_second_factor

pytestmark = pytest.mark.django_db


def test_staff_need_one_and_athletes_do_not(thea, ana, settings):
    settings.STAFF_SECOND_FACTOR = True
    assert needs_second_factor(thea)
    assert not needs_second_factor(ana.user)
    TOTP.activate(thea, "JBSWY3DPEHPK3PXP")
    assert not needs_second_factor(thea)


def test_who_has_lost_it_begins_anew_with_a_new_password(thea, as_thea, settings):
    settings.STAFF_SECOND_FACTOR = True
    TOTP.activate(thea, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(thea)
    assert as_thea.get("/admin/").status_code == 200
    call_command("forget_second_factor", thea.email.upper())
    assert as_thea.get("/admin/").url == "/admin/login/?next=/admin/"
    stored = User.objects.get(pk=thea.pk)
    assert needs_second_factor(stored)
    assert not stored.has_usable_password()
    assert deed_of(AccessLog.objects.latest("id")) == "ended every session because the second factor was lost"


@pytest.mark.parametrize("email", ["ana@stridewell.example", "nobody@stridewell.example"])
def test_nobody_else_has_one_to_lose(ana, email):
    with pytest.raises(CommandError, match="nobody on the staff"):
        call_command("forget_second_factor", email)
