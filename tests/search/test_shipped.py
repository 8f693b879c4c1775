"""The words that come with the product, and that nobody wrote them to please what measures them."""

import tomllib
from pathlib import Path

import pytest

from hemvist.core.letters import plain, split_words
from hemvist.search.concepts import LONGEST_TERM
from hemvist.search.shipped import FOLDER, LANGUAGES, PRESETS, shipped_concepts

BENCH = Path(__file__).parents[2] / "bench"


def phrases_of(name):
    themes = tomllib.loads((BENCH / f"{name}.toml").read_text(encoding="utf-8"))
    phrases = (theme.get(code, ()) for theme in themes.values() for code in LANGUAGES)
    return {plain(text) for several in phrases for text in several}


def test_no_question_that_measures_is_a_term_or_a_phrase_to_practise_with():
    terms = {
        plain(text)
        for shipped in shipped_concepts()
        for _language, text, source in shipped.terms
        if source != PRESETS
    }

    assert phrases_of("questions") & (terms | phrases_of("practice")) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_concept_has_words_of_each_language(language):
    with (FOLDER / "concepts.toml").open("rb") as file:
        concepts = tomllib.load(file)

    assert [code for code, told in concepts.items() if len(told[language]) < 3] == []


def test_a_term_is_short_enough_to_be_found():
    long = [
        text
        for shipped in shipped_concepts()
        for _language, text, source in shipped.terms
        if source != PRESETS and len(split_words(plain(text))) > LONGEST_TERM
    ]

    assert long == []
