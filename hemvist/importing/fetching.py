"""Getting a list from an address that somebody typed: https alone, and only in the worker."""

from hemvist.core import fetching
from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MOST_BYTES

SECONDS = 120
WANTED = "application/json, application/geo+json, text/csv, */*;q=0.5"


def fetch(address: str) -> bytes:
    """What lies at an address. Raises CannotRead."""
    try:
        return fetching.fetch(
            address, most_bytes=MOST_BYTES, seconds=SECONDS, accept=WANTED, only_https=True
        ).content
    except fetching.FetchingFailed as trouble:
        raise CannotRead("not_fetched", why=str(trouble)) from trouble
