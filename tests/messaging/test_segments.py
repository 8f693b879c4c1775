"""How many parts a text takes, against a second way of counting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.messaging.segments import BASIC, EXTENSION, parts_of

# 3GPP 23.038, the tables as numbers, written down apart from the code under test.
SEPTETS = (
    "0040 00A3 0024 00A5 00E8 00E9 00F9 00EC 00F2 00C7 000A 00D8 00F8 000D 00C5 00E5 0394 005F"
    " 03A6 0393 039B 03A9 03A0 03A8 03A3 0398 039E 00C6 00E6 00DF 00C9 00A4 00A1 00C4 00D6 00D1"
    " 00DC 00A7 00BF 00E4 00F6 00F1 00FC 00E0"
)
PLAIN = {chr(int(one, 16)) for one in SEPTETS.split()} | {
    chr(n) for n in [*range(0x20, 0x24), *range(0x25, 0x40), *range(0x41, 0x5B), *range(0x61, 0x7B)]
}
DOUBLE = {chr(n) for n in (0x0C, 0x5E, 0x7B, 0x7D, 0x5C, 0x5B, 0x7E, 0x5D, 0x7C, 0x20AC)}


def counted(text):
    """Lay the text out part by part as a telephone does, from the bytes of each sign."""
    plain = all(sign in PLAIN | DOUBLE for sign in text)
    sizes = [
        (2 if sign in DOUBLE else 1) if plain else len(sign.encode("utf-16-be")) // 2
        for sign in text
    ]
    if sum(sizes) <= (160 if plain else 70):
        return 1 if text else 0
    parts = [[]]
    for size in sizes:
        if sum(parts[-1]) + size > (153 if plain else 67):
            parts.append([])
        parts[-1].append(size)
    return len(parts)


def test_alphabet_is_the_standards_own():
    assert BASIC == PLAIN
    assert EXTENSION == DOUBLE
    assert len(BASIC) == 127  # and the escape, which is no sign


signs = st.one_of(
    st.sampled_from("åäöÅÄÖ hej€{}[]^\n"),
    st.characters(exclude_categories=["Cs"]),
)


@given(st.text(signs, max_size=400).map(lambda text: text.replace("\r", "")))
def test_parts_are_those_of_another_counter(text):
    assert parts_of(text).count == counted(text)


@given(st.text(st.sampled_from("aå€"), min_size=140, max_size=480))
def test_sign_of_two_places_is_never_cut_in_two(text):
    assert parts_of(text).count == counted(text)


@pytest.mark.parametrize(
    ("text", "count", "left"),
    [
        ("", 0, 160),
        ("å" * 160, 1, 0),
        ("å" * 161, 2, 306 - 161),
        ("a" * 152 + "€" + "a" * 20, 2, 153 - 22),
        ("ž" * 70, 1, 0),
        ("ž" * 71, 2, 134 - 71),
        ("😀" * 35, 1, 0),
        ("😀" * 36, 2, 67 - 6),
        ("a\r\nb", 1, 157),
    ],
)
def test_known_texts(text, count, left):
    assert (parts_of(text).count, parts_of(text).left) == (count, left)
