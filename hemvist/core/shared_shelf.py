"""The pages all processes have in common, in the database: what one has made, the others need not.

Each process looks on its own shelf first. A page lies here under what was asked for, the edition
and the release it was made in, so that whoever asks later never gets one of an earlier edition.
The table is not logged: after a crash it is empty, which costs only time. When the database does
not answer, there is simply nothing here.
"""

import time
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection

from hemvist.core.editions import Edition, current_edition
from hemvist.core.release import this_release
from hemvist.core.shelf import Key, Page

FIND = """
SELECT packed, content_type, etag, extract(epoch FROM until - clock_timestamp())::float8
FROM core_keptpage WHERE key = %s AND until > clock_timestamp()
"""
PUT = """
INSERT INTO core_keptpage (key, edition, packed, content_type, etag, until)
VALUES (%s, %s, %s, %s, %s, clock_timestamp() + make_interval(secs => %s))
ON CONFLICT (key) DO UPDATE SET packed = excluded.packed, content_type = excluded.content_type,
    etag = excluded.etag, until = excluded.until
"""
THERE = """
SELECT key FROM core_keptpage
WHERE key = ANY(%s) AND until > clock_timestamp() + make_interval(secs => %s)
"""
CLEAR = "DELETE FROM core_keptpage WHERE NOT edition <@ %s::uuid[] OR until < clock_timestamp()"
SIZE = "SELECT coalesce(sum(octet_length(packed)), 0) FROM core_keptpage"
# The longest made go first: what is read is soon there again.
SHRINK = """
DELETE FROM core_keptpage WHERE key IN (
    SELECT key FROM (
        SELECT key, sum(octet_length(packed)) OVER (ORDER BY until DESC, key) AS so_far
        FROM core_keptpage
    ) AS counted WHERE so_far > %s
)
"""


def is_used() -> bool:
    """Whether the installation has room for it."""
    return settings.KEEP_SHARED_PAGES_BYTES > 0 and settings.KEEP_PAGES_SECONDS > 0


def find(key: Key, edition: Edition | None, *, now: float) -> Page | None:
    """The page as any process has made it in this edition, with the time it still holds."""
    if edition is None or not is_used():
        return None
    try:
        with connection.cursor() as cursor:
            cursor.execute(FIND, [number_of(key, edition)])
            row = cursor.fetchone()
    except DatabaseError:
        return None
    if row is None:
        return None
    packed, content_type, etag, seconds = row
    return Page(now + seconds, bytes(packed), content_type, etag, edition)


def put(key: Key, page: Page) -> None:
    """Let the others have a page; that it cannot be is no trouble."""
    seconds = page.until - time.monotonic()
    if page.edition is None or seconds <= 0 or not is_used():
        return
    told = (
        number_of(key, page.edition),
        _states(page.edition),
        page.packed,
        page.content_type,
        page.etag,
        seconds,
    )
    try:
        with connection.cursor() as cursor:
            cursor.execute(PUT, told)
    except DatabaseError:
        return


def missing(keys: Mapping[Key, Edition], *, in_seconds: float = 0) -> list[Key]:
    """Which are not here in their edition, or not any more in so many seconds. One query."""
    numbers = {number_of(key, edition): key for key, edition in keys.items()}
    with connection.cursor() as cursor:
        cursor.execute(THERE, [list(numbers), in_seconds])
        there = {number for (number,) in cursor.fetchall()}
    return [key for number, key in numbers.items() if number not in there]


def size() -> int:
    """How many bytes of pages lie here."""
    with connection.cursor() as cursor:
        cursor.execute(SIZE)
        return int(cursor.fetchone()[0])


def tidy() -> None:
    """Throw away what nobody will ask for any more, and what there is no room for."""
    with connection.cursor() as cursor:
        cursor.execute(CLEAR, [_states(current_edition())])
        if size() > settings.KEEP_SHARED_PAGES_BYTES:
            cursor.execute(SHRINK, [settings.KEEP_SHARED_PAGES_BYTES])


def number_of(key: Key, edition: Edition) -> UUID:
    """Under which number a page of an edition lies; nobody finds two that are the same."""
    return _number(*key, *sorted(map(str, edition)))


def _states(edition: Edition) -> list[UUID]:
    """How each app was, so that a row tells by itself whether it still holds."""
    return [_number(str(state)) for state in edition]


def _number(*told: str) -> UUID:
    text = "\0".join(told).encode("utf-8", "surrogatepass")
    return UUID(bytes=sha256(this_release() + text).digest()[:16])
