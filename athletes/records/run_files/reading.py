"""What runs in the process of its own: every file of an upload, one after the other, to what its activities say.

No Django, like all that it imports. A run's way is measured here and ends here: sums are told, no place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any, BinaryIO

from defusedxml import DefusedXmlException

from programs.uploads.errors import UnreadableError, gettext_noop

from .activity import MAX_ACTIVITIES, Activity
from .fit_files import read_fit
from .packed import DAMAGED_ARCHIVE, Budget, Unpacked, unpacked
from .xml_files import read_xml

DAMAGED = gettext_noop(
    "The file is damaged, or no GPX, TCX or FIT file. Look for “Export original” where your runs are, and send that."
)
PHOTO = gettext_noop("This is a photo. Open the run in your watch’s app, choose “Export original”, and send that file.")
NO_RUN = gettext_noop("There is no run in this file: it has no time and no distance. Type it in instead.")
#: How pictures begin: JPEG, PNG, and what phones write (HEIC has its name after four bytes).
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"ftyp")
Told = dict[str, Any]


def read(stream: BinaryIO, files: Sequence[tuple[str, int]]) -> Iterator[Told]:
    """What each file says: its name, digest and activities, or why it cannot be read; and how many are read whole.

    files -- names and sizes of what was sent; the stream holds them one after the other. All of them unpacked are at
    most 30 MB.
    """
    budget = Budget()
    for number, (name, size) in enumerate(files, start=1):
        content = BytesIO(stream.read(size))
        try:
            for file in unpacked(name, content, budget):
                yield _told(file)
        except UnreadableError as error:
            yield _refused(name, error)
        except DAMAGED_ARCHIVE:
            words = gettext_noop("This archive is damaged. Export the run once more.")
            yield _refused(name, UnreadableError(words))
        yield {"whole": number}


def _told(file: Unpacked) -> Told:
    try:
        activities = activities_of(file)
        digest = file.digest()
    except UnreadableError as error:
        return _refused(file.name, error)
    return {"name": file.name, "digest": digest, "activities": [activity.to_json() for activity in activities]}


def _refused(name: str, error: UnreadableError) -> Told:
    return {"name": name, "refused": [error.words, error.values]}


def activities_of(file: Unpacked) -> list[Activity]:
    """Read a file by what is in it, not by its name.

    Raises UnreadableError naming what is wrong, and what a damaged archive raises.
    """
    start = file.stream.peek(16)
    if not start:
        raise UnreadableError(gettext_noop("The file is empty."))
    if any(start.startswith(picture) or start[4:8] == picture for picture in _PICTURES):
        raise UnreadableError(PHOTO)
    try:
        activities = read_fit(file.stream) if start[8:12] == b".FIT" else read_xml(file.stream)
    except (UnreadableError, MemoryError, *DAMAGED_ARCHIVE):
        raise
    except DefusedXmlException as error:
        words = gettext_noop("The file has a document type or entities; a watch writes neither. Export it once more.")
        raise UnreadableError(words) from error
    except Exception as error:  # a damaged file fails anywhere inside its library
        raise UnreadableError(DAMAGED) from error
    if not activities:
        raise UnreadableError(NO_RUN)
    if len(activities) > MAX_ACTIVITIES:
        words = gettext_noop("This file holds {count} activities. Export the runs one by one, and send those.")
        raise UnreadableError(words, count=len(activities))
    return activities
