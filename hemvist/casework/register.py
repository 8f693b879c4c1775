"""Numbers in unbroken series, and the public register they serve."""

from datetime import datetime

from django.db import connection

from hemvist.casework.models import Case, RegisterEntry
from hemvist.core.models import Municipality
from hemvist.core.working_time import ZONE
from hemvist.messaging.models import Direction, Message

# One statement: the ORM would need three, and a savepoint.
TAKE_THE_NEXT = """
INSERT INTO casework_counter AS counter (series, year, value) VALUES (%s, %s, 1)
ON CONFLICT (series, year) DO UPDATE SET value = counter.value + 1 RETURNING value
"""


def next_number(series: str, *, year: int) -> int:
    """The next number in a series without gaps; a rolled-back transaction gives it back.

    Holds the series until the transaction ends, so call it late in a short one.
    """
    with connection.cursor() as cursor:
        cursor.execute(TAKE_THE_NEXT, [series, year])
        return int(cursor.fetchone()[0])


def next_reference(municipality: Municipality, *, at: datetime) -> str:
    """The next case's, as in BD-26-00402; numbers begin anew with each year of local time."""
    year = at.astimezone(ZONE).year
    number = next_number("case", year=year)
    return f"{municipality.reference_prefix}-{year % 100:02d}-{number:05d}"


def register(
    case: Case,
    *,
    direction: Direction,
    subject: str,
    at: datetime,
    message: Message | None = None,
    counterpart: str = "",
) -> RegisterEntry:
    """Enter a document in the public register (OSL 5:1-2), in Swedish as the register is kept.

    The name of a household with protected identity is kept out from the start.
    """
    year = at.astimezone(ZONE).year
    return RegisterEntry.objects.create(
        number=f"{year}-{next_number('register', year=year):06d}",
        registered_at=at,
        direction=direction,
        counterpart=counterpart or case.title,
        subject=subject[:200],
        counterpart_is_secret=case.household.is_protected,
        case=case,
        message=message,
    )
