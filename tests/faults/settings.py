"""The demo clinic's settings, with a relay on this machine in place of the folder of mails."""

from __future__ import annotations

import os

from clinic.settings import *  # noqa: F403

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = "127.0.0.1"
EMAIL_PORT = int(os.environ.get("FAULTS_RELAY_PORT", "0"))
EMAIL_TIMEOUT = 4
