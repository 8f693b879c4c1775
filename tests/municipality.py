"""The demo municipality for tests that only read it: made once, put back for every module."""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date

from django.db import connection, transaction

from hemvist.demo.municipality import load_municipality

TODAY = date(2026, 11, 23)
TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
"""
_kept: dict[Callable[[], object] | None, dict[str, bytes]] = {}


@contextmanager
def loaded(blocker, *, then: Callable[[], object] | None = None):
    """Everything in it is undone at the end of the module; a test's own changes at its end.

    `then` is called after the municipality has been loaded. The rows that both made are kept as
    PostgreSQL writes them out, and the next module gets the same, in a tenth of the time.
    """
    with blocker.unblock(), transaction.atomic():
        if then in _kept:
            _put_back(_kept[then])
        else:
            before = _written_out()
            load_municipality(on=TODAY)
            if then:
                then()
            if _may_put_back():
                after = _written_out()
                _kept[then] = {
                    table: rows for table, rows in after.items() if rows != before[table]
                }
        yield
        transaction.set_rollback(True)


def _written_out() -> dict[str, bytes]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [table for (table,) in cursor.fetchall()]
        return {table: b"".join(_rows_of(cursor, table)) for table in tables}


def _rows_of(cursor, table):
    with cursor.copy(f'COPY "{table}" TO STDOUT') as rows:
        yield from map(bytes, rows)


def _put_back(tables: dict[str, bytes]) -> None:
    """Rows go in as they were, in any order: no trigger does its work a second time."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, rows in tables.items():
            cursor.execute(f'DELETE FROM "{table}"')
            with cursor.copy(f'COPY "{table}" FROM STDIN') as into:
                into.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")


def _may_put_back() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SHOW is_superuser")
        return cursor.fetchone()[0] == "on"
