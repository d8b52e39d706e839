"""The page of roles is what the policy says, and no row of the policy is the same for an owner and for a stranger."""

from __future__ import annotations

from pathlib import Path

from .policy import TABLE
from .roles_page import WORDS, page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "compliance" / "roles.md"


def test_the_page_is_current():
    assert PAGE.read_text() == page(), "python -m tests.access.roles_page > docs/compliance/roles.md"


def test_every_status_of_the_policy_has_a_word():
    statuses = {status for row in TABLE.rows for status in row.expected.values()}
    assert statuses <= WORDS.keys()


#: Addresses of what belongs to nobody in care (the library, the clinic's own texts), of those who hold a token, and of
#: what goes by role alone.
OF_NOBODY = (
    "admin/programs/exercise/", "admin/programs/equipment/", "admin/programs/caution/", "admin/programs/threshold/",
    "admin/athletes/messagetemplate/", "admin/athletes/billingcode/", "figures/", "in/", "join/", "unsubscribe/",
    "admin/athletes/erasure/", "admin/athletes/user/", "admin/clinic/accesslog/", "admin/athletes/discoverycall/",
)  # fmt: skip
#: Asked with keys in the query: who is a stranger gets the page without them, as the walk sees by the canary.
WITHOUT_THEM = ("admin/athletes/enrollment/prescribed/", "admin/r/")
NOT_FOR_ANYBODY = {302, 403, 405}


def test_where_an_address_names_somebody_s_row_a_stranger_is_answered_otherwise():
    """The athlete's own row as another athlete, or the therapist's as another one."""
    same = []
    for row in TABLE.rows:
        told = row.expected
        is_for_somebody = not {told["ana"], told["thea"], told["carla"]} <= NOT_FOR_ANYBODY
        is_told_apart = told["ana"] != told["ben"] or told["thea"] != told["tom"]
        if (
            "{" in row.path
            and is_for_somebody
            and not row.route.startswith(OF_NOBODY + WITHOUT_THEM)
            and not is_told_apart
        ):
            same.append(row.name)
    assert same == []
