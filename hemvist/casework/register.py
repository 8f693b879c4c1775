"""Numbers in unbroken series, and the public register they serve."""

from collections.abc import Sequence
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
INSERT INTO casework_counter AS counter (series, year, value)
SELECT series, %s, %s FROM unnest(%s::text[]) AS series
ON CONFLICT (series, year) DO UPDATE SET value = counter.value + excluded.value
RETURNING series, value
"""
CASES, ENTRIES = "case", "register"
ENQUIRY = "Inflyttningsärende, förfrågan"  # what is written of each new case


def next_number(series: str, *, year: int) -> int:
    """The next number in a series without gaps; a rolled-back transaction gives it back.

    Holds the series until the transaction ends, so call it late in a short one.
    """
    return next_numbers(series, year=year, count=1)[0]


def next_numbers(series: str, *, year: int, count: int) -> range:
    """The next numbers in a series, as many as are asked for, in one statement."""
    return next_of_each([series], year=year, count=count)[series]


def next_of_each(series: Sequence[str], *, year: int, count: int = 1) -> dict[str, range]:
    """The next numbers in several series at once, which are always named in the same order."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE_THE_NEXT, [year, count, list(series)])
        return {name: range(last - count + 1, last + 1) for name, last in cursor.fetchall()}


def reference_of(number: int, municipality: Municipality, *, year: int) -> str:
    """A case's number as it is told, as in BD-26-00402; they begin anew with each year."""
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
    number: int | None = None,
) -> RegisterEntry:
    """Enter a document in the public register (OSL 5:1-2), in Swedish as the register is kept.

    It gets the next number, unless one was taken for it already. The name of a household with
    protected identity is kept out from the start.
    """
    year = at.astimezone(ZONE).year
    return RegisterEntry.objects.create(
        number=f"{year}-{number or next_number(ENTRIES, year=year):06d}",
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
