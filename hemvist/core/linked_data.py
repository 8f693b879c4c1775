"""Facts in the words of schema.org, as a page says them to machines."""

import html
import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils.html import strip_tags
from django.utils.safestring import SafeString

CONTEXT = "https://schema.org"
# A closing tag inside a text would end the script element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script(facts: dict[str, Any]) -> SafeString:
    """The facts as JSON that is safe inside a script element; empty values are left out."""
    said = {key: value for key, value in facts.items() if value not in ("", None, {}, [])}
    text = json.dumps({"@context": CONTEXT, **said}, ensure_ascii=False)
    return SafeString(text.translate(ESCAPES))


def of_trail(trail: Iterable[tuple[str, str | None]], *, url: str) -> SafeString:
    """The way to a page; the last step is the page itself."""
    steps = [(_plain(label), address) for label, address in trail]
    return as_script(
        {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": number,
                    "name": label,
                    "item": f"{settings.SITE_URL}{address}" if address else url,
                }
                for number, (label, address) in enumerate(steps, start=1)
            ],
        }
    )


def _plain(label: str) -> str:
    """A label without the marks of its language, if it has them."""
    return html.unescape(strip_tags(label)) if isinstance(label, SafeString) else str(label)
