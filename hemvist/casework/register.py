"""Numbers in unbroken series, and the public register they serve."""

from datetime import datetime

from django.db import connection, transaction

from hemvist.accounts.models import User
from hemvist.audit.actions import record
from hemvist.casework.models import Case, DocumentKind, RegisterEntry
from hemvist.core.models import Municipality
from hemvist.core.working_time import ZONE
from hemvist.messaging.models import Direction, Message

# One statement: the ORM would need three, and a savepoint.
TAKE_THE_NEXT = """
INSERT INTO casework_counter AS counter (series, year, value) VALUES (%s, %s, %s)
ON CONFLICT (series, year) DO UPDATE SET value = counter.value + excluded.value
RETURNING value
"""


def next_number(series: str, *, year: int) -> int:
    """The next number in a series without gaps; a rolled-back transaction gives it back.

    Holds the series until the transaction ends, so call it late in a short one.
    """
    return next_numbers(series, year=year, count=1)[0]


def next_numbers(series: str, *, year: int, count: int) -> range:
    """The next numbers in a series, as many as are asked for, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_THE_NEXT, [series, year, count])
        last = int(cursor.fetchone()[0])
    return range(last - count + 1, last + 1)


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
    kind: DocumentKind = DocumentKind.OTHER,
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
        kind=kind,
        counterpart=counterpart or case.title,
        subject=subject[:200],
        counterpart_is_secret=case.household.is_protected,
        case=case,
        message=message,
    )


@transaction.atomic
def keep_out(
    entry: RegisterEntry, *, counterpart: bool, subject: bool, because: str, by: User
) -> RegisterEntry:
    """Keep a name or a subject out of the public part of the register, or let it in again.

    The reason is the law that says so (OSL 5:2, second paragraph); it is kept in the log too, with
    what was so before. Saying the same twice is saying it once.
    """
    entry = RegisterEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    before = (entry.counterpart_is_secret, entry.subject_is_secret, entry.kept_out_because)
    after = (counterpart, subject, because if counterpart or subject else "")
    if after == before:
        return entry
    entry.counterpart_is_secret, entry.subject_is_secret, entry.kept_out_because = after
    entry.save(update_fields=["counterpart_is_secret", "subject_is_secret", "kept_out_because"])
    record(
        "register.kept_out" if counterpart or subject else "register.let_in",
        entry,
        by=by,
        detail={
            "number": entry.number,
            "name": counterpart,
            "subject": subject,
            "because": after[2],
        },
    )
    return entry
