"""The tables of the tests: migrated once for each state of the migrations, then copied."""

from hashlib import sha256
from pathlib import Path

from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
# What puts triggers on tables after a migration.
TRIGGERS = ("core/editions.py", "guide/own_text.py", "directory/own_facts.py")
ONE_AT_A_TIME = 20_261_128  # number of a lock in PostgreSQL, that of nobody else


def template() -> str:
    """The name of a database with all tables and no rows but those of migrations.

    Whoever comes first makes it, others wait. What older migrations left behind is dropped.
    """
    name = f"migrated_{_digest()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE 'migrated\\_%%'")
        there = {found for (found,) in cursor.fetchall()}
        if name not in there:
            for old in there | {f"unfinished_{name}"}:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
            cursor.execute(f'CREATE DATABASE "unfinished_{name}"')
            _migrate(f"unfinished_{name}")
            cursor.execute(f'ALTER DATABASE "unfinished_{name}" RENAME TO "{name}"')
        cursor.execute("SELECT pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
    return name


def _migrate(database: str) -> None:
    settings = connection.settings_dict
    usual = settings["NAME"]
    connection.close()
    settings["NAME"] = database
    try:
        call_command("migrate", verbosity=0)
    finally:
        connection.close()
        settings["NAME"] = usual


def _digest() -> str:
    digest = sha256((ROOT / "requirements-dev.txt").read_bytes())
    triggers = [ROOT / "hemvist" / file for file in TRIGGERS]
    for file in sorted([*ROOT.glob("hemvist/**/migrations/*.py"), *triggers]):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:20]
