"""How many parts a text message goes out in: what it costs, and whether it comes as one.

GSM 03.38 has an alphabet of 128 letters, å ä ö among them, and an extension whose signs take two
places. A text with any other letter goes in UCS-2, which has room for less than half as much.
"""

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")
# In one message, and in each part of several: the rest of a part says which part it is.
GSM_ALONE, GSM_PART = 160, 153
UCS_ALONE, UCS_PART = 70, 67


@dataclass(frozen=True)
class Parts:
    """What a text takes: parts, places in its alphabet, and room left in the last part."""

    count: int
    places: int
    left: int
    is_plain: bool


def parts_of(text: str) -> Parts:
    """Count a text as a telephone network does."""
    text = plain_lines(text)
    is_plain = all(letter in BASIC or letter in EXTENSION for letter in text)
    widths = [_width(letter, is_plain) for letter in text]
    places = sum(widths)
    alone, part = (GSM_ALONE, GSM_PART) if is_plain else (UCS_ALONE, UCS_PART)
    if places <= alone:
        return Parts(1 if text else 0, places, alone - places, is_plain)
    count, room = 1, part
    for width in widths:
        if width > room:  # a sign of two places is never cut in two
            count, room = count + 1, part
        room -= width
    return Parts(count, places, room, is_plain)


def plain_lines(text: str) -> str:
    """A text as it is sent: what a form writes as two signs at the end of a line is one."""
    return text.replace("\r\n", "\n")


def _width(letter: str, is_plain: bool) -> int:
    if is_plain:
        return 2 if letter in EXTENSION else 1
    return 2 if ord(letter) > 0xFFFF else 1
