"""The one error of the shorthand: what it says, and that it keeps what was typed."""

from __future__ import annotations

import pytest

from programs.rules.prescription.errors import ShorthandError


def test_the_error_quotes_the_token_with_what_to_write_instead():
    error = ShorthandError("rpe", "@11", "give effort from 1 to 10")
    assert str(error) == "“@11”: give effort from 1 to 10"
    assert (error.part, error.text, error.hint) == ("rpe", "@11", "give effort from 1 to 10")


def test_it_is_a_value_error_so_that_forms_may_catch_it_as_one():
    with pytest.raises(ValueError, match="give effort"):
        raise ShorthandError("rpe", "@11", "give effort from 1 to 10")
