"""Numbers in unbroken series, and the public register they serve."""

from datetime import datetime

from hemvist.casework.models import Case, Counter, RegisterEntry
from hemvist.core.working_time import ZONE
from hemvist.messaging.models import Direction, Message


def next_number(series: str, *, year: int) -> int:
    """The next number in a series without gaps; a rolled-back transaction gives it back.

    Holds the series until the transaction ends, so call it late in a short one.
    """
    Counter.objects.get_or_create(series=series, year=year)
    counter = Counter.objects.select_for_update().get(series=series, year=year)
    counter.value += 1
    counter.save(update_fields=["value"])
    return counter.value


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
