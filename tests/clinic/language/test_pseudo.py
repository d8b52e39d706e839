"""The made-up language: foreign letters around everything that a program reads."""

from __future__ import annotations

import pytest

from clinic.language.pseudo import pseudo


@pytest.mark.parametrize(
    ("message", "foreign"),
    [
        ("Today", "⟦Ţóóđááý⟧"),
        ("%(count)s sets of {name}", "⟦%(count)s šééţš óóƒ {name}⟧"),
        (
            'Read <a href="/a/">this</a>&nbsp;now',
            '⟦Ŕééááđ <a href="/a/">ţĥííš</a>&nbsp;ñóóŵ⟧',
        ),
        ("\n  Two lines\n", "\n  ⟦Ţŵóó ļííñééš⟧\n"),
        ("100%% of %s at %.1f", "⟦100%% óóƒ %s ááţ %.1f⟧"),
        ("", ""),
    ],
)
def test_only_words_become_foreign(message, foreign):
    assert pseudo(message) == foreign


def test_it_is_about_a_third_longer():
    message = "Strength sessions that fit between your runs, chosen by your physical therapist."
    assert 1.25 < len(pseudo(message)) / len(message) < 1.45
