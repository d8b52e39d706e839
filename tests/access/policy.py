"""The access policy: every route and method, for everybody, on Ana's things.

A row says what each principal gets when they ask for something of Ana's. Rows are checked for
completeness against the URL resolver: a route without a row is red, and so is a row without a route.

Principals
  anonymous   nobody is signed in
  ana         the athlete herself
  ben         an athlete of another therapist
  thea        Ana's therapist
  cora        covers Ana
  tom         another therapist: covered Ana until yesterday, and will again from tomorrow
  carla       clinic admin
  gone        a covering therapist who was deactivated, with a live session
  halfway     a covering therapist without a second factor
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PRINCIPALS = ("ana", "anonymous", "ben", "thea", "cora", "tom", "carla", "gone", "halfway")
CARE = ("thea", "cora", "carla")
STAFF = (*CARE, "tom")
ALL_METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Row:
    """One route and method. path may hold {session}, {athlete} ...; expected gives a status for each principal."""

    route: str
    method: str
    path: str
    expected: dict[str, int]
    body: dict[str, str] | None = None
    json: dict[str, object] | None = None
    unknown_path: str = ""
    """The same address with an id that nobody has: strangers must get the same answer."""
    writes: frozenset[str] = frozenset()
    """Who is sent on after an act that took place: for everybody else a redirect changes nothing."""

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"


def who(default: int, **groups: int | dict[str, int]) -> dict[str, int]:
    """A status for each principal: a default, then by group or name."""
    members = {"staff": STAFF, "care": CARE, "athletes": ("ana", "ben"), "half": ("gone", "halfway")}
    statuses = dict.fromkeys(PRINCIPALS, default)
    for group, status in groups.items():
        for name in members.get(group, (group,)):
            statuses[name] = int(status)
    return statuses


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)

    def add(self, route: str, path: str, *, get: dict[str, int] | None = None, **others: Any) -> None:
        """One route; get= and post= and put= give the statuses of that method."""
        unknown = str(others.pop("unknown", ""))
        body = others.pop("body", None)
        json = others.pop("json", None)
        writes = frozenset(others.pop("writes", ()))
        for method, expected in {"GET": get, **{name.upper(): value for name, value in others.items()}}.items():
            if expected is not None:
                sent = {} if method == "GET" else {"body": body, "json": json, "writes": writes}
                self.rows.append(Row(route, method, path, expected, unknown_path=unknown, **sent))


TABLE = Table()
add = TABLE.add

NIL = "00000000-0000-4000-8000-000000000000"

EVERYBODY = who(200)
add("service-worker.js", "/service-worker.js", get=EVERYBODY)
add("manifest.webmanifest", "/manifest.webmanifest", get=EVERYBODY)
add("offline/", "/offline/", get=EVERYBODY)
add("robots.txt", "/robots.txt", get=EVERYBODY)
add(".well-known/security.txt", "/.well-known/security.txt", get=EVERYBODY)
add("favicon.ico", "/favicon.ico", get=who(301))

# Asking for a call: everybody may, and a robot gets what everybody gets.
add("discovery-call/", "/discovery-call/", get=EVERYBODY, post=who(302), body={"name": ""})
add("discovery-call/thanks/", "/discovery-call/thanks/", get=EVERYBODY)

ATHLETES_POST = who(302)
add(
    "session/<uuid:session_id>/swap/",
    "/session/{session}/swap/",
    get=who(405),
    post=who(302, ben=404),
    body={"target": "{target}", "choice": "keep"},
    writes=("ana",),
)
add(
    "session/<uuid:session_id>/short/",
    "/session/{session}/short/",
    get=who(405),
    post=who(302, ben=404),
    body={"do": "restore"},
    writes=("ana",),
    unknown=f"/session/{NIL}/short/",
)
add("morning/", "/morning/", get=who(302), post=ATHLETES_POST, body={"score": "3"})

add("calendar/<str:token>.ics", "/calendar/made-up.ics", get=who(404), unknown="/calendar/other.ics")
add("history/", "/history/", get=who(302, ana=200, ben=200))

add("runs/", "/runs/", get=who(302, athletes=200), post=who(302, athletes=422), body={"kind": "swim"})
add("messages/", "/messages/", get=who(302, athletes=200), post=who(302, athletes=422), body={"text": ""})
add("check-in/", "/check-in/", get=who(302, athletes=200), post=who(302, athletes=422), body={"changed": "9"})
add("runs/asked/", "/runs/asked/", get=who(302), post=who(302))
add("runs/upload/", "/runs/upload/", get=who(302), post=who(302, athletes=422), body={"file": ""})
add(
    "runs/<uuid:run_id>/",
    "/runs/{run}/",
    get=who(302, ana=200, ben=404),
    unknown=f"/runs/{NIL}/",
)
add("runs/<uuid:run_id>/", "/runs/{run}/", post=who(302, ana=422, ben=404), body={"kind": "swim"})

# Signing in and out. A signed-in person is sent on; who is not half signed in sees no second step.
SENT_ON = who(302, anonymous=200, gone=200)
add("sign-in/", "/sign-in/", get=SENT_ON, post=SENT_ON, body={"email": ""})
add("sign-in/code/", "/sign-in/code/", get=who(302), post=who(302))
add("sign-in/passkey/", "/sign-in/passkey/", get=who(200), post=who(422), body={"credential": "x"})
add("in/<str:token>/", "/in/{link}/", get=who(200), unknown="/in/invite-made-up/")
add("join/<str:token>/", "/join/{joining}/", get=who(200), post=who(422), body={"x": "x"})
add("sign-out/", "/sign-out/", get=who(200, anonymous=302, gone=302))
add("staff/sign-in/", "/staff/sign-in/", get=SENT_ON, post=SENT_ON, body={"login": "", "password": ""})
add("staff/sign-up/", "/staff/sign-up/", get=who(302), post=who(302))
NO_ATHLETE = who(200, athletes=302)
STAFF_ONLY = who(302, staff=200, halfway=200)
add(
    "staff/reauthenticate/", "/staff/reauthenticate/", get=who(302, thea=200, cora=200, tom=200, carla=200, halfway=200)
)
add("staff/inactive/", "/staff/inactive/", get=NO_ATHLETE)
add("staff/password/", "/staff/password/", get=STAFF_ONLY, post=STAFF_ONLY)
add("staff/password/set/", "/staff/password/set/", get=who(302))
add("staff/password/reset/", "/staff/password/reset/", get=NO_ATHLETE)
add("staff/password/reset/done/", "/staff/password/reset/done/", get=NO_ATHLETE)
add(
    "staff/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
    "/staff/password/reset/key/1-made-up/",
    get=NO_ATHLETE,
)
add("staff/password/reset/key/done/", "/staff/password/reset/key/done/", get=NO_ATHLETE)
add("staff/sessions/", "/staff/sessions/", get=STAFF_ONLY, post=who(302))
add("staff/second-factor/", "/staff/second-factor/", get=STAFF_ONLY)
add("staff/second-factor/authenticate/", "/staff/second-factor/authenticate/", get=who(302))
add("staff/second-factor/reauthenticate/", "/staff/second-factor/reauthenticate/", get=who(302, staff=200))
# Only who signed in just now, or has no second factor yet, may set one up; everybody else confirms first.
add("staff/second-factor/totp/activate/", "/staff/second-factor/totp/activate/", get=who(302))
add("staff/second-factor/totp/deactivate/", "/staff/second-factor/totp/deactivate/", get=who(302, halfway=404))
add("staff/second-factor/recovery-codes/", "/staff/second-factor/recovery-codes/", get=who(302, staff=404, halfway=404))
add(
    "staff/second-factor/recovery-codes/generate/",
    "/staff/second-factor/recovery-codes/generate/",
    get=who(302),
)
add(
    "staff/second-factor/recovery-codes/download/",
    "/staff/second-factor/recovery-codes/download/",
    get=who(302, staff=404, halfway=404),
)

# The athlete's pages. Staff are sent to the admin; another athlete gets 404, as for an unknown id.
PAGE = who(200, anonymous=302, gone=302, staff=302, halfway=302)
OWN = who(302, ana=200, ben=404)
add("", "/", get=PAGE | {"anonymous": 200, "gone": 200})
add("session/<uuid:session_id>/", "/session/{session}/", get=OWN, unknown=f"/session/{NIL}/")
add(
    "session/<uuid:session_id>/",
    "/session/{session}/",
    post=who(302, ana=422, ben=404),
    body={"prescription": "x"},
    unknown=f"/session/{NIL}/",
)
add("session/<uuid:session_id>/pain/", "/session/{session}/pain/", get=OWN, unknown=f"/session/{NIL}/pain/")
add(
    "session/<uuid:session_id>/pain/",
    "/session/{session}/pain/",
    post=who(302, ana=422, ben=404),
    body={"score": "11"},
    unknown=f"/session/{NIL}/pain/",
)
add("session/<uuid:session_id>/finish/", "/session/{session}/finish/", get=OWN, unknown=f"/session/{NIL}/finish/")
add(
    "session/<uuid:session_id>/finish/",
    "/session/{session}/finish/",
    post=who(302, ana=422, ben=404),
    body={"session_rpe": "11"},
    unknown=f"/session/{NIL}/finish/",
)
add("program/", "/program/", get=PAGE)
add("program/print/", "/program/print/", get=PAGE)
add("settings/download/", "/settings/download/", get=PAGE)
add("settings/access-history/", "/settings/access-history/", get=PAGE)
add("warning-signs/", "/warning-signs/", get=PAGE, post=who(302, athletes=422), body={"region": "mars"})
add("pain/", "/pain/", get=PAGE, post=who(302, athletes=422), body={"region": "mars"})
WRONG_HOUR = {"reminder_weekday": 0, "reminder_hour": 3}
add("welcome/<slug:step>/", "/welcome/reminders/", get=PAGE, post=who(302, athletes=422), body=WRONG_HOUR)
ELSEWHERE = {"id": "33333333-3333-4333-8333-333333333333", "days_ago": 0, "minutes": 40, "session_rpe": "x"}
add("trained-elsewhere/", "/trained-elsewhere/", get=PAGE, post=who(302, athletes=422), body=ELSEWHERE)
add("could-not/", "/could-not/", get=PAGE, post=who(302, athletes=422), body={"kind": "x"})
add("progress/", "/progress/", get=PAGE)
add("schedule/", "/schedule/", get=PAGE, post=who(302, athletes=404), body={"do": "nothing"})
add("exercises/<slug:slug>/", "/exercises/split-squat/", get=PAGE)
add("session/<uuid:session_id>/add/", "/session/{session}/add/", get=OWN, unknown=f"/session/{NIL}/add/")
add("language/", "/language/", get=who(405), post=who(404, anonymous=302, gone=302), body={"language": "none"})
add("settings/", "/settings/", get=PAGE, post=who(302, ana=422, ben=422), body={"time_zone": "Mars/Base"})
NOWHERE = {"endpoint": "https://elsewhere.example/", "p256dh": "x", "auth": "x"}
add("settings/phones/", "/settings/phones/", get=who(405), post=who(302, athletes=422), body=NOWHERE)
add(
    "settings/phones/<int:device_id>/",
    "/settings/phones/{phone}/",
    get=who(405),
    post=who(302, ben=404),
    body={"do": "nothing"},
    unknown="/settings/phones/999999/",
)
add("settings/passkeys/", "/settings/passkeys/", get=PAGE, post=who(302, athletes=422), body={"credential": "x"})
add(
    "settings/passkeys/<int:passkey_id>/",
    "/settings/passkeys/{passkey}/",
    get=who(405),
    post=who(302, ben=404),
    body={"do": "nothing"},
    unknown="/settings/passkeys/999999/",
)
add("unsubscribe/<str:token>/", "/unsubscribe/{unsubscribe}/", get=who(200), unknown="/unsubscribe/made-up/")

# The API is the athlete's phone; nobody else gets personal data from it.
ATHLETES = who(403, ana=200, ben=200, anonymous=401, gone=401)
add("api/v1/me/", "/api/v1/me/", get=ATHLETES)
add("api/v1/exercises/", "/api/v1/exercises/", get=who(200, anonymous=401, gone=401, halfway=403))
add("api/v1/program/", "/api/v1/program/", get=ATHLETES | {"ben": 404})
add("api/v1/sessions/", "/api/v1/sessions/", get=ATHLETES)
OWN_API = who(403, ana=200, ben=404, anonymous=401, gone=401)
add(
    "api/v1/sessions/<uuid:session_id>/", "/api/v1/sessions/{session}/", get=OWN_API, unknown=f"/api/v1/sessions/{NIL}/"
)
add(
    "api/v1/sessions/<uuid:session_id>/",
    "/api/v1/sessions/{session}/",
    put=OWN_API,
    json={"header": {"rev": 1, "edit_id": NIL, "note": "changed by somebody"}},
)
add(
    "api/v1/pain-reports/<uuid:report_id>/",
    "/api/v1/pain-reports/{report}/",
    put=OWN_API,
    json={"score": 9, "region": "knee"},
)
add(
    "api/v1/exercise-notes/<slug:slug>/",
    "/api/v1/exercise-notes/split-squat/",
    put=ATHLETES,
    json={"text": "seat 4"},
)
add(
    "api/v1/runs/<uuid:run_id>/",
    "/api/v1/runs/{run}/",
    put=OWN_API,
    json={"kind": "long", "ran_on": "2026-11-02", "minutes": 99, "rev": 9, "edit_id": NIL},
)
add(
    "api/v1/check-ins/<uuid:check_in_id>/",
    "/api/v1/check-ins/{check_in}/",
    put=OWN_API,
    json={"week": "2026-W45", "changed": 3, "rev": 9, "edit_id": NIL},
)
# What the clinic's programs read. A session of staff opens it too; athletes have their own addresses.
STAFF_API = who(403, anonymous=401, gone=401, staff=200)
CARE_API = STAFF_API | {"tom": 404}
for listed in ("caseload", "athletes", "sessions", "problems", "programs"):
    add(f"api/v1/staff/{listed}/", f"/api/v1/staff/{listed}/", get=STAFF_API)
add(
    "api/v1/staff/athletes/<int:athlete_id>/",
    "/api/v1/staff/athletes/{athlete}/",
    get=CARE_API,
    unknown="/api/v1/staff/athletes/999999/",
)
add(
    "api/v1/staff/sessions/<uuid:session_id>/",
    "/api/v1/staff/sessions/{session}/",
    get=CARE_API,
    unknown=f"/api/v1/staff/sessions/{NIL}/",
)
add(
    "api/v1/staff/programs/<int:program_id>/",
    "/api/v1/staff/programs/{program}/",
    get=CARE_API,
    unknown="/api/v1/staff/programs/999999/",
)
# FHIR: what the server can is for everybody, and records for who may see them.
add("fhir/metadata", "/fhir/metadata", get=who(200))
add("fhir/Patient", "/fhir/Patient", get=STAFF_API)
for kind, key in (("CarePlan", "{enrollment}"), ("ServiceRequest", "{enrollment}-{target}")):
    part = "<int:enrollment_id>" if kind == "CarePlan" else "<int:enrollment_id>-<int:prescription_id>"
    missing = "999999" if kind == "CarePlan" else "999999-1"
    add(f"fhir/{kind}/{part}", f"/fhir/{kind}/{key}", get=CARE_API, unknown=f"/fhir/{kind}/{missing}")
for kind in ("CarePlan", "ServiceRequest", "Observation"):
    add(f"fhir/{kind}", f"/fhir/{kind}?patient={{athlete}}", get=CARE_API, unknown=f"/fhir/{kind}?patient=999999")
for rest in ("", "/$everything"):
    add(
        f"fhir/Patient/<int:athlete_id>{rest}",
        f"/fhir/Patient/{{athlete}}{rest}",
        get=CARE_API,
        unknown=f"/fhir/Patient/999999{rest}",
    )
add(
    "fhir/Observation/<slug:key>",
    "/fhir/Observation/pain-{report}",
    get=CARE_API,
    unknown=f"/fhir/Observation/pain-{NIL}",
)
PUBLIC = who(200)
SCHEMA = who(200, anonymous=401, gone=401, halfway=403)
add("api/v1/schema/", "/api/v1/schema/", get=SCHEMA)
add("api/v1/docs/", "/api/v1/docs/", get=SCHEMA)
add("healthz", "/healthz", get=PUBLIC)
add("readyz", "/readyz", get=PUBLIC)
add(
    "admin/athletes/mail/addresses/",
    "/admin/athletes/mail/addresses/",
    get=who(302, staff=403, carla=200),
    post=who(302, staff=403, carla=404),
    body={"user": "0"},
)
add("metrics", "/metrics", get=who(404))
add("mail-events/", "/mail-events/", get=who(405), post=who(404), body={"event": "bounce"})
add("dev/mail/", "/dev/mail/", get=who(404))

# The admin: nobody but staff with a second factor, and each row only for whom it is visible.
DESK = who(302, staff=200)
add("admin/", "/admin/", get=DESK)
add("admin/caseload/accept-all/", "/admin/caseload/accept-all/", get=who(302, staff=405), post=who(302))
add(
    "admin/caseload/undo/", "/admin/caseload/undo/", get=who(302, staff=405), post=who(302), writes=CARE
)  # takes back what the row above it, or a walk before this one, decided
add(
    "admin/caseload/<int:athlete_id>/",
    "/admin/caseload/{athlete}/",
    get=who(302, staff=405),
    post=who(302, tom=404),
    body={"do": "keep"},
    unknown="/admin/caseload/999999/",
)
FIRST_STEPS = {"get": who(302, staff=403, carla=200), "post": who(302, staff=403, carla=302), "writes": ("carla",)}
add("admin/first-steps/", "/admin/first-steps/", **FIRST_STEPS, body={"do": "test-mail"})
add("admin/report/", "/admin/report/?from=2026-10-01&until=2027-01-31", get=DESK)
add("admin/report/monitoring/", "/admin/report/monitoring/?until=2026-11-28", get=DESK)
add(
    "admin/athletes/athlete/<int:athlete_id>/monitoring/",
    "/admin/athletes/athlete/{athlete}/monitoring/",
    get=who(302, care=200, tom=404),
    unknown="/admin/athletes/athlete/999999/monitoring/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/mail/",
    "/admin/athletes/athlete/{athlete}/mail/",
    get=who(302, care=200, tom=404),
    unknown="/admin/athletes/athlete/999999/mail/",
)
add("admin/login/", "/admin/login/", get=who(302))
add("admin/logout/", "/admin/logout/", post=who(302))
add("admin/password_change/", "/admin/password_change/", get=DESK)
add("admin/password_change/done/", "/admin/password_change/done/", get=DESK)
add(
    "admin/autocomplete/",
    "/admin/autocomplete/?app_label=programs&model_name=exercise&field_name=easier&term=zzz",
    get=DESK,
)
add(
    "admin/caseload/reviewed/",
    "/admin/caseload/reviewed/",
    post=who(302),
    body={"athlete": "{athlete}", "upto": "2026-11-02T09:00:00-05:00"},
    writes=CARE,
)
add(
    "admin/caseload/message/",
    "/admin/caseload/message/?athlete={athlete}",
    get=who(302, care=200),
    post=who(302, care=422, tom=302),
    body={"athlete": "{athlete}", "text": ""},
)
for asked in ("get", "post"):
    add(
        "admin/athletes/user/<int:user_id>/hand-over/",
        "/admin/athletes/user/{therapist}/hand-over/",
        **{asked: who(302, staff=404, carla=200 if asked == "get" else 422)},
        body={"do": "look"},
        unknown="/admin/athletes/user/999999/hand-over/",
    )
# Tokens of programs: everybody's own, and all of them for clinic admins. This one is Thea's.
add("admin/tokens/", "/admin/tokens/", get=DESK, post=who(302, staff=422), body={"name": ""})
add(
    "admin/tokens/<int:token_id>/revoke/",
    "/admin/tokens/{token}/revoke/",
    get=who(302, staff=405),
    post=who(302, staff=404, thea=302, carla=302),
    body={},
    unknown="/admin/tokens/999999/revoke/",
)
ONLY_ADMINS = who(302, staff=403, carla=200)
add("admin/webhooks/", "/admin/webhooks/", get=ONLY_ADMINS, post=ONLY_ADMINS | {"carla": 422}, body={"name": ""})
add(
    "admin/webhooks/<int:webhook_id>/end/",
    "/admin/webhooks/{webhook}/end/",
    get=who(302, staff=405),
    post=who(302, staff=403, carla=302),
    body={},
    writes=["carla"],
)
add("admin/search/", "/admin/search/?q=Ana", get=DESK | {"thea": 200})
add("admin/news/", "/admin/news/", get=DESK)
add("admin/notifications/", "/admin/notifications/", get=DESK, post=who(302, staff=404), body={"end": "{phone}"})
add("admin/jsi18n/", "/admin/jsi18n/", get=DESK)
add("admin/r/<path:content_type_id>/<path:object_id>/", "/admin/r/1/{athlete}/", get=who(302, staff=404))
add("admin/^(?P<app_label>programs|athletes|clinic)/$", "/admin/athletes/", get=DESK)
add("admin/(?P<url>.*)$", "/admin/nothing-here/", get=who(302, staff=404))
add(
    "admin/athletes/enrollment/<int:enrollment_id>/handover/",
    "/admin/athletes/enrollment/{enrollment}/handover/",
    get=who(302, care=200, tom=404),
    post=who(302, care=200, tom=404),
    body={"link": "none"},
    unknown="/admin/athletes/enrollment/999999/handover/",
)

add(
    "admin/athletes/session/<uuid:session_id>/sets/",
    "/admin/athletes/session/{session}/sets/",
    get=who(302, care=200, tom=404),
    unknown=f"/admin/athletes/session/{NIL}/sets/",
)
add(
    "admin/athletes/session/<uuid:session_id>/day/",
    "/admin/athletes/session/{session}/day/",
    get=who(302, tom=404),
    post=who(302, tom=404),
    body={"do": "move", "on": ""},
    unknown=f"/admin/athletes/session/{NIL}/day/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/clearance/",
    "/admin/athletes/athlete/{athlete}/clearance/",
    get=who(302, tom=404),
    post=who(302, tom=404),
    body={"do": "withdraw"},
    unknown="/admin/athletes/athlete/999999/clearance/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/brief/",
    "/admin/athletes/athlete/{athlete}/brief/",
    get=who(302, care=200, tom=404),
    unknown="/admin/athletes/athlete/999999/brief/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/brief.txt",
    "/admin/athletes/athlete/{athlete}/brief.txt",
    get=who(302, care=200, tom=404),
    unknown="/admin/athletes/athlete/999999/brief.txt",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/chart/",
    "/admin/athletes/athlete/{athlete}/chart/",
    get=who(302, care=200, tom=404),
    unknown="/admin/athletes/athlete/999999/chart/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/policy/",
    "/admin/athletes/athlete/{athlete}/policy/",
    get=who(302, care=200, tom=404),
    post=who(302, care=422, tom=404),
    body={"reason": ""},
    unknown="/admin/athletes/athlete/999999/policy/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/outcomes/",
    "/admin/athletes/athlete/{athlete}/outcomes/",
    get=who(302, care=200, tom=404),
    post=who(302, care=422, tom=404),
    body={"total": "500"},
    unknown="/admin/athletes/athlete/999999/outcomes/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/",
    "/admin/athletes/athlete/{athlete}/",
    get=who(302, care=200, tom=404),
    unknown="/admin/athletes/athlete/999999/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/notes/",
    "/admin/athletes/athlete/{athlete}/notes/",
    get=who(302, tom=404),
    post=who(302, tom=404),
    body={"text": ""},
    unknown="/admin/athletes/athlete/999999/notes/",
)
# Who covers reads it; the athlete's own therapist and clinic admins change it.
add(
    "admin/athletes/athlete/<int:athlete_id>/cover/",
    "/admin/athletes/athlete/{athlete}/cover/",
    get=who(302, care=200, tom=404),
    post=who(302, care=422, cora=403, tom=404),
    body={"reason": ""},
    unknown="/admin/athletes/athlete/999999/cover/",
)
# The record as a whole: who cares reads and takes it along, who is responsible ends care, clinic admins erase.
for word in ("record/", "record.zip"):
    add(
        f"admin/athletes/athlete/<int:athlete_id>/{word}",
        f"/admin/athletes/athlete/{{athlete}}/{word}",
        get=who(302, care=200, tom=404),
        unknown=f"/admin/athletes/athlete/999999/{word}",
    )
add(
    "admin/athletes/athlete/<int:athlete_id>/archive/",
    "/admin/athletes/athlete/{athlete}/archive/",
    get=who(302, care=200, cora=403, tom=404),
    post=who(302, care=422, cora=403, tom=404),
    body={"reason": ""},
    unknown="/admin/athletes/athlete/999999/archive/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/erase/",
    "/admin/athletes/athlete/{athlete}/erase/",
    get=who(302, care=200, tom=404),
    post=who(302, care=403, carla=422, tom=404),
    body={"name": "somebody else"},
    unknown="/admin/athletes/athlete/999999/erase/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/messages/",
    "/admin/athletes/athlete/{athlete}/messages/",
    get=who(302, care=200, tom=404),
    post=who(302, care=422, tom=404),
    body={"text": ""},
    unknown="/admin/athletes/athlete/999999/messages/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/contacts/",
    "/admin/athletes/athlete/{athlete}/contacts/",
    get=who(302, tom=404),
    post=who(302, care=422, tom=404),
    body={"contact-kind": "drum"},
    unknown="/admin/athletes/athlete/999999/contacts/",
)
# Whoever sees Ana reads a contact; its author, Thea, corrects it.
add(
    "admin/athletes/athlete/<int:athlete_id>/contacts/<int:contact_id>/",
    "/admin/athletes/athlete/{athlete}/contacts/{contact}/",
    get=who(302, care=200, tom=404),
    post=who(302, care=403, thea=422, tom=404),
    body={"contact-kind": "drum"},
    unknown="/admin/athletes/athlete/999999/contacts/1/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/next-visit/",
    "/admin/athletes/athlete/{athlete}/next-visit/",
    get=who(302, tom=404),
    post=who(302, tom=404),
    body={"visit_at": "never"},
    unknown="/admin/athletes/athlete/999999/next-visit/",
)
RETURNS = who(302, care=200, carla=403, tom=404)
add(
    "admin/athletes/athlete/<int:athlete_id>/return-to-training/",
    "/admin/athletes/athlete/{athlete}/return-to-training/",
    get=RETURNS,
    unknown="/admin/athletes/athlete/999999/return-to-training/",
)
add(
    "admin/athletes/athlete/<int:athlete_id>/return-to-training/",
    "/admin/athletes/athlete/{athlete}/return-to-training/",
    post=RETURNS | {"thea": 422, "cora": 422},
    body={"found": ""},
    unknown="/admin/athletes/athlete/999999/return-to-training/",
)
for page, answer in (("handover.pdf", 200), ("dates/", 302)):
    add(
        f"admin/athletes/enrollment/<int:enrollment_id>/{page}",
        f"/admin/athletes/enrollment/{{enrollment}}/{page}",
        get=who(302, care=answer, tom=404),
        unknown=f"/admin/athletes/enrollment/999999/{page}",
    )
add(
    "admin/athletes/enrollment/<int:enrollment_id>/dates/",
    "/admin/athletes/enrollment/{enrollment}/dates/",
    post=who(302, tom=404),
    body={"do": "move", "on": ""},
    unknown="/admin/athletes/enrollment/999999/dates/",
)
add(
    "admin/athletes/enrollment/add/each/",
    "/admin/athletes/enrollment/add/each/",
    get=who(302),
    post=who(302, care=200, tom=302),
    body={"program": "{template}", "athlete": "{athlete}"},
)
add(
    "admin/athletes/enrollment/prescribed/",
    "/admin/athletes/enrollment/prescribed/?made={enrollment}",
    get=DESK,
)
add(
    "admin/athletes/discoverycall/<int:call_id>/answer/",
    "/admin/athletes/discoverycall/{discoverycall}/answer/",
    get=who(302, tom=404),
    post=who(302, tom=404),
    body={"do": "decline", "note": "changed by somebody"},
    unknown="/admin/athletes/discoverycall/999999/answer/",
)
add("admin/programs/exercise/import/", "/admin/programs/exercise/import/", get=who(302, staff=403, carla=200))
add(
    "admin/programs/exercise/import/",
    "/admin/programs/exercise/import/",
    post=who(302, staff=403, carla=422),
    body={"file": ""},
)
# An upload is the business of who uploaded it: these two are Carla's and Thea's.
for page in ("", "refused/"):
    add(
        f"admin/programs/exercise/import/<int:import_id>/{page}",
        f"/admin/programs/exercise/import/{{exerciseimport}}/{page}",
        get=who(302, staff=403, carla=200),
    )
add(
    "admin/programs/exercise/import/<int:import_id>/",
    "/admin/programs/exercise/import/{exerciseimport}/",
    post=who(302, staff=403, carla=302),
    body={"do": "nothing"},
)
# A therapist lets their own athletes be covered: whom they only cover themselves is not theirs to give on.
add(
    "admin/athletes/athlete/cover/",
    "/admin/athletes/athlete/cover/",
    get=DESK,
    post=who(302, staff=403, thea=422, carla=422),
    body={"athlete": "{athlete}", "reason": ""},
)
add("admin/athletes/athlete/import/", "/admin/athletes/athlete/import/", get=DESK)
add("admin/athletes/athlete/import/", "/admin/athletes/athlete/import/", post=who(302, staff=422), body={"file": ""})
for page in ("", "refused/"):
    add(
        f"admin/athletes/athlete/import/<int:import_id>/{page}",
        f"/admin/athletes/athlete/import/{{athleteimport}}/{page}",
        get=who(302, staff=404, thea=200),
        unknown=f"/admin/athletes/athlete/import/999999/{page}",
    )
add(
    "admin/athletes/athlete/import/<int:import_id>/",
    "/admin/athletes/athlete/import/{athleteimport}/",
    post=who(302, staff=404, thea=302),
    body={"do": "discard-not"},
    unknown="/admin/athletes/athlete/import/999999/",
)
add(
    "admin/programs/exercise/<int:exercise_id>/copy/",
    "/admin/programs/exercise/{exercise}/copy/",
    post=who(302),
    body={},
)
add(
    "admin/programs/exercise/<int:exercise_id>/standing/",
    "/admin/programs/exercise/{exercise}/standing/",
    post=who(302, staff=403, carla=302),
    body={"do": "publish"},
)
add(
    "admin/programs/exercise/figures/",
    "/admin/programs/exercise/figures/",
    get=DESK,
    post=who(302, staff=403, carla=302),
    body={"exercise": "split-squat", "say": "accept"},
    writes=["carla"],
)
FIGURE = "admin/programs/exercise/<int:exercise_id>/figure/"
FIGURE_PATH = "/admin/programs/exercise/{exercise}/figure/"
add(FIGURE, FIGURE_PATH, get=DESK, post=DESK, body={"base": "{figurebase}", "do": "preview"})
add(f"{FIGURE}preview/", f"{FIGURE_PATH}preview/", post=DESK, body={"base": "{figurebase}"})
add(f"{FIGURE}drawing.svg", f"{FIGURE_PATH}drawing.svg?document={{figurebase}}", get=DESK)
add(
    f"{FIGURE}standing/",
    f"{FIGURE_PATH}standing/",
    post=who(302, staff=403, carla=302),
    body={"do": "shipped"},
    writes=["carla"],
)
add("figures/<slug:slug>.<slug:drawing>.svg", "/figures/split-squat.{figurecorrection}.svg", get=EVERYBODY)
add("figures/<slug:slug>.<slug:drawing>.still.svg", "/figures/split-squat.{figurecorrection}.still.svg", get=EVERYBODY)
add(
    "admin/programs/exercise/merge/",
    "/admin/programs/exercise/merge/?keep={exercise}&drop={exercise}",
    get=who(302, staff=403, carla=200),
    post=who(302, staff=403, carla=422),
    body={"name": "nothing"},
)
add("admin/programs/exercise/export/<str:kind>/", "/admin/programs/exercise/export/csv/", get=DESK)
add("exercises/<slug:slug>/picture/", "/exercises/split-squat/picture/", get=who(404, anonymous=302, gone=302))
add("exercises/<slug:slug>/video/", "/exercises/split-squat/video/", get=who(404, anonymous=302, gone=302))
add("admin/programs/program/shorthand/", "/admin/programs/program/shorthand/", get=DESK)
add("admin/programs/program/exercise-names/", "/admin/programs/program/exercise-names/?q=split", get=DESK)
add(
    "admin/programs/program/<int:program_id>/grid/",
    "/admin/programs/program/{program}/grid/",
    get=who(302, care=200, tom=404),
    unknown="/admin/programs/program/999999/grid/",
)
add(
    "admin/programs/program/<int:program_id>/grid/",
    "/admin/programs/program/{program}/grid/",
    post=who(302, care=200, tom=404),
    body={"do": "check"},
    unknown="/admin/programs/program/999999/grid/",
)

add("admin/athletes/mail/preview/", "/admin/athletes/mail/preview/", get=DESK)

add(
    "admin/programs/program/<int:program_id>/progression/",
    "/admin/programs/program/{program}/progression/",
    get=who(302, care=200, tom=404),
    post=who(302, tom=404),
    unknown="/admin/programs/program/999999/progression/",
)

NOBODY = who(302, staff=403)
ADMINS = who(302, staff=403, carla=200)
ROW = who(302, care=200)
"""A row of Ana's; a therapist who may not see it is sent to the index, as for an unknown id."""

#: model -> (list, add, change, delete, history)
MODELS: dict[str, tuple[dict[str, int], ...]] = {
    # A therapist proposes: what they add is a draft.
    "programs/exercise": (DESK, DESK, DESK, NOBODY, DESK),
    "programs/equipment": (DESK, ADMINS, DESK, ADMINS, DESK),
    "programs/caution": (DESK, ADMINS, DESK, ADMINS, DESK),
    "programs/threshold": (DESK, NOBODY, DESK, NOBODY, DESK),
    "programs/program": (DESK, DESK, ROW, NOBODY, ROW),
    "athletes/athlete": (DESK, DESK, ROW, NOBODY, ROW),
    "athletes/messagetemplate": (DESK, ADMINS, DESK, ADMINS, DESK),
    "athletes/billingcode": (DESK, ADMINS, DESK, ADMINS, DESK),
    "athletes/erasure": (ADMINS, NOBODY, ADMINS, NOBODY, ADMINS),
    "athletes/user": (ADMINS, ADMINS, ADMINS, NOBODY, who(302, carla=200)),
    "athletes/enrollment": (DESK, DESK, ROW, NOBODY, ROW),
    "athletes/session": (DESK, NOBODY, ROW, NOBODY, ROW),
    "athletes/painreport": (DESK, NOBODY, ROW, NOBODY, ROW),
    "athletes/flag": (DESK, NOBODY, ROW, NOBODY, ROW),
    "athletes/run": (DESK, NOBODY, ROW, NOBODY, ROW),
    "athletes/checkin": (DESK, NOBODY, ROW, NOBODY, ROW),
    "athletes/mail": (DESK, NOBODY, ROW, NOBODY, ROW),
    # A call that became Ana; the open ones are the business of all staff.
    "athletes/discoverycall": (DESK, NOBODY, ROW, ADMINS, ROW),
    "clinic/accesslog": (ADMINS, NOBODY, ADMINS, NOBODY, who(302, carla=200)),
}
BY_UUID = ("athletes/session", "athletes/painreport", "athletes/run", "athletes/checkin", "athletes/flag")
LIBRARY = (
    "athletes/erasure", "athletes/messagetemplate", "athletes/billingcode", "programs/exercise", "programs/equipment",
    "programs/caution", "programs/threshold",
)  # fmt: skip
for model, (listed, added, changed, deleted, history) in MODELS.items():
    base, key = f"admin/{model}/", "{" + model.split("/")[1] + "}"
    unknown = NIL if model in BY_UUID else "999999"
    add(base, f"/{base}", get=listed)
    add(f"{base}add/", f"/{base}add/", get=added)
    for verb, expected in (("change", changed), ("delete", deleted), ("history", history)):
        missing = "" if model in LIBRARY else f"/{base}{unknown}/{verb}/"
        add(f"{base}<path:object_id>/{verb}/", f"/{base}{key}/{verb}/", get=expected, unknown=missing)
    named = f"{key}x" if model == "athletes/athlete" else key  # an athlete's number leads to their own page
    add(f"{base}<path:object_id>/", f"/{base}{named}/", get=who(302))
