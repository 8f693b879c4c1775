"""Bytes into letters, by the alphabet a mail says it is in, or the likeliest."""

import codecs
import unicodedata

# Names that mail programs use and Python does not know, or knows in a narrower sense.
CALLED = {
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "iso-8859-8-i": "iso8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "iso-8859-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "x-mac-roman": "mac-roman",
    "windows-874": "cp874",
}
# Made for other things than text, or so slow that a short mail would take minutes.
NO_ALPHABET = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs"}
KEPT_CONTROLS = {"\n", "\t"}


def decoded(content: bytes, charset: str) -> str:
    """The text of some bytes; wrong letters become �, nothing is lost and nothing raises."""
    said = charset.strip().strip("\"'").lower()
    for name in (CALLED.get(said, said), "utf-8"):
        if not _is_alphabet(name):
            continue
        strict = "strict" if name != said or said in {"us-ascii", "utf-8"} else "replace"
        try:
            return content.decode(name, strict)
        except (UnicodeError, LookupError, ValueError):
            continue
    return content.decode("cp1252", "replace")


def _is_alphabet(name: str) -> bool:
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError, UnicodeError, TypeError):
        return False
    text = getattr(found, "_is_text_encoding", True)
    return bool(text) and found.name.replace("_", "-") not in NO_ALPHABET


def readable(text: str) -> str:
    """A text without what no page can show: control characters and halves of characters."""
    return "".join(sign for sign in text if sign in KEPT_CONTROLS or _is_shown(sign))


def _is_shown(sign: str) -> bool:
    if sign.isprintable():
        return True
    return unicodedata.category(sign) in {"Zs", "Zl", "Zp", "Cf"} and sign not in TURNING


# Turn the direction of all that follows: a file named so that it ends in another way.
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
