"""What makes a Swedish text hard is found, and what only looks like it is left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.core.plainness import is_passive, plainness, vague_links

pytestmark = pytest.mark.usefixtures("dictionaries")


@pytest.mark.parametrize(
    "word", ["beslutas", "skickas", "öppnas", "görs", "ges", "betalades", "betalats", "Ansöks"]
)
def test_the_passive_is_found(word):
    assert is_passive(word)


@pytest.mark.parametrize(
    "word",
    ["hoppas", "trivs", "finns", "behövs", "skolans", "kommunens", "plats", "hus", "alltid", "s"],
)
def test_what_only_ends_like_it_is_not(word):
    assert not is_passive(word)


def test_a_sentence_of_twenty_five_words_is_short_enough():
    fits, long = " ".join(["ord"] * 25) + ".", " ".join(["ord"] * 26) + "."

    assert plainness(f"{fits} {long}").long_sentences == [long.rstrip(".")]


def test_links_that_say_nothing_are_found():
    html = (
        '<p><a href="/a">Läs mer</a> <a href="/b"><b>Klicka här</b></a>'
        ' <a href="/c">https://boden.se</a> <a href="/d">Så söker du förskola</a></p>'
    )

    assert vague_links(html) == ["Läs mer", "Klicka här", "https://boden.se"]


def test_a_plain_text_gets_no_remark():
    assert plainness("Vi svarar inom två dagar. Ring oss gärna.").is_plain


def test_officialese_is_heavy():
    text = (
        "Ansökningshandlingarna handläggs av utbildningsförvaltningens administrativa enhet "
        "varefter beslutsunderlaget kommuniceras vårdnadshavarna skriftligen."
    )

    found = plainness(text)

    assert found.is_heavy
    assert {"handläggs", "kommuniceras"} <= set(found.passives)


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_can_be_looked_at(text, html):
    found = plainness(text, html=html)

    assert found.lix >= 0
    assert all(one in text for one in found.passives)
