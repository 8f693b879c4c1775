"""Facts in the words of schema.org, as a page says them to machines."""

import json
from typing import Any

from django.utils.safestring import SafeString

CONTEXT = "https://schema.org"
# A closing tag inside a text would end the script element.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def as_script(facts: dict[str, Any]) -> SafeString:
    """The facts as JSON that is safe inside a script element; empty values are left out."""
    said = {key: value for key, value in facts.items() if value not in ("", None, {}, [])}
    text = json.dumps({"@context": CONTEXT, **said}, ensure_ascii=False)
    return SafeString(text.translate(ESCAPES))
