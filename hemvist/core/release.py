"""Which release of the product runs here, as far as its pages can tell."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

PACKAGE = Path(__file__).resolve().parent.parent
LEFT_OUT = {"__pycache__", "static"}  # files for browsers have names that tell what is in them
NOT_TOLD = ("EMAIL_",)  # of no page; the demo's mail has another port each time
PLAIN = (str, int, float, bool, Path)


@cache
def this_release() -> bytes:
    """What differs as soon as code, texts, packages or settings differ; costs some milliseconds.

    Two processes that say the same make the same page of the same rows.
    """
    whole = sha256()
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and LEFT_OUT.isdisjoint(path.relative_to(PACKAGE).parts):
            whole.update(sha256(path.read_bytes()).digest())
    packages = Path(django.__file__).resolve().parent.parent.glob("*.dist-info")
    parts: list[Any] = sorted(path.name for path in packages)
    parts.append(getattr(staticfiles_storage, "manifest_hash", ""))
    for name in sorted(dir(settings)):
        if name.startswith(NOT_TOLD) or not name.isupper():
            continue
        if isinstance(value := getattr(settings, name), PLAIN):
            parts += [name, value]
    whole.update("\0".join(map(str, parts)).encode())
    return whole.digest()
