"""The one stylesheet: every file of static/core/css joined, with the municipality's accent.

The sources stay small files without a build, and a reader's first visit costs one request.
The hue stands in the address, so that serving it asks no database and can be kept for ever.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse

SOURCES = Path(__file__).parent / "static" / "core" / "css"
DEFAULT_HUE = 200


def text(hue: int) -> str:
    """The whole stylesheet for an accent hue in degrees."""
    return f"{_joined()}\n@layer tokens {{ :root {{ --hue: {hue % 360}; }} }}\n"


def address(hue: int) -> str:
    """Where the stylesheet is, with a mark of its content."""
    return reverse("core:stylesheet", args=[hue % 360, _version()])


@cache
def _read() -> str:
    return squeeze("\n".join(path.read_text() for path in sorted(SOURCES.glob("**/*.css"))))


def squeeze(css: str) -> str:
    """The same rules without comments, indentation and air that only people need."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    return re.sub(r" ?([{};,]) ?|(:) ", r"\1\2", css).replace(";}", "}").strip()


def _joined() -> str:
    if settings.DEBUG:
        _read.cache_clear()
    return _read()


def _version() -> str:
    return hashlib.sha256(_joined().encode()).hexdigest()[:10]
