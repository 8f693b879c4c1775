"""The catalogues: whole, up to date, and their blanks filled with what the sentence needs."""

import pytest
from babel.messages.catalog import TranslationError
from babel.messages.checkers import checkers

from hemvist.run.messages import LANGUAGES, extract_all, read_catalogue, untranslated

RESIDENTS_READ = (
    "hemvist/core/",
    "hemvist/guide/",
    "hemvist/intake/",
    "hemvist/messaging/",
    "hemvist/people/",
    "hemvist/portal/",
    "hemvist/privacy/",
    "hemvist/casework/letters",
    "hemvist/casework/missed",
    "hemvist/casework/models",
    "hemvist/directory/",
    "hemvist/documents/refusing",
    "hemvist/favourites/",
    "hemvist/follow_up/templates/follow_up/answer",
    "hemvist/follow_up/templates/follow_up/broken_link",
    "hemvist/happenings/templates/happenings/",
    "hemvist/happenings/views",
    "hemvist/keeping/letters",
    "hemvist/keeping/templates/keeping/broken_link",
    "hemvist/keeping/templates/keeping/parts",
    "hemvist/keeping/templates/keeping/place",
    "hemvist/search/",
    "hemvist/vacancies/",
    "hemvist/api/",
    "hemvist/upkeep/letters",
    "hemvist/upkeep/proposal_forms",
    "hemvist/upkeep/templates/upkeep/propose.",
    "hemvist/upkeep/templates/upkeep/proposed.",
    "hemvist/upkeep/templates/upkeep/report",
    "hemvist/upkeep/templates/upkeep/review.",
    "hemvist/upkeep/templates/upkeep/review_thanks",
    "hemvist/upkeep/templates/upkeep/review_over",
    "hemvist/upkeep/templates/upkeep/tell",
    "hemvist/upkeep/templates/upkeep/told",
    "hemvist/upkeep/templates/upkeep/too_many",
    "hemvist/upkeep/templates/upkeep/useful",
    "hemvist/referrals/letters",
    "hemvist/referrals/models",
    "hemvist/referrals/queries",
    "hemvist/referrals/templates/referrals/answer",
    "hemvist/referrals/templates/referrals/parts",
)
STAFF_READ = (
    "hemvist/core/fetching",
    "hemvist/core/models",
    "hemvist/directory/actions",
    "hemvist/favourites/models",
    "hemvist/guide/beginning",
    "hemvist/guide/blocks",
    "hemvist/guide/choosers",
    "hemvist/guide/ground",
    "hemvist/guide/models/",
    "hemvist/guide/plain",
    "hemvist/guide/starting",
    "hemvist/guide/templates/guide/editor",
    "hemvist/guide/uploads",
    "hemvist/guide/wagtail_hooks",
    "hemvist/happenings/templates/happenings/editing",
    "hemvist/casework/models/tasks",
    "hemvist/core/desk_menu",
    "hemvist/intake/carrying",
    "hemvist/intake/checking",
    "hemvist/intake/comparing",
    "hemvist/intake/definition",
    "hemvist/intake/editor_",
    "hemvist/intake/kinds",
    "hemvist/intake/making_",
    "hemvist/intake/models",
    "hemvist/intake/offer_pages",
    "hemvist/intake/preview_pages",
    "hemvist/intake/sensitive",
    "hemvist/intake/suspected_pages",
    "hemvist/intake/templates/intake/editor",
    "hemvist/intake/templates/intake/offer.",
    "hemvist/intake/templates/intake/offer_erase",
    "hemvist/intake/templates/intake/offers",
    "hemvist/intake/templates/intake/suspected",
    "hemvist/search/models",
    "hemvist/search/desk",
    "hemvist/search/forms",
    "hemvist/search/templates/search/asked",
    "hemvist/search/templates/search/concept",
    "hemvist/core/templates/core/design",
    "hemvist/core/templates/core/desk",
    "hemvist/directory/forms",
    "hemvist/directory/hours_forms",
    "hemvist/directory/templates/directory/editor",
    "hemvist/directory/views",
    "hemvist/directory/wagtail_hooks",
)


@pytest.fixture(scope="module")
def said():
    return extract_all()


def is_for_residents(line):
    return line.startswith(RESIDENTS_READ) and not line.startswith(STAFF_READ)


def test_swedish_is_whole(said):
    assert untranslated("sv", said) == []


@pytest.mark.parametrize("language", ["fi", "ar", "uk"])
def test_what_residents_read_is_whole(said, language):
    assert [line for line in untranslated(language, said) if is_for_residents(line)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_what_is_said_and_nothing_else(said, language):
    """`make messages` brings it up to date."""
    known = {(str(message.id), message.context) for message in read_catalogue(language)}

    assert known == {(str(message.id), message.context) for message in said}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_blank_in_a_sentence_is_in_its_translation(language):
    catalogue, mistakes = read_catalogue(language), []
    for message in catalogue:
        if message.id and message.string and any(message.string):
            for check in checkers:
                try:
                    check(catalogue, message)
                except TranslationError as error:
                    mistakes.append(f"{message.id}: {error}")

    assert mistakes == []
