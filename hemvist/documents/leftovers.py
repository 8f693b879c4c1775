"""Contents in the private store that no row knows: what a death in the act left there.

A content is written before its row is committed, and deleted after its row is gone; who dies in
between leaves it. Nobody can open it, but it may be what somebody asked us to erase.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps

from hemvist.documents.actions import private_store

log = logging.getLogger(__name__)
LEFT_FOR = timedelta(days=1)  # no transaction lasts as long
AT_ONCE = 500
# More than a night leaves: so it looks when rows are missing, with a database of last week.
MOST_IN_A_NIGHT = 200
OURS = re.compile(r"(mail-)?([0-9a-f]{32}|[0-9a-f]{64})")


def remove_leftovers(*, at: datetime) -> int:
    """Delete what has lain there for a day without a row; says how much.

    Too much of it is left alone and told in the log, for a person to look at.
    """
    store = private_store()
    found = [name for name in _unknown() if store.get_modified_time(name) < at - LEFT_FOR]
    if len(found) > MOST_IN_A_NIGHT:
        log.error("%s contents in the private store have no row; none is deleted", len(found))
        return 0
    for name in found:
        store.delete(name)
    return len(found)


def _unknown() -> Iterator[str]:
    """Names in the store that we gave and that stand in no table."""
    try:
        names = [name for name in private_store().listdir("")[1] if OURS.fullmatch(name)]
    except FileNotFoundError:  # nothing has ever been kept
        return
    for begin in range(0, len(names), AT_ONCE):
        some = names[begin : begin + AT_ONCE]
        known = _known(some)
        yield from (name for name in some if name not in known)


def _known(names: Sequence[str]) -> set[str]:
    """Those that a row names, in whatever table; some stand in apps above this one."""
    holders: list[Any] = [
        model
        for model in apps.get_models()
        if any(field.name == "stored_as" for field in model._meta.local_fields)
    ]
    return {
        name
        for model in holders
        for name in model._base_manager.filter(stored_as__in=names).values_list(
            "stored_as", flat=True
        )
    }
