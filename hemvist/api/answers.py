"""JSON on its way out, and addresses in full."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse


def as_json(told: Any, content_type: str = "application/json") -> HttpResponse:
    """An answer in JSON, with letters as they are."""
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type=content_type)


def full_address(name: str, *args: Any) -> str:
    """Where something is, for somebody who is elsewhere."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"
