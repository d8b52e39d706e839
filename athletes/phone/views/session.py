"""The session in progress: its sets, swaps and pain, and its end."""

from __future__ import annotations

import uuid
from datetime import timedelta
from decimal import Decimal

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from athletes.access.requests import athlete_required, session_of
from athletes.errors import NotTheirsError, RefusedError
from athletes.models import Athlete, Excuse, Session, SetLog
from athletes.records import swaps
from athletes.records.elsewhere import record_elsewhere
from athletes.records.exercise_notes import write_note
from athletes.records.sessions import Document, finish_session, record_session
from athletes.records.sets import SetItem
from athletes.training.own_exercises import exercises_to_add
from athletes.training.session_week import too_close_to
from athletes.training.targets import offer
from athletes.wording.doses import dose_words
from programs.models import Exercise, SwapReason
from programs.models.fields import is_key
from programs.rules.prescription.dose import MAX_REPS

from ..forms.training import SESSION_RPE_ANCHORS, EffortForm, ElsewhereForm, FinishForm, NoteForm, SetForm, SwapForm
from ..pages.finish import finish_page
from ..pages.session.card import RESERVES, ExerciseCard
from ..pages.session.page import SessionPage, session_page
from ..pages.session.words import session_words

#: Why an exercise is left out, as the athlete reads it.
SKIPS = [
    (SwapReason.HURTS, gettext_lazy("Pain")),
    (SwapReason.EQUIPMENT, gettext_lazy("Equipment")),
    (SwapReason.TIME, gettext_lazy("Out of time")),
    (SwapReason.ANY, gettext_lazy("Other")),
]


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def session(request: HttpRequest, athlete: Athlete, session_id: uuid.UUID) -> HttpResponse:
    """The session in progress. Opening it stores nothing; the first set does."""
    current = session_of(request, athlete, session_id)
    is_closed = bool(athlete.stopped_at) or current.excuse == Excuse.RACE
    if is_closed and not current.is_begun and request.method != "POST":
        return redirect("today")  # a stop, or a race near by, closes what has not begun; sets done are never refused
    page = session_page(current, added=_added(request))
    if page.offer.is_too_little and not current.is_begun and request.method != "POST":
        return redirect("today")  # says why; sets that were done are never refused
    if request.method == "POST":
        return _log(request, athlete, page)
    return _show(request, athlete, page, SetForm())


def _added(request: HttpRequest) -> int | None:
    """The prescription of an exercise that is being added: in the address, or in a set that was sent without script."""
    named = request.GET.get("add", "") or request.POST.get("prescription", "")
    if not is_key(named):
        return None
    return int(named)


@require_safe
@athlete_required
def add_exercise(request: HttpRequest, athlete: Athlete, session_id: uuid.UUID) -> HttpResponse:
    """What may be added to a session: what the program has on its other day."""
    current = session_of(request, athlete, session_id)
    choices = [(target, dose_words(target)) for target in exercises_to_add(current)]
    context = {"session": current, "choices": choices, "athlete": athlete, "tab": "today"}
    return render(request, "athletes/session/add_exercise.html", context)


def _log(request: HttpRequest, athlete: Athlete, page: SessionPage) -> HttpResponse:
    """A set, how much was left after the last one, or a note, as a form without script sends it."""
    if "own_note" in request.POST:
        return _note(request, athlete, page)
    form: SetForm | EffortForm = SetForm(request.POST)
    if "reserve" in request.POST:
        form = EffortForm(request.POST)
    if form.is_valid() and _fits(page, form):
        document = Document(page.offer, sets=_items(page, form))
        record_session(athlete=athlete, session_id=page.session.pk, document=document, at=timezone.now())
        return redirect(f"{request.path}#exercise-{form.cleaned_data['prescription']}")
    if isinstance(form, SetForm):
        prescription, number = request.POST.get("prescription", ""), request.POST.get("number", "")
        load, amount = request.POST.get("load", ""), request.POST.get("amount", "")
        page = page.with_typed(prescription, number, load=load, amount=amount)
    return _show(request, athlete, page, form, status=422)


def _note(request: HttpRequest, athlete: Athlete, page: SessionPage) -> HttpResponse:
    """The note on an exercise; it opens no session."""
    form = NoteForm(request.POST)
    card = page.card_of(form.cleaned_data["prescription"]) if form.is_valid() else None
    if card is None:
        raise Http404
    exercise = Exercise.objects.get(slug=card.target.exercise_slug)
    write_note(athlete=athlete, exercise=exercise, text=form.cleaned_data["own_note"], at=timezone.now())
    return redirect(f"{request.path}#exercise-{card.prescription_id}")


def _show(
    request: HttpRequest, athlete: Athlete, page: SessionPage, form: SetForm | EffortForm, *, status: int = 200
) -> HttpResponse:
    context: dict[str, object] = {"page": page, "athlete": athlete}
    if athlete.stopped_at or not page.is_editable(athlete.today(timezone.now())):
        return render(request, "athletes/session_done.html", context | {"tab": "program"}, status=status)
    context["too_close"] = too_close_to(page.session, timezone.now())
    context |= {"form": form, "reserves": RESERVES, "skips": SKIPS, "words": session_words()}
    return render(request, "athletes/session.html", context, status=status)


def _fits(page: SessionPage, form: SetForm | EffortForm) -> bool:
    """A counted set has at most 1,000 repetitions; only a timed one may go on for two hours."""
    if isinstance(form, SetForm):
        target = _card(page, form).target
        if not target.is_timed and form.cleaned_data["amount"] > MAX_REPS:
            form.add_error("amount", _("Give 0 to 1,000 repetitions."))
    return form.is_valid()


def _items(page: SessionPage, form: SetForm | EffortForm) -> list[SetItem]:
    if isinstance(form, EffortForm):
        return _effort_items(_card(page, form), form.cleaned_data["reserve"])
    return [_set_item(_card(page, form), form)]


def _set_item(card: ExerciseCard, form: SetForm) -> SetItem:
    """The set that was typed, one revision above the stored one; 404 for a set that is not due."""
    values = form.cleaned_data
    mark = card.mark(values["number"], values["side"])
    if mark is None:
        raise Http404
    reps, seconds = values["amount"], None
    if card.target.is_timed:
        reps, seconds = None, values["amount"]
    return SetItem(
        id=mark.id,
        exercise=card.target.exercise_slug,
        number=values["number"],
        rev=mark.rev + 1,
        edit_id=uuid.uuid4(),
        prescription_id=card.prescription_id,
        side=values["side"],
        reps=reps,
        seconds=seconds,
        load=values["load"],
        rpe=mark.log.rpe if mark.log else None,
        is_deleted=values["remove"],
    )


def _effort_items(card: ExerciseCard, reserve: int) -> list[SetItem]:
    """The last set again, on every side that was logged, with its effort: RPE = 10 - repetitions in reserve."""
    marks = card.asked_rows[-1].marks
    return [_with_effort(mark.log, card.target.exercise_slug, Decimal(10 - reserve)) for mark in marks if mark.log]


def _with_effort(log: SetLog, exercise: str, rpe: Decimal) -> SetItem:
    return SetItem(
        id=log.pk,
        exercise=exercise,
        number=log.number,
        rev=log.rev + 1,
        edit_id=uuid.uuid4(),
        prescription_id=log.prescription_id,
        side=log.side,
        reps=log.reps,
        seconds=log.seconds,
        load=log.load,
        rpe=rpe,
        is_deleted=log.is_deleted,
    )


def _card(page: SessionPage, form: SetForm | EffortForm) -> ExerciseCard:
    card = page.card_of(form.cleaned_data["prescription"])
    if card is None:
        raise Http404
    return card


@require_POST
@athlete_required
def swap(request: HttpRequest, athlete: Athlete, session_id: uuid.UUID) -> HttpResponse:
    """Something else instead, or nothing, with the reason inside the choice: ``reason:exercise`` or ``reason:``."""
    current = session_of(request, athlete, session_id)
    form = SwapForm(request.POST)
    if not form.is_valid():
        raise Http404
    prescription_id = form.cleaned_data["target"]
    if not any(target.prescription_id == prescription_id for target in offer(current).targets):
        raise Http404
    reason, instead = form.cleaned_data["choice"]
    try:
        if not reason:
            swaps.undo_swap(session=current, prescription_id=prescription_id, at=timezone.now())
        else:
            made = swaps.record_swap(
                session=current, prescription_id=prescription_id, reason=reason, instead=instead, at=timezone.now()
            )
            said = _("Noted for {therapist}: {what}.").format(therapist=athlete.therapist.name, what=made)
            messages.success(request, said)
            if reason == SwapReason.HURTS:
                return redirect(_pain_page(current, prescription_id))
    except RefusedError as error:
        messages.warning(request, error.message)
    return redirect(f"{reverse('session', args=[current.pk])}#exercise-{prescription_id}")


def _pain_page(current: Session, prescription_id: int) -> str:
    """Where it is asked how much the prescribed exercise hurt."""
    due = {target.prescription_id: target.exercise_slug for target in offer(current).targets}
    return f"{reverse('session_pain', args=[current.pk])}?exercise={due[prescription_id]}"


@require_POST
@athlete_required
def short(request: HttpRequest, athlete: Athlete, session_id: uuid.UUID) -> HttpResponse:
    """Short on time: three exercises stay, the others are left out for that reason; or all of them after all."""
    current = session_of(request, athlete, session_id)
    if request.POST.get("do") not in ("shorten", "restore"):
        raise Http404
    try:
        if request.POST["do"] == "shorten":
            swaps.shorten_session(session=current, at=timezone.now())
            messages.success(request, _("Three exercises today. That counts as a partial session."))
        else:
            swaps.restore_session(session=current, at=timezone.now())
    except RefusedError as error:
        messages.warning(request, error.message)
    return redirect("session", current.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def trained_elsewhere(request: HttpRequest, athlete: Athlete) -> HttpResponse:
    """A session that nobody planned: when, how long, how hard."""
    at = timezone.now()
    form = ElsewhereForm(request.POST or None, initial={"id": uuid.uuid4(), "days_ago": "0"})
    if form.is_bound and form.is_valid():
        values = dict(form.cleaned_data)
        on = athlete.today(at) - timedelta(days=values.pop("days_ago"))
        try:
            record_elsewhere(athlete=athlete, session_id=values.pop("id"), on=on, at=at, **values)
        except NotTheirsError as error:
            raise Http404 from error
        messages.success(request, _("Saved. {therapist} can see it.").format(therapist=athlete.therapist.name))
        return redirect("history")
    context = {"form": form, "athlete": athlete, "anchors": SESSION_RPE_ANCHORS, "tab": "today"}
    return render(request, "athletes/elsewhere.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@athlete_required
def finish(request: HttpRequest, athlete: Athlete, session_id: uuid.UUID) -> HttpResponse:
    """How hard it was, and done. A finished session can be finished again for a day.

    ``already`` -- said of one that was done without logging, by the link of a mail: one to come cannot have been
    """
    current = session_of(request, athlete, session_id)
    already = "already" in request.GET or "already" in request.POST
    is_to_come = current.planned_on > athlete.today(timezone.now())
    if not current.is_begun and ((already and is_to_come) or (request.method == "POST" and not already)):
        return redirect("session", current.pk)
    initial = {"session_rpe": current.session_rpe, "note": current.note, "nothing_hurt": current.nothing_hurt}
    form = FinishForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _end(request, athlete, current, form)
    page = finish_page(current, timezone.now())
    context = {"page": page, "form": form, "athlete": athlete, "anchors": SESSION_RPE_ANCHORS, "already": already}
    return render(request, "athletes/finish.html", context, status=422 if form.errors else 200)


def _end(request: HttpRequest, athlete: Athlete, current: Session, form: FinishForm) -> HttpResponse:
    """Store the end of the session, with the places that did not hurt: those that were ticked, or all of them."""
    nothing_hurt = form.cleaned_data["nothing_hurt"]
    ticked = request.POST.getlist("no_pain")
    painless = []
    for place in finish_page(current, timezone.now()).unasked:
        if nothing_hurt or place.value in ticked:
            painless.append((place.region, place.side))
    finish_session(
        session=current,
        session_rpe=form.cleaned_data["session_rpe"],
        note=form.cleaned_data["note"],
        painless=painless,
        nothing_hurt=nothing_hurt,
        at=timezone.now(),
    )
    messages.success(request, _("Saved. {therapist} can see it.").format(therapist=athlete.therapist.name))
    return redirect("today")
