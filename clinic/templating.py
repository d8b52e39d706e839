"""Where templates are read from, and how.

They are indented for whoever reads them here. What a phone gets is not: blanks were a sixth of a session's page.
"""

from __future__ import annotations

import re

from django.template.base import Origin
from django.template.loaders import filesystem

#: At the beginnings of lines; the lines stay, so that an error names the right one.
INDENT = re.compile(r"\n[ \t]+")


class Loader(filesystem.Loader):
    def get_contents(self, origin: Origin) -> str:
        contents = super().get_contents(origin)
        name = str(origin.template_name)
        if not name.endswith(".html") or name.startswith("emails/"):
            return contents
        return INDENT.sub("\n", contents)
