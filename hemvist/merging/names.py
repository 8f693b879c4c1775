"""Names as people spell them, so that the same one is found whatever its order and spelling."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from itertools import permutations

Parts = tuple[str, ...]

MOST_TOKENS = 4
LONGEST_TOKEN = 30

LETTERS = str.maketrans(
    {
        **{"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"},
        # Ukrainian and Russian as passports write them.
        **dict(zip("абвгґдезийклмнопрстуф", "abvhgdezyiklmnoprstuf", strict=True)),
        **{"є": "ie", "ж": "zh", "і": "i", "ї": "i", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh"},
        **{"щ": "shch", "ь": "", "ъ": "", "ы": "y", "э": "e", "ю": "iu", "я": "ia", "ё": "e"},
        # Arabic letters that are written one for the other.
        **{"أ": "ا", "إ": "ا", "آ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"},
    }
)
SOUNDS = [
    (re.compile("ph"), "f"),
    (re.compile("ch|ck|[cq]"), "k"),
    (re.compile("x"), "ks"),
    (re.compile("z"), "s"),
    (re.compile("w"), "v"),
    (re.compile("th|dt"), "t"),
    (re.compile("[jy]"), "i"),
    (re.compile("^[aeiou]"), "a"),
    (re.compile("(?<!^)[aeiouh]"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
]


def tokens_of(name: str) -> Parts:
    """The parts of a name in plain small letters, in the order of the alphabet.

    "Söderström, Anna-Maria" is anna, maria, soderstrom.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(LETTERS)
    parts = re.findall(r"[^\W\d_]{2,}", plain)
    return tuple(sorted(part[:LONGEST_TOKEN] for part in parts)[:MOST_TOKENS])


def sound_of(token: str) -> str:
    """What is left of a part of a name when it is only heard: kristina and christina are one."""
    for pattern, sound in SOUNDS:
        token = pattern.sub(sound, token)
    return token or "a"


def keys_of(names: Iterable[str], *, moving_on: date | None) -> set[str]:
    """The keys under which these names are found: the whole name, and what is near it.

    Near spelling says something only together with the month: "Anna S…" are many.
    """
    keys: set[str] = set()
    for name in names:
        tokens = tokens_of(name)
        if not tokens:
            continue
        keys.add("=" + " ".join(tokens)[:118])
        if moving_on is not None:
            month = f"{moving_on:%y%m}"
            keys |= {
                f"{month} {sound_of(one)} {sound_of(other)[:1]}"
                for one, other in permutations(tokens, 2)
            }
    return keys


def are_same(one: Parts, other: Parts) -> bool:
    """Whether two names have the same parts, in whatever order."""
    return bool(one) and one == other


def are_near(one: Parts, other: Parts) -> bool:
    """Whether every part of the shorter name is one of the longer, give or take a slip or two."""
    short, long = sorted((one, other), key=len)
    if len(short) < 2:
        return False
    left = list(long)
    for part in short:
        match = next((other for other in left if _is_a_slip(part, other)), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _is_a_slip(one: str, other: str) -> bool:
    longest = max(len(one), len(other))
    if one == other:
        return True
    allowed = 0 if longest <= 3 else 1 if longest <= 6 else 2
    return distance(one, other, most=allowed) <= allowed


def distance(one: str, other: str, *, most: int) -> int:
    """How many letters have to be changed, added, left out or swapped; more than `most` is more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    previous: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        before, previous, row = previous, row, [i]
        for j, b in enumerate(other, start=1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
    return row[-1]
