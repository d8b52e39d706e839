"""The clinic's texts for messages: the ones that are shipped, and one filled in and put into what is being written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from athletes.models import MessageTemplate, User
from athletes.models.messages import MAX_TEXT

#: Name and text of each that a new clinic begins with. A clinic admin changes them; none says anything about health.
SHIPPED = (
    (
        "Welcome to your program",
        "Hi {first_name}, your program is ready. Start with the first session when it shows on Today, and log each set"
        " as you go. If anything is unclear, write me here or call us at {clinic_phone}.\n\n{therapist}",
    ),
    (
        "Checking in after a quiet week",
        "Hi {first_name}, I haven’t seen a session from you this week. No problem if life got in the way. Just let me"
        " know how you’re doing, and we can move your strength days if another time works better.\n\n{therapist}",
    ),
    (
        "Please call us",
        "Hi {first_name}, I’d like to talk something through with you. Please call us at {clinic_phone} when you have"
        " ten minutes. I can’t watch these messages around the clock.\n\n{therapist}",
    ),
    (
        "I changed your program",
        "Hi {first_name}, I made a change to your program. You’ll see it with your next session. Take a look before you"
        " start, and tell me how it went.\n\n{therapist}",
    ),
    (
        "Before your next visit",
        "Hi {first_name}, your next visit is coming up. Please log what you’ve done since the last one, and bring the"
        " shoes you run in. If you need another time, call us at {clinic_phone}.\n\n{therapist}",
    ),
)


#: What stands for the name in a text.
FIRST_NAME = "{first_name}"


@dataclass(frozen=True)
class FilledTemplate:
    """One of the clinic's texts as it goes to one athlete."""

    key: int
    name: str
    text: str


@transaction.atomic
def add_shipped_templates() -> int:
    """The shipped texts whose names the clinic does not have. Returns how many came."""
    known = set(MessageTemplate.objects.values_list("name", flat=True))
    missing = [MessageTemplate(name=name, text=text) for name, text in SHIPPED if name not in known]
    for template in missing:
        template.full_clean()
        template.save()
    return len(missing)


def filled_templates(*, first_name: str, writer: User) -> Sequence[FilledTemplate]:
    """Every text of the clinic, filled in for one athlete. One query.

    first_name -- the athlete's; writer -- whose name stands under it
    """
    words = {"first_name": first_name, "therapist": writer.name, "clinic_phone": str(settings.CLINIC["phone"])}
    return [FilledTemplate(each.pk, each.name, each.filled(**words)) for each in MessageTemplate.objects.all()]


def templates_for_several(*, writer: User) -> Sequence[FilledTemplate]:
    """The same for a message to several: the first name waits in its braces until ``filled_for`` knows whose it is."""
    return filled_templates(first_name=FIRST_NAME, writer=writer)


def filled_for(text: str, *, first_name: str) -> str:
    """What one of several athletes gets."""
    return text.replace(FIRST_NAME, first_name)


@dataclass(frozen=True)
class BegunMessage:
    """What stands in the field. drafted -- the part of it that nobody typed"""

    text: str
    drafted: str


def begin_with_chosen(templates: Sequence[FilledTemplate], posted: Mapping[str, str]) -> BegunMessage:
    """The message of a form with the text that was chosen in it; as it was where none of these was.

    posted -- text, template and drafted, as the form names them
    """
    typed, drafted = posted.get("text", "").replace("\x00", ""), posted.get("drafted", "").replace("\x00", "")
    for each in templates:
        if str(each.key) == posted.get("template", ""):
            return BegunMessage(begun_with(each.text, typed=typed, drafted=drafted), each.text)
    return BegunMessage(typed, drafted[:MAX_TEXT])


def begun_with(text: str, *, typed: str, drafted: str = "") -> str:
    """The text as the end of a message, in the place of what we put there before; what was typed stays above it.

    typed -- what stands in the field; drafted -- the part of it that nobody typed
    """
    own = _plain(typed).removesuffix(_plain(drafted)).strip()
    return f"{own}\n\n{text}"[:MAX_TEXT] if own else text


def _plain(text: str) -> str:
    """As it was before a browser sent it."""
    return text.replace("\r\n", "\n").strip()
