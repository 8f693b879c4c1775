"""Texts that are data and stand in several languages, kept as {"sv": "...", "en": "..."}.

Names of places and people are not such texts: they are plain strings and never translated.
"""

from django.utils.translation import get_language

Texts = dict[str, str]


def spoken(texts: Texts) -> tuple[str, str]:
    """The text for the reader and the language it is really in.

    Falls back to English, then Swedish, then whatever there is; ("", "") if there is nothing.
    """
    for code in ((get_language() or "sv").split("-")[0], "en", "sv", *texts):
        if texts.get(code):
            return texts[code], code
    return "", ""
