"""What robots, browsers and finders of holes ask for at addresses that everybody knows."""

from __future__ import annotations

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

#: RFC 9116 asks for less than a year, so that nobody writes to who left long ago.
STANDS_FOR = timedelta(days=180)


@require_safe
@cache_control(max_age=86_400)
def robots(request: HttpRequest) -> HttpResponse:
    """The public page and the request for a call may be found; all else is behind a sign-in."""
    lines = ["User-agent: *", "Allow: /$", f"Allow: {reverse('discovery_call')}$", "Allow: /static/", "Disallow: /"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")


@require_safe
@cache_control(max_age=86_400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """To whom a hole is reported (RFC 9116)."""
    expires = (timezone.now() + STANDS_FOR).replace(microsecond=0)
    lines = [
        f"Contact: mailto:{settings.SECURITY_CONTACT or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        f"Expires: {expires.isoformat().replace('+00:00', 'Z')}",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
        "Preferred-Languages: en",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
@cache_control(max_age=86_400)
def favicon(request: HttpRequest) -> HttpResponse:
    """Where a browser looks that reads no page first, such as for a file of the API."""
    return HttpResponsePermanentRedirect(static("icons/192.png"))
