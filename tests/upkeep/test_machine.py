"""A machine translates, and every name comes through; what it loses is not taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Locale
from wagtail_localize.machine_translators.base import BaseMachineTranslator
from wagtail_localize.strings import StringValue

from hemvist.demo.factories import an_area
from hemvist.upkeep.machine import CarefulTranslator, _hide, _show
from hemvist.upkeep.models import GlossaryTerm


class Shouting(BaseMachineTranslator):
    """A machine of our own: it shouts, and loses what it is told to lose."""

    display_name = "Shouting"

    def translate(self, source_locale, target_locale, strings):
        loses = self.options.get("LOSES", "")
        return {string: StringValue(string.data.upper().replace(loses, "")) for string in strings}

    def can_translate(self, source_locale, target_locale):
        return source_locale != target_locale


def translate(*texts, **options):
    careful = CarefulTranslator({"CLASS": f"{__name__}.Shouting", "OPTIONS": options})
    found = careful.translate(
        Locale.objects.get(language_code="sv"),
        Locale.objects.get(language_code="en"),
        [StringValue(text) for text in texts],
    )
    return {string.data: answer.data for string, answer in found.items()}


@pytest.mark.django_db
def test_places_stay_and_fixed_words_become_what_was_fixed():
    an_area("vittjarv", name="Vittjärv")
    GlossaryTerm.objects.create(term="förskola", translations={"en": "preschool"})

    assert translate("Det finns en förskola i Vittjärv.") == {
        "Det finns en förskola i Vittjärv.": "DET FINNS EN preschool I Vittjärv."
    }


@pytest.mark.django_db
def test_a_text_that_lost_a_name_is_left_to_a_person():
    an_area("vittjarv", name="Vittjärv")

    assert translate("Bo i Vittjärv", "Bo här", LOSES="⟦0⟧") == {"Bo här": "BO HÄR"}


@pytest.mark.django_db
def test_it_can_what_the_machine_can():
    careful = CarefulTranslator({"CLASS": f"{__name__}.Shouting"})
    swedish, english = (Locale.objects.get(language_code=code) for code in ("sv", "en"))

    assert careful.can_translate(swedish, english)
    assert not careful.can_translate(swedish, swedish)
    assert careful.display_name == "Shouting"


class TheseNames:
    def __init__(self, names):
        self.names = names

    def in_text(self, text):
        return [name for name in self.names if name in text]


@given(
    st.text(),
    st.lists(st.text(min_size=2), max_size=5),
    st.dictionaries(st.text(min_size=2), st.text(), max_size=3),
)
def test_what_is_hidden_comes_back_or_nothing_does(text, names, terms):
    hidden, kept = _hide(text, TheseNames(names), terms)
    shown = _show(hidden, kept)

    if not terms and not {"⟦", "⟧"} & set(text):
        assert shown in (text, None)
    for name in names:
        if shown is not None and name in text and not terms:
            assert name in shown
