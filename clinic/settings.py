"""Every setting of the installation, typed, from the environment.

Two ways to run:

* production (the default): every secret comes from the environment, and what is missing or unsafe
  is refused at start with one message that names it;
* the demo clinic (``DEMO_CLINIC=yes``, what ``make run`` uses): SQLite, a broker made of files and
  mail written to files, all under ``DATA_DIR``.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF
from whitenoise.compress import Compressor

from clinic.operations.backup.keys import are_recipients
from clinic.operations.environment import LOG_LEVELS, Environment, is_example, is_placeholder_number
from clinic.operations.field_keys import are_field_keys, new_field_key
from clinic.operations.logs import error_reports
from clinic.operations.vapid import is_private_key, new_private_key

django_stubs_ext.monkeypatch()  # makes ModelAdmin[...] and the like work at run time

ENVIRONMENT = env = Environment()
BASE_DIR = Path(__file__).resolve().parent.parent

DEMO_CLINIC = env.yes("DEMO_CLINIC", default=False)
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "var"))).resolve()
DEBUG = env.yes("DEBUG", default=False)

# -- the clinic ------------------------------------------------------------------------------

CLINIC: dict[str, str] = {
    "name": env.text("CLINIC_NAME", "Stridewell PT"),
    "phone": env.text("CLINIC_PHONE", "(617) 555-0142"),
    "address": env.text("CLINIC_ADDRESS", "12 Harbor Street, Boston, MA"),
    "emergency_number": env.text("CLINIC_EMERGENCY_NUMBER", "911"),
}
TIME_ZONE = env.time_zone("CLINIC_TIME_ZONE", default="America/New_York")
PORT = env.number("PORT", default=8000, least=1, most=65535)
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")

# -- secrets and hosts -----------------------------------------------------------------------


def _demo_secret(name: str, make: Callable[[], str]) -> str:
    """A secret of this data folder, made at the first start."""
    file = DATA_DIR / name
    try:
        if not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(make())
            file.chmod(0o600)
        return file.read_text()
    except OSError:  # the start command says what is wrong with the folder
        return make()


def _new_secret_key() -> str:
    return secrets.token_urlsafe(50)


SECRET_KEY = env.text("SECRET_KEY") or (_demo_secret("secret.key", _new_secret_key) if DEMO_CLINIC else "")
SECRET_KEY_FALLBACKS = env.items("SECRET_KEY_FALLBACKS", default=[])
#: What secrets in the database are locked with: the first locks, each of them opens (`manage.py rotate_secrets`).
FIELD_KEYS = env.items("FIELD_KEYS", default=[]) or ([_demo_secret("field.key", new_field_key)] if DEMO_CLINIC else [])
ALLOWED_HOSTS = env.items("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"] if DEMO_CLINIC else [])
CSRF_TRUSTED_ORIGINS = env.items("CSRF_TRUSTED_ORIGINS", default=[])

# -- database, cache, queue ------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'clinic.sqlite3'}")
}
_database = DATABASES["default"]
IS_SQLITE = _database["ENGINE"].endswith("sqlite3")
if IS_SQLITE:
    # With the defaults parallel writers meet "database is locked"; with these three they queue. What is deleted is
    # overwritten with zeros: else the words of an erased record stay in the file until their place is used again.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;"
        "PRAGMA secure_delete=ON;",
    }
elif env.yes("DATABASE_POOL", default=False):  # web only: prefork workers must not share a pool
    # A connection is tried before it is given out; a statement ends before the worker's own limit (WEB_TIMEOUT) does.
    # By itself the pool would wait twice as long after each failure: pages would be away as long again as the database
    # was. It gives up soon, and the next request tries at once.
    _database["ENGINE"] = "clinic.postgresql"
    _database["CONN_HEALTH_CHECKS"] = True
    _database["OPTIONS"] = {
        "pool": {"min_size": 2, "max_size": 8, "timeout": 1, "reconnect_timeout": 1},
        "connect_timeout": 2,
        "options": "-c statement_timeout=20s -c lock_timeout=5s",
    }
else:
    _database["CONN_MAX_AGE"] = 60
    _database["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL: str = env.url("REDIS_URL", schemes=("redis", "rediss"), example="redis://redis:6379/0")
CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "clinic_cache"}
}

CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if not REDIS_URL:
    CELERY_BROKER_TRANSPORT = "clinic.operations.file_broker:Transport"
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "data_folder_in": str(DATA_DIR / "broker"),
        "control_folder": str(DATA_DIR / "broker-control"),
        "polling_interval": 0.5,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 3600,  # longer than any task: a task is never handed out twice while it runs
        "socket_connect_timeout": 2,  # a page that rings the bell does not wait for a Redis that is away
        "socket_keepalive": True,
        "health_check_interval": 30,
    }
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0, "interval_max": 0.2}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
#: What becomes of a mail whose sender died: ``hold`` leaves it to a person, ``resend`` may bring it twice.
REMINDER_ON_UNKNOWN = env.choice("REMINDER_ON_UNKNOWN", default="hold", of=("hold", "resend"))
#: The day of the weekly mail for athletes who are added from now on: 0 is Monday; without one it comes on the day
#: before the first session of their week.
REMINDER_DAY = env.number("REMINDER_DAY", default=0, least=0, most=6) if env.text("REMINDER_DAY") else None
#: From when on, by the clinic's clock, therapists get their digest on weekdays.
DIGEST_HOUR = env.number("DIGEST_HOUR", default=7, least=0, most=23)
#: For so many years after the last care a record is not erased; 0: the clinic sets no period.
RECORD_RETENTION_YEARS = env.number("RECORD_RETENTION_YEARS", default=7, least=0, most=100)
#: For so many years a row of the access log is kept, six at least; 0: for good. The database refuses less, too.
ACCESS_LOG_RETENTION_YEARS = env.number("ACCESS_LOG_RETENTION_YEARS", default=0, least=6, most=100, off=0)
REMINDER_TICK_SECONDS = env.number("REMINDER_TICK_SECONDS", default=60, least=1, most=900)
#: How often what somebody waits for is looked at, by a worker of its own.
URGENT_SECONDS = 15
FLAG_SWEEP_SECONDS = env.number("FLAG_SWEEP_SECONDS", default=3600, least=1, most=86_400)
#: How often rows of the access log get a seal, and where each seal is noted: best on another disk than the database.
AUDIT_SEAL_SECONDS = env.number("AUDIT_SEAL_SECONDS", default=60, least=1, most=3600)
AUDIT_ANCHOR_FILE = env.text("AUDIT_ANCHOR_FILE", str(DATA_DIR / "audit" / "seals.txt"))
CELERY_BEAT_SCHEDULE = {
    "reminders": {
        "task": "athletes.tasks.tick_reminders",
        "schedule": REMINDER_TICK_SECONDS,  # a plain interval: crontab schedules break at clock changes
        "options": {"expires": REMINDER_TICK_SECONDS * 2},
    },
    "returned": {
        "task": "athletes.tasks.read_returned",
        "schedule": 300,
        "options": {"expires": 600},
    },
    "urgent": {
        "task": "athletes.tasks.send_urgent",
        "schedule": URGENT_SECONDS,
        "options": {"expires": URGENT_SECONDS * 2, "queue": "urgent"},
    },
    "check-mail": {"task": "athletes.tasks.check_mail", "schedule": 3600, "options": {"expires": 3600}},
    "flags": {
        "task": "athletes.tasks.sweep_flags",
        "schedule": FLAG_SWEEP_SECONDS,
        "options": {"expires": FLAG_SWEEP_SECONDS},
    },
    "backup": {"task": "clinic.tasks.back_up", "schedule": 3600, "options": {"expires": 3600}},
    "seal": {
        "task": "clinic.tasks.seal_access_log",
        "schedule": AUDIT_SEAL_SECONDS,
        "options": {"expires": AUDIT_SEAL_SECONDS * 2},
    },
    "webhooks": {"task": "clinic.tasks.send_webhooks", "schedule": 60, "options": {"expires": 120}},
    "forget": {"task": "athletes.tasks.forget", "schedule": 3600, "options": {"expires": 7200}},
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")

# -- mail ------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", f"{CLINIC['name']} <hello@stridewell.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
#: Where an answer goes; without one to the sender.
MAIL_REPLY_TO = env.items("MAIL_REPLY_TO", default=[])
#: Where a relay sends back what it cannot deliver, and where that is read: a folder (Maildir), or a mailbox over IMAP.
MAIL_RETURN_PATH = env.text("MAIL_RETURN_PATH")
BOUNCE_MAILDIR = env.text("BOUNCE_MAILDIR")
BOUNCE_MAILBOX_URL = env.url(
    "BOUNCE_MAILBOX_URL", schemes=("imaps", "imap"), example="imaps://user:password@imap.example.org/INBOX"
)
MAIL_DIR = DATA_DIR / "mail"
EMAIL_HOST = "localhost"
if DEMO_CLINIC:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_DIR)
else:
    EMAIL_BACKEND = env.text("MAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
    vars().update(env.mail_server("MAIL_URL"))
    ANYMAIL = env.json("ANYMAIL")
#: The name of the provider in MAIL_BACKEND, such as postmark; empty for SMTP and files.
MAIL_PROVIDER = EMAIL_BACKEND.split(".")[2] if EMAIL_BACKEND.startswith("anymail.backends.") else ""
#: Who is told of a hole in security; the sender of the mails where nobody is named.
SECURITY_CONTACT = env.text("SECURITY_CONTACT")
#: ``user:password`` that the provider shows when it reports bounces and complaints to /mail-events/.
MAIL_WEBHOOK_SECRET = env.text("MAIL_WEBHOOK_SECRET")
if MAIL_PROVIDER:
    ANYMAIL["WEBHOOK_SECRET"] = MAIL_WEBHOOK_SECRET
EMAIL_TIMEOUT = 20
#: An outside address that is asked for after each whole tick, and that calls somebody when that stops.
HEARTBEAT_URL: str = env.url("HEARTBEAT_URL", schemes=("https",), example="https://hc-ping.com/...")
#: With it /metrics has figures for a monitor; without it there is no such page.
METRICS_TOKEN = env.text("METRICS_TOKEN")
#: A query that takes longer is a line in the log, without its values.
SLOW_QUERY_MS = env.number("SLOW_QUERY_MS", default=500, least=1, most=60_000)
SIGN_IN_MAIL_BESIDE = True

# -- notes to phones (web push) --------------------------------------------------------------

#: The clinic's own key, as `manage.py vapid_keys` prints it; without one nothing is offered or sent.
VAPID_PRIVATE_KEY = env.text("VAPID_PRIVATE_KEY") or (_demo_secret("vapid.key", new_private_key) if DEMO_CLINIC else "")
#: Where notes may be sent: the push services of browsers. A leading point stands for everything below a name.
PUSH_HOSTS = env.items(
    "PUSH_HOSTS",
    default=[
        "fcm.googleapis.com",
        ".push.services.mozilla.com",
        ".push.apple.com",
        ".notify.windows.com",
    ],
)
#: A push service of a test, such as http://127.0.0.1:9000; in production there is none.
PUSH_TEST_SERVICE = env.text("PUSH_TEST_SERVICE") if DEMO_CLINIC else ""

# -- backups ---------------------------------------------------------------------------------

#: Where the nightly backup goes; without a folder none is made.
BACKUP_DIR = env.text("BACKUP_DIR")
#: Public keys (age1...), as `manage.py backup_key` prints one: who has a private half can read the backups.
BACKUP_RECIPIENTS = env.items("BACKUP_RECIPIENTS", default=[])
#: So many of the folder's backups are kept.
BACKUP_KEEP = env.number("BACKUP_KEEP", default=14, least=1, most=1000)
#: From when on, by the clinic's clock, the day's backup is made.
BACKUP_HOUR = env.number("BACKUP_HOUR", default=3, least=0, most=23)
#: Which release runs, as its tag names it: the image was built with it. Backups, the menu and the log say it.
UNNAMED_RELEASE = "unnamed"
RELEASE = env.text("CLINIC_VERSION", UNNAMED_RELEASE)

# -- applications ----------------------------------------------------------------------------

INSTALLED_APPS = [
    "clinic.apps.ClinicAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "clinic.apps.FilesConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "anymail",
    "auditlog",
    "csp",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "rest_framework",
    "programs.apps.ProgramsConfig",
    "athletes.apps.AthletesConfig",
    "clinic.apps.ClinicConfig",
]
MIDDLEWARE = [
    "clinic.http.timing.TimingMiddleware",
    "clinic.http.middleware.PlainRequestMiddleware",
    "csp.middleware.CSPMiddleware",
    "clinic.http.middleware.StaticFilesMiddleware",
    "clinic.http.tracing.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "clinic.http.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clinic.http.middleware.AccessLogMiddleware",
    "clinic.http.middleware.SessionLifeMiddleware",
    "clinic.http.throttles.ThrottleMiddleware",
    "clinic.http.middleware.AuditMiddleware",
    "clinic.http.middleware.PersonalPagesMiddleware",
    "clinic.http.middleware.StaffAreaMiddleware",
    "clinic.http.middleware.FiguresMiddleware",
]
ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["clinic.templating.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "clinic.context.clinic",
            ],
            "builtins": ["programs.templatetags.dates", "clinic.templatetags.clinic", "athletes.templatetags.doses"],
        },
    }
]

# -- people and sign-in ----------------------------------------------------------------------

AUTH_USER_MODEL = "athletes.User"
AUTHENTICATION_BACKENDS = [
    "clinic.sign_in.auth.StaffPasswordBackend",
    "athletes.access.roles.RoleBackend",
    "clinic.sign_in.auth.LinkBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["email", "name"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "clinic.sign_in.passwords.NotWordsOfTheClinic"},
]
LOGIN_URL = "account_request_login_code"
STAFF_LOGIN_URL = "/staff/sign-in/"
LOGIN_REDIRECT_URL = "today"
LOGOUT_REDIRECT_URL = "account_request_login_code"

ACCOUNT_ADAPTER = "clinic.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
# Django's, which reads the user's own address. allauth's would copy it into a second table, where the second factor
# waits for a confirmation that this clinic never asks for, and where a former address would still open the account.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "request_login_code": "clinic.sign_in.forms.RequestCodeForm",
    "login": "clinic.sign_in.forms.StaffLoginForm",
    "reauthenticate": "clinic.sign_in.forms.PasswordAgainForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",  # a whole clinic in one minute, and not more hashing than that
    "login_failed": "10/15m/key",  # an account at an address: clinic.sign_in.limits
    "login_failed_account": "50/h/key",
    "login_failed_address": "100/h/ip",
    "request_login_code": "20/m/ip,5/15m/key",
    "discovery_call": "5/h/ip",
    "passkey": "60/m/ip",
}
MFA_ADAPTER = "clinic.sign_in.adapter.MFAAdapter"
MFA_FORMS = {
    "authenticate": "clinic.sign_in.forms.SecondFactorForm",
    "reauthenticate": "clinic.sign_in.forms.SecondFactorAgainForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = CLINIC["name"]
MFA_TOTP_TOLERANCE = 1
DEMO_PASSWORD = "two strength days"  # noqa: S105 - printed at every start of the demo
STAFF_SECOND_FACTOR = env.yes("STAFF_SECOND_FACTOR", default=not DEMO_CLINIC)

AUDITLOG_CID_HEADER = None  # a header that anybody can send is no request id
SESAME_TOKEN_NAME = "token"  # noqa: S105 - the name of a parameter, not a secret
SESAME_MAX_AGE = 7 * 24 * 3600
SESAME_SIGNATURE_SIZE = 16  # bytes; its own default is ten
SESAME_ONE_TIME = True
SESAME_INVALIDATE_ON_PASSWORD_CHANGE = True
SESAME_INVALIDATE_ON_EMAIL_CHANGE = True

SESSION_COOKIE_AGE = 180 * 24 * 3600
STAFF_SESSION_SECONDS = 12 * 3600
STAFF_IDLE_SECONDS = 15 * 60
_cookie = "" if DEMO_CLINIC or DEBUG else "__Host-"
SESSION_COOKIE_NAME = f"{_cookie}session"
CSRF_COOKIE_NAME = f"{_cookie}csrf"
#: Which phone with reminders a browser is.
PHONE_COOKIE_NAME = f"{_cookie}phone"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = bool(_cookie)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "clinic.http.errors.csrf_failure"

# -- what every answer carries ---------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SILENCED_SYSTEM_CHECKS = ["models.W040"]  # an index that carries more columns is PostgreSQL's; SQLite's does without
if _cookie:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = env.yes("SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", default=365 * 24 * 3600, least=0, most=10 * 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SILENCED_SYSTEM_CHECKS += ["security.W021"]  # a list in every browser is the owner of the domain's to join
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
# Where somebody ran never touches a disk, not even for a moment: more than this of it is not taken in.
FILE_UPLOAD_MAX_MEMORY_SIZE = 31 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "clinic.http.uploads.RunsInMemory",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # a grid of 40 rows and 52 weeks is 2,300
DATA_UPLOAD_MAX_NUMBER_FILES = 50  # twenty runs are read of one go; the others are named
#: How often one person may do what is dear (``clinic/http/throttles.py``): in a while, and in a day. A phone that comes
#: back after weeks sends some hundred documents.
THROTTLES: dict[str, list[str]] = {
    "write": ["600/5m"],
    "run_file": ["20/10m", "100/d"],
    "run": ["120/10m", "400/d"],
    "pain_report": ["120/10m", "400/d"],
    "message": ["60/10m", "300/d"],
    "import": ["20/10m", "200/d"],
    "picture": ["60/10m"],
    "export": ["20/10m", "200/d"],
    "live_check": ["240/m"],
    "token": ["300/5m", "20000/d"],
}

# -- language, static files, media -----------------------------------------------------------

LANGUAGE_CODE = "en-us"
#: What people may choose from, each by its own name; with one alone nobody is asked (docs/translating.md).
LANGUAGES = [("en-us", "English")]
FORMAT_MODULE_PATH = "clinic.formats"
LOCALE_PATHS = [BASE_DIR / "clinic" / "locale"]
LANGUAGE_COOKIE_NAME = f"{_cookie}language"
#: Where `manage.py pseudo_locale` writes a made-up language, which only a demo clinic speaks.
PSEUDO_LOCALES = DATA_DIR / "locale"
if DEMO_CLINIC and PSEUDO_LOCALES.is_dir():
    LOCALE_PATHS.append(PSEUDO_LOCALES)
    LANGUAGES.append(("en-xa", "Pseudo-English"))
#: With one language there is nothing to look up: a session page asks for some three hundred texts.
USE_I18N = len(LANGUAGES) > 1
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "clinic.storage.StaticStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
#: Source maps are asked for by developers' tools alone, and are a third of all that there is to compress.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")

# -- API -------------------------------------------------------------------------------------

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "clinic.tokens.authentication.TokenAuthentication",
        "clinic.http.rest.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["clinic.tokens.authentication.TokenThrottle"],
    "DEFAULT_PERMISSION_CLASSES": ["clinic.http.rest.IsSignedIn"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["clinic.http.rest.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "clinic.http.rest.CursorPages",
    "ALLOWED_VERSIONS": ["1"],  # the schema names its file after the version that is asked for
    "EXCEPTION_HANDLER": "clinic.http.refusals.problem_of",
    "DEFAULT_METADATA_CLASS": None,  # the schema says what an address takes; OPTIONS is not answered
}
SPECTACULAR_SETTINGS = {
    "TITLE": f"{CLINIC['name']} API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "DESCRIPTION": "What each address takes and answers, and how it refuses. Worked examples: docs/api.md.",
    "SERVE_INCLUDE_SCHEMA": False,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "clinic.http.schema.texts_as_they_are_read",
        "clinic.http.schema.closed_documents",
        "clinic.http.schema.with_refusals",
    ],
    "ENUM_NAME_OVERRIDES": {
        "SessionStatusEnum": "athletes.models.SessionStatus",
        "SentStatusEnum": ["open", "completed", "skipped"],
        "LoadUnitEnum": ["kg", "lb"],
        "DistanceUnitEnum": ["km", "mi"],
        "VerdictEnum": ["applied", "duplicate", "stale", "invalid"],
    },
    "SERVE_PERMISSIONS": ["clinic.http.rest.IsSignedIn"],
    "SWAGGER_UI_FAVICON_HREF": "/static/icon.svg",
    "SWAGGER_UI_DIST": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# -- log -------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"()": "clinic.operations.logs.lines.TextLines"},
        "json": {"()": "clinic.operations.logs.lines.JsonLines"},
    },
    "filters": {"request": {"()": "clinic.operations.logs.request_id.WithRequestId"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.choice("LOG_FORMAT", default="text", of=("text", "json")),
            "filters": ["request"],
        }
    },
    "root": {"handlers": ["console"], "level": env.choice("LOG_LEVEL", default="INFO", of=LOG_LEVELS)},
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools")},  # a line for each step of a PDF
}

#: Where errors are reported to; without an address nowhere (``operations/logs/error_reports.py``).
ERROR_REPORTS_DSN: str = env.url("ERROR_REPORTS_DSN", schemes=("https",), example="https://key@errors.clinic.org/1")

# -- nothing fails open ----------------------------------------------------------------------


def _is_vapid_key_usable() -> bool:
    """Whether it is a key, or none: then nothing is offered on phones."""
    return not VAPID_PRIVATE_KEY or is_private_key(VAPID_PRIVATE_KEY)


def _can_backups_be_locked() -> bool:
    """Whether there are keys for them, or no backups."""
    return are_recipients(BACKUP_RECIPIENTS) or not (BACKUP_DIR or BACKUP_RECIPIENTS)


def _what_is_unsafe() -> dict[str, bool]:
    return {
        "SECRET_KEY is missing or shorter than 40 characters": len(SECRET_KEY) < 40,
        "FIELD_KEYS has no key that `manage.py field_key` prints": not are_field_keys(FIELD_KEYS),
        "DEBUG is on": DEBUG,
        "ALLOWED_HOSTS must name the clinic's own hosts, and not *": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
        "DATABASE_URL is not PostgreSQL (ALLOW_SQLITE=yes accepts SQLite on purpose)": IS_SQLITE
        and not env.yes("ALLOW_SQLITE", default=False),
        "REDIS_URL is missing": not IS_SQLITE and not env.text("REDIS_URL"),
        "STAFF_SECOND_FACTOR is off": not STAFF_SECOND_FACTOR,
        "SITE_URL must be the clinic's https:// address": not SITE_URL.startswith("https://"),
        "VAPID_PRIVATE_KEY is no key that `manage.py vapid_keys` prints": not _is_vapid_key_usable(),
        "ERROR_REPORTS_DSN needs what requirements-sentry.txt installs": bool(ERROR_REPORTS_DSN)
        and not error_reports.is_installed(),
        "METRICS_TOKEN must have 24 characters or more": 0 < len(METRICS_TOKEN) < 24,
        "BACKUP_RECIPIENTS has no public key that `manage.py backup_key` prints": not _can_backups_be_locked(),
    }


def _what_would_not_send() -> dict[str, bool]:
    return {
        "MAIL_URL is missing": "smtp" in EMAIL_BACKEND and not env.text("MAIL_URL"),
        "MAIL_URL is still the example's": is_example(str(EMAIL_HOST)),  # a folder has no host
        "MAIL_FROM must be the clinic's own address": "@" not in DEFAULT_FROM_EMAIL
        or "stridewell.example" in DEFAULT_FROM_EMAIL,
        "MAIL_RETURN_PATH and BOUNCE_MAILDIR or BOUNCE_MAILBOX_URL need each other": bool(MAIL_RETURN_PATH)
        != bool(BOUNCE_MAILDIR or BOUNCE_MAILBOX_URL),
        "BOUNCE_MAILDIR and BOUNCE_MAILBOX_URL: one of them": bool(BOUNCE_MAILDIR and BOUNCE_MAILBOX_URL),
        "MAIL_WEBHOOK_SECRET must be name:password, 24 characters or more": bool(MAIL_PROVIDER)
        and (":" not in MAIL_WEBHOOK_SECRET or len(MAIL_WEBHOOK_SECRET) < 24),
        "MAIL_BACKEND needs what requirements-ses.txt installs": MAIL_PROVIDER == "amazon_ses"
        and find_spec("boto3") is None,
        "MAIL_WEBHOOK_SECRET is set, and MAIL_BACKEND names no provider": bool(MAIL_WEBHOOK_SECRET)
        and not MAIL_PROVIDER,
    }


def _what_would_mislead_patients() -> dict[str, bool]:
    facts = ("CLINIC_NAME", "CLINIC_PHONE", "CLINIC_ADDRESS", "CLINIC_EMERGENCY_NUMBER")
    missing = {f"{name} is missing: patients read it": not env.text(name) for name in facts}
    return missing | {
        "CLINIC_PHONE is a number for examples, of nobody": is_placeholder_number(env.text("CLINIC_PHONE")),
    }


def _refuse_half_configured() -> None:
    """Raise one error that names every reason why production must not start like this."""
    checks = _what_is_unsafe() | _what_would_not_send() | _what_would_mislead_patients()
    env.refuse(*[reason for reason, is_wrong in checks.items() if is_wrong])


if DEMO_CLINIC:
    env.refuse()
else:
    _refuse_half_configured()
if ERROR_REPORTS_DSN and error_reports.is_installed():
    error_reports.start(ERROR_REPORTS_DSN, release=RELEASE)
