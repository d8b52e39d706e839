"""The menu of every staff page: six entries in the clinic's own words, each with the lists that belong to it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class MenuSection:
    """One entry. model -- whose list it leads to; more -- the lists under it; pages -- others, with their routes

    pages_of_admins -- those of them that only who may see the clinic's staff opens
    counts -- what of ``news`` it shows
    """

    label: str | Promise
    icon: str
    model: str
    more: Sequence[str] = ()
    pages: Sequence[tuple[str | Promise, str]] = ()
    pages_of_admins: Sequence[tuple[str | Promise, str]] = ()
    counts: str = ""


SECTIONS = (
    MenuSection(
        _("Athletes"), "me", "athletes.athlete",
        (
            "athletes.session", "athletes.run", "athletes.painreport", "athletes.checkin", "athletes.flag",
            "athletes.enrollment",
        ),
    ),
    MenuSection(_("Programs"), "program", "programs.program"),
    MenuSection(_("Library"), "strength", "programs.exercise", ("programs.caution", "programs.equipment")),
    MenuSection(_("Calls"), "phone", "athletes.discoverycall", counts="calls"),
    MenuSection(
        _("Clinic"), "progress", "programs.threshold",
        (
            "athletes.mail", "athletes.messagetemplate", "athletes.billingcode", "athletes.user", "clinic.accesslog",
            "athletes.erasure",
        ),
        ((_("Report"), "admin:report"), (_("API tokens"), "admin:tokens")),
        ((_("Webhooks"), "admin:webhooks"), (_("First steps"), "admin:first_steps")), counts="mail",
    ),
)  # fmt: skip


#: Lists that others use where they write or bill: in the menu of who may change them.
KEPT_BY_SOME = frozenset({"athletes.messagetemplate", "athletes.billingcode"})


@dataclass(frozen=True)
class Link:
    """One line of the menu."""

    label: str | Promise
    url: str
    is_current: bool


@dataclass(frozen=True)
class MenuEntry:
    """One entry with the lists under it. is_here -- the page is the entry's, or one of theirs"""

    label: str | Promise
    icon: str
    url: str
    is_here: bool
    more: Sequence[Link] = ()
    counts: str = ""


def menu_of(apps: Iterable[dict[str, Any]], path: str) -> list[MenuEntry]:
    """What this person may open. apps -- as the admin's site lists them for who asks; path -- of the page"""
    lists = _offered(apps)
    today = reverse("admin:index")
    entries = [MenuEntry(_("Today"), "today", today, path == today, counts="today")]
    for section in SECTIONS:
        pages = [*section.pages, *(section.pages_of_admins if "athletes.user" in lists else ())]
        more = [_page_link(label, route, path) for label, route in pages]
        more += [_link(lists[name], path) for name in section.more if name in lists]
        if section.model in lists:
            own = _link(lists[section.model], path)
            is_here = own.is_current or any(link.is_current for link in more)
            entries.append(MenuEntry(section.label, section.icon, own.url, is_here, more, section.counts))
    return entries


def _offered(apps: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The lists that may stand in the menu, by app and model."""
    lists = {}
    for app in apps:
        for model in app["models"]:
            name = f"{app['app_label']}.{model['object_name'].lower()}"
            is_offered = model["perms"]["change"] or name not in KEPT_BY_SOME
            if model["admin_url"] and is_offered:
                lists[name] = model
    return lists


def _link(model: dict[str, Any], path: str) -> Link:
    return Link(model["name"], model["admin_url"], path.startswith(model["admin_url"]))


def _page_link(label: str | Promise, route: str, path: str) -> Link:
    url = reverse(route)
    return Link(label, url, path.startswith(url))
