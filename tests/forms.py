"""The forms of a page, as a browser without script has them: found, filled in, and sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

#: What one sends of a control: its name, and the values that it has or may take.
Choices = dict[str, list[str]]
NOT_TYPED = frozenset({"hidden", "submit", "button", "image", "reset", "file"})


@dataclass
class Form:
    """One form: where it goes, what it holds, and each button that sends it.

    held -- sent as it stands; open -- what a person chooses, by its possible values
    unticked -- boxes that may be ticked; listed -- of what is open: only these values may be chosen, or none
    standing -- of what is open: what the page has filled in
    """

    action: str
    held: dict[str, list[str]] = field(default_factory=dict)
    open: Choices = field(default_factory=dict)
    unticked: Choices = field(default_factory=dict)
    listed: set[str] = field(default_factory=set)
    standing: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    takes_files: bool = False

    def offers(self, name: str, value: str) -> bool:
        """Whether a person can send that value under that name."""
        if (name, value) in self.buttons or value in self.held.get(name, ()) or value in self.unticked.get(name, ()):
            return True
        return name in self.open and (name not in self.listed or value in ("", *self.open[name]))

    def with_chosen(self, chosen: Mapping[str, str | list[str]]) -> dict[str, str | list[str]]:
        """What a browser sends: what is held and what stands there, with what a person has chosen."""
        return {**self.held, **self.standing, **chosen}

    def filled_in(self) -> dict[str, list[str]]:
        """Everything chosen: the first value of each control."""
        return self.held | {name: values[:1] for name, values in self.open.items() if values}

    def corrected(self, but: Collection[str] = ()) -> dict[str, list[str]]:
        """Everything chosen otherwise, the last value of each control, but these."""
        others = {name: values[-1:] for name, values in self.open.items() if values and name not in but}
        return self.filled_in() | others


def forms_of(page: str, path: str) -> list[Form]:
    """The forms that are posted, without those in templates, which wait for a script."""
    reader = _Reader(path)
    reader.feed(page)
    return reader.forms


class _Reader(HTMLParser):
    def __init__(self, path: str) -> None:
        super().__init__()
        self.path = path
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select: str | None = None
        self._text: list[str] | None = None
        self._by_id: dict[str, Form] = {}
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag == "template":
            self._templates += 1
        if self._templates:
            return
        if tag == "form":
            self._begin(had)
            return
        form = self._by_id.get(had["form"]) if "form" in had else self._form
        if form is not None and "disabled" not in had:
            self._take(form, tag, had)

    def _begin(self, had: dict[str, str]) -> None:
        self._form = None
        if had.get("method", "").lower() == "post":
            self._form = Form(had.get("action") or self.path)
            self.forms.append(self._form)
            self._by_id[had.get("id", "")] = self._form

    def _take(self, form: Form, tag: str, had: dict[str, str]) -> None:
        match tag:
            case "input":
                self._take_input(form, had)
            case "textarea":
                self._text = form.standing[had.get("name", "")] = []
                form.open[had.get("name", "")] = ["As planned", "Another day, another word"]
            case "select":
                self._select = had.get("name", "")
                form.open[self._select] = []
                form.listed.add(self._select)
            case "option" if self._select is not None and had.get("value") != "":
                form.open[self._select].append(had.get("value", ""))
                if "selected" in had:
                    form.standing.setdefault(self._select, []).append(had.get("value", ""))
            case "button" if had.get("type", "submit") == "submit":
                form.buttons.append((had.get("name", ""), had.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        match tag:
            case "template":
                self._templates -= 1
            case "form":
                self._form = None
            case "select":
                self._select = None
            case "textarea":
                self._text = None

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data.removeprefix("\n"))

    def _take_input(self, form: Form, had: dict[str, str]) -> None:
        name, kind = had.get("name", ""), had.get("type", "text")
        if kind == "file":
            form.takes_files = True
        if not name or kind in NOT_TYPED - {"hidden"}:
            return
        if kind == "hidden":
            form.held.setdefault(name, []).append(had.get("value", ""))
        elif kind == "radio":
            form.open.setdefault(name, []).append(had.get("value", ""))
            form.listed.add(name)
            if "checked" in had:
                form.standing[name] = [had.get("value", "")]
        elif kind == "checkbox":
            boxes = form.held if "checked" in had else form.unticked
            boxes.setdefault(name, []).append(had.get("value", "on"))
        else:
            form.open[name] = _typed(kind, had)
            form.standing[name] = [had.get("value", "")]


def _typed(kind: str, had: dict[str, str]) -> list[str]:
    """Two things that one may type there: what stands there, or the least, and a little more."""
    if kind == "number" or had.get("inputmode") in {"numeric", "decimal"}:
        least = had.get("value") or had.get("min") or "1"
        more = float(least) + float(had.get("step") or 1 if had.get("step") != "any" else 1)
        most = float(had.get("max") or more)
        return [least, f"{min(more, most):g}"]
    if had.get("value"):
        return [had["value"]]
    return ["Seat 4", "Orange band"]
