"""What somebody says in a mail, apart from what it quotes; nothing is thrown away.

Where the quoted part begins is found by our own line on top of letters, by the words of mail
programs in our languages, by mail-parser-reply for those it knows, and by the signs of quoting.
An answer written between the lines of a letter is left as it is.
"""

import re
from dataclasses import dataclass
from functools import cache

from mailparser_reply.parser import EmailMessage

LONGEST_KNOWN = 20_000  # for rules that are not ours, whose time we cannot promise
KNOWN = ["en", "sv", "da", "de", "es", "fr", "it", "nl", "pl", "cs"]
MARKER = re.compile(r"^[>\s|]*~~~~\s.{3,120}\s~~~~\s*$")
# "On Monday Somebody <address> wrote:", in languages mail-parser-reply does not know.
WROTE = re.compile(
    r"(?:kirjoitti|kirjoittaa|пише|пишет|написав|написала|написал|написали|wrote|skrev|skreiv"
    r"|كتب|كتبت|كتبَ)\b",
    re.IGNORECASE,
)
LEADS = re.compile(
    r"^[>\s]*(?:(?:ma|ti|ke|to|pe|la|su)\b|пн|вт|ср|чт|пт|сб|нд|вс|في|بتاريخ|يوم|On\b|Den\b|Am\b"
    r"|\d{1,4}[.\-/ ]|.{0,80}<[^<>\s]+@[^<>\s]+>|.{0,80}@)",
    re.IGNORECASE,
)
ORIGINAL = re.compile(
    r"^[>\s]*[-_=*]{2,}\s*(?:original message|ursprungligt meddelande|alkuperäinen viesti"
    r"|alkuperäinen sähköposti|вихідне повідомлення|початкове повідомлення|оригінальне повідомлення"
    r"|исходное сообщение|пересылаемое сообщение|переслане повідомлення|الرسالة الأصلية"
    r"|الرسالة المحولة|forwarded message|vidarebefordrat meddelande|välitetty viesti)"
    r"\s*[-_=*]{2,}\s*$",
    re.IGNORECASE,
)
FROM = re.compile(r"^[>\s*]*(?:From|Från|Lähettäjä|Від|От|من)\s*[*]*\s*:", re.IGNORECASE)
SENT = re.compile(
    r"^[>\s*]*(?:Sent|Date|Skickat|Datum|Lähetetty|Päivämäärä|Päiväys|Надіслано|Дата|Отправлено"
    r"|تاريخ الإرسال|أُرسلت|تم الإرسال|التاريخ)\s*[*]*\s*:",
    re.IGNORECASE,
)
QUOTED = re.compile(r"^\s*>")
RULE = re.compile(r"^[\s_\-*=]{5,}$")
HEADER_ROWS = 4
PLACES_LOOKED_AT = 20


@dataclass(frozen=True)
class Folded:
    """A mail's text in two: what is said now, and what is repeated beneath it."""

    said: str
    quoted: str


def fold(text: str) -> Folded:
    """Divide a text. The two together are the text, but for empty lines between them."""
    lines = text.split("\n")
    places = sorted(set(_cuts(lines, text)))[:PLACES_LOOKED_AT]
    cut = next((place for place in places if not _is_between(lines, place)), len(lines))
    cut = _before_the_lead(lines, cut)
    said = "\n".join(lines[:cut]).strip()
    if not said:
        return Folded(text.strip(), "")
    return Folded(said, "\n".join(lines[cut:]).strip("\n"))


def _cuts(lines: list[str], text: str) -> list[int]:
    """Every line with which something quoted may begin."""
    found = [number for number, line in enumerate(lines) if _begins(lines, number, line)]
    found.append(_quoted_end(lines))
    if known := _known_cut(text):
        found.append(known)
    return found


def _begins(lines: list[str], number: int, line: str) -> bool:
    if len(line) > 400:
        return False
    if MARKER.match(line) or ORIGINAL.match(line):
        return True
    if FROM.match(line):
        following = lines[number + 1 : number + 1 + HEADER_ROWS]
        return any(SENT.match(one) for one in following if len(one) < 400)
    return _is_lead(line) or (
        number + 1 < len(lines)
        and not line.rstrip().endswith((".", "!", "?"))
        and bool(LEADS.match(line))
        and _ends_lead(lines[number + 1])
        and len(line) < 120
    )


def _is_lead(line: str) -> bool:
    """Whether a line says who wrote when, as mail programs do above what they quote."""
    return _ends_lead(line) and bool(LEADS.match(line))


def _ends_lead(line: str) -> bool:
    return line.rstrip().endswith(":") and len(line) < 300 and bool(WROTE.search(line))


def _known_cut(text: str) -> int:
    """The line where the first header begins that mail-parser-reply knows; 0 for none."""
    message = EmailMessage(text=text[:LONGEST_KNOWN], languages=list(KNOWN))
    found = _known_headers().search(message.text)
    return message.text[: found.start()].count("\n") if found else 0


@cache
def _known_headers() -> "re.Pattern[str]":
    # Only this of its rules: those for signatures and disclaimers can take minutes for a text.
    return EmailMessage(text="", languages=list(KNOWN)).HEADER_REGEX


def _quoted_end(lines: list[str]) -> int:
    """Where a block of quoted lines begins that goes on to the end."""
    place = len(lines)
    for number in range(len(lines) - 1, -1, -1):
        if QUOTED.match(lines[number]):
            place = number
        elif lines[number].strip():
            break
    return place


def _is_between(lines: list[str], place: int) -> bool:
    """Whether somebody goes on writing between or below the lines that are quoted from here."""
    rest = [line for line in lines[place:] if line.strip()]
    first = next((n for n, line in enumerate(rest) if QUOTED.match(line)), None)
    if first is None or first > 6:
        return False
    after = [line for line in rest[first:] if not QUOTED.match(line)]
    return any(len(line.split()) > 2 and not _is_lead(line) for line in after)


def _before_the_lead(lines: list[str], cut: int) -> int:
    """Who wrote when belongs to what is quoted, also where it stands above our own line."""
    while cut > 0 and (not lines[cut - 1].strip() or RULE.match(lines[cut - 1])):
        cut -= 1
    if cut > 0 and cut < len(lines) and _is_lead(lines[cut - 1]):
        return cut - 1
    if cut > 1 and cut < len(lines) and _ends_lead(lines[cut - 1]) and LEADS.match(lines[cut - 2]):
        return cut - 2
    return cut
