"""What staff choose is no word that everybody would try first."""

from __future__ import annotations

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from athletes.models import User

NORA = User(email="nora.quist@stridewell.example", name="Nora Quist")


@pytest.mark.parametrize("password", ["Stridewell2026!", "HarborPT-2027", "runner-runner-runner", "TherapyTherapist1"])
def test_words_of_the_clinic_and_of_the_trade_do_not_count(settings, password):
    settings.CLINIC = {"name": "Harbor Running PT", "address": "12 Harbor Street, Boston, MA"}
    with pytest.raises(ValidationError, match="Besides the clinic"):
        validate_password(password, NORA)


@pytest.mark.parametrize("password", ["nora quist 12", "Nora-Quist-Nora"])
def test_ones_own_name_is_refused(password):
    with pytest.raises(ValidationError, match="too similar to the name"):
        validate_password(password, NORA)


@pytest.mark.parametrize(
    "password", ["nine quiet lighthouses", "stridewell nine quiet lights", "ü" * 3 + " 37 kühe grasen", "x7" * 40]
)
def test_anything_else_of_twelve_characters_is_taken_whatever_it_is_made_of(password):
    validate_password(password, NORA)


@pytest.mark.parametrize("password", ["short 7 x", "passwordpassword", "1qaz2wsx3edc"])
def test_what_is_short_or_common_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, NORA)
