"""Editors' pictures, served from wherever they are kept: a folder or a store shared by many."""

import mimetypes

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Sizes of pictures as pages show them. What was uploaded is for editors, in these sizes too.
SHOWN = "images/"
KINDS = {"image/jpeg", "image/png", "image/webp"}


@require_safe
@cache_control(public=True, max_age=60 * 60 * 24 * 365, immutable=True)
def media(request: HttpRequest, name: str) -> FileResponse:
    """One picture in one size; its name changes when it does, so it can be kept for ever."""
    kind = mimetypes.guess_type(name)[0] or ""
    if not name.startswith(SHOWN) or kind not in KINDS:
        raise Http404
    try:
        return FileResponse(default_storage.open(name), content_type=kind)
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation, ValueError, OSError):
        raise Http404 from None
