import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.core.readability import lix, sentences, words

# Counted by hand. The second: 8 words in 2 sentences, of which 4 are long (Förskolan, centrum,
# trettio, stycken; ligger and Barnen have just six letters).
COUNTED = [
    ("Du kan ringa till oss.", 5.0),
    ("Förskolan ligger nära centrum. Barnen är trettio stycken.", 8 / 2 + 100 * 4 / 8),
    ("Sök i tid! När? Helst nu.", 6 / 3),
    ("Kommunens upptagningsområden", 2 + 100),
]


@pytest.mark.parametrize(("text", "expected"), COUNTED)
def test_lix_is_what_a_hand_counts(text, expected):
    assert lix(text) == pytest.approx(expected)


@pytest.mark.parametrize("text", ["", "  \n", "… – !", "\x00", "\ud800"])
def test_a_text_without_words_weighs_nothing(text):
    assert lix(text) == 0.0


def test_a_full_stop_within_a_number_or_address_ends_no_sentence():
    assert len(sentences("Öppet 08.30 till 16.00 på boden.se varje dag.")) == 1


def test_headings_and_list_items_are_sentences_of_their_own():
    assert sentences("Först\n\nTa med pass\nTa med avtal") == [
        "Först",
        "Ta med pass",
        "Ta med avtal",
    ]


def test_a_compound_with_a_hyphen_is_one_word_and_the_hyphen_no_letter():
    assert words("SFI-kurs och e-post") == ["SFI-kurs", "och", "e-post"]
    assert lix("e-post") == 1.0
    assert lix("SFI-kurs") == 101.0


@given(st.text(max_size=400))
def test_any_text_has_a_weight(text):
    assert lix(text) >= 0.0
