"""The one stylesheet: the files of static/core/css joined, with the municipality's accent.

The sources stay small files without a build, and a reader's first visit costs one request.
All that varies stands in the address, so that serving it asks no database and it can be kept
for ever.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

SOURCES = Path(__file__).parent / "static" / "core" / "css"
# What only staff pages need, and residents' phones need not fetch.
FOR_STAFF = {"casework.css", "desk.css", "work.css"}
DEFAULT_HUE = 200
DARK = "(prefers-color-scheme:dark)"
# The media query of dusk, by the reader's choice.
THEMES = {"auto": DARK, "dark": "all", "light": "not all"}


def text(hue: int, *, theme: str = "auto", staff: bool = False) -> str:
    """The whole stylesheet for an accent hue in degrees, in the chosen light."""
    css = _joined(staff).replace(DARK, THEMES[theme])
    return f"{css}\n@layer tokens{{:root{{--hue:{hue % 360}}}}}\n"


def address(hue: int, *, theme: str = "auto", staff: bool = False) -> str:
    """Where the stylesheet is, with a mark of its content."""
    readers = "staff" if staff else "all"
    return reverse("core:stylesheet", args=[readers, theme, hue % 360, _version()])


def squeeze(css: str) -> str:
    """The same rules without comments, indentation and air that only people need."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,>]) ?|(:) ", r"\1\2", css).replace(";}", "}").strip()


@cache
def _read(staff: bool) -> str:
    paths = sorted(SOURCES.glob("**/*.css"))
    return squeeze("\n".join(p.read_text() for p in paths if staff or p.name not in FOR_STAFF))


def _joined(staff: bool) -> str:
    if settings.DEBUG:
        _read.cache_clear()
    return _read(staff)


def _version() -> str:
    return hashlib.sha256(_joined(staff=True).encode()).hexdigest()[:10]
