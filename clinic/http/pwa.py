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
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

#: What the phone keeps of the site itself; figures are kept with the pages that show them.
SHELL = (
    *(f"css/{name}.css" for name in ("base", "today", "session", "progress")),
    "icon.svg",
    *(f"js/{name}.js" for name in (
        "check-in", "exercise", "figure", "finish", "flush", "hold", "install", "morning", "others", "outbox", "pain",
        "pain-page", "pain-sheet", "ready", "refused-sheet", "reports", "reserve", "rows", "runs", "send",
        "session", "session-extras", "session-paint", "set-items", "sets", "sides", "signals", "store", "swap", "tempo",
        "text", "uuid5", "waiting",
    )),
)  # fmt: skip

#: Pixels of the icons as pictures, and what a phone may do with each.
ICONS = ((192, "any"), (512, "any"), (512, "maskable"))


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, from the root so that it serves every page; a new deploy is a new version of it."""
    shell = [static(name) for name in SHELL] + [reverse("offline")]
    source = _source()
    version = hashlib.sha256((source + "".join(shell)).encode()).hexdigest()[:12]
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
    for size, purpose in ICONS:
        icon = {"src": static(f"icons/{size}.png"), "type": "image/png", "sizes": f"{size}x{size}", "purpose": purpose}
        icons.append(icon)
    return JsonResponse(
        {
            "name": settings.CLINIC["name"],
            "short_name": settings.CLINIC["name"],
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#F3F5F0",
            "theme_color": "#0F1F19",
            "icons": icons,
        },
        content_type="application/manifest+json",
    )


@require_safe
@cache_control(max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    """Says what is on this phone; holds nothing of anybody."""
    return render(request, "clinic/offline.html")
