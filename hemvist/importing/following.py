"""Lists that lie on many pages: which addresses follow from what the first one said."""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit, urlunsplit

from hemvist.importing.faults import CannotRead
from hemvist.importing.lines import MEGABYTE, MOST_BYTES
from hemvist.importing.models import SourceKind
from hemvist.importing.readers.documents import PAGES
from hemvist.importing.readers.json_text import objects, part

Fetch = Callable[[str], bytes]
MOST_PAGES = 500
ADS_ON_A_PAGE = 100
FURTHEST_AD = 2_000  # JobSearch goes no further
SECONDS_IN_ALL = 20 * 60
PAUSE = 0.1  # seconds, so that we are no burden


def fetch_all(kind: str, address: str, *, fetch: Fetch, pause: float = PAUSE) -> bytes:
    """The list with all its pages, in the form `documents` reads. Raises CannotRead."""
    first = fetch(beginning(kind, address))
    if kind not in FOLLOWING:
        return first
    try:
        document = json.loads(first)
    except (ValueError, RecursionError):
        return first  # its reader says what is wrong
    until = time.monotonic() + SECONDS_IN_ALL
    pages, size = [document], len(first)
    for count, further in enumerate(FOLLOWING[kind](beginning(kind, address), pages), start=1):
        _stay(address, further)
        time.sleep(pause)
        content = fetch(further)
        size += len(content)
        if size > MOST_BYTES or count >= MOST_PAGES or time.monotonic() > until:
            raise CannotRead("too_large", most=MOST_BYTES // MEGABYTE)
        try:
            pages.append(json.loads(content))
        except (ValueError, RecursionError) as error:
            raise CannotRead("not_json", at=1) from error
    return json.dumps({PAGES: pages}).encode()


def beginning(kind: str, address: str) -> str:
    """The address to start at; for advertisements with as many on a page as are given at most."""
    if kind == SourceKind.JOBS and urlsplit(address).path.endswith("/search"):
        return _with(address, limit=ADS_ON_A_PAGE)
    return address


def _stay(address: str, further: str) -> None:
    """A list may not lead to another server. Raises CannotRead."""
    if urlsplit(further)[:2] != urlsplit(address)[:2]:
        raise CannotRead("leads_elsewhere")


def _with(address: str, **values: int) -> str:
    """The address with other values in its question."""
    parts = urlsplit(address)
    query = parse_qs(parts.query, keep_blank_values=True)
    query |= {name: [str(value)] for name, value in values.items()}
    return urlunsplit(parts._replace(query=urlencode(query, doseq=True), fragment=""))


def _pages_of_services(address: str, pages: list[Any]) -> Iterator[str]:
    number, total = part(pages[0], "page_number"), part(pages[0], "total_pages")
    if isinstance(number, int) and isinstance(total, int):
        for page in range(number + 1, min(total, number + MOST_PAGES) + 1):
            yield _with(address, page=page)


def _single_schools(address: str, pages: list[Any]) -> Iterator[str]:
    plain = urlunsplit(urlsplit(address)._replace(query="", fragment="")).rstrip("/")
    for row in objects(part(pages[0], "data", "attributes")):
        code = row.get("schoolUnitCode")
        if isinstance(code, str) and code.isascii() and code.isalnum():
            yield f"{plain}/{code}"


def _further_ads(address: str, pages: list[Any]) -> Iterator[str]:
    total = part(pages[0], "total", "value")
    if isinstance(total, int) and urlsplit(address).path.endswith("/search"):
        for offset in range(ADS_ON_A_PAGE, min(total, FURTHEST_AD), ADS_ON_A_PAGE):
            yield _with(address, offset=offset)


def _next_pages(address: str, pages: list[Any]) -> Iterator[str]:
    while isinstance(further := part(pages[-1], "next_page"), str) and further:
        yield urljoin(address, further)


FOLLOWING: dict[str, Callable[[str, list[Any]], Iterator[str]]] = {
    SourceKind.HSDS: _pages_of_services,
    SourceKind.SCHOOLS: _single_schools,
    SourceKind.JOBS: _further_ads,
    SourceKind.KEY_FIGURES: _next_pages,
}
