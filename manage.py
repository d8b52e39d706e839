#!/usr/bin/env python3
"""Django's command line, for this clinic."""

import os
import sys


def main() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python gets one clear line
        found = ".".join(map(str, sys.version_info[:2]))
        raise SystemExit(f"Stridewell needs Python 3.11 or newer; this is Python {found}.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic.settings")
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415 - after the version check
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # whoever types settings needs the lines, and no traceback
        raise SystemExit(str(error).rstrip()) from None


if __name__ == "__main__":
    main()
