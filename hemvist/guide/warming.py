"""Makes public pages before anybody asks for them, so that the first reader need not wait either.

A request for each page of the site's own map goes through the same middleware and the same view
as a reader's would, and the page then lies where all processes look (`core.shared_shelf`). What
most people read comes first. As soon as something changes it stops: what it makes would be in
vain, and whoever works in the guide has the processor for themselves.
"""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from itertools import islice
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import override

from hemvist.core import shared_shelf
from hemvist.core.editions import Edition, current_edition, part_of
from hemvist.core.kept import EVERYTHING, about, key_of
from hemvist.core.models import Edition as Change
from hemvist.guide import addresses

STANDS_FOR = timedelta(minutes=1)  # an editor at work changes something more often
LOOKED_UP_AT_ONCE = 500
# Made before they run out: the next time this is done is a minute away.
HOLDS_STILL = 90.0

Clock = Callable[[], float]


def has_come_to_rest() -> bool:
    """Whether nothing that many pages show has changed for a while."""
    lately = Change.objects.filter(made_at__gt=timezone.now() - STANDS_FOR)
    return not lately.filter(app__in=EVERYTHING).exists()


def warm(*, seconds: float, clock: Clock = time.monotonic) -> int:
    """Make what is missing, for so many seconds or until something changes; how many it made."""
    if not shared_shelf.is_used():
        return 0
    until, made, edition = clock() + seconds, 0, current_edition()
    room = settings.KEEP_SHARED_PAGES_BYTES - shared_shelf.size()
    handler = WSGIHandler()
    for path in _missing(edition):
        if clock() >= until or room <= 0 or _apps(current_edition()) != _apps(edition):
            break
        room -= _make(handler, path)
        made += 1
    return made


def _apps(edition: Edition) -> Edition:
    return part_of(edition, EVERYTHING)


def _missing(edition: Edition) -> Iterator[str]:
    paths = _paths()
    while some := list(islice(paths, LOOKED_UP_AT_ONCE)):
        keys = {
            key_of(unquote(path)): (path, part_of(edition, about(unquote(path)))) for path in some
        }
        parts = {key: part for key, (_path, part) in keys.items()}
        for key in shared_shelf.missing(parts, in_seconds=HOLDS_STILL):
            yield keys[key][0]


def _paths() -> Iterator[str]:
    """What is read most comes first, and in each kind all of one language before the next."""
    for entries in addresses.by_how_much_is_read():
        found = [dict(entry.alternates) for entry in entries]
        for language in addresses.published_languages():
            yield from (urlsplit(one[language]).path for one in found if language in one)


def _make(handler: WSGIHandler, path: str) -> int:
    """Answer a reader who is not there; how many bytes the page is, at most."""
    site = urlsplit(settings.SITE_URL)
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": "",
            "SERVER_NAME": site.hostname or "localhost",
            "SERVER_PORT": str(site.port or ""),
            "HTTP_HOST": site.netloc,
            "HTTP_ACCEPT_ENCODING": "gzip",
            "HTTP_X_FORWARDED_PROTO": site.scheme,
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": site.scheme,
            "wsgi.input": BytesIO(),
        }
    )
    request.is_made_ahead = True  # type: ignore[attr-defined]
    with override(settings.LANGUAGE_CODE):  # ends in the language that was spoken before
        response = handler.get_response(request)
    return len(response.content) if isinstance(response, HttpResponse) else 0
