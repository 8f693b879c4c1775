#!/usr/bin/env python
"""Django's command line, on the embedded PostgreSQL when DATABASE_URL is not set."""

import os
import signal
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hemvist.settings")
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    from hemvist import database
    from hemvist.postgres import DatabaseCannotStart

    try:
        database.ensure_url()
    except DatabaseCannotStart as trouble:
        sys.exit(str(trouble))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
