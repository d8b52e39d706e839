"""gunicorn: how the web process listens, works and logs. Every number can be set from the environment."""

import os
import re
import tempfile

from gunicorn.glogging import Logger

from clinic.operations.logs.lines import JsonLines

# Where its processes keep their figures, so that /metrics can add them up; before any of them is imported.
os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="clinic-figures-")


def number(name: str, default: int) -> int:
    return int(os.environ.get(name) or default)


wsgi_app = "clinic.wsgi"
bind = f"0.0.0.0:{number('PORT', 8000)}"

# A process per core. Threads wait for the database; no more of them than its pool has connections (8). Slow clients and
# too many of them are the proxy's to keep away; where there is none, the worker does.
worker_class = "clinic.http.guarded_worker.GuardedWorker"
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

# Time, address, method, path, status, bytes, milliseconds, id: no query string, no referrer, no token.
accesslog = "-"
access_log_format = '%(t)s %(h)s "%(m)s %(U)s" %(s)s %(B)s %(M)sms %({x-request-id}o)s'
IS_JSON = os.environ.get("LOG_FORMAT") == "json"

SECRET_PATHS = re.compile(r"^(/in|/join|/unsubscribe|/calendar|/staff/password/reset/key)/[^/]+")


class PlainLogger(Logger):
    """Paths as they were sent (a decoded line break could forge a line), signed tokens left out."""

    def setup(self, cfg):
        super().setup(cfg)
        if IS_JSON:
            for handler in (*self.error_log.handlers, *self.access_log.handlers):
                handler.setFormatter(JsonLines())

    def atoms(self, resp, req, environ, request_time):
        path = environ["RAW_URI"].partition("?")[0]
        return super().atoms(resp, req, environ, request_time) | {"U": SECRET_PATHS.sub(r"\1/...", path)}

    def access(self, resp, req, environ, request_time):
        """The same as fields, where machines read the lines."""
        if not IS_JSON:
            super().access(resp, req, environ, request_time)
            return
        atoms = self.atoms(resp, req, environ, request_time)
        fields = {
            "address": atoms["h"],
            "method": atoms["m"],
            "path": atoms["U"],
            "status": int(atoms["s"]),
            "bytes": atoms["B"],
            "milliseconds": atoms["M"],
            "request_id": atoms["{x-request-id}o"],
        }
        self.access_log.info("request", extra=fields)


logger_class = PlainLogger


def child_exit(server, worker):
    """What a process that has ended counted stays counted."""
    from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415 - once its folder is there

    mark_process_dead(worker.pid)


def when_ready(server):
    server.log.info("Release %s", os.environ.get("CLINIC_VERSION") or "unnamed")
