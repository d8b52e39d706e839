"""docs/compliance/roles.md, made of the access policy: ``python -m tests.access.roles_page`` prints it."""

from __future__ import annotations

import sys

from .policy import PRINCIPALS, TABLE, Row

PEOPLE = {
    "ana": "the athlete herself",
    "anonymous": "nobody is signed in",
    "ben": "an athlete of another therapist",
    "thea": "the athlete's therapist",
    "cora": "a therapist who covers the athlete today",
    "tom": "a therapist of another caseload, whose cover ended yesterday and begins again tomorrow",
    "carla": "a clinic admin",
    "gone": "a covering therapist who was deactivated, with a session that is still alive",
    "halfway": "a covering therapist between password and second factor",
}
HEAD = """# Roles and who may do what

Made of the access policy by `python -m tests.access.roles_page`; do not edit. `tests/access/test_policy.py` asks every
line as everybody, on the things of one athlete, and compares what is stored before and after; a route without a line is
red. `tests/access/test_mutants.py` switches rights off one by one, `test_guard_sites.py` every place in the code that
asks who may see a row: each time a line must be answered otherwise. `test_roles_page.py` keeps this page current.

| who | is |
|---|---|
{people}

`yes` is an answer, `form` a refused form (what is posted is wrong on purpose, and whoever may post is told so), `moved`
leads elsewhere (to a sign-in, to a page of one's own, or on after an act), `no` is not allowed, `-` is not there: a
stranger's row and one that does not exist read the same.
"""
WORDS = {
    200: "yes",
    204: "yes",
    301: "moved",
    302: "moved",
    400: "form",
    401: "no",
    403: "no",
    404: "-",
    405: "-",
    409: "form",
    422: "form",
}


def page() -> str:
    people = "\n".join(f"| {name} | {PEOPLE[name]} |" for name in PRINCIPALS)
    parts = [HEAD.format(people=people)]
    for title, rows in areas().items():
        parts.append(
            f"\n## {title}\n\n| address | " + " | ".join(PRINCIPALS) + " |\n|---" + "|---" * len(PRINCIPALS) + "|\n"
        )
        parts += map(line, rows)
    return "".join(parts)


def areas() -> dict[str, list[Row]]:
    """The rows by where they stand, in their order."""
    found: dict[str, list[Row]] = {}
    for row in TABLE.rows:
        found.setdefault(area_of(row.route), []).append(row)
    return found


def area_of(route: str) -> str:
    if route.startswith(("api/", "fhir/")):
        return "The API"
    if route.startswith("admin/"):
        return "The desk of the staff"
    if route.startswith(("staff/", "sign-", "in/")):
        return "Signing in"
    return "Pages of athletes, and those of everybody"


def line(row: Row) -> str:
    words = [WORDS.get(row.expected[name], str(row.expected[name])) for name in PRINCIPALS]
    address = row.route.replace("|", "\\|")
    return f"| {row.method} `/{address}` | " + " | ".join(words) + " |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
