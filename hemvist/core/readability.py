"""How heavy a Swedish text is to read, measured as LIX.

LIX is the number of words in a sentence plus the share of long words in per cent: below 30 for
children's books, 40 for newspapers, above 50 for officialese (C.-H. Björnsson, Läsbarhet, 1968).
"""

import re

LONG = 6
# A full stop inside a number (08.30) ends nothing; headings and list items end with their line.
_SENTENCE_END = re.compile(r"[.!?:…]+(?=[\s\"”’»)\]]|$)|[\r\n]+")
_WORD = re.compile(r"[^\W_]+(?:['’\-‐‑][^\W_]+)*")


def sentences(text: str) -> list[str]:
    """The sentences that hold a word, in their order."""
    return [part.strip() for part in _SENTENCE_END.split(text) if words(part)]


def words(text: str) -> list[str]:
    """Words and numbers; a compound with a hyphen is one."""
    return _WORD.findall(text)


def is_long(word: str) -> bool:
    """More than six letters, not counting hyphens and apostrophes."""
    return sum(sign.isalnum() for sign in word) > LONG


def lix(text: str) -> float:
    """The LIX of a plain text: 0 for a text without words. Take out markup and addresses first."""
    found = words(text)
    if not found:
        return 0.0
    long = sum(map(is_long, found))
    return len(found) / len(sentences(text)) + 100 * long / len(found)
