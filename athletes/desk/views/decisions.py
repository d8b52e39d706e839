"""What a therapist decides on the caseload: one act on one athlete, all that is ready, and a decision taken back."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from athletes.access.requests import current_user, log_access
from athletes.errors import RefusedError
from athletes.localtime import instant_or_none
from athletes.models import Athlete, ContactResult, User
from athletes.models.messages import MAX_TEXT
from athletes.problems.caseload import caseload
from athletes.problems.kinds import CaseGroup
from athletes.records.care.message_templates import begin_with_chosen, filled_templates
from programs.models import Program
from programs.models.keys import keys_in, keys_of

from .. import actions
from ..undoing import undo

#: For how many days a flag may be put off.
SNOOZES = (1, 3, 7)
MAX_NOTE = 2000
#: Where the browser's session keeps what was typed into an act that was refused, the last decision, and the problem
#: for which a program is being changed.
TYPED, DECIDED, CHANGING = "caseload_typed", "caseload_decided", "caseload_changing"
#: A program that is saved later than this was not changed for the problem any more.
CHANGED_WITHIN = timedelta(hours=4)
#: How long the page offers to take a decision back.
OFFERED = timedelta(seconds=30)
#: What only fills the message, and decides nothing.
TEMPLATE = "template"
#: In the address of the caseload: the clinic's texts were asked for.
TEXTS = "texts"
#: Acts that a click takes back.
UNDOABLE = frozenset({"accept", "decline", "keep", "right", "snooze", "called", "clear", "open_phase"})


@dataclass(frozen=True)
class Click:
    """One button of the caseload: who pressed it, for whom, when, and what was typed beside it."""

    request: HttpRequest
    athlete: Athlete
    by: User
    at: datetime

    @property
    def text(self) -> str:
        """The message."""
        return self.request.POST.get("text", "").replace("\x00", "")

    @property
    def note(self) -> str:
        """For whoever looks next; why, where the plan stays as it is written."""
        return self._typed("note")

    @property
    def subject(self) -> str:
        """The problem that is decided about; empty: all that is open."""
        return self._typed("problem")

    def _typed(self, name: str) -> str:
        return self.request.POST.get(name, "").replace("\x00", "").strip()[:MAX_NOTE]


@require_POST
def act(request: HttpRequest, athlete_id: int) -> HttpResponse:
    """One act on one athlete's flags; 404 for anybody whom this person may not see."""
    athlete = get_object_or_404(Athlete.objects.visible_to(request.user).select_related("user"), pk=athlete_id)
    log_access(request, athlete.pk)
    do = request.POST.get("do", "")
    take = ACTS.get(do)
    if take is None and do != TEMPLATE:
        raise Http404
    query = {name: request.POST.get(name, "") for name in ("group", "page", "athlete")}
    click = Click(request, athlete, current_user(request), timezone.now())
    if take is None:
        return _begin_with_template(click, query)
    request.session.pop(CHANGING, None)  # another decision: whatever was opened for one is not decided by it
    try:
        said = take(click)
    except RefusedError as error:
        messages.warning(request, error.message)
        query["athlete"] = str(athlete.pk)
        typed = {"text": click.text[:MAX_TEXT], "note": click.note, "problem": click.subject}
        request.session[TYPED] = {"athlete": str(athlete.pk)} | typed
    else:
        messages.success(request, said)
        request.session.pop(DECIDED, None)  # Undo is about the last act, or about none
        if do in UNDOABLE:
            _remember(request, [athlete.pk], click.at)
    return _go_on(click, query)


def _begin_with_template(click: Click, query: dict[str, str]) -> HttpResponse:
    """No decision yet: the message begins with a text of the clinic's, and the page shows it to be changed and sent."""
    texts = filled_templates(first_name=click.athlete.user.first_name, writer=click.by)
    begun = begin_with_chosen(texts, click.request.POST)
    typed = {"text": begun.text[:MAX_TEXT], "drafted": begun.drafted, "note": click.note, "problem": click.subject}
    click.request.session[TYPED] = {"athlete": str(click.athlete.pk)} | typed
    return _go_on(click, query | {"athlete": str(click.athlete.pk), TEXTS: "yes"})


def take_typed(request: HttpRequest, athlete_id: int) -> dict[str, str]:
    """What a refused act left for this athlete; shown once."""
    if request.session.get(TYPED, {}).get("athlete") != str(athlete_id):
        return {}
    typed: dict[str, str] = request.session.pop(TYPED)
    return typed


def _go_on(click: Click, query: dict[str, str]) -> HttpResponse:
    """Back to the list; to the page of the stop, from which a call was noted; or to the program that is to change."""
    if click.request.POST.get("back") == "stop":
        return redirect("admin:athletes_athlete_return_to_training", click.athlete.pk)
    if click.request.POST.get("back") == "athlete" and CHANGING not in click.request.session:
        page = reverse("admin:athletes_athlete_page", args=[click.athlete.pk])
        return redirect(f"{page}?{TEXTS}=yes" if TEXTS in query else page)
    if changing := click.request.session.get(CHANGING):
        return redirect("admin:programs_program_grid", changing["program"])
    given = {name: value for name, value in query.items() if value}
    return redirect(f"{reverse('admin:index')}?{urlencode(given)}")


# -- decisions ---------------------------------------------------------------------------------


def _accept(click: Click) -> str:
    accepted = actions.accept_and_settle(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    said = ngettext(
        "{count} step accepted for {name}: it is part of the next session.",
        "{count} steps accepted for {name}: they are part of the next sessions.",
        len(accepted),
    )
    return said.format(count=len(accepted), name=click.athlete)


def _decline(click: Click) -> str:
    actions.decline_and_settle(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    return _("{name} continues as planned.").format(name=click.athlete)


def _keep(click: Click) -> str:
    actions.keep_and_settle(athlete=click.athlete, subject=click.subject, by=click.by, at=click.at, note=click.note)
    return _(
        "{name} continues as written. Worse pain or a new episode holds again; after 14 days the rules do."
    ).format(name=click.athlete)


def _right(click: Click) -> str:
    actions.leave_as_it_is(athlete=click.athlete, subject=click.subject, by=click.by, at=click.at, note=click.note)
    return _("{name}: right as it is. What the rules hold stays until it settles.").format(name=click.athlete)


def _change(click: Click) -> str:
    """The grid opens; saving the program there is the decision."""
    enrollment = click.athlete.enrollments.active().first()
    if enrollment is None:
        raise RefusedError(_("{name} follows no program that could be changed.").format(name=click.athlete))
    click.request.session[CHANGING] = {
        "athlete": click.athlete.pk,
        "program": enrollment.program_id,
        "problem": click.subject,
        "note": click.note,
        "at": click.at.isoformat(),
    }
    return _("Change the program for {name} and save it. That resolves the problem.").format(name=click.athlete)


def settle_by_saving(request: HttpRequest, program: Program, at: datetime) -> None:
    """A program was saved that somebody had opened to decide a problem: it is decided."""
    changing = request.session.get(CHANGING)
    if not changing or changing["program"] != program.pk:
        return
    del request.session[CHANGING]
    if at - datetime.fromisoformat(changing["at"]) > CHANGED_WITHIN:
        return
    athlete = Athlete.objects.visible_to(request.user).filter(pk=changing["athlete"]).first()
    if athlete is not None:
        actions.settle_by_change(
            athlete=athlete, subject=changing["problem"], note=changing["note"], by=current_user(request), at=at
        )


def _called(click: Click) -> str:
    result = click.request.POST.get("result", "")
    if result not in ContactResult.values:
        raise RefusedError(_("Say whether {name} was reached.").format(name=click.athlete))
    call = actions.call_and_settle(
        athlete=click.athlete, result=result, subject=click.subject, by=click.by, at=click.at, note=click.note
    )
    return _("Call to {name} kept: {result}.").format(name=click.athlete, result=call.get_result_display())


def _message(click: Click) -> str:
    actions.write_and_settle(athlete=click.athlete, text=click.text, subject=click.subject, by=click.by, at=click.at)
    return _("Sent to {name}. The e-mail says only that there is a message.").format(name=click.athlete)


def _seen(click: Click) -> str:
    actions.mark_seen(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    return _("Marked as seen. {name} stays on the list.").format(name=click.athlete)


def _snooze(click: Click) -> str:
    asked = click.request.POST.get("days", "")
    if asked not in map(str, SNOOZES):
        raise Http404
    days = int(asked)
    until = click.at + timedelta(days=days)
    actions.put_off(athlete=click.athlete, until=until, by=click.by, at=click.at, note=click.note)
    said = ngettext("{name} is back in {count} day.", "{name} is back in {count} days.", days)
    return said.format(name=click.athlete, count=days)


def _clear(click: Click) -> str:
    actions.clear_and_settle(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    return _("{name} is cleared for plyometrics, from the next session on.").format(name=click.athlete)


def _open_phase(click: Click) -> str:
    phase = actions.open_phase_and_settle(athlete=click.athlete, by=click.by, at=click.at, note=click.note)
    return _("{name} begins {phase} with the next session.").format(name=click.athlete, phase=phase)


ACTS: dict[str, Callable[[Click], str]] = {
    "accept": _accept,
    "decline": _decline,
    "keep": _keep,
    "right": _right,
    "change": _change,
    "called": _called,
    "message": _message,
    "seen": _seen,
    "snooze": _snooze,
    "clear": _clear,
    "open_phase": _open_phase,
}


@require_POST
def accept_all(request: HttpRequest) -> HttpResponse:
    """Every step that waits for a yes, of all who are ready and whom this person sees: what the page lists."""
    user, at = current_user(request), timezone.now()
    found = caseload(user, at, group=CaseGroup.PROGRESS)
    log_access(request, *found.keys)
    steps, decided = 0, []
    for athlete in Athlete.objects.visible_to(user).filter(pk__in=found.keys):
        accepted = actions.accept_and_settle(athlete=athlete, by=user, at=at)
        if accepted:
            steps += len(accepted)
            decided.append(athlete.pk)
    said = ngettext("{count} step accepted.", "{count} steps accepted.", steps)
    messages.success(request, said.format(count=steps))
    if decided:
        _remember(request, decided, at)
    return redirect("admin:index")


@require_POST
def review_all(request: HttpRequest) -> HttpResponse:
    """What those on track did is as planned: of those whom the page listed, up to when it was made."""
    user, at = current_user(request), timezone.now()
    keys = keys_in(request.POST.getlist("athlete"))
    shown = list(Athlete.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    log_access(request, *shown)
    upto = instant_or_none(request.POST.get("upto", "")) or at
    reviewed = actions.mark_reviewed(athletes=shown, upto=upto, by=user, at=at)
    said = ngettext("{count} athlete reviewed.", "{count} athletes reviewed.", len(reviewed))
    messages.success(request, said.format(count=len(reviewed)))
    if reviewed:
        _remember(request, reviewed, at)
    return redirect("admin:index")


# -- taken back --------------------------------------------------------------------------------


def _remember(request: HttpRequest, athletes: Collection[int], at: datetime) -> None:
    request.session[DECIDED] = {"athletes": list(athletes), "at": at.isoformat()}


def may_undo(request: HttpRequest, at: datetime) -> bool:
    """Whether the page offers to take the last decision back: for half a minute."""
    decided: dict[str, Any] | None = request.session.get(DECIDED)
    return decided is not None and at - datetime.fromisoformat(decided["at"]) <= OFFERED


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """The last decision of this browser, on athletes whom this person still sees."""
    decided = request.session.pop(DECIDED, None)
    if decided is None:
        messages.warning(request, _("There is nothing to take back."))
        return redirect("admin:index")
    user, at = current_user(request), timezone.now()
    athletes = list(Athlete.objects.visible_to(user).filter(pk__in=decided["athletes"]).select_related("user"))
    log_access(request, *keys_of(athletes))
    for athlete in athletes:
        try:
            undo(athlete=athlete, decided_at=datetime.fromisoformat(decided["at"]), by=user, at=at)
        except RefusedError as error:
            messages.warning(request, error.message)
        else:
            messages.success(request, _("Taken back for {name}.").format(name=athlete))
    if len(athletes) == 1 and request.POST.get("back") == "athlete":
        return redirect("admin:athletes_athlete_page", athletes[0].pk)
    if len(athletes) == 1:
        return redirect(f"{reverse('admin:index')}?{urlencode({'athlete': athletes[0].pk})}")
    return redirect("admin:index")
