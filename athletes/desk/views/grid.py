"""The program grid's door: opens, edits, checks and saves a whole program on one page.

Every action is a plain form button; what is typed travels in the form until it is saved, and is kept
as the author's private draft on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeAlias, TypedDict, assert_never

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import WithAnnotations

from athletes.access.requests import current_user, log_access_to_rows
from athletes.access.roles import may_edit_program, programs_visible_to
from athletes.enrollment.plan_changes import begun_of
from athletes.localtime import clinic_day
from athletes.models import Clearance, Enrollment, EnrollmentStatus, Session
from programs.authoring import NameTakenError, save_as_template
from programs.grid import drafts
from programs.grid.checking import Check, check
from programs.grid.commands import (
    CheckGrid,
    Command,
    DiscardDraft,
    DraftCommand,
    EditCommand,
    OverwriteProgram,
    Redo,
    RefusedEditError,
    ResumeDraft,
    SaveAsTemplate,
    SaveProgram,
    ShowAgain,
    StoreCommand,
    Undo,
    clean_text,
    parse_command,
    whole_number,
)
from programs.grid.edits import apply_edit
from programs.grid.fields import fields_of
from programs.grid.offers import GridContext
from programs.grid.page import hidden_fields, phase_spans, table_sections
from programs.grid.reading import TooLargeError, read_grid
from programs.grid.saving import ConflictError
from programs.grid.shape import Begun, Grid, open_grid
from programs.grid.totals import needs_reason
from programs.models import Program
from programs.rules.thresholds import Thresholds
from programs.thresholds import clinic_thresholds

from .. import actions
from ..pages.grid import differences, errors_of, week_cards, with_blank_rows
from .decisions import settle_by_saving

PAGE, CHECK, TOTALS, WEEK = (f"admin/programs/program/grid{part}.html" for part in ("", "_check", "_totals", "_week"))


def grid_view(request: HttpRequest, program_id: int, context: dict[str, Any]) -> HttpResponse:
    """The grid of one program. context -- what every admin page knows."""
    program = get_object_or_404(programs_visible_to(request.user).with_plan(), pk=program_id)
    followed = Enrollment.objects.visible_to(request.user).filter(program=program)
    cleared = Clearance.objects.standing().filter(athlete=OuterRef("athlete"))
    ahead = Session.objects.filter(enrollment=OuterRef("pk"), planned_on__gte=clinic_day(timezone.now()))
    next_week = Subquery(ahead.order_by("planned_on").values("week")[:1])
    followers = list(followed.select_related("athlete__user").annotate(is_cleared=Exists(cleared), next_week=next_week))
    log_access_to_rows(request, followers)
    page = GridPage(request, program, followers, context)
    if request.method != "POST":
        return page.open()
    if not page.may_edit:
        raise Http404
    fields = {name: value for name, value in request.POST.items() if isinstance(value, str)}
    try:
        return page.act(fields)
    except TooLargeError:
        return HttpResponseBadRequest("A workout has at most 40 rows, a program at most 52 weeks.", "text/plain")


class FollowerColumns(TypedDict):
    is_cleared: bool
    next_week: int | None


Follower: TypeAlias = "WithAnnotations[Enrollment, FollowerColumns]"


def context_of(enrollment: Follower | None) -> GridContext:
    """What the grid needs to know of the athlete that follows a program."""
    if enrollment is None:
        return GridContext()
    athlete = enrollment.athlete
    owned = frozenset(athlete.equipment.values_list("slug", flat=True))
    return GridContext(
        equipment=owned or None,
        conditions=frozenset(athlete.conditions),
        is_gate_closed=not enrollment.is_cleared,
    )


def _running(followers: list[Follower]) -> Follower | None:
    """Of all who follow or followed a program, the enrollment that runs."""
    for enrollment in followers:
        if enrollment.status == EnrollmentStatus.ACTIVE:
            return enrollment
    return None


class GridPage:
    """One request of the grid: the program, who follows it, and what is answered."""

    def __init__(
        self, request: HttpRequest, program: Program, followers: list[Follower], context: dict[str, Any]
    ) -> None:
        self.request, self.program = request, program
        self.author = current_user(request)
        self.may_edit = may_edit_program(self.author, program)
        self.begun: Begun = begun_of(program) if followers else frozenset()
        self.step = whole_number(request.POST.get("step", ""))
        self.running = _running(followers)
        self.shown = context | {
            "program": program,
            "followers": followers,
            "running": self.running,
            "may_edit": self.may_edit,
            "title": program.name,
        }

    @cached_property
    def numbers(self) -> Thresholds:
        """The clinic's numbers, read once for the page."""
        return clinic_thresholds()

    @cached_property
    def context(self) -> GridContext:
        return context_of(self.running)

    # -- looking --

    def open(self) -> HttpResponse:
        grid = open_grid(self.program, self.begun)
        draft = None
        if self.may_edit:
            draft = drafts.resumable(program=self.program, author=self.author)
        return self._show(with_blank_rows(grid), more={"resumable": draft})

    @cached_property
    def opened(self) -> dict[str, str]:
        """The fields of the program as it is stored."""
        return fields_of(with_blank_rows(open_grid(self.program)))

    def _go_to(self, address: str) -> HttpResponse:
        """The page's script is told where to go and goes there itself: so it knows that this was done."""
        if self.request.headers.get("Accept") == "application/json":
            return JsonResponse({"goes_to": address})
        return redirect(address)

    def _show(
        self, grid: Grid, step: int = 0, more: Mapping[str, Any] | None = None, *, status: int = 200
    ) -> HttpResponse:
        """The page. step -- of the author's draft; 0 while nothing was changed."""
        found = check(grid, self.context, self.numbers)
        drawn = {"grid": grid, "tables": table_sections(grid, found), "hidden": hidden_fields(grid), "check": found}
        drawn |= {"weeks": week_cards(grid, found.totals), "phases": phase_spans(grid)}
        is_changed = step > 0 and fields_of(grid) != self.opened
        context = self.shown | drawn | {"step": step, "is_changed": is_changed}
        context["chosen_week"] = (more or {}).get("chosen_week") or self._week_in_hand(grid)
        context["most_minutes"] = self.numbers.minutes_high
        return render(self.request, PAGE, dict(more or {}) | context, status=status)

    def _week_in_hand(self, grid: Grid) -> str:
        """The week that the athlete is in; the first one where nobody follows the program, or it has not begun."""
        if self.running is not None and str(self.running.next_week) in grid.week_keys:
            return str(self.running.next_week)
        return grid.weeks[0].key if grid.weeks else ""

    # -- acting --

    def act(self, fields: dict[str, str]) -> HttpResponse:
        """Do what the button asks for. Raises TooLargeError for more rows or weeks than a program can have."""
        try:
            command: Command | None = parse_command(fields)
            refusal = ""
        except RefusedEditError as error:
            command, refusal = None, str(error)
        if isinstance(command, DiscardDraft):
            return self._discard()
        if isinstance(command, ResumeDraft):
            return self._resume()
        self.grid = read_grid(self.program, fields, self.begun)
        self.typed = {name: clean_text(fields.get(name, "")) for name in ("step_by", "ceiling", "swap_to", "reason")}
        self.typed |= {"chosen_row": fields.get("row", ""), "chosen_week": fields.get("week", "")}
        if command is None:
            return self._show_edited(refusal)
        if isinstance(command, StoreCommand):
            return self._store(command)
        if isinstance(command, DraftCommand):
            return self._step(command)
        return self._edit(command)

    def _keep(self) -> int:
        """Keep what is typed in the author's draft; returns its step."""
        self.step = drafts.keep(
            program=self.program,
            author=self.author,
            step=self.step,
            opened=self.opened,
            fields=fields_of(self.grid),
            at=timezone.now(),
        )
        return self.step

    def _discard(self) -> HttpResponse:
        drafts.discard(program=self.program, author=self.author)
        return self._go_to(self.request.path)

    def _resume(self) -> HttpResponse:
        draft = drafts.resumable(program=self.program, author=self.author)
        if draft is None:
            return self._go_to(self.request.path)
        grid = read_grid(self.program, draft.fields, self.begun)
        return self._show(grid, draft.step)

    def _step(self, command: DraftCommand) -> HttpResponse:
        step = self._keep()
        match command:
            case CheckGrid():
                return self._live(step)
            case Undo():
                return self._go(step - 1, missing=_("There is nothing to undo."))
            case Redo():
                return self._go(step + 1, missing=_("There is nothing to redo."))
            case ShowAgain():
                return self._show_edited()
            case _:
                assert_never(command)

    def _live(self, step: int) -> JsonResponse:
        """What the page needs after a change: the check, the reasons of unreadable cells, the patterns."""
        found = check(self.grid, self.context, self.numbers)
        totals = {}
        for letter, by_week in found.totals.items():
            totals[letter] = render_to_string(TOTALS, {"totals": by_week, "may_edit": True})
        marks = {}
        for row in self.grid.rows:
            if row.exercise is not None:
                marks[row.key] = [row.exercise.pattern, row.exercise.get_pattern_display()]
        return JsonResponse(
            {
                "check": render_to_string(CHECK, {"check": found, "may_edit": True}, self.request),
                "week": self._chosen_card(found),
                "totals": totals,
                "errors": errors_of(self.grid),
                "marks": marks,
                "step": step,
                "is_changed": fields_of(self.grid) != self.opened,
            }
        )

    def _chosen_card(self, found: Check) -> str:
        """The week that is chosen, as its sessions."""
        for week in week_cards(self.grid, found.totals):
            if week.key == self.typed["chosen_week"]:
                return render_to_string(WEEK, {"week": week, "chosen_week": week.key})
        return ""

    def _go(self, step: int, *, missing: str) -> HttpResponse:
        """Another step of the draft. missing -- what is said where there is none."""
        draft = drafts.go_to(program=self.program, author=self.author, step=step, at=timezone.now())
        if draft is None:
            return self._show(self.grid, self.step, self.typed | {"said": missing})
        grid = read_grid(self.program, draft.fields, self.begun)
        return self._show(grid, draft.step, self.typed)

    def _edit(self, command: EditCommand) -> HttpResponse:
        self._keep()
        try:
            said = apply_edit(self.grid, command, self.numbers)
        except RefusedEditError as error:
            said = str(error)
        return self._show_edited(said)

    def _show_edited(self, said: str = "") -> HttpResponse:
        """The page with what an edit made, read like typing."""
        self.grid = read_grid(self.program, fields_of(self.grid), self.begun)
        step = self._keep()
        return self._show(self.grid, step, self.typed | {"said": said})

    # -- storing --

    def _store(self, command: StoreCommand) -> HttpResponse:
        match command:
            case SaveProgram():
                return self._save(command.reason)
            case OverwriteProgram():
                self.grid.base = command.base
                return self._save(command.reason)
            case SaveAsTemplate():
                return self._save_as_template(command.name)
            case _:
                assert_never(command)

    def _save(self, reason: str) -> HttpResponse:
        if self.grid.has_errors:
            return self._again(status=422)
        if needs_reason(self.grid, self.numbers) and not reason:
            return self._again(status=422, wants_reason=True)
        try:
            revision = actions.save_typed_plan(grid=self.grid, by=self.author, at=timezone.now(), reason=reason)
        except ConflictError as error:
            theirs = open_grid(Program.objects.with_plan().get(pk=self.program.pk))
            conflict = {"latest": error.latest, "theirs": theirs, "rows": differences(self.grid, theirs)}
            return self._again(status=409, conflict=conflict)
        settle_by_saving(self.request, self.program, timezone.now())
        messages.success(self.request, _("Saved as revision {number}.").format(number=revision.number))
        return self._go_to(self.request.path)

    def _again(self, *, status: int, **more: Any) -> HttpResponse:
        """The page with everything typed, which stays in the draft too: nothing was stored."""
        step = self._keep()
        return self._show(self.grid, step, self.typed | more, status=status)

    def _save_as_template(self, name: str) -> HttpResponse:
        """The program as it is stored becomes a template; what is typed and not saved stays in the form."""
        self._keep()
        try:
            template = save_as_template(program=self.program, name=name)
        except (NameTakenError, ValidationError):
            wrong = _("Choose a name that no other template has.")
            return self._again(status=422, template_name=name, template_error=wrong)
        messages.success(self.request, _("“{name}” is a template now.").format(name=template.name))
        return self._go_to(reverse("admin:programs_program_grid", args=[template.pk]))
