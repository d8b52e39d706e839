"""manage.py makemessages, which reads the words of the clinic's numbers too: the rules know no language."""

from __future__ import annotations

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    #: The meaning of a number, the names of subjects and units, in ``programs/rules/thresholds.py``.
    xgettext_options = [
        *makemessages.Command.xgettext_options,
        "--keyword=_number:5",
        "--keyword=_title",
    ]
