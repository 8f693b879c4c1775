"""Writing brought into one form, whatever keyboard and script it comes from."""

import re
import unicodedata

WORD = re.compile(r"\w+")
LONGEST_WORD = 60

# What has no sound and no width: short vowels and joining strokes of Arabic, marks of direction,
# soft hyphens, half characters that no text can hold.
SILENT = re.compile(
    "[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u00ad\u200b-\u200f\u202a-\u202e"
    "\u2060-\u2069\ufeff\ud800-\udfff]"
)
# An apostrophe inside a Ukrainian word belongs to it; people type at least five kinds.
APOSTROPHE = re.compile(r"(?<=[\u0400-\u04ff])['’ʼ`ʹ′](?=[\u0400-\u04ff])")
SAME = str.maketrans("أإآٱىةؤئکیґ", "ااااىهوىكىг") | {ord("ي"): "ى", ord("\0"): " "}
LATIN = re.compile("[a-z\u00df-\u024f]")
CYRILLIC = re.compile("[\u0400-\u04ff]")
ARABIC = re.compile("[\u0600-\u06ff]")


def plain(text: str) -> str:
    """The text in small letters, each letter in one form, without what is not spoken."""
    if text.isascii():
        return text.lower().replace("\0", " ")
    text = SILENT.sub("", unicodedata.normalize("NFKC", text).casefold())
    return APOSTROPHE.sub("", text).translate(SAME)


def folded(word: str) -> str:
    """A plain word as on a keyboard without å, ä and ö; other scripts stay as they are."""
    if word.isascii() or not LATIN.search(word):
        return word
    parts = unicodedata.normalize("NFD", word)
    return "".join(c for c in parts if not unicodedata.combining(c)).replace("ø", "o")


def split_words(text: str) -> list[str]:
    """The words of a plain text, in order."""
    return [word[:LONGEST_WORD] for word in WORD.findall(text)]


def shortened(word: str) -> list[str]:
    """The word, and the word with each letter left out once."""
    if len(word) < 4 or word.isdecimal():
        return []
    return list(dict.fromkeys([word, *(word[:at] + word[at + 1 :] for at in range(len(word)))]))
