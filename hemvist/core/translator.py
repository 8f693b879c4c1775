"""A machine that translates what people write to each other; off unless an installation names one.

Two services are spoken to: LibreTranslate, which a municipality can run itself, and DeepL. What
is translated leaves this installation, so nothing of a protected household may come here.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.conf import settings

SECONDS = 8
LONGEST = 10_000
MOST_BYTES = 400_000


class TranslatorIsAway(Exception):
    """The machine did not answer in time, or not with a translation."""


class Translator(Protocol):
    """Whoever puts a text into another language."""

    name: str

    def translate(self, text: str, *, source: str, target: str) -> str:
        """The text in another language. Raises TranslatorIsAway."""


class LibreTranslate:
    """LibreTranslate: `POST /translate` with JSON, a key only where the server asks for one."""

    name = "LibreTranslate"

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key

    def translate(self, text: str, *, source: str, target: str) -> str:
        """The text in another language."""
        asked = {"q": text, "source": source, "target": target, "format": "text"}
        answer = _asked(self.url, {**asked, **({"api_key": self.key} if self.key else {})}, {})
        return _text(answer, "translatedText")


class DeepL:
    """DeepL: `POST /v2/translate` with JSON and the key in a header."""

    name = "DeepL"

    def __init__(self, url: str, key: str) -> None:
        self.url, self.key = url, key

    def translate(self, text: str, *, source: str, target: str) -> str:
        """The text in another language; English has to be British or American there."""
        into = "EN-GB" if target == "en" else target.upper()
        asked = {"text": [text], "source_lang": source.upper(), "target_lang": into}
        answer = _asked(self.url, asked, {"Authorization": f"DeepL-Auth-Key {self.key}"})
        translations = answer.get("translations")
        first = translations[0] if isinstance(translations, list) and translations else {}
        return _text(first if isinstance(first, dict) else {}, "text")


KINDS: dict[str, Callable[[str, str], Translator]] = {
    "libretranslate": LibreTranslate,
    "deepl": DeepL,
}
ADDRESSES = {"libretranslate": "", "deepl": "https://api.deepl.com/v2/translate"}


def translator() -> Translator | None:
    """The machine this installation has chosen for what people write; mostly none."""
    kind = settings.MESSAGE_TRANSLATOR
    address = settings.MESSAGE_TRANSLATOR_URL or ADDRESSES.get(kind, "")
    if kind not in KINDS or not address:
        return None
    return KINDS[kind](address, settings.MESSAGE_TRANSLATOR_KEY)


def _asked(url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    request = urllib.request.Request(  # noqa: S310 - the address is a setting
        url,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **headers},
    )
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            told = json.loads(answer.read(MOST_BYTES))
    except (OSError, ValueError) as error:
        raise TranslatorIsAway from error
    if not isinstance(told, dict):
        raise TranslatorIsAway
    return told


def _text(answer: Mapping[str, Any], name: str) -> str:
    text = answer.get(name)
    if not isinstance(text, str) or not text.strip():
        raise TranslatorIsAway
    return text
