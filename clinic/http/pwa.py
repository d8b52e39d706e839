"""The installable site: service worker, manifest and the page that is shown without a connection."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

import rjsmin
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

#: What the phone keeps of the site itself; figures are kept with the pages that show them.
SHELL = (
    *(f"css/{name}.css" for name in ("base", "today", "session", "progress", "welcome")),
    "icon.svg",
    *(f"js/{name}.js" for name in (
        "against-last-time", "before", "begun", "check-in", "clip", "current", "elsewhere", "exercise", "extra-set",
        "figure", "finish", "flush", "hold", "install", "morning", "others", "outbox", "own-notes", "pain",
        "pain-page", "pain-sheet", "passkey", "phone-reminders", "phone-state", "program-paint", "ready",
        "refused-sheet", "reports", "reserve", "rows", "runs", "send", "session", "session-extras", "session-paint",
        "set-items", "sets", "share", "sides", "signals", "store", "swap", "taps", "tempo", "text", "today-paint",
        "uuid5", "waiting", "what-is-today",
    )),
)  # fmt: skip

#: Pictures of the icon: file, pixels, and what a phone may do with each. A maskable one goes to the edges.
ICONS = (("192", 192, "any"), ("512", 512, "any"), ("maskable-192", 192, "maskable"), ("maskable-512", 512, "maskable"))
#: What a phone shows before the site is put on its home screen, in its pixels: Today and a session of the demo clinic.
SCREENSHOTS, SCREENSHOT_SIZE = (("today", gettext_lazy("Today")), ("session", gettext_lazy("A session"))), "780x1688"


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, from the root so that it serves every page; a new deploy is a new version, another language too."""
    shell = [*map(static, SHELL), reverse("offline")]
    source = _source()
    version = hashlib.sha256("".join((source, *shell, str(get_language()))).encode()).hexdigest()[:12]
    head = f"const VERSION = {json.dumps(version)};\nconst SHELL = {json.dumps(shell)};\n"
    return HttpResponse(head + source, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@cache
def _source() -> str:
    return str(rjsmin.jsmin(Path(str(finders.find("js/worker.js"))).read_text("utf-8")))


@require_safe
@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the site on its home screen."""
    icons = [{"src": static("icon.svg"), "type": "image/svg+xml", "sizes": "any"}]
    for name, size, purpose in ICONS:
        icon = {"src": static(f"icons/{name}.png"), "type": "image/png", "sizes": f"{size}x{size}", "purpose": purpose}
        icons.append(icon)
    screenshots = [
        {
            "src": static(f"screenshots/{name}.webp"),
            "type": "image/webp",
            "sizes": SCREENSHOT_SIZE,
            "form_factor": "narrow",
            "label": str(label),
        }
        for name, label in SCREENSHOTS
    ]
    return JsonResponse(
        {
            "id": "/",
            "name": settings.CLINIC["name"],
            "short_name": settings.CLINIC["name"],
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#F3F5F0",
            "theme_color": "#0F1F19",
            "icons": icons,
            "screenshots": screenshots,
            "shortcuts": [
                {"name": str(name), "url": reverse(page)}
                for name, page in ((_("Today"), "today"), (_("Log a run"), "runs"), (_("Something hurts"), "pain"))
            ],
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(no_cache=True)
def offline(request: HttpRequest) -> HttpResponse:
    """Says what is on this phone; holds nothing of anybody."""
    return render(request, "clinic/offline.html")
