"""Getting many rows into their tables: numbers in order of time, COPY, indexes set aside."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

from django.db import connection
from django.db.models import Max, Model

from hemvist.audit.models import Link
from hemvist.casework.models import Counter
from hemvist.demo.rows import COLUMNS, Row

LINES = 500  # at a time


class Numbers:
    """The keys and numbers given last, here and in the database; goes on from them."""

    def __init__(self) -> None:
        self.ids: dict[type[Model], int] = {model: _last_id(model) for model in COLUMNS}
        self.counters = {
            (counter.series, counter.year): counter.value for counter in Counter.objects.all()
        }
        last = Link.objects.order_by("-position").first()
        self.head = last.digest if last else ""

    def next_number(self, series: str, year: int) -> int:
        """As `casework.register.next_number`, for all that is written in this transaction."""
        number = self.counters.get((series, year), 0) + 1
        self.counters[series, year] = number
        return number

    def next_reference(self, prefix: str, year: int) -> str:
        """As a case opened in that year would have got."""
        return f"{prefix}-{year % 100:02d}-{self.next_number('case', year):05d}"

    def keep(self) -> None:
        """Let the next row and the next number follow on the last."""
        with connection.cursor() as cursor:
            for model in COLUMNS:
                if model is not Link and self.ids[model]:
                    cursor.execute(
                        "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                        [model._meta.db_table, self.ids[model]],
                    )
        for (series, year), value in self.counters.items():
            Counter.objects.update_or_create(series=series, year=year, defaults={"value": value})


def copy_rows(table: str, columns: str, rows: Iterable[Row]) -> None:
    """Add rows to a table, in the order of the columns, which are named as in `rows.COLUMNS`."""
    with connection.cursor() as cursor:
        statement = f"COPY {table} ({', '.join(columns.split())}) FROM STDIN"
        with cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)


def copy_lines(table: str, columns: str, lines: Iterator[str]) -> None:
    """Add rows that are text already, as COPY reads it: for where there are very many."""
    with connection.cursor() as cursor:
        statement = f"COPY {table} ({', '.join(columns.split())}) FROM STDIN"
        with cursor.copy(statement) as copy:
            while block := "".join(islice(lines, LINES)):
                copy.write(block)


@contextmanager
def indexes_aside() -> Iterator[None]:
    """Without indexes and without a look at every foreign key; both are back afterwards."""
    tables = [model._meta.db_table for model in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL jit = off")
        cursor.execute(PLAIN_INDEXES, [tables])
        indexes = cursor.fetchall()
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
        yield
        for _name, definition in indexes:
            cursor.execute(definition)
        cursor.execute("SET LOCAL session_replication_role = origin")


# Those that no constraint owns: dropping the others would mean to drop the constraint.
PLAIN_INDEXES = """
SELECT i.indexname, i.indexdef FROM pg_indexes i
JOIN pg_class c ON c.relname = i.indexname AND c.relnamespace = current_schema()::regnamespace
WHERE i.schemaname = current_schema() AND i.tablename = ANY(%s)
  AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.conindid = c.oid)
ORDER BY i.indexname
"""


def _last_id(model: type[Model]) -> int:
    return model._default_manager.aggregate(last=Max("pk"))["last"] or 0
