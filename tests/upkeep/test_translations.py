"""How translations stand: derived from what the texts say, never from who saved what."""

import pytest
from django.test import TestCase
from wagtail.models import Locale
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from hemvist.demo.factories import NOW, a_life_area, a_page, an_area
from hemvist.guide.models import MachineText
from hemvist.upkeep.actions import compare_translations
from hemvist.upkeep.models import GlossaryTerm, PageTranslation
from hemvist.upkeep.queries import page_rows
from hemvist.upkeep.translations import Names, changed_since

pytestmark = pytest.mark.django_db


def blocks(*texts):
    return [("text", f"<p>{text}</p>") for text in texts]


@pytest.fixture
def page():
    a_life_area("school")
    a_page("life/school/other", language="en")  # and with it the pages above, in English
    found = a_page("life/school/apply", title="Sök plats", summary="Sök i tid")
    _set_body(found, "Sök minst fyra månader före.", "Skolan ligger i Svartbjörnsbyn.")
    return found


def _set_body(page, *texts):
    page.body = blocks(*texts)
    page.save_revision().publish()


def translate(page, words, *, language="en", kind="manual"):
    """As an editor does it: every text by itself, then published."""
    source, _new = TranslationSource.update_or_create_from_instance(page.specific)
    locale = Locale.objects.get(language_code=language)
    translation, _new = Translation.objects.get_or_create(source=source, target_locale=locale)
    for segment in StringSegment.objects.filter(source=source):
        if segment.string.data in words:
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={"data": words[segment.string.data], "translation_type": kind},
            )
    with TestCase.captureOnCommitCallbacks(execute=True):
        translation.save_target(publish=True)


WORDS = {
    "Sök plats": "Apply",
    "Sök i tid": "Apply in time",
    "Sök minst fyra månader före.": "Apply at least four months before.",
    "Skolan ligger i Svartbjörnsbyn.": "The school is in Svartbjörnsbyn.",
}


def state(page, language="en"):
    compare_translations(at=NOW, pages=[page])
    return PageTranslation.objects.get(page=page.pk, language=language).state


def test_what_nobody_has_translated_is_missing(page):
    assert state(page) == "missing"


def test_what_is_all_translated_is_up_to_date(page):
    translate(page, WORDS)

    assert state(page) == "current"


def test_what_is_partly_translated_is_begun_and_says_how_far(page):
    translate(page, {key: WORDS[key] for key in list(WORDS)[:3]})
    assert state(page) == "incomplete"

    stand = PageTranslation.objects.get(page=page.pk, language="en")
    assert (stand.done, stand.total) == (3, 4)


def test_one_word_changed_in_the_source_makes_the_translation_outdated(page):
    translate(page, WORDS)
    _set_body(page, "Sök minst tre månader före.", "Skolan ligger i Svartbjörnsbyn.")

    assert state(page) == "outdated"


def test_a_save_that_changes_no_word_changes_nothing(page):
    translate(page, WORDS)
    page.review_months = 12
    page.save_revision().publish()

    assert state(page) == "current"


def test_a_change_taken_back_is_no_change(page):
    translate(page, WORDS)
    _set_body(page, "Något annat.", "Skolan ligger i Svartbjörnsbyn.")
    assert state(page) == "outdated"
    texts = list(WORDS)[2:]
    page.body = [
        {**block, "value": f"<p>{text}</p>"}
        for block, text in zip(
            TranslationSource.objects.get_for_instance(page).as_instance().body.raw_data,
            texts,
            strict=True,
        )
    ]
    page.save_revision().publish()

    assert state(page) == "current"


def test_a_change_past_every_signal_is_seen_too(page):
    translate(page, WORDS)
    type(page).objects.filter(pk=page.pk).update(summary="Ändrad förbi allt")
    page.refresh_from_db()

    assert state(page) == "outdated"


def test_a_machines_words_are_told_until_a_person_has_confirmed_them(page):
    translate(page, WORDS, kind="machine")
    assert state(page) == "machine"
    copy = page.get_translations().get()
    assert MachineText.objects.filter(page_id=copy.pk).exists()

    translate(page, WORDS)

    assert state(page) == "current"
    assert not MachineText.objects.exists()


def test_readers_are_told_that_a_machine_translated(client, page):
    translate(page, WORDS, kind="machine")
    before = client.get("/en/life/school/apply/").content.decode()
    state(page)
    after = client.get("/en/life/school/apply/").content.decode()

    assert ("A machine has translated" in before, "A machine has translated" in after) == (
        False,
        True,
    )


def test_a_place_whose_name_was_translated_is_found(page):
    an_area("svartbjornsbyn", name="Svartbjörnsbyn")
    translate(page, WORDS | {"Skolan ligger i Svartbjörnsbyn.": "It is in Black Bear Village."})
    assert state(page) == "current"

    stand = PageTranslation.objects.get(page=page.pk, language="en")
    assert (stand.lost_names, stand.is_work) == (["Svartbjörnsbyn"], True)
    assert list(page_rows(language="en", state="")) == [page.page_ptr]


def test_a_name_that_may_be_translated_is_not_missed(page):
    an_area("svartbjornsbyn", name="Svartbjörnsbyn")
    GlossaryTerm.objects.create(term="Svartbjörnsbyn", translations={"en": "black bear village"})
    translate(page, WORDS | {"Skolan ligger i Svartbjörnsbyn.": "It is in Black Bear Village."})
    state(page)

    assert PageTranslation.objects.get(page=page.pk, language="en").lost_names == []


def test_a_name_is_a_whole_word_and_the_longest_one():
    an_area("heden", name="Heden")
    an_area("norra-heden", name="Norra Heden")
    GlossaryTerm.objects.create(term="Bodenbo")
    GlossaryTerm.objects.create(term="förskola", translations={"en": "preschool"})

    assert Names().in_text("Bo i Norra Heden, Hedenborg, förskola eller fråga Bodenbo.") == [
        "Norra Heden",
        "Bodenbo",
    ]


def test_only_what_was_published_since_is_compared_again(page):
    assert page.page_ptr in changed_since(None)
    page.refresh_from_db()

    assert list(changed_since(page.last_published_at)) == []
    assert page.page_ptr in changed_since(page.last_published_at.replace(year=2020))


def test_a_page_taken_down_is_no_work(page):
    compare_translations(at=NOW)
    assert PageTranslation.objects.filter(page=page.pk).exists()
    page.unpublish()

    compare_translations(at=NOW)

    assert not PageTranslation.objects.filter(page=page.pk).exists()
