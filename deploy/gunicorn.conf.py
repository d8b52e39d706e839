"""gunicorn: how the web process listens, works and logs. Every number can be set from the environment."""

import os
import re

from gunicorn.glogging import Logger


def number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


wsgi_app = "clinic.wsgi"
bind = f"0.0.0.0:{number('PORT', 8000)}"

# A process per core. Threads wait for the database; no more of them than its pool has connections (8).
worker_class = "gthread"
workers = number("WEB_CONCURRENCY", 2)
threads = number("WEB_THREADS", 8)

# Processes are renewed now and then, never all at once.
max_requests = number("WEB_MAX_REQUESTS", 5000)
max_requests_jitter = max_requests // 10
timeout = number("WEB_TIMEOUT", 30)
graceful_timeout = 30
control_socket_disable = True

# Who may say how the request came in (X-Forwarded-Proto) and from whom (PROXY protocol).
forwarded_allow_ips = proxy_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
proxy_protocol = "v2"

# Time, address, method, path, status, bytes, milliseconds: no query string, no referrer, no token.
accesslog = "-"
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms'

SECRET_PATHS = re.compile(r"^(/in|/unsubscribe|/calendar|/staff/password/reset/key)/[^/]+")


class PlainLogger(Logger):
    """Paths as they were sent (a decoded line break could forge a line), signed tokens left out."""

    def atoms(self, resp, req, environ, request_time):
        path = environ["RAW_URI"].partition("?")[0]
        return super().atoms(resp, req, environ, request_time) | {"U": SECRET_PATHS.sub(r"\1/...", path)}


logger_class = PlainLogger


def when_ready(server):
    server.log.info("Release %s", os.environ.get("CLINIC_VERSION") or "unnamed")
