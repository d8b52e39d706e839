"""Every address of the site."""

from __future__ import annotations

from allauth.account import views as account
from django.contrib import admin
from django.urls import include, path, re_path

from clinic.audit.history import access_history
from clinic.http import pwa
from clinic.http.language import choose_language
from clinic.http.media import exercise_media, own_figure
from clinic.operations import dev_mail, health
from clinic.operations.bounces import mail_events
from clinic.operations.metrics import metrics
from clinic.public import discovery_calls, pages, well_known
from clinic.sign_in import pages as sign_in_pages
from clinic.sign_in import passkeys
from clinic.sign_in.browsers import sessions
from clinic.sign_in.joining import join

handler400 = "clinic.http.errors.bad_request"
handler404 = "clinic.http.errors.not_found"
handler403 = "clinic.http.errors.forbidden"
handler500 = "clinic.http.errors.server_error"

staff_sign_in = [
    path("sign-in/", sign_in_pages.staff_sign_in, name="account_login"),
    path("sign-up/", sign_in_pages.no_sign_up, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sessions/", sessions, name="usersessions_list"),
    path("second-factor/", include("allauth.mfa.urls")),
]

urlpatterns = [
    path("", pages.front, name="today"),
    path("discovery-call/", discovery_calls.discovery_call, name="discovery_call"),
    path("discovery-call/thanks/", discovery_calls.thanks, name="discovery_call_thanks"),
    path("sign-in/", sign_in_pages.sign_in, name="account_request_login_code"),
    path("sign-in/code/", sign_in_pages.code, name="account_confirm_login_code"),
    path("sign-in/passkey/", passkeys.sign_in_with_passkey, name="passkey_sign_in"),
    path("in/<str:token>/", sign_in_pages.use_link, name="use_link"),
    path("join/<str:token>/", join, name="join"),
    path("sign-out/", sign_in_pages.sign_out, name="account_logout"),
    path("language/", choose_language, name="choose_language"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security_txt, name="security_txt"),
    path("favicon.ico", well_known.favicon, name="favicon"),
    path("service-worker.js", pwa.service_worker, name="service_worker"),
    path("manifest.webmanifest", pwa.manifest, name="manifest"),
    path("offline/", pwa.offline, name="offline"),
    path("staff/", include(staff_sign_in)),
    path("exercises/<slug:slug>/picture/", exercise_media, {"kind": "picture"}, name="exercise_picture"),
    path("exercises/<slug:slug>/video/", exercise_media, {"kind": "video"}, name="exercise_video"),
    path("figures/<slug:slug>.<slug:drawing>.still.svg", own_figure, {"kind": "still"}, name="own_figure_still"),
    path("figures/<slug:slug>.<slug:drawing>.svg", own_figure, {"kind": "moving"}, name="own_figure"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("clinic.api")),
    path("fhir/", include("clinic.fhir")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("mail-events/", mail_events, name="mail_events"),
    path("dev/mail/", dev_mail.mailbox, name="mailbox"),
    path("settings/access-history/", access_history, name="access_history"),
    path("", include("athletes.phone.urls")),
]
