"""Which list a browser has: a random number in a cookie that is set when something is saved."""

import uuid
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from hemvist.favourites.models import SavedItem, SavedList

COOKIE_AGE = 60 * 60 * 24 * 365


def list_of(request: HttpRequest) -> SavedList | None:
    """The reader's own list, if they have one."""
    key = _key_in(request)
    return SavedList.objects.filter(key=key, is_copy=False).first() if key else None


def remember(response: HttpResponse, saved: SavedList) -> None:
    """Let the browser keep the number; no script can read it."""
    response.set_cookie(
        settings.SAVED_COOKIE_NAME,
        str(saved.key),
        max_age=COOKIE_AGE,
        httponly=True,
        samesite="Lax",
        secure=settings.PRODUCTION,
    )


def forget(response: HttpResponse) -> None:
    """Take the number out of the browser."""
    response.delete_cookie(settings.SAVED_COOKIE_NAME, samesite="Lax")


class Saved:
    """What the reader has saved, for the buttons on every page; asked for once, and lazily.

    A reader without the cookie costs no query.
    """

    def __init__(self, request: HttpRequest) -> None:
        self._key = _key_in(request)

    @cached_property
    def codes(self) -> set[str]:
        """The saved things as "kind:key"."""
        if self._key is None:
            return set()
        mine = SavedItem.objects.kept().filter(saved_list__key=self._key, saved_list__is_copy=False)
        return {f"{kind}:{key}" for kind, key in mine.values_list("kind", "key")}

    def __contains__(self, code: str) -> bool:
        return code in self.codes

    def __len__(self) -> int:
        return len(self.codes)


def saved(request: HttpRequest) -> dict[str, Saved]:
    """Context of every page."""
    return {"saved": Saved(request)}


def _key_in(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.COOKIES.get(settings.SAVED_COOKIE_NAME, ""))
    except ValueError:
        return None
