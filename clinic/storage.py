"""Static files, without what only people read, under names that carry their content's hash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

import rcssmin
import rjsmin
from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: Comments and indentation stay in the source: a phone in a basement does not fetch them.
MINIFIERS: dict[str, Callable[[str], str]] = {".js": rjsmin.jsmin, ".css": rcssmin.cssmin}
#: Packages bring their own minified files.
OURS = ("js/", "css/")


class StaticStorage(CompressedManifestStaticFilesStorage):
    #: Rewrites imports inside ES modules too: otherwise hashed and plain modules mix on one page.
    support_js_module_import_aggregation = True
    #: Where files come in the worst order a pass carries a new name one import further, and each file system has an
    #: order of its own: with Django's five an image was built here and not there. It ends when nothing changes.
    max_post_process_passes = 20

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._urls: dict[str, str] = {}

    def _save(self, name: str, content: Any) -> str:
        """Both copies pass here: the plain one, and the hashed one, which Django makes from the source again."""
        minify = MINIFIERS.get(PurePosixPath(name).suffix)
        if minify and name.startswith(OURS):
            content.seek(0)  # it was read to its end for the hash
            content = ContentFile(minify(content.read().decode()).encode())
        return str(super()._save(name, content))

    def url(self, name: str | None, force: bool = False) -> str:
        """Worked out once for each file: names stay as long as the process does, and a page asks for fifty."""
        if settings.DEBUG or force or name is None:
            return str(super().url(name, force))
        if name not in self._urls:
            self._urls[name] = str(super().url(name))
        return self._urls[name]
