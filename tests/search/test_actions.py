from datetime import timedelta

import pytest
from django.utils import timezone

from hemvist.audit.actions import Actor
from hemvist.audit.models import Event
from hemvist.demo.factories import a_user
from hemvist.directory.actions import save_service
from hemvist.directory.models import Service, ServiceStatus
from hemvist.search.actions import (
    add_term,
    count_known_words,
    follow_changes,
    index_all,
    index_things,
    load_concepts,
    switch_off_term,
)
from hemvist.search.asking import read_question
from hemvist.search.models import Concept, Document, IndexState, KnownWord, Term

pytestmark = pytest.mark.usefixtures("boden", "by_words_alone")


@pytest.fixture
def school():
    return Service.objects.get(slug="fagernas-skola")


@pytest.fixture
def editor():
    return a_user("Ida Redaktör", role="editor")


def documents_of(service):
    return Document.objects.filter(kind="place", key=str(service.pk))


def test_index_has_a_document_for_each_language_a_place_is_described_in(school):
    assert {row.language for row in documents_of(school)} == {"sv", "en"}


def test_indexing_again_changes_nothing():
    version = IndexState.objects.get().version

    assert set(index_all().values()) == {0}
    assert IndexState.objects.get().version == version


def test_changed_place_is_indexed_when_the_log_is_followed(school):
    follow_changes(at=timezone.now())
    school.name = "Zebraskolan"
    save_service(school, by=Actor.SYSTEM)

    assert follow_changes(at=timezone.now()) == 2
    assert {row.title for row in documents_of(school)} == {"Zebraskolan"}
    assert follow_changes(at=timezone.now() + timedelta(minutes=10)) == 0


def test_closed_place_leaves_the_index(school):
    school.status = ServiceStatus.DEFUNCT
    save_service(school, by=Actor.SYSTEM)
    index_things("place", keys=[str(school.pk)])

    assert not documents_of(school).exists()
    assert Document.objects.filter(kind="place").exists()


def test_only_the_things_asked_for_are_touched(school):
    Service.objects.update(name="Allt heter lika")

    index_things("place", keys=[str(school.pk)])

    assert Document.objects.filter(title="Allt heter lika").count() == 2


def test_vector_stays_while_the_text_does(school):
    documents_of(school).update(meaning=b"12", digest="old")
    index_things("place")
    assert bytes(documents_of(school).get(language="sv").meaning) == b"12"

    school.descriptions = {"sv": "Ny text."}
    school.save()
    index_things("place")
    assert documents_of(school).get(language="sv").meaning is None


def test_words_are_counted():
    count_known_words()

    assert KnownWord.objects.get(pk="förskola").documents > 10
    assert KnownWord.objects.get(pk="kindergartengelände").documents == 0  # of a term alone
    assert not KnownWord.objects.filter(text__startswith="§").exists()


def test_added_word_finds_at_once_and_is_recorded(editor):
    concept = Concept.objects.get(pk="preschool")

    add_term(concept, language="sv", text=" kottens  hus ", by=editor)

    [meant] = read_question("kottens hus", language="sv").meant
    assert (meant.term, meant.concept) == ("kottens hus", concept)
    assert Event.objects.filter(verb="term.added", actor=editor).count() == 1


def test_adding_a_word_twice_changes_nothing(editor):
    concept = Concept.objects.get(pk="preschool")
    for _ in range(2):
        add_term(concept, language="sv", text="kotten", by=editor)

    assert Term.objects.filter(text="kotten").count() == 1
    assert Event.objects.filter(verb="term.added").count() == 1


def test_word_switched_off_stays_off_when_the_product_brings_it_again(editor):
    term = Term.objects.get(concept="preschool", language="sv", text="dagis")

    switch_off_term(term, by=editor)
    load_concepts()

    assert not Term.objects.get(pk=term.pk).is_used
    assert Event.objects.filter(verb="term.switched_off", actor=editor).count() == 1


def test_left_out_terms_are_not_known():
    Term.objects.filter(text="dagis").delete()

    load_concepts(left_out={("preschool", "sv", "dagis")})

    assert not Term.objects.filter(concept="preschool", language="sv", text="dagis").exists()
    assert Term.objects.filter(concept="preschool", language="sv", text="daghem").exists()


def test_word_that_a_newer_version_does_not_bring_goes_but_an_editors_stays(editor):
    concept = Concept.objects.get(pk="preschool")
    old = Term.objects.create(concept=concept, language="sv", text="småfolk", source="ours")
    added = add_term(concept, language="sv", text="knattehus", by=editor)

    load_concepts()

    assert not Term.objects.filter(pk=old.pk).exists()
    assert Term.objects.filter(pk=added.pk).exists()
