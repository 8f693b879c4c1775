import pytest
from hypothesis import given
from hypothesis import strategies as st

from hemvist.core.letters import folded, plain, shortened, split_words
from hemvist.search.concepts import keys_of_term
from hemvist.search.words import language_of, words_asked, words_of

pytestmark = pytest.mark.usefixtures("dictionaries")


@pytest.mark.parametrize(
    ("language", "form", "lemma"),
    [
        ("sv", "förskolan", "förskola"),
        ("sv", "forskolan", "förskola"),
        ("sv", "bostäder", "bostad"),
        ("sv", "bostaden", "bostad"),
        ("en", "schools", "school"),
        ("fi", "päiväkodit", "päiväkoti"),
        ("fi", "kouluun", "koulu"),
        ("de", "Kindergärten", "kindergarten"),
        ("uk", "школи", "школа"),
        ("ar", "المدارس", plain("مدرسة")),
    ],
)
def test_a_form_leads_to_its_word(language, form, lemma):
    assert words_of(form, language)[0].lemma == lemma


@pytest.mark.parametrize(
    ("language", "word", "parts"),
    [
        ("sv", "förskoleplats", {"förskola", "plats"}),
        ("sv", "sophämtningen", {"sopa", "hämtning"}),
        ("sv", "inflyttningsservice", {"inflyttning", "service"}),
        ("sv", "bostadskö", {"bostad", "kö"}),
        ("fi", "uimahalli", {"halli"}),
        ("de", "Kindergartenplatz", {"kindergarten", "platz"}),
    ],
)
def test_a_compound_has_parts(language, word, parts):
    assert parts <= set(words_of(word, language)[0].parts)


@pytest.mark.parametrize("word", ["förskola", "område", "tillfälle", "musik"])
def test_what_only_looks_like_a_compound_has_none(word):
    assert words_of(word, "sv")[0].parts == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("об'єднання", "об’єднання"),
        ("مدرسة", "مدرسه"),
        ("أطفال", "اطفال"),
        ("رَوْضَة", "روضة"),
        ("Ｆörskola", "förskola"),
        ("fo\u0308rskola", "förskola"),
        ("för\u00adskola", "förskola"),
        ("\u202eskola\u202c", "skola"),
    ],
)
def test_the_same_word_written_differently_is_the_same(one, other):
    assert split_words(plain(one)) == split_words(plain(other))


def test_other_scripts_keep_their_letters():
    assert [folded(word) for word in ["åäö", "їжак", "روضه"]] == ["aao", "їжак", "روضه"]


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=60))
def test_any_text_at_all_becomes_words(text):
    for language in ["sv", "ar"]:
        for word in words_asked(text, language=language):
            assert word.forms
            assert all("'" not in form and "\0" not in form for form in (*word.forms, *word.parts))


@given(st.text(max_size=60))
def test_plain_text_is_plain_already(text):
    once = plain(text)
    assert split_words(plain(once)) == split_words(once)


def test_a_slip_has_a_shortened_form_in_common_with_the_word():
    for slip in ["förskla", "förskolla", "förskoöa", "förksola"]:
        assert set(shortened(slip)) & set(shortened("förskola")), slip


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("var finns en förskola", "sv"),
        ("where is a school", "en"),
        ("missä on koulu", "fi"),
        ("wo ist die Schule", "de"),
        ("де школа", "uk"),
        ("أين المدرسة", "ar"),
    ],
)
def test_language_of_a_question_is_told_by_its_words(text, language):
    assert language_of(text, "sv") == language_of(text, "ar") == language


def test_a_question_of_unknown_words_is_in_the_language_of_the_page():
    assert language_of("qqqzzz", "fi") == "fi"


@pytest.mark.parametrize(
    ("term", "language", "key", "is_found"),
    [
        ("rent a house", "en", "rent house", True),
        ("bo på landet", "sv", "bo landet", True),
        ("move in", "en", "move", False),
    ],
)
def test_a_term_is_found_without_its_little_words_unless_one_word_is_left(
    term, language, key, is_found
):
    """A question is rid of them before terms are looked for in it."""
    assert (key in keys_of_term(term, language)) is is_found
